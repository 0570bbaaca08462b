using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Web;

/// <summary>How places and areas are named.</summary>
public sealed class SayPlaces(Wording words, PlaceFinder places)
{
    private const string Everywhere = "001";

    /// <summary>"Paris, France" where that is enough to mean this one and no larger one has its name, else "Paris, Texas, United States".</summary>
    public string Name(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var brief = $"{place.Name}, {place.Country.Name}";
        return places.Find(brief, place.Country.Code) is PlaceAnswer.Found found && found.Place == place && !IsOvershadowed(place) ? brief : place.FullName;
    }

    /// <summary>A larger place has its name: whoever typed "Birmingham, Alabama" is to see that this one was taken.</summary>
    private bool IsOvershadowed(Place place) => places.Namesakes(place, place.Country.Code).Any(other => other.Population > place.Population);

    /// <summary>Where a site that asks for privacy is: its town, or "Somewhere in Burgenland, Austria" where that has no town large enough.</summary>
    /// <param name="place">By which it is kept.</param>
    public string Hidden(Place place) => IsArea(place) ? words["Site.Somewhere", places.HidingArea(place)] : place.FullName;

    /// <summary>Whether a place stands for the area round it, so that nothing is known of where in it a site is.</summary>
    public static bool IsArea(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.Population < Gazetteer.TownPopulation;
    }

    /// <summary>"Everywhere", or names of countries and regions.</summary>
    public string Areas(IEnumerable<string> codes) => string.Join(words["List.Join"], codes.Select(code =>
        code == Everywhere ? words["Reach.Everywhere"] : places.AreaName(code) ?? code));
}
