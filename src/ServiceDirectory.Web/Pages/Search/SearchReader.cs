using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>Finds out what a search means: reads its values, looks up the place that was typed, and reads needs and a place out of words.</summary>
public sealed class SearchReader(DirectoryCatalogue catalogue, NeedMatcher matcher, PlaceFinder places, IOptions<DirectoryOptions> options)
{
    private string Home => options.Value.HomeCountry;

    /// <summary>What an address or a form means. What in it means nothing is among the errors of the answer.</summary>
    /// <exception cref="Http.DirectoryUnavailableException">Places are not read yet.</exception>
    public async Task<SearchReading> ReadAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        var understood = new UnderstoodSearch(query, catalogue);
        await places.ReadyAsync(cancellationToken);
        var reading = await PlaceAsync(understood, cancellationToken);
        if (understood.Words is { } words)
            reading = Read(reading, words, mayHoldPlace: query is { Near: null, Place: null });
        if (understood.Sort is SortBy.Distance && reading.Place is null && query.Near is null)
            understood.RefuseDistance();
        return reading;
    }

    /// <summary>As <see cref="ReadAsync"/>, for a form that was filled: a name of a place and words that were left as they were mean what they meant.</summary>
    /// <param name="query">The fields of the form.</param>
    /// <param name="was">The number of the place whose name it was filled with.</param>
    /// <param name="said">The words it was filled with.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<SearchReading> ReadFilledAsync(SearchQuery query, string? was, string? said, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        // What was not to be read out of other words may well be meant by these.
        if (!string.IsNullOrEmpty(said) && said != query.Q)
            query = query with { Skip = [] };
        await places.ReadyAsync(cancellationToken);
        if (query.Near is not null && int.TryParse(was, out var id) && places.Find(id) is { } named && SayPlaces.Full(named) == query.Near)
            query = query with { Near = null, Place = UnderstoodSearch.Invariant(id) };
        return await ReadAsync(query, cancellationToken);
    }

    private async Task<SearchReading> PlaceAsync(UnderstoodSearch understood, CancellationToken cancellationToken)
    {
        if (understood.PlaceId is { } id)
        {
            var place = places.Find(id);
            if (place is null)
                understood.RefusePlace();
            return new SearchReading(understood) { Place = place, OtherPlaces = place is null ? [] : [.. places.Namesakes(place, Home)] };
        }

        if (understood.Near is not { } near)
            return new SearchReading(understood);
        var answer = await places.FindAsync(near, Home, cancellationToken);
        if (answer is PlaceAnswer.TooLong)
            understood.RefuseNear();
        return answer is PlaceAnswer.Found found
            ? new SearchReading(understood) { Answer = answer, Place = found.Place, OtherPlaces = found.Others }
            : new SearchReading(understood) { Answer = answer };
    }

    private SearchReading Read(SearchReading reading, string words, bool mayHoldPlace)
    {
        int[] skipped = [.. reading.Understood.Skipped.Select(need => need.Id)];
        var tail = places.FindTail(words, Home) ?? EverydayTail(words, skipped);
        if (mayHoldPlace && tail is not null)
            reading = At(reading, tail);
        // The place that is searched anyway, said once more.
        if (tail?.Place == reading.Place)
            words = tail?.Before ?? words;
        var read = matcher.Read(words, skipped);
        var rest = read.Rest;
        // "Leeds clinic": what a need leaves over may be nothing but the place.
        if (mayHoldPlace && reading.Place is null && places.FindTail(rest, Home) is { Before: "" } whole)
            (reading, rest) = (At(reading, whole), "");
        return reading with
        {
            Read = [.. read.Needs.Select(catalogue.FindNeed).OfType<Need>()],
            MayBeShown = matcher.MayBeShown(reading.Understood.Words!),
            Rest = rest,
            // Alone, the rest must not come to mean what it did not mean among the other words.
            SkippedInRest = [.. matcher.Read(rest).Needs.Except(read.Needs).Select(catalogue.FindNeed).OfType<Need>()],
        };
    }

    /// <summary>
    /// "Std clinic bath": the words before it say a whole need, and the last one says something else. In "hot shower or bath" it does not.
    /// </summary>
    private PlaceInTail? EverydayTail(string words, int[] skipped)
    {
        if (places.FindTail(words, Home, mayBeEveryday: true) is not { } tail)
            return null;
        var (before, all) = (matcher.Read(tail.Before, skipped), matcher.Read(words, skipped));
        return before is { Needs: not [], Rest: "" } && (all.Rest.Length > 0 || all.Needs.Except(before.Needs).Any()) ? tail : null;
    }

    private static SearchReading At(SearchReading reading, PlaceInTail tail) =>
        reading with { Place = tail.Place, OtherPlaces = tail.Others, IsPlaceFromWords = true };
}
