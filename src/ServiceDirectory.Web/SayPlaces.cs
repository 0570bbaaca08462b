using System.Globalization;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Web;

/// <summary>How places and areas are named.</summary>
public sealed class SayPlaces(Wording words, PlaceFinder places)
{
    private const string Everywhere = "001";

    /// <summary>A country in the language of the page.</summary>
    /// <param name="code">ISO 3166-1 alpha-2.</param>
    public static string Country(string code) => CountryNames.Of(code, CultureInfo.CurrentUICulture.Name);

    /// <summary>What stands above whom to call, which is not everywhere a number.</summary>
    public string Lines(UrgentLines lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return words[lines.Lines.Count > 0 ? "Now.Answer" : "Now.AnswerWords", Country(lines.Country)];
    }

    /// <summary>"Paris, Texas, United States": name, region and country, none said twice.</summary>
    public static string Full(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.FullNameWith(Country(place.Country.Code));
    }

    /// <summary>"Texas, United States"; only the country where that is all of it, or has the same name.</summary>
    public static string Area(string name, Country country)
    {
        ArgumentNullException.ThrowIfNull(country);
        return name == country.Name ? Country(country.Code) : In(name, country);
    }

    /// <summary>"Paris, France" where that is enough to mean this one and no larger one has its name, else "Paris, Texas, United States".</summary>
    public string Name(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return places.Find($"{place.Name}, {place.Country.Name}", place.Country.Code) is PlaceAnswer.Found found && found.Place == place && !IsOvershadowed(place)
            ? In(place.Name, place.Country)
            : Full(place);
    }

    /// <summary>A larger place has its name: whoever typed "Birmingham, Alabama" is to see that this one was taken.</summary>
    private bool IsOvershadowed(Place place) => places.Namesakes(place, place.Country.Code).Any(other => other.Population > place.Population);

    /// <summary>Where a site that asks for privacy is: its town, or "Somewhere in Burgenland, Austria" where that has no town large enough.</summary>
    /// <param name="place">By which it is kept.</param>
    public string Hidden(Place place) => IsArea(place) ? words["Site.Somewhere", Area(places.HidingArea(place), place.Country)] : Full(place);

    /// <summary>Whether a place stands for the area round it, so that nothing is known of where in it a site is.</summary>
    public static bool IsArea(Place place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.Population < Gazetteer.TownPopulation;
    }

    /// <summary>"Everywhere", or names of countries and regions.</summary>
    public string Areas(IEnumerable<string> codes) => string.Join(words["List.Join"], codes.Select(code =>
        code == Everywhere ? words["Reach.Everywhere"] : AreaName(code) ?? code));

    /// <summary>The name of a country or region; null while places are not read yet, or where it has none.</summary>
    public string? AreaName(string code) => places.InArea(code) is { } place
        ? code.Contains('.', StringComparison.Ordinal) ? place.Region?.Name : Country(place.Country.Code)
        : null;

    private static string In(string name, Country country) => string.Join(", ", new[] { name, Country(country.Code) }.Distinct());
}
