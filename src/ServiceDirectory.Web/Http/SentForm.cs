using Microsoft.AspNetCore.Diagnostics;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// What somebody had written when the directory could not take it: given back in the page that says so, to be sent again. It is nowhere else.
/// </summary>
/// <param name="Action">Where it was sent to: path and query of this site.</param>
/// <param name="Fields">Every field, in its order.</param>
public sealed record SentForm(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    /// <summary>Where <see cref="ErrorPages.UseErrorPagesAsRead"/> leaves what the method was.</summary>
    internal static readonly object Method = new();

    // What is sent there are secrets, or what somebody looks for: typed again sooner than shown on a page that stays open.
    private static readonly string[] s_notGivenBack = ["/account", "/receipts", "/search"];

    /// <summary>What people wrote, to be read: keys and choices are words of the program.</summary>
    public IEnumerable<string> Sentences => Fields.Select(sent => sent.Value).Where(value => value.Trim().Contains(' ', StringComparison.Ordinal));

    /// <summary>Null: no form was sent, it is not given back, or it held a file, which only its owner can choose again.</summary>
    public static async Task<SentForm?> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items[Method] is not string method || !HttpMethods.IsPost(method)
            || SentTo(context) is not var (path, query)
            || s_notGivenBack.Any(root => new PathString(path).StartsWithSegments(root, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        try
        {
            if (context.Request.ContentType is not { } type || !type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
                return null;
            var form = await context.Request.ReadFormAsync(cancellation);
            return new SentForm(
                context.Request.PathBase.Add(path).ToUriComponent() + query,
                HeldForm.FieldsOf(form));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException)
        {
            // It broke off, or is no form.
            return null;
        }
    }

    /// <summary>It failed on the way, or was refused before it began.</summary>
    private static (string Path, string Query)? SentTo(HttpContext context) =>
        context.Features.Get<IExceptionHandlerPathFeature>() is { } failed ? (failed.Path, context.Request.QueryString.ToUriComponent())
        : context.Features.Get<IStatusCodeReExecuteFeature>() is { } refused ? (refused.OriginalPath, refused.OriginalQueryString ?? "")
        : null;
}
