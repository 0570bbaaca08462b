using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Guides;

/// <summary>One guide as it would be read, and what its writers and its second pair of eyes can do with it.</summary>
[Needs(Deed.WriteGuides)]
public sealed class GuideModel(GuideService guides) : GuidePageModel(guides)
{
    /// <summary>What its buttons do.</summary>
    public const string Send = "send", TakeBack = "take-back", Approve = "approve", Return = "return", Check = "check", Withdraw = "withdraw";

    [BindProperty(Name = GuideField.Do)]
    public string? TypedDo { get; set; }

    [BindProperty(Name = GuideField.Note)]
    public string? TypedNote { get; set; }

    [BindProperty(Name = GuideField.Edition)]
    public string? TypedEdition { get; set; }

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>Something was done a moment ago.</summary>
    public bool IsSaved { get; private set; }

    public bool MayWrite => IsOurs && Guide.Open is not { State: GuideState.Waiting };

    /// <summary>It waits, and they wrote nothing of it.</summary>
    public bool MayJudge => May(Deed.ApproveGuides) && Guide.Open is { State: GuideState.Waiting, MaySecond: true };

    public bool MayCheck => May(Deed.ApproveGuides) && Guide.Shown is { MaySecond: true } && Guide.Dates is not null;

    /// <summary>Each language that it has, with a word about its state.</summary>
    public IReadOnlyList<(string Language, string State)> Languages { get; private set; } = [];

    /// <summary>As it would be read, language by language.</summary>
    public IReadOnlyList<(string Language, GuideView View)> Previews { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? guide, CancellationToken cancellationToken)
    {
        if (!await OpenAsync(guide, cancellationToken))
            return NotFound();
        IsSaved = Request.Query[CurateField.Saved] == "1";
        Show();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? guide, CancellationToken cancellationToken)
    {
        if (!await OpenAsync(guide, cancellationToken))
            return NotFound();
        Show();
        try
        {
            switch (TypedDo)
            {
                case Send when IsOurs:
                    await Guides.SendAsync(Move, Actor, cancellationToken);
                    break;
                case TakeBack when IsOurs:
                    await Guides.TakeBackAsync(Move, Actor, cancellationToken);
                    break;
                case Approve when May(Deed.ApproveGuides):
                    int edition = int.TryParse(TypedEdition, NumberStyles.None, CultureInfo.InvariantCulture, out int seen) ? seen : 0;
                    await Guides.ApproveAsync(new ApproveGuide(Guide.Id, edition, Seat.OrganisationId, Member.AccountId, Today), Actor, cancellationToken);
                    break;
                case Return when May(Deed.ApproveGuides):
                    await Guides.ReturnAsync(new ReturnGuide(Guide.Id, Seat.OrganisationId, Member.AccountId, TypedNote ?? "", Today), Actor, cancellationToken);
                    break;
                case Check when May(Deed.ApproveGuides):
                    await Guides.CheckAgainAsync(Move, Actor, cancellationToken);
                    break;
                case Withdraw:
                    await Guides.WithdrawAsync(Move, Actor, cancellationToken);
                    break;
                default:
                    return NotSaved();
            }
        }
        catch (ListingInvalidException invalid)
        {
            Add(invalid);
            return NotSaved();
        }
        catch (ListingRefusedException refused)
        {
            Refused = KeyOf(refused);
            return NotSaved();
        }

        // What was sent back is not there any more for those who only looked.
        return new SeeOther(IsOurs || TypedDo is Check ? Links.WrittenGuide(Seat.Code, Guide.Code, hasMoved: true) : Links.WrittenGuides(Seat.Code));
    }

    private void Show()
    {
        var content = Guide.Content;
        var shown = ShownGuide.Of(Guide, content, Today);
        var original = content.Title.Original;
        Previews = [.. content.Title.In.Keys.OrderByDescending(language => language == original).Select(language =>
            (language, new GuideView(shown with { Original = language, In = [shown.For(language)] }, Today, IsPreview: true)))];
        Languages = [.. content.Texts.SelectMany(text => text.Text.In.Keys).Distinct().OrderByDescending(language => language == original).ThenBy(language => language, StringComparer.Ordinal).Select(language => (language,
            language == original ? "Written.IsOriginal"
            : content.Texts.Any(text => !text.Text.In.ContainsKey(language)) ? "Written.IsPart"
            : shown.For(language) is { IsOlder: true } ? "Written.IsOlder"
            : shown.For(language) is { IsMachine: true } ? "Written.IsMachine" : "Written.IsWhole"))];
    }
}
