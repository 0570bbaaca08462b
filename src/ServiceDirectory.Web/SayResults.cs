using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web;

/// <summary>How it is said what a search found.</summary>
public sealed class SayResults(Wording words, Say say, SayHours hours, DirectoryCatalogue catalogue, PlaceFinder places, SayPlaces sayPlaces)
{
    /// <summary>"Hormones: none within 25 km; nearest 70 km; 3 by phone, online or post".</summary>
    /// <param name="line">What was found for one need.</param>
    /// <param name="withinKm">The radius; null: no place was named.</param>
    /// <param name="remoteOnly">Nothing to visit was looked for, so nothing is said of it.</param>
    /// <param name="filtered">"None" is true of these filters only.</param>
    public string Line(NeedLine line, double? withinKm, bool remoteOnly = false, bool filtered = false)
    {
        ArgumentNullException.ThrowIfNull(line);
        List<string> parts = [];
        if (!remoteOnly)
            parts.Add(line.Here > 0 ? Some(line.Here, withinKm) : None(withinKm is { } km ? words["Line.NoneWithin", say.Radius(km)] : words["Line.None"]));
        if (line.NearestKm is { } nearest && line.Here == 0 && !remoteOnly)
            parts.Add(words["Line.Nearest", say.Km(nearest)]);
        if (line.Remote > 0)
            parts.Add(words["Line.Remote", line.Remote]);
        else if (remoteOnly)
            parts.Add(None(words["Line.NoneRemote"]));
        return words["Line", say.Label(catalogue.FindNeed(line.Need)!), string.Join(words["Line.Join"], parts)];

        string Some(int count, double? km) => km is { } radius ? words["Line.Within", count, say.Radius(radius)] : words["Line.Found", count];
        string None(string none) => filtered ? words["Line.Filtered", none] : none;
    }

    /// <summary>Where a result is and whether it is open, in short parts.</summary>
    /// <param name="hit">The result.</param>
    /// <param name="site">Its site; null for help at a distance.</param>
    public IEnumerable<string> Where(SearchHit hit, CardSite? site)
    {
        ArgumentNullException.ThrowIfNull(hit);
        var place = site is null ? null : places.Find(site.PlaceId);
        bool isArea = site?.Kind is SiteKind.Area && place is not null && SayPlaces.IsArea(place);
        // How far the largest place of a region is says nothing of a site anywhere in it.
        if (hit.Km is { } km && !isArea)
            yield return say.Km(km);
        if (site is null)
            yield return string.Join(words["List.Join"], Ways(hit.Card));
        else if (site.Kind is SiteKind.Mobile)
            yield return words["Card.ComesToYou"];
        else if (place is not null)
            yield return isArea ? sayPlaces.Hidden(place) : place.Name;
        if (hit.OpenState is { } state)
            yield return hours.OpenOrByAppointment(state, site?.PlaceId, site?.ByAppointment ?? false);
        if (hit.OtherSites > 0)
            yield return words.Count("Card.OtherSites", hit.OtherSites);
        if ((hit.Yes & catalogue.FindFacet("full")!.Bit) != 0)
            yield return words["Card.Full"];
    }

    private IEnumerable<string> Ways(ServiceCard card)
    {
        if (card.HelpsByPhone)
            yield return words["Way.Phone"];
        if (card.HelpsOnline)
            yield return words["Way.Online"];
        if (card.HelpsByPost)
            yield return words["Way.Post"];
    }
}
