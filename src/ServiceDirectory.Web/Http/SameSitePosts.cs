namespace ServiceDirectory.Web.Http;

/// <summary>
/// Public forms carry no cookie and so no antiforgery token. What stops another site from posting is what browsers say about
/// where a post comes from.
/// </summary>
public static class SameSitePosts
{
    public static IApplicationBuilder UseSameSitePosts(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Method != "POST" || IsOurs(context.Request))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    private static bool IsOurs(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
            return site == "same-origin" || site == "none";
        // Older browsers: our pages send no referrer, and then "null" is what they name as origin.
        return !request.Headers.TryGetValue("Origin", out var origin)
            || origin == "null"
            // The scheme is left out: behind a proxy the program does not see it.
            || (Uri.TryCreate(origin, UriKind.Absolute, out var sender) && sender.Authority == request.Host.Value);
    }
}
