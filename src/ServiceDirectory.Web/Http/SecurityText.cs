using System.Globalization;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web.Http;

/// <summary>Where to report a weakness (RFC 9116); there is none until whoever runs the directory has said where.</summary>
public static class SecurityText
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(180);

    public static void MapSecurityText(this IEndpointRouteBuilder app) =>
        app.MapMethods("/.well-known/security.txt", [HttpMethods.Get, HttpMethods.Head], (IOptions<DirectoryOptions> options, TimeProvider clock) =>
        {
            if (options.Value.SecurityContact is not { } contact)
                return Results.NotFound();
            var expires = (clock.GetUtcNow().Date + Lasts).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            return Results.Text($"Contact: {contact.AbsoluteUri}\nExpires: {expires}\nPreferred-Languages: en\n", "text/plain");
        }).AllowAnonymous().DisableRateLimiting();
}
