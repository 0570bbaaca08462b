using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Core.Import;

/// <summary>Of what comes from elsewhere: which places must not be kept exactly, and by which town they are kept.</summary>
/// <param name="catalogue">What needs there are.</param>
/// <param name="needs">Reads needs out of words.</param>
/// <param name="places">Towns.</param>
internal sealed class HidingRules(DirectoryCatalogue catalogue, NeedMatcher needs, SheetPlaces places)
{
    /// <summary>Needs of people who are looked for: who helps with them often does so where nobody should find it.</summary>
    private static readonly string[] s_besides = ["partner-family-abuse", "forced-or-controlled", "stalking-blackmail"];

    private readonly HashSet<int> _hiding = [.. VettingOptions.ConsentNeeds.Concat(s_besides).Select(slug => catalogue.FindNeed(slug)?.Id).OfType<int>()];

    /// <summary>In doubt it hides: a street too few is typed again, one too many cannot be taken back.</summary>
    /// <param name="kind">What is said of who runs it and what it is.</param>
    /// <param name="helps">Ids of the needs that it helps with.</param>
    /// <param name="everything">Its words, line by line.</param>
    public bool Hides(SheetKind kind, IReadOnlyCollection<int> helps, string everything) =>
        kind.MayHide || kind.IsUnknown || helps.Count == 0 || helps.Any(_hiding.Contains) || MayMeanHiding(everything);

    /// <summary>The place by which one that hides is kept; null: it would not hide it.</summary>
    public Place? HidingPlace(Place place, Action<RemarkKind, string?> remark)
    {
        if (places.Town(place.GeoNameId)?.StandInId is { } id && places.Place(id) is { } stand)
            return stand;
        remark(RemarkKind.TownTooSmall, null);
        return null;
    }

    private bool MayMeanHiding(string words) =>
        words.Split('\n').Any(line => needs.Read(line.Length > RowReader.MostWords ? line[..RowReader.MostWords] : line).Needs.Any(_hiding.Contains));
}
