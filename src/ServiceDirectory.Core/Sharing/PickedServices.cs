using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Publishing;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Sharing;

/// <summary>Reads entries that somebody picked by hand. The list itself is in its link: nothing of it is stored.</summary>
/// <param name="published">What the public reads.</param>
/// <param name="catalogue">What facts there are.</param>
public sealed class PickedServices(PublicContext published, DirectoryCatalogue catalogue)
{
    private readonly KnownFacets _facets = new(catalogue);

    /// <summary>The most entries of one list.</summary>
    public const int Most = 50;

    /// <summary>The entries of a list, in its order.</summary>
    /// <param name="codes">Codes as they were once printed, each once: at most <see cref="Most"/> of a list, or what a search found.</param>
    /// <param name="now">Decides what is open and what is hidden.</param>
    /// <param name="language">BCP 47 tag of the page that shows them.</param>
    /// <param name="zoneOf">The clock of a place by its GeoNames id; null where there is none.</param>
    /// <param name="cancellation">Ends the questions in the database too.</param>
    public async Task<PickedList> ReadAsync(
        IReadOnlyList<string> codes, Instant now, string language, Func<int, DateTimeZone?> zoneOf, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(zoneOf);
        var today = now.InUtc().Date;
        var moved = await published.Moved.Where(moved => codes.Contains(moved.Old)).ToDictionaryAsync(moved => moved.Old, moved => moved.Current, cancellation);
        var picked = codes.Select(code => (Picked: code, Code: moved.GetValueOrDefault(code, code))).DistinctBy(one => one.Code).ToList();
        string[] current = [.. picked.Select(one => one.Code)];
        var entries = await published.Services
            .Where(service => current.Contains(service.Code) && service.HiddenFrom > today)
            .ToDictionaryAsync(service => service.Code, cancellation);
        return new PickedList([.. picked.Select(one => entries.TryGetValue(one.Code, out var entry) ? Pick(entry, one.Picked) : null)]);

        PickedService Pick(PublishedService entry, string picked)
        {
            var content = entry.ReadContent(now);
            var warnings = entry.ReadWarnings(now);
            var card = CardMaker.Card(content, language);
            var (yes, no) = _facets.OfService(content);
            var site = content.Sites.Count > 0 ? content.Sites[0] : null;
            return new PickedService(
                new SearchHit
                {
                    Code = entry.Code,
                    Card = warnings.Offered(card),
                    Language = language,
                    SiteId = site?.Id,
                    OtherSites = Math.Max(0, content.Sites.Count - 1),
                    Yes = yes | Dated(entry, today),
                    No = no,
                    OpenState = site is null ? null : Open(site),
                    IsClosedToday = warnings.IsClosed(site?.Id),
                    HasNoLine = warnings.LeavesNoLine(card),
                    Zone = ((site is null ? null : zoneOf(site.PlaceId)) ?? DateTimeZone.Utc).Id,
                    State = entry.State,
                    CheckedOn = entry.CheckedOn,
                    DueOn = entry.DueOn,
                    TrainedOn = entry.TrainedUntil > today ? entry.TrainedOn : null,
                },
                entry.PrintAddress)
            {
                Picked = picked,
                Content = warnings.Offered(content),
                HiddenFrom = entry.HiddenFrom,
            };
        }

        // What a search makes in its statement.
        static long Dated(PublishedService entry, LocalDate today) =>
            (entry.FullUntil >= today ? 1L << FacetIds.Full : 0)
            | (entry.TrainedUntil > today ? 1L << FacetIds.Trained : 0)
            | (entry.LedUntil > today ? 1L << FacetIds.CommunityLed : 0);

        // The clocks of another zone would say something false.
        OpenState Open(Site site) => zoneOf(site.PlaceId) is { } zone
            ? new OpenHours(WeeklyHours.Known(site.Hours), WeeklyHours.SpecialDays(site.Hours, site.SpecialDays), zone).At(now)
            : new OpenState(OpenKind.NotKnown, null);
    }
}

/// <param name="Places">In the order of the list. Null: a gap, as what was picked left, is hidden by its dates, or never was there.</param>
public sealed record PickedList(IReadOnlyList<PickedService?> Places)
{
    /// <summary>Without gaps.</summary>
    public IReadOnlyList<PickedService> Found => [.. Places.OfType<PickedService>()];

    /// <summary>How many gaps there are.</summary>
    public int Missing => Places.Count(place => place is null);

    /// <summary>Those of it that are chosen.</summary>
    public PickedList Only(IReadOnlyCollection<string> codes) => new([.. Found.Where(service => codes.Contains(service.Hit.Code))]);
}

/// <param name="Hit">As a result shows it, its first site before the others.</param>
/// <param name="PrintAddress">The service agreed to its street on paper.</param>
public sealed record PickedService(SearchHit Hit, bool PrintAddress)
{
    /// <summary>Days before its end from which it is said on paper, which is read later than it is printed.</summary>
    public const int EndsSoonDays = 30;

    /// <summary>The code under which the list has it, which may be one from before.</summary>
    public required string Picked { get; init; }

    /// <summary>The description with what somebody can use now.</summary>
    public required ListingContent Content { get; init; }

    /// <summary>The first day (UTC) on which nobody finds it any more, unless it is checked again.</summary>
    public required LocalDate HiddenFrom { get; init; }

    /// <summary>How it is called on paper and in messages: by the name that the service agreed to, else by its own.</summary>
    public CardText PaperName => Hit.Card.PaperName ?? Hit.Card.Name;

    /// <param name="today">In UTC.</param>
    public bool EndsSoon(LocalDate today) => HiddenFrom <= today.PlusDays(EndsSoonDays);
}
