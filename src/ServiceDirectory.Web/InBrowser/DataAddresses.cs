using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.InBrowser;

/// <summary>Where the files are that a browser searches by itself. Their addresses name a country, and never what is looked for in it.</summary>
internal static class DataAddresses
{
    /// <summary>Kept, and asked about each time: what has left must be gone.</summary>
    private static readonly StringValues s_kept = "public, no-cache";

    private static readonly string[] s_read = [HttpMethods.Get, HttpMethods.Head];

    public static void MapDataFiles(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/private/{country:length(2)}.js", s_read, async (string country, DataFiles files, PlaceFinder places, HttpContext context) =>
        {
            await places.ReadyAsync(context.RequestAborted);
            return files.IsCountry(country) && await files.EntriesAsync(country, context.RequestAborted) is { } found ? Answer(found.File, context) : Results.NotFound();
        }).AllowAnonymous().RequireRateLimiting(RateLimits.DataFiles);
        app.MapMethods("/private/{country:length(2)}-towns.js", s_read, async (string country, DataFiles files, PlaceFinder places, HttpContext context) =>
        {
            await places.ReadyAsync(context.RequestAborted);
            return files.IsCountry(country) ? Answer(await files.TownsAsync(country, context.RequestAborted), context) : Results.NotFound();
        }).AllowAnonymous().RequireRateLimiting(RateLimits.DataFiles);
        app.MapMethods("/private/words.js", s_read, (DataFiles files, HttpContext context) => Answer(files.Words(), context))
            .AllowAnonymous().RequireRateLimiting(RateLimits.DataFiles);
    }

    private static IResult Answer(DataFile file, HttpContext context)
    {
        context.Response.Headers.CacheControl = s_kept;
        return Results.Bytes(file.Content, "text/javascript; charset=utf-8", entityTag: EntityTagHeaderValue.Parse(file.Tag));
    }
}
