using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Web;

/// <summary>How places and areas are named.</summary>
public sealed class SayPlaces(Wording words, PlaceFinder places)
{
    private const string Everywhere = "001";

    /// <summary>"Paris, France" where that is enough to mean this one, else "Paris, Texas, United States".</summary>
    public string Name(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var brief = $"{place.Name}, {place.Country.Name}";
        return places.Find(brief, place.Country.Code) is PlaceAnswer.Found found && found.Place == place ? brief : place.FullName;
    }

    /// <summary>"Everywhere", or names of countries and regions.</summary>
    public string Areas(IEnumerable<string> codes) => string.Join(words["List.Join"], codes.Select(code =>
        code == Everywhere ? words["Reach.Everywhere"] : places.AreaName(code) ?? code));
}
