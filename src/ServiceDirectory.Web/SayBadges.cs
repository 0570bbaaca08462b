using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Web;

/// <summary>How the marks of an entry are said: whether it is full, who leads it, and whether its staff were trained.</summary>
public sealed class SayBadges(Wording words, Say say, DirectoryCatalogue catalogue)
{
    private readonly Facet _full = Known(catalogue, "full");
    private readonly Facet _trained = Known(catalogue, "trained");
    private readonly Facet _communityLed = Known(catalogue, "sex-worker-led");
    private readonly Facet _peers = Known(catalogue, "peer-staff");

    private static string Page => CultureInfo.CurrentUICulture.Name;

    /// <summary>Those of a result. In person, everybody hears which language is spoken; at a distance it decides.</summary>
    public IEnumerable<Badge> OfCard(SearchHit hit)
    {
        ArgumentNullException.ThrowIfNull(hit);
        return Of(new EntryMarks
        {
            IsFull = Is(_full),
            HasNoLine = hit.HasNoLine,
            HasWaitingList = hit.Card.HasWaitingList,
            SpeaksOurs = hit.SiteId is null && hit.Card.Languages.Any(IsOfThePage),
            IsCommunityLed = Is(_communityLed),
            HasPeers = Is(_peers),
        });

        bool Is(Facet facet) => (hit.Yes & facet.Bit) != 0;
    }

    /// <summary>"Staff trained October 2026", by whom stands on the entry's own page; null where the staff were not, or too long ago.</summary>
    public string? Trained(SearchHit hit)
    {
        ArgumentNullException.ThrowIfNull(hit);
        return (hit.Yes & _trained.Bit) != 0 && hit.TrainedOn is { } on ? TrainedOn(on) : null;
    }

    /// <summary>"Staff trained October 2026".</summary>
    public string TrainedOn(LocalDate on) => words["Badge.Trained", say.Month(on)];

    /// <summary>"Full at the moment", "Community-led": what decides whether to go stands first.</summary>
    public IEnumerable<Badge> Of(EntryMarks marks)
    {
        if (marks.HasNoLine)
            yield return new Badge(words["Warning.NoLine"], IsCaution: true);
        if (marks.IsFull)
            yield return new Badge(words["Badge.Full"], IsCaution: true);
        else if (marks.HasWaitingList)
            yield return new Badge(words["Badge.WaitingList"], IsCaution: true);
        if (marks.SpeaksOurs)
            yield return new Badge(words["Badge.Speaks", Say.Language(Page)]);
        if (marks.IsCommunityLed)
            yield return new Badge(say.Label(_communityLed));
        if (marks.HasPartner)
            yield return new Badge(words["Badge.Partner"]);
        if (marks.HasPeers)
            yield return new Badge(say.Label(_peers));
    }

    /// <summary>A language of a region is the page's language too: "en-GB" on a page in "en".</summary>
    private static bool IsOfThePage(string tag) =>
        tag.StartsWith(Page, StringComparison.OrdinalIgnoreCase) && (tag.Length == Page.Length || tag[Page.Length] == '-');

    private static Facet Known(DirectoryCatalogue catalogue, string slug) =>
        catalogue.FindFacet(slug) ?? throw new InvalidOperationException($"The catalogue has no fact '{slug}'.");
}

/// <summary>What is known of an entry today, as far as it is marked.</summary>
public readonly record struct EntryMarks
{
    public bool IsFull { get; init; }

    /// <summary>A line that does not work, and no other.</summary>
    public bool HasNoLine { get; init; }

    public bool HasWaitingList { get; init; }

    /// <summary>Staff speak the language of the page.</summary>
    public bool SpeaksOurs { get; init; }

    public bool IsCommunityLed { get; init; }

    /// <summary>It has an agreement with a community organisation today.</summary>
    public bool HasPartner { get; init; }

    public bool HasPeers { get; init; }
}

/// <param name="Words">"Community-led".</param>
/// <param name="IsCaution">To be known before going.</param>
public readonly record struct Badge(string Words, bool IsCaution = false);
