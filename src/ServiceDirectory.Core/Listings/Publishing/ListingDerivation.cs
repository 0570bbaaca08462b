using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Listings.Publishing;

/// <summary>Makes what search reads from what was approved.</summary>
/// <param name="catalogue">Which facts there are and what counts as a yes.</param>
/// <param name="places">Town by GeoNames id; null where the gazetteer does not know it.</param>
public sealed class ListingDerivation(DirectoryCatalogue catalogue, Func<int, ListingPlace?> places)
{
    private readonly KnownFacets _facets = new(catalogue);

    /// <param name="content">A description that the validator passed.</param>
    /// <param name="dueOn">When the next check is due.</param>
    /// <param name="hiddenFrom">The first day on which nobody finds it.</param>
    /// <exception cref="ArgumentException">A site's place is not in the gazetteer.</exception>
    public DerivedListing Derive(ListingContent content, LocalDate dueOn, LocalDate hiddenFrom)
    {
        ArgumentNullException.ThrowIfNull(content);
        string[] langs = [.. content.StaffLanguages.SelectMany(LanguageTag.WithBase).Distinct().Order(StringComparer.Ordinal)];
        DerivedSite[] sites = [.. content.Sites.Select(s => Site(content, s, langs))];
        return new DerivedListing
        {
            DueOn = dueOn,
            HiddenFrom = hiddenFrom,
            // Whoever hides such services does not want to hear of their other sites either.
            Excludes = sites.Aggregate(_facets.OfService(content).Yes, (known, site) => known | site.Yes) & catalogue.ExcludeFacets,
            Sites = sites,
            Remote = Remote(content, langs),
            Texts = [.. ListingWords.Languages(content).Select(l => new DerivedText(
                l, CardMaker.Card(content, l), ListingWords.Vector(content, catalogue, l)))],
            Facts = ListingFacts.InHex(content),
        };
    }

    private DerivedSite Site(ListingContent content, Site site, IReadOnlyList<string> langs)
    {
        var place = places(site.PlaceId) ?? throw new ArgumentException($"Place {site.PlaceId} is not in the gazetteer.", nameof(site));
        var point = SiteLocator.PointOf(site, place);
        var hours = WeeklyHours.Known(site.Hours);
        var (yes, no) = _facets.OfSite(content, site, hours);
        return new DerivedSite(
            site.Id,
            point.Longitude,
            point.Latitude,
            site is { Kind: SiteKind.Mobile, RadiusKm: { } km } ? MobileArea.WellKnownText(point, km) : null,
            langs,
            yes,
            no,
            hours?.ToString(),
            (int)WeeklyHours.Bits(hours),
            place.Zone.Id,
            [.. WeeklyHours.SpecialDays(site.Hours, site.SpecialDays).Select(d => new DerivedSpecialDay(d.Key, d.Value.ToString()))]);
    }

    private DerivedRemote? Remote(ListingContent content, IReadOnlyList<string> langs)
    {
        if (content.RemoteAreas.Count == 0 || !KnownFacets.HelpsAtADistance(content))
            return null;
        var lines = content.Phones.Where(p => p.GivesHelp).ToList();
        var known = lines.Select(p => WeeklyHours.Known(p.Hours)).OfType<WeekMinutes>().ToList();
        var hours = known.Count == 0 ? null : known.Aggregate((a, b) => a.Union(b));
        bool allKnown = known.Count == lines.Count;
        var (yes, no) = _facets.OfRemote(content, hours, allKnown);
        // Hours also say when nobody answers, which one line cannot say of another.
        return new DerivedRemote(langs, yes, no, allKnown ? hours?.ToString() : null, (int)WeeklyHours.Bits(hours), RemoteClock.Of(content, content.Sites is [var first, ..] ? places(first.PlaceId)?.Zone : null).Id);
    }
}
