using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// Places whose name begins as somebody types, for the script. Sent as a form, so that what is typed stands in no address; looked up
/// in memory, so that it reaches no database. Cheap enough to stand before the limits, which are for searches.
/// </summary>
public static class PlaceSuggestions
{
    private const int Most = 6;

    public static void MapPlaceSuggestions(this IEndpointRouteBuilder app) =>
        app.MapPost("/places", async (HttpRequest request, PlaceFinder places, IOptions<DirectoryOptions> options) =>
        {
            var typed = request.HasFormContentType ? (await request.ReadFormAsync(request.HttpContext.RequestAborted))[SearchField.Near].ToString() : "";
            return Results.Json(typed.Length > PlaceText.MaxLength ? [] : places.Suggest(typed, options.Value.HomeCountry, Most).Select(SayPlaces.Full));
        }).AllowAnonymous().DisableAntiforgery().DisableRateLimiting();
}
