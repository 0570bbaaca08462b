using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web;

/// <summary>How it is said what a search found.</summary>
public sealed class SayResults(Wording words, Say say, SayHours hours, DirectoryCatalogue catalogue, PlaceFinder places, SayPlaces sayPlaces, IDateTimeZoneProvider zones, MirrorPages mirror)
{
    /// <summary>"Hormones: none within 25 km; nearest 70 km; 3 without travel".</summary>
    public string Line(NeedLine line, FoundModel found)
    {
        ArgumentNullException.ThrowIfNull(line);
        return words["Line", say.Label(catalogue.FindNeed(line.Need)!), Count(line, found)];
    }

    /// <summary>"none within 25 km; nearest 70 km; 3 without travel". Of what was not looked for, nothing is said.</summary>
    public string Count(NeedLine line, FoundModel found)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(found);
        var search = found.Search;
        List<string> parts = [];
        if (!search.IsRemoteOnly)
            parts.Add(line.Here > 0 ? Some() : None(search.Place is null ? words["Line.None"] : words["Line.NoneWithin", Radius()]));
        if (line.NearestKm is { } nearest && line.Here == 0 && !search.IsRemoteOnly)
            parts.Add(words["Line.Nearest", say.Km(nearest)]);
        if (line.Remote > 0)
            parts.Add(words["Line.Remote", line.Remote]);
        else if (search.IsRemoteOnly)
            parts.Add(None(words["Line.NoneRemote"]));
        return string.Join(words["Line.Join"], parts);

        string Some() => search.Place is null
            ? words[found.Results.MoreThanTotal ? "Line.OfThese" : "Line.Found", line.Here]
            : words["Line.Within", line.Here, Radius()];
        // "None" is true of these filters only.
        string None(string none) => search.IsNarrowed ? words["Line.Filtered", none] : none;
        string Radius() => say.Radius(search.Understood.WithinKm);
    }

    /// <summary>Where a result is and whether it is open, in short parts.</summary>
    /// <param name="hit">The result.</param>
    /// <param name="site">Its site; null for help at a distance.</param>
    /// <param name="near">The place that was searched; null: none was.</param>
    public IEnumerable<string> Where(SearchHit hit, CardSite? site, Place? near)
    {
        ArgumentNullException.ThrowIfNull(hit);
        var place = site is null ? null : places.Find(site.PlaceId);
        bool isArea = site?.Kind is SiteKind.Area && place is not null && SayPlaces.IsArea(place);
        // How far the largest place of a region is says nothing of a site anywhere in it.
        if (hit.Km is { } km && !isArea)
            yield return say.Km(km);
        foreach (var way in site is null ? Ways(hit.Card) : [])
            yield return way;
        // Where a place was searched, it is served.
        if (site is null && near is null && hit.Card.RemoteAreas.Count > 0)
            yield return words["Card.Serves", sayPlaces.Areas(hit.Card.RemoteAreas)];
        if (site?.Kind is SiteKind.Mobile)
            yield return words["Card.ComesToYou"];
        else if (place is not null)
            yield return isArea ? sayPlaces.Hidden(place) : place.Name;

        if (mirror.IsOn)
        {
            // What is true now only is not for a copy.
        }
        else if (hit.IsClosedToday)
        {
            yield return words["Warning.ClosedToday"];
        }
        else if (hit.OpenState is { } state)
        {
            var zone = zones.GetZoneOrNull(hit.Zone);
            yield return site is null ? hours.OpenByWhoseClock(state, zone, near?.Zone) : hours.OpenOrByAppointment(state, zone, site.ByAppointment);
        }

        if (hit.OtherSites > 0)
            yield return words.Count("Card.OtherSites", hit.OtherSites);
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
