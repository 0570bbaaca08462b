using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Warnings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Says what was found out about a service today, with one tap, and takes it back.</summary>
[Needs(Deed.Warn)]
public sealed class WarnModel(WarningService warnings, PlaceFinder places, SayContacts contacts) : CurateModel
{
    /// <summary>The kind, and after a colon which contact or place.</summary>
    [BindProperty(Name = CurateField.Warn)]
    public string? Typed { get; set; }

    [BindProperty(Name = CurateField.Days)]
    public string? TypedDays { get; set; }

    [BindProperty(Name = CurateField.End)]
    public string? TypedEnd { get; set; }

    /// <summary>Null: nobody reads the entry.</summary>
    public ListingContent? Described { get; private set; }

    public IReadOnlyList<GivenWarning> Given { get; private set; } = [];

    /// <summary>The key of what was wrong with the days; null: nothing.</summary>
    public string? WrongDays { get; private set; }

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>Every way to get in touch, and how it is written.</summary>
    public IEnumerable<(Guid Id, string Shown)> Contacts => Described is null ? [] :
    [
        .. Described.Phones.Select(phone => (phone.Id, contacts.Phone(phone.Number).Shown)),
        .. Described.Messages.Select(message => (message.Id, $"{message.App} {message.Address}")),
        .. new[] { Described.Website }.OfType<WebAddress>().Select(website => (website.Id, website.Url)),
        .. new[] { Described.Email }.OfType<EmailAddress>().Select(email => (email.Id, email.Address)),
    ];

    /// <summary>Its places and their names, where there are several.</summary>
    public IEnumerable<(Guid Id, string Shown)> Sites => Described is { Sites.Count: > 1 }
        ? Described.Sites.Select(site => (site.Id, site.Name?.OriginalWords ?? site.Street ?? places.Find(site.PlaceId)?.Name ?? ""))
        : [];

    public static string Field(WarningKind kind, Guid? which = null) => which is { } id ? $"{EnumSlug.Of(kind)}:{id}" : EnumSlug.Of(kind);

    /// <summary>What a warning means, as members may read it.</summary>
    public string Shown(GivenWarning warning)
    {
        ArgumentNullException.ThrowIfNull(warning);
        return warning.Contact is { } contact ? contacts.Phone(contact).Shown : Sites.FirstOrDefault(site => site.Id == warning.SiteId).Shown ?? "";
    }

    /// <summary>Whoever gave it, and reviewers.</summary>
    public bool MayEnd(GivenWarning warning)
    {
        ArgumentNullException.ThrowIfNull(warning);
        return warning.OrganisationId == Seat.OrganisationId || (Standing.HasVoice && Actor.Role is ActorRole.Reviewer);
    }

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Guid.TryParse(TypedEnd, out var end))
                await warnings.EndAsync(new EndWarning(end, Entry.ServiceId, Seat.OrganisationId, Now), Actor, cancellationToken);
            else if (Read() is { } warn)
                await warnings.WarnAsync(warn, Actor, cancellationToken);
            else
                return await AgainAsync(cancellationToken);
            return new SeeOther(Links.Warn(Seat.Code, Entry.Code));
        }
        catch (ListingRefusedException refused)
        {
            if (refused.Rule is "warning_unknown")
                return NotFound();
            Refused = refused.Rule is "warning_who" ? "Warning.Refused" : "Warning.NotPublished";
            return await AgainAsync(cancellationToken);
        }
    }

    private WarnOfService? Read()
    {
        string[] parts = (Typed ?? "").Split(':');
        Guid? which = parts is [_, var id] && Guid.TryParse(id, out var read) ? read : null;
        if (!EnumSlug.TryParse<WarningKind>(parts[0], out var kind) || parts.Length > 2 || (parts.Length == 2 && which is null))
            return null;
        int days = WarningRules.UsualDays;
        // Of no meaning for today.
        if (kind is not WarningKind.Closed && TypedDays is { Length: > 0 } typed
            && (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out days) || days is < 1 or > WarningRules.MostDays))
        {
            WrongDays = "Warning.DaysWrong";
            return null;
        }

        return kind is WarningKind.Closed
            ? new WarnOfService(Entry.ServiceId, Seat.OrganisationId, kind, Now, SiteId: which)
            : new WarnOfService(Entry.ServiceId, Seat.OrganisationId, kind, Now, days, ContactId: which);
    }

    private async Task<PageResult> AgainAsync(CancellationToken cancellation)
    {
        await ShowAsync(cancellation);
        return NotSaved();
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        await places.ReadyAsync(cancellation);
        Described = await warnings.PublishedAsync(Entry.ServiceId, cancellation);
        Given = await warnings.OfAsync(Entry.ServiceId, Now, cancellation);
    }
}
