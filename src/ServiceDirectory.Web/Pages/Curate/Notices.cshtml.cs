using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>A dated line about a place: one reviewer for a day, a second person for up to a month.</summary>
[Needs(Deed.WriteNotices)]
public sealed class NoticesModel(NoticeService notices, PlaceFinder places, AreaFinder areas, IOptions<DirectoryOptions> options) : CurateModel
{
    private const int UsualKm = 10;

    [BindProperty(Name = KeepingField.Near)]
    public string? TypedNear { get; set; }

    [BindProperty(Name = KeepingField.Km)]
    public string? TypedKm { get; set; }

    [BindProperty(Name = KeepingField.Hours)]
    public string? TypedHours { get; set; }

    [BindProperty(Name = KeepingField.Words)]
    public string? TypedWords { get; set; }

    /// <summary>What the button does: look, post.</summary>
    [BindProperty(Name = KeepingField.Do)]
    public string? TypedDo { get; set; }

    [BindProperty(Name = KeepingField.Twice)]
    public string? TypedTwice { get; set; }

    [BindProperty(Name = KeepingField.Confirm)]
    public Guid? Confirmed { get; set; }

    [BindProperty(Name = CurateField.Days)]
    public string? TypedDays { get; set; }

    [BindProperty(Name = CurateField.End)]
    public Guid? Ended { get; set; }

    public IReadOnlyList<WrittenNotice> Written { get; private set; } = [];

    /// <summary>As the public would read it; null: nothing was looked at.</summary>
    public Notice? Preview { get; private set; }

    /// <summary>Something in it is odd and may be right: it is asked for once more.</summary>
    public bool IsOdd { get; private set; }

    /// <summary>Field and words of what was wrong with it.</summary>
    public IReadOnlyDictionary<string, string> Wrong { get; private set; } = new Dictionary<string, string>();

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    public string Km => TypedKm ?? $"{UsualKm}";

    public string Hours => TypedHours ?? "24";

    /// <summary>It waits for a second person, and this one can be it.</summary>
    public bool MayConfirm(WrittenNotice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return !notice.IsConfirmed && notice.AccountId != Member.AccountId;
    }

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        try
        {
            if (Ended is { } ended)
                await notices.EndAsync(new EndNotice(Seat.OrganisationId, ended, Now), Actor, cancellationToken);
            else if (Confirmed is { } confirmed && Written.FirstOrDefault(notice => notice.Id == confirmed) is { } waiting)
                await notices.ConfirmAsync(
                    new ConfirmNotice(Seat.OrganisationId, confirmed, Now, waiting.Notice.From + Duration.FromDays(Number(TypedDays, 1, NoticeRules.ConfirmedDays) ?? 1), Member.AccountId), Actor, cancellationToken);
            else if (await ReadAsync(cancellationToken) is { } post)
                return await PostAsync(post, cancellationToken);
            else
                return NotSaved();
            return new SeeOther(Links.Notices(Seat.Code));
        }
        catch (ListingRefusedException refused)
        {
            Refused = refused.Rule is "notice_second" ? "Notices.Second" : "Suspension.Refused";
            return NotSaved();
        }
    }

    private static int? Number(string? typed, int least, int most) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : null;

    private async Task<PostNotice?> ReadAsync(CancellationToken cancellation)
    {
        var wrong = new Dictionary<string, string>();
        await places.ReadyAsync(cancellation);
        string? whole = string.IsNullOrWhiteSpace(TypedNear) ? null : areas.CodeOf(TypedNear.Trim(), options.Value.HomeCountry);
        int? km = Number(Km, (int)NoticeRules.SmallestRadiusKm, (int)NoticeRules.LargestRadiusKm), hours = Number(Hours, 1, 24);
        var place = whole is not null || string.IsNullOrWhiteSpace(TypedNear) || TypedNear.Length > 100 ? null : await places.FindAsync(TypedNear, options.Value.HomeCountry, cancellation) switch
        {
            PlaceAnswer.Found found => found.Place,
            PlaceAnswer.Ask { Candidates: [var only] } => only,
            _ => null,
        };
        if (place is null && whole is null)
            wrong[KeepingField.Near] = "Notices.PlaceWrong";
        if (km is null && whole is null)
            wrong[KeepingField.Km] = "Notices.KmWrong";
        if (hours is null)
            wrong[KeepingField.Hours] = "Notices.HoursWrong";
        if (string.IsNullOrWhiteSpace(TypedWords))
            wrong[KeepingField.Words] = "Notices.WordsWrong";
        Wrong = wrong;
        return wrong.Count > 0 ? null : new PostNotice(
            Seat.OrganisationId, whole is null ? new NoticeArea.Around(place!.GeoNameId, km!.Value) : new NoticeArea.Whole(whole), Text.Of(CultureInfo.CurrentUICulture.Name, TypedWords!.Trim()),
            Now, Now + Duration.FromHours(hours!.Value), LookedTwice: TypedTwice is not null, Member.AccountId);
    }

    private async Task<IActionResult> PostAsync(PostNotice post, CancellationToken cancellation)
    {
        try
        {
            Preview = new Notice((post.Area as NoticeArea.Around)?.PlaceId, (post.Area as NoticeArea.Whole)?.Code, post.Words, post.At, post.EndsAt);
            notices.Check(post);
            if (TypedDo is not KeepingField.Post)
                return Page();
            await notices.PostAsync(post, Actor, cancellation);
            return new SeeOther(Links.Notices(Seat.Code));
        }
        catch (ListingInvalidException invalid)
        {
            IsOdd = invalid.Problems.All(problem => problem.IsWarning);
            Wrong = new Dictionary<string, string> { [KeepingField.Words] = IsOdd ? "Notices.Odd" : "Notices.WordsRefused" };
            Preview = IsOdd ? Preview : null;
            return NotSaved();
        }
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        await places.ReadyAsync(cancellation);
        Written = await notices.WrittenAsync(Now, cancellation);
    }
}
