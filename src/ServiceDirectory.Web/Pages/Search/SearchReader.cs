using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Finds out what a search means: reads its values, and looks up the place that was typed.</summary>
public sealed class SearchReader(DirectoryCatalogue catalogue, PlaceFinder places, IOptions<DirectoryOptions> options)
{
    /// <summary>What an address or a form means. What in it means nothing is among the errors of the answer.</summary>
    /// <exception cref="Http.DirectoryUnavailableException">A place was typed and places are not read yet.</exception>
    public async Task<SearchReading> ReadAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        var understood = new UnderstoodSearch(query, catalogue);
        if (understood.PlaceId is not null || understood.Near is not null)
            await places.ReadyAsync(cancellationToken);
        if (understood.PlaceId is { } id)
        {
            var place = places.Find(id);
            if (place is null)
                understood.RefusePlace();
            return new SearchReading(understood) { Place = place };
        }

        if (understood.Near is not { } near)
            return new SearchReading(understood);
        var answer = await places.FindAsync(near, options.Value.HomeCountry, cancellationToken);
        if (answer is PlaceAnswer.TooLong)
            understood.RefuseNear();
        return answer is PlaceAnswer.Found found
            ? new SearchReading(understood) { Answer = answer, Place = found.Place, OtherPlaces = found.Others }
            : new SearchReading(understood) { Answer = answer };
    }

    /// <summary>As <see cref="ReadAsync"/>, for a form that was filled with the name of a place: left as it was, that place is still meant.</summary>
    /// <param name="query">The fields of the form.</param>
    /// <param name="was">The number of the place whose name it was filled with.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<SearchReading> ReadFilledAsync(SearchQuery query, string? was, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await places.ReadyAsync(cancellationToken);
        if (query.Near is not null && int.TryParse(was, out var id) && places.Find(id)?.FullName == query.Near)
            query = query with { Near = null, Place = UnderstoodSearch.Invariant(id) };
        return await ReadAsync(query, cancellationToken);
    }
}
