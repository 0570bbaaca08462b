using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using ServiceDirectory.Core;
using ServiceDirectory.Web.Hsds;

namespace ServiceDirectory.Web.Http;

/// <summary>What every answer carries, whatever its status. Registered as the first start-up filter so that no other part answers outside it.</summary>
public sealed class ResponseHeaders(IOptions<DirectoryOptions> options) : IStartupFilter
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string PermissionsPolicy =
        "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

    private static readonly string StrictTransport = $"max-age={(int)TimeSpan.FromDays(730).TotalSeconds}";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            // Before a page about a refusal takes its place.
            bool isOpen = HsdsProblems.Is(context);
            context.Response.OnStarting(() =>
            {
                Write(context, options.Value);
                if (isOpen)
                    context.Response.Headers.AccessControlAllowOrigin = "*";
                return Task.CompletedTask;
            });
            return rest(context);
        });
        next(app);
    };

    private static void Write(HttpContext context, DirectoryOptions options)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = PermissionsPolicy;
        // Browsers then send "Origin: null" with our own forms, which Http/SameSitePosts allows.
        headers["Referrer-Policy"] = "no-referrer";

        // Versioned files say that they may be kept; everything else may name what somebody looked for.
        if (headers.CacheControl.ToString() is not { } kept || !kept.StartsWith("public", StringComparison.Ordinal))
        {
            headers.CacheControl = "no-store";
            headers.Remove(HeaderNames.ETag);
            headers.Remove(HeaderNames.LastModified);
            headers.Remove(HeaderNames.Expires);
            headers.Remove(HeaderNames.Pragma);
        }

        // An onion address has no certificate to insist on, and over plain http browsers ignore the header.
        if (context.Request.IsHttps && !OnionName.Is(context.Request.Host, options))
            headers.StrictTransportSecurity = StrictTransport;
        if (OnionName.LocationOf(context, options) is { } onion)
            headers[OnionName.Header] = onion;
    }
}
