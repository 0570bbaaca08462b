using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Core.Listings.Warnings;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Training;

namespace ServiceDirectory.Web.Pages.Services;

/// <param name="Name">Null: it is not known by name.</param>
/// <param name="Code">Of its page.</param>
/// <param name="Since">The first day.</param>
/// <param name="Until">The last day.</param>
/// <param name="Design">How sex workers took part; null: nothing was written down.</param>
public sealed record PartnerView(Text? Name, string? Code, LocalDate Since, LocalDate Until, CoDesign? Design);

/// <summary>One entry as its page shows it, in the order of the questions that decide a visit.</summary>
/// <param name="entry">What the public reads, or would read.</param>
/// <param name="catalogue">Words for needs and facts.</param>
/// <param name="places">Where its sites are; read already.</param>
/// <param name="now">When it is read.</param>
public sealed class EntryView(PublishedService entry, DirectoryCatalogue catalogue, PlaceFinder places, Instant now)
{
    /// <summary>The catalogue's fact that peers work there.</summary>
    private const int PeerStaff = 38;

    private readonly IReadOnlyDictionary<string, PublishedCheck?> _checks = entry.ReadChecks();

    public PublishedService Entry => entry;

    public ListingContent Described { get; } = entry.ReadContent(now);

    /// <summary>What somebody found out since its last check.</summary>
    public WarningsNow Warnings { get; } = entry.ReadWarnings(now);

    /// <summary>What is said about the places of its sites now.</summary>
    public IReadOnlyList<Notice> Notices { get; set; } = [];

    /// <summary>With whom it has an agreement today.</summary>
    public IReadOnlyList<PartnerView> Partners { get; init; } = [];

    /// <summary>Codes of entries that were picked for a list before this one.</summary>
    public IReadOnlyList<string> Picked { get; init; } = [];

    /// <summary>Nobody has checked it: who did and when is left out, and so is what leads on from here.</summary>
    public bool IsPreview { get; init; }

    private Instant Now => now;

    public IEnumerable<Need> Needs => Described.Needs.Select(catalogue.FindNeed).OfType<Need>();

    public bool IsFull => Entry.FullUntil >= Now.InUtc().Date;

    /// <summary>What is said of the training of its staff today, and who trained them where that is named; null: nothing.</summary>
    public (PublishedTraining Training, Text? By)? Trained { get; init; }

    /// <summary>What stands as marks below the name. That it is full is said in a sentence of its own.</summary>
    public EntryMarks Marks => new()
    {
        IsCommunityLed = Entry.LedUntil > Now.InUtc().Date,
        HasPartner = Partners.Count > 0,
        HasPeers = Described.Access.Any(fact => fact is { Facet: PeerStaff, Yes: true, SiteId: null }),
    };

    public Place? PlaceOf(Site site) => places.Find(site.PlaceId);

    /// <summary>Whose clock the hours of its lines are on; null where nobody calls from another country, or no hours are given.</summary>
    public DateTimeZone? RemoteZone => RemoteClock.OfLines(Described, Described.Sites is [var first, ..] ? PlaceOf(first)?.Zone : null);

    /// <summary>Whether a place is open now.</summary>
    public OpenState OpenNow(Site site)
    {
        // The clocks of another zone would say something false.
        if (PlaceOf(site)?.Zone is not { } zone)
            return new OpenState(OpenKind.NotKnown, null);
        return new OpenHours(WeeklyHours.Known(site.Hours), WeeklyHours.SpecialDays(site.Hours, site.SpecialDays), zone).At(Now);
    }

    /// <summary>Special days that are still to come; all of them where nobody knows what today is there.</summary>
    public IEnumerable<SpecialDay> Ahead(Site site)
    {
        var today = PlaceOf(site)?.Zone is { } zone ? Now.InZone(zone).Date : LocalDate.MinIsoValue;
        return site.SpecialDays.Where(day => day.On >= today).OrderBy(day => day.On);
    }

    /// <summary>The facts of a question: those that are known, and "not known" for those that decide a visit.</summary>
    /// <param name="question">Ids of the catalogue, in the order of the page.</param>
    /// <param name="site">Null: what is true of the whole service.</param>
    public IEnumerable<(Facet Facet, AccessFact? Fact)> Facts(IEnumerable<int> question, Guid? site = null)
    {
        foreach (var facet in question.Select(catalogue.FindFacet).OfType<Facet>())
        {
            var fact = Described.Access.FirstOrDefault(fact => fact.Facet == facet.Id && fact.SiteId == site);
            if (fact is not null || (facet.Decides && site is null && Described.Access.All(other => other.Facet != facet.Id)))
                yield return (facet, fact);
        }
    }

    /// <summary>The last look at a fact. Found is false where nobody ever looked at it by itself.</summary>
    public (bool Found, PublishedCheck? Check) CheckOf(string fact) => (_checks.TryGetValue(fact, out var check), check);
}
