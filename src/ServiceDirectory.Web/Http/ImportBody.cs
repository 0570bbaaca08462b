using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Accounts;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// The one address that takes more than <see cref="BodyLimit"/>: a list, from somebody who may bring one in. Asked before a byte of it is
/// read. What they send stays in memory: the framework would write files of more than 64 KB to a disk.
/// </summary>
internal static class ImportBody
{
    /// <summary>A list, or the same packed, sealed and written in letters, and the rest of the form.</summary>
    public const int Bytes = SheetLimits.Bytes + (SheetLimits.Bytes / 2);

    /// <summary>Lists that are worked on at once.</summary>
    private const int AtOnce = 3;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    private static readonly SemaphoreSlim s_work = new(AtOnce);

    private static readonly object s_held = new();

    /// <summary>Whether a request is for the address and a form that may be this large.</summary>
    public static bool Is(HttpRequest request) =>
        request.Method == HttpMethods.Post && request.ContentLength is > BodyLimit.Bytes and <= Bytes && OrganisationOf(request.Path) is not null
        && request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    public static async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        await context.AuthenticateAsync(AccountScheme.Name);
        if (context.Features.Get<SignedIn>() is not { } member)
        {
            // Too large to be kept in the page where one signs in; the file is still where it was.
            End(context, StatusCodes.Status303SeeOther);
            context.Response.Headers.Location = Links.SignIn(Links.In(request.Path));
            return;
        }

        if (member.SeatOf(OrganisationOf(request.Path)!) is not { } seat || PermissionTable.Find(seat, Deed.ImportEntries, hasVoice: false) is null)
        {
            End(context, StatusCodes.Status404NotFound);
            return;
        }

        using var place = await TakeAsync(context);
        if (place is null)
        {
            End(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Bytes;
        context.Features.Set<IFormFeature>(new FormFeature(request, new FormOptions
        {
            MemoryBufferThreshold = Bytes,
            MultipartBodyLengthLimit = Bytes,
            ValueLengthLimit = Bytes,
        }));
        await next(context);
    }

    /// <summary>A place among those who work on a list, until it is given back: a small file can hold as much work as a large one.</summary>
    /// <returns>Null: all are taken, and none became free in time.</returns>
    public static async Task<IDisposable?> TakeAsync(HttpContext context)
    {
        // Whoever sent a large one has a place already.
        if (context.Items.ContainsKey(s_held))
            return new Place(null);
        if (!await s_work.WaitAsync(s_longestWait, context.RequestAborted))
            return null;
        context.Items[s_held] = true;
        return new Place(context);
    }

    /// <param name="context">Null: another one gives it back.</param>
    private sealed class Place(HttpContext? context) : IDisposable
    {
        public void Dispose()
        {
            if (context?.Items.Remove(s_held) == true)
                s_work.Release();
        }
    }

    private static string? OrganisationOf(PathString path) =>
        path.Value?.Split('/') is ["", "curate", { Length: > 0 } organisation, "import"] ? organisation : null;

    private static void End(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Connection = "close";
    }
}
