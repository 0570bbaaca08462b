using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>One page to judge what waits: what is proposed, what was found out, a verdict on each promise that applies, and one button.</summary>
[Needs(Deed.Judge)]
public sealed class ReviewModel(
    ReviewService reviews, EvidenceService evidence, ReturnService returns, WordService words, RecheckService rechecks, CriteriaService criteria, PlaceFinder places, Wording wording) : CurateModel
{
    [BindProperty(Name = VettingField.Do)]
    public string? Do { get; set; }

    [BindProperty(Name = VettingField.Tie)]
    public string? TypedTie { get; set; }

    /// <summary>The answers of a call were saved just now.</summary>
    [FromQuery(Name = CurateField.Saved)]
    public string? Saved { get; set; }

    /// <summary>Nobody finds the entry before somebody has approved it.</summary>
    public bool IsHiddenYet => Entry.State is ServiceState.Proposed or ServiceState.Question or ServiceState.InReview;

    [BindProperty(Name = VettingField.Minutes)]
    public string? TypedMinutes { get; set; }

    [BindProperty(Name = VettingField.Edition)]
    public string? TypedEdition { get; set; }

    [BindProperty(Name = VettingField.Revision)]
    public string? TypedRevision { get; set; }

    [BindProperty(Name = VettingField.Question)]
    public string? TypedQuestion { get; set; }

    [BindProperty(Name = VettingField.Criterion)]
    public string[] TypedCriteria { get; set; } = [];

    [BindProperty(Name = VettingField.Reason)]
    public string? TypedReason { get; set; }

    [BindProperty(Name = KeepingField.Changed)]
    public string[] TypedChanged { get; set; } = [];

    /// <summary>What somebody knows to be another one than when it was judged.</summary>
    public IReadOnlyCollection<ChangedSince> Changed =>
        [.. TypedChanged.Where(slug => EnumSlug.TryParse<ChangedSince>(slug, out _)).Select(EnumSlug.Parse<ChangedSince>)];

    /// <summary>Nothing waits, and two stand for it: it can be judged again before its time. Or what waits was judged by fewer promises.</summary>
    public bool MayBeginAnew => !IsTied && (Sheet is { IsOutgrown: true } || (Entry.State is ServiceState.Listed && Sheet is not { IsWaiting: true }));

    /// <summary>It is shown until then only, as a promise was added by which nobody has judged it; null: there is none.</summary>
    public LocalDate? PromisesUntil { get; private set; }

    /// <summary>Null: nothing waits.</summary>
    public ReviewSheet? Sheet { get; private set; }

    public IReadOnlyList<FoundEvidence> Found { get; private set; } = [];

    public IReadOnlyList<SaidWord> Words { get; private set; } = [];

    public IReadOnlyList<AskedQuestion> Questions { get; private set; } = [];

    /// <summary>They belong, or belonged, to whoever runs the service, or said on another form that they have a tie to it.</summary>
    public bool IsTied { get; private set; }

    /// <summary>They said so on this one, which is not handed in: here they can put it right, and do nothing else.</summary>
    public bool HasSaidTie { get; private set; }

    /// <summary>What stands against what was asked; null: nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>It was not handed in, as they have not said that they have no tie.</summary>
    public bool IsTieMissing { get; private set; }

    /// <summary>The field that was wrong, and what to do; null: none was.</summary>
    public (string Field, string Words)? Wrong { get; private set; }

    /// <summary>What is ticked: as it was sent, else as it is kept.</summary>
    public IReadOnlyDictionary<int, Verdict> Verdicts { get; private set; } = new Dictionary<int, Verdict>();

    /// <summary>What they said themselves; another person of the organisation has said it for nobody else.</summary>
    public string? Tie => TypedTie ?? (Sheet?.Own is { Tie: { } kept } own && own.AccountId == Member.AccountId ? EnumSlug.Of(kept) : null);

    public string? Minutes => TypedMinutes ?? Sheet?.Own?.Minutes?.ToString(CultureInfo.InvariantCulture);

    public bool IsHandedIn => Sheet?.Own?.HandedInOn is not null;

    /// <summary>Required ones that are not ticked as met.</summary>
    public int Open => Sheet?.Asked.Count(c => Verdicts.GetValueOrDefault(c.Id, Verdict.Unclear) != Verdict.Met) ?? 0;

    public IEnumerable<FoundEvidence> About(Criterion criterion) => Found.Where(f => f.Criteria.Contains(criterion.Id));

    /// <summary>This organisation asked or went there about a promise itself.</summary>
    public bool HasOwnContact(Criterion criterion) =>
        About(criterion).Any(f => f.IsContact && f.OrganisationId == Seat.OrganisationId && (Sheet?.Suspended is not { } suspended || f.FoundOn >= suspended.SuspendedOn));

    /// <summary>Of other organisations, once the own verdicts are handed in.</summary>
    public IEnumerable<Criterion> NotMet(OtherReview other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Sheet!.Required.Where(other.IsAgainst);
    }

    public IEnumerable<SaidWord> Objections => Words.Where(w => w is { Kind: WordKind.Objection, Answer: null });

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        await ShowAsync(cancellationToken);
        if (Do == VettingField.Anew ? !MayBeginAnew : Sheet is null || Do is not (VettingField.Save or VettingField.HandIn or VettingField.Ask or VettingField.Decline))
            return NotSaved();
        if (Do != VettingField.Anew && TypedRevision != Sheet!.RevisionId.ToString())
        {
            Verdicts = VettingField.Verdicts(Request.Form, Sheet.Required.Concat(Sheet.Recommended).Select(c => c.Id));
            Refused = wording["Judge.Refused.review-newer"];
            return NotSaved();
        }

        try
        {
            if (Do == VettingField.Anew)
            {
                await rechecks.StartAsync(new StartRecheck(Entry.ServiceId, Member.AccountId, Changed, Today), Actor, cancellationToken);
                return new SeeOther(Links.Review(Seat.Code, Entry.Code));
            }

            switch (Do)
            {
                case VettingField.Ask:
                    await returns.AskAsync(new AskBack(Sheet!.RevisionId, Seat.OrganisationId, Member.AccountId, TypedQuestion, Today), Actor, cancellationToken);
                    break;
                case VettingField.Decline:
                    int[] criteria = [.. TypedCriteria.Select(Id).OfType<int>()];
                    await returns.DeclineAsync(
                        new DeclineRevision(Sheet!.RevisionId, Seat.OrganisationId, Member.AccountId, criteria, TypedReason, Today), Actor, cancellationToken);
                    return new SeeOther(Links.Entry(Seat.Code, Entry.Code));
                default:
                    await JudgeAsync(Do == VettingField.HandIn, cancellationToken);
                    break;
            }

            return new SeeOther(Links.Review(Seat.Code, Entry.Code));
        }
        catch (ListingRefusedException refused)
        {
            Refused = wording.Refusal(refused);
            IsTieMissing = refused.Rule is "review_declared";
        }
        catch (ListingInvalidException invalid)
        {
            var first = invalid.Problems[0];
            Wrong = (first.Field, wording.Find($"Judge.Wrong.{first.Field}") ?? first.Message);
        }

        // As it is now, with what was typed laid over it.
        var typed = Verdicts;
        await ShowAsync(cancellationToken);
        Verdicts = typed;
        return NotSaved();
    }

    private async Task JudgeAsync(bool handsIn, CancellationToken cancellation)
    {
        Verdicts = VettingField.Verdicts(Request.Form, Sheet!.Required.Concat(Sheet.Recommended).Select(c => c.Id));
        var tie = EnumSlug.TryParse<DeclaredTie>(TypedTie ?? "", out var declared) ? declared : (DeclaredTie?)null;
        int? minutes = string.IsNullOrWhiteSpace(TypedMinutes) ? null : Id(TypedMinutes.Trim()) ?? 0;
        var review = Sheet.Own?.Id ?? await reviews.StartAsync(new StartReview(Entry.ServiceId, Seat.OrganisationId, Member.AccountId, Today, Sheet.RevisionId), Actor, cancellation);
        int edition = Sheet.Own is null ? 1 : Id(TypedEdition ?? "") ?? 0;
        await reviews.SaveAsync(new SaveReview(review, Member.AccountId, edition, Verdicts, tie, minutes, Today), Actor, cancellation);
        // What is saved stays, whatever stands against handing it in.
        if (handsIn)
            await reviews.HandInAsync(new HandInReview(review, Member.AccountId, Today), Actor, cancellation);
    }

    private static int? Id(string typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Sheet = await reviews.ReadAsync(Entry.ServiceId, Seat.OrganisationId, cancellation);
        if (Sheet is null)
            return;
        IsTied = await reviews.IsTiedButAsync(
            IsHandedIn ? null : Sheet.Own?.Id, Sheet.RevisionId, Entry.ServiceId, Seat.OrganisationId, Member.AccountId, Today, cancellation);
        HasSaidTie = !IsTied && await reviews.IsTiedAsync(Sheet.RevisionId, Seat.OrganisationId, Member.AccountId, Today, cancellation);
        Found = await evidence.OfAsync(Entry.ServiceId, Today, Actor, cancellation);
        Words = await words.OfAsync(Entry.ServiceId, Actor, cancellation);
        Questions = await returns.OfAsync(Sheet.RevisionId, Actor, cancellation);
        Verdicts = Sheet.Own?.Verdicts ?? Verdicts;
        PromisesUntil = await criteria.UntilAsync(Entry.ServiceId, Today, cancellation);
    }
}
