using System.Text.Json;
using NodaTime;

namespace ServiceDirectory.Core.Listings.Warnings;

/// <summary>
/// What is warned of at a moment. Whoever shows an entry asks here, so that what is hidden is hidden everywhere, and what has ended by
/// its date is gone without anybody's doing.
/// </summary>
public sealed class WarningsNow
{
    private readonly PublishedWarning[] _all;

    private readonly PublishedWarning[] _now;

    /// <param name="all">Those of an entry.</param>
    /// <param name="now">Decides which have ended.</param>
    public WarningsNow(IEnumerable<PublishedWarning> all, Instant now)
    {
        _all = [.. all];
        _now = [.. _all.Where(warning => warning.From <= now && now < warning.Until)];
    }

    public static WarningsNow None { get; } = new([], default);

    /// <param name="json">As the database keeps it.</param>
    /// <param name="now">Decides which have ended.</param>
    public static WarningsNow Read(string json, Instant now) =>
        json == "[]" ? None : new(JsonSerializer.Deserialize<PublishedWarning[]>(json, ContentJson.Options) ?? [], now);

    public bool IsClosed(Guid? site) => _now.Any(warning => warning.Kind is WarningKind.Closed && (warning.Site is null || warning.Site == site));

    /// <summary>Nobody may see it.</summary>
    public bool IsHidden(string contact) => Is(WarningKind.Hidden, contact);

    /// <summary>It is shown, and nobody is asked to use it.</summary>
    public bool IsNotWorking(string contact) => Is(WarningKind.NotWorking, contact);

    /// <summary>A description without what is hidden, closed on the days that are.</summary>
    public ListingContent Shown(ListingContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (_all.Length == 0)
            return content;
        return content with
        {
            Phones = [.. content.Phones.Where(phone => !IsHidden(phone.Number))],
            Messages = [.. content.Messages.Where(message => !IsHidden(message.Address))],
            Website = content.Website is { } website && IsHidden(website.Url) ? null : content.Website,
            Email = content.Email is { } email && IsHidden(email.Address) ? null : content.Email,
            Sites = [.. content.Sites.Select(Closed)],
        };
    }

    /// <summary>A description with what somebody can use: nothing hidden, and no number or address that does not work.</summary>
    public ListingContent Offered(ListingContent content)
    {
        var shown = Shown(content);
        return _now.Length == 0 ? shown : shown with
        {
            Phones = [.. shown.Phones.Where(phone => !IsNotWorking(phone.Number))],
            Messages = [.. shown.Messages.Where(message => !IsNotWorking(message.Address))],
            Website = shown.Website is { } website && IsNotWorking(website.Url) ? null : shown.Website,
            Email = shown.Email is { } email && IsNotWorking(email.Address) ? null : shown.Email,
        };
    }

    /// <summary>A card with the numbers that somebody can call.</summary>
    public ServiceCard Offered(ServiceCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return _now.Length == 0 ? card : card with { Phones = [.. card.Phones.Where(phone => !IsHidden(phone.Number) && !IsNotWorking(phone.Number))] };
    }

    /// <summary>No line of a card is left, since none works.</summary>
    public bool LeavesNoLine(ServiceCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return card.Phones.Any(phone => IsNotWorking(phone.Number)) && Offered(card).Phones.Count == 0;
    }

    /// <summary>The days on which a place, or who answers from afar, is closed. A date stays closed when its end has come: its night does not open any more.</summary>
    public IEnumerable<LocalDate> ClosedOn(Guid? site) =>
        _all.Where(warning => warning.Kind is WarningKind.Closed && (warning.Site is null || warning.Site == site)).Select(warning => warning.On).OfType<LocalDate>();

    private bool Is(WarningKind kind, string contact) => _now.Any(warning => warning.Kind == kind && warning.Contact == contact);

    private Site Closed(Site site)
    {
        var closed = ClosedOn(site.Id).Distinct().ToList();
        return closed.Count == 0
            ? site
            : site with { SpecialDays = [.. site.SpecialDays.Where(day => !closed.Contains(day.On)), .. closed.Select(on => new SpecialDay { Id = site.Id, On = on })] };
    }
}
