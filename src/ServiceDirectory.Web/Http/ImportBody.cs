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

        if (!await s_work.WaitAsync(s_longestWait, context.RequestAborted))
        {
            End(context, StatusCodes.Status503ServiceUnavailable);
            return;
        }

        try
        {
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
        finally
        {
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
