using ServiceDirectory.Core.Places;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Curating;

/// <summary>Which country or first-level region somebody means by a name or a code.</summary>
public sealed class AreaFinder(PlaceFinder places)
{
    /// <returns><c>GB</c>, <c>GB.ENG</c>; null: it is neither. Places have to be read (<see cref="PlaceFinder.ReadyAsync"/>).</returns>
    /// <exception cref="DirectoryUnavailableException">They are not.</exception>
    public string? CodeOf(string typed, string homeCountry)
    {
        ArgumentNullException.ThrowIfNull(typed);
        if (LanguageNames.Country(typed) is { } country)
            return country;
        if (typed.Contains('.', StringComparison.Ordinal) && places.InArea(typed.ToUpperInvariant()) is not null)
            return typed.ToUpperInvariant();
        // "England" is a name that people give to the whole country, too; whoever means that types its own.
        return places.Find(typed, homeCountry) is PlaceAnswer.Area { Areas: var areas }
            ? areas.Where(area => area.Towns is [{ Region: { } region }, ..] && region.Name == area.Name).Select(area => area.Towns[0].Region!.Code).FirstOrDefault()
            : null;
    }
}
