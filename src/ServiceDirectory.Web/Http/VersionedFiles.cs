using Microsoft.Extensions.Primitives;

namespace ServiceDirectory.Web.Http;

/// <summary>The style sheet and the icon. Pages name them with the hash of what is in them, so that a browser may keep them for good.</summary>
public static class VersionedFiles
{
    private static readonly StringValues ForGood = "public, max-age=31536000, immutable";

    private static readonly StringValues ForAnHour = "public, max-age=3600";

    public static IApplicationBuilder UseVersionedFiles(this IApplicationBuilder app) => app.UseStaticFiles(new StaticFileOptions
    {
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? ForGood : ForAnHour,
    });
}
