namespace ServiceDirectory.Web.Http;

/// <summary>No form of the directory needs more, but for <see cref="ImportBody"/>. Looked at before anything is read; Kestrel stops what does not say its length.</summary>
public static class BodyLimit
{
    public const int Bytes = 64 * 1024;

    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.ContentLength is not > Bytes)
            return next(context);
        if (ImportBody.Is(context.Request))
            return ImportBody.PassAsync(context, next);
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        // The server does not read the rest and ends the connection; a browser that is not told would send its next form into it.
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    });
}
