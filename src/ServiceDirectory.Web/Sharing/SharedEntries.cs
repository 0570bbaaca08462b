using System.Globalization;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Web.Pages.Lists;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Sharing;

/// <summary>What a search or a list hands on. Nothing is kept of it, and nobody learns who asked.</summary>
public sealed class SharedEntries(
    SearchReader reader, PlaceFinder places, ListingSearch directory, PickedServices services, IOptions<DirectoryOptions> options, TimeProvider clock)
{
    /// <summary>The most of a search: five of its pages.</summary>
    public const int Most = 5 * SearchCriteria.PageSize;

    /// <summary>The results of a search from the page on that it asks for, in the order in which its page shows them.</summary>
    /// <param name="asked">The parameters of its address.</param>
    /// <param name="most">1 to <see cref="Most"/>.</param>
    /// <param name="cancellation">Ends the questions in the database too.</param>
    public async Task<SharedList> OfSearchAsync(IQueryCollection asked, int most, CancellationToken cancellation)
    {
        var found = await CodesOfSearchAsync(asked, most, cancellation);
        return found.Codes is { } codes
            ? await ReadAsync(codes, cancellation) with { HasMore = found.HasMore }
            : SharedList.Wrong with { AskedAt = found.AskedAt };
    }

    /// <summary>The same without what is in them.</summary>
    public async Task<SharedCodes> CodesOfSearchAsync(IQueryCollection asked, int most, CancellationToken cancellation)
    {
        var search = await reader.ReadAsync(SearchQuery.Read(asked), cancellation);
        if (search.HasErrors)
            return new SharedCodes(null);
        if (search.IsAsking)
            return new SharedCodes(null) { AskedAt = Links.Search(search.Plain) };
        var criteria = search.Criteria(options.Value.HomeCountry, places.RegionsOf(options.Value.HomeCountry));
        bool isRemote = criteria.Reach is Reach.Remote;
        var codes = new List<string>();
        var others = new List<string>();
        int first = criteria.Page, total = 0;
        for (int page = first; page <= SearchCriteria.LastPage && codes.Count < most; page++)
        {
            var results = await directory.FindAsync(criteria with { Page = page }, clock.Now(), cancellation);
            total = isRemote ? results.RemoteTotal : results.Total;
            codes.AddRange((isRemote ? results.Remote : results.Here).Select(hit => hit.Code));
            if (page == first && !isRemote)
                others.AddRange(results.Remote.Concat(results.Further).Select(hit => hit.Code));
            if (page * SearchCriteria.PageSize >= total)
                break;
        }

        string[] all = [.. (search.Place is null ? others.Concat(codes) : codes.Concat(others)).Distinct()];
        return new SharedCodes([.. all.Take(most)])
        {
            Plain = search.Plain with { Picked = [] },
            HasMore = all.Length > most || total > (first - 1) * SearchCriteria.PageSize + codes.Count,
        };
    }

    /// <summary>A list that is held in its address.</summary>
    /// <param name="asked">The parameters of that.</param>
    /// <param name="cancellation">Ends the questions in the database too.</param>
    public async Task<SharedList> OfListAsync(IQueryCollection asked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var picked = PickedCodes.Read(asked[PickedCodes.Field]);
        return picked.Errors.Count > 0 ? SharedList.Wrong : await ReadAsync(picked.Codes, cancellation);
    }

    /// <summary>Entries by their codes.</summary>
    public Task<SharedList> OfCodesAsync(IEnumerable<string> codes, CancellationToken cancellation) => ReadAsync(codes, cancellation);

    private async Task<SharedList> ReadAsync(IEnumerable<string> codes, CancellationToken cancellation)
    {
        await places.ReadyAsync(cancellation);
        return new SharedList(await services.ReadAsync([.. codes], clock.Now(), CultureInfo.CurrentUICulture.Name, id => places.Find(id)?.Zone, cancellation));
    }
}

/// <param name="List">Null: the address says nothing that can be looked up.</param>
public sealed record SharedList(PickedList? List)
{
    public static SharedList Wrong { get; } = new((PickedList?)null);

    /// <summary>Where somebody is asked which place they mean; null: it is clear.</summary>
    public string? AskedAt { get; init; }

    /// <summary>The search has more than are handed on at once.</summary>
    public bool HasMore { get; init; }
}

/// <param name="Codes">What a search found; null: its address says nothing that can be looked up.</param>
public sealed record SharedCodes(IReadOnlyList<string>? Codes)
{
    /// <summary>The search in numbers.</summary>
    public SearchQuery Plain { get; init; } = new();

    /// <summary>Where somebody is asked which place they mean; null: it is clear.</summary>
    public string? AskedAt { get; init; }

    /// <summary>The search has more than are handed on at once.</summary>
    public bool HasMore { get; init; }
}
