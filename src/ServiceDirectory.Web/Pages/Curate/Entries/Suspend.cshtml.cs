using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Takes a service off every page at once; then it is where other organisations say what they found.</summary>
[Needs(Deed.Suspend)]
public sealed class SuspendModel(
    SuspensionService suspensions, ReceiptService receipts, RecheckService rechecks, ListingService listings, EntryStandings standings, CriteriaService criteria,
    PlaceFinder places) : CurateModel
{
    [BindProperty(Name = CurateField.Criterion)]
    public string? TypedCriterion { get; set; }

    [BindProperty(Name = CurateField.Reason)]
    public string? TypedReason { get; set; }

    [BindProperty(Name = CurateField.Lifts)]
    public string? TypedLifts { get; set; }

    [BindProperty(Name = CurateField.Word)]
    public string? TypedWord { get; set; }

    [BindProperty(Name = CurateField.Request)]
    public Guid? AnsweredRequest { get; set; }

    [BindProperty(Name = CurateField.Reply)]
    public string? TypedReply { get; set; }

    [BindProperty(Name = KeepingField.Checked)]
    public string? TypedChecked { get; set; }

    [BindProperty(Name = KeepingField.Method)]
    public string? TypedMethod { get; set; }

    [BindProperty(Name = KeepingField.Start)]
    public string? TypedStart { get; set; }

    [BindProperty(Name = KeepingField.Changed)]
    public string[] TypedChanged { get; set; } = [];

    /// <summary>What somebody knows to be another one than when it was judged.</summary>
    public IReadOnlyCollection<ChangedSince> Changed =>
        [.. TypedChanged.Where(slug => EnumSlug.TryParse<ChangedSince>(slug, out _)).Select(EnumSlug.Parse<ChangedSince>)];

    /// <summary>What is past its own date besides the promise: whoever looks again looks at this, too. Null: it is not looked at again yet.</summary>
    public PastDates? Past { get; private set; }

    /// <summary>They have a tie to the service, as a person or through their organisation: they read, and others decide.</summary>
    public bool IsTied { get; private set; }

    /// <summary>Somebody has begun to judge it again.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>What the service wrote with the code of its letter, and what it was told.</summary>
    public IReadOnlyList<ReceivedText> Received { get; private set; } = [];

    /// <summary>Null: it is not suspended.</summary>
    public OpenSuspension? Open { get; private set; }

    public IReadOnlyList<OpenRequest> Requests { get; private set; } = [];

    /// <summary>Field and key of what was wrong with it.</summary>
    public IReadOnlyDictionary<string, string> Wrong { get; private set; } = new Dictionary<string, string>();

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>What can be said now: first whether the promise was broken, later whether it is kept again.</summary>
    public IReadOnlyList<SuspensionVoice> Possible => Open?.State switch
    {
        _ when IsTied => [],
        SuspensionState.Waiting or SuspensionState.Overdue when Open.IsFirst => [SuspensionVoice.Lift],
        SuspensionState.Waiting or SuspensionState.Overdue => [SuspensionVoice.Confirm, SuspensionVoice.Lift],
        SuspensionState.Confirmed or SuspensionState.Recheck => [SuspensionVoice.Kept, SuspensionVoice.NotKept],
        _ => [],
    };

    public IReadOnlyList<int> Promises { get; private set; } = [];

    public int? Criterion => int.TryParse(TypedCriterion, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Promises.Contains(id) ? id : null;

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ReadPromisesAsync(cancellationToken);
        try
        {
            await places.ReadyAsync(cancellationToken);
            if (AnsweredRequest is { } request)
                await suspensions.AnswerAsync(new AnswerSuspensionRequest(request, Seat.OrganisationId, Entry.State is ServiceState.Suspended, TypedReason ?? "", Today), Actor, cancellationToken);
            else if (HttpContext.Request.Has(CurateField.Reply) && await suspensions.OfAsync(Entry.ServiceId, Today, Actor, cancellationToken) is { } replied)
                await receipts.ReplyAsync(replied.Id, Entry.ServiceId, TypedReply ?? "", Today, Actor, cancellationToken);
            else if (TypedChecked is not null)
                return await CheckAsync(cancellationToken);
            else if (TypedStart is not null)
                await rechecks.StartAsync(new StartRecheck(Entry.ServiceId, Member.AccountId, Changed, Today), Actor, cancellationToken);
            else if (HttpContext.Request.Has(CurateField.Word))
                return await JudgeAsync(cancellationToken);
            else
                return await SuspendAsync(cancellationToken);
            return new SeeOther(Links.Suspend(Seat.Code, Entry.Code));
        }
        catch (ListingInvalidException invalid)
        {
            Wrong = invalid.Problems.ToDictionary(problem => problem.Field is "note" ? CurateField.Reason : problem.Field, _ => "Suspension.WordsWrong");
            return await AgainAsync(cancellationToken);
        }
        catch (ListingRefusedException refused)
        {
            Refused = refused.Rule switch
            {
                "suspension_twice" => "Suspension.Twice",
                "suspension_person" => "Suspension.Person",
                "suspension_when" => "Suspension.When",
                "suspension_tie" or "fact_check_tie" => "Suspension.Tie",
                "suspension_past" => "Suspension.StillPast",
                "recheck_suspended" => "Suspension.NotYet",
                _ => "Suspension.Refused",
            };
            return await AgainAsync(cancellationToken);
        }
    }

    private async Task<IActionResult> SuspendAsync(CancellationToken cancellation)
    {
        if (Criterion is not { } criterion)
        {
            Wrong = new Dictionary<string, string> { [CurateField.Criterion] = "Suspension.WhichWrong" };
            return await AgainAsync(cancellation);
        }

        await suspensions.SuspendAsync(
            new SuspendService(Entry.ServiceId, Seat.OrganisationId, Member.AccountId, criterion, TypedReason ?? "", TypedLifts ?? "", Today), Actor, cancellation);
        return new SeeOther(Links.Suspend(Seat.Code, Entry.Code));
    }

    private async Task<IActionResult> JudgeAsync(CancellationToken cancellation)
    {
        if (!EnumSlug.TryParse<SuspensionVoice>(TypedWord ?? "", out var word) || await suspensions.OfAsync(Entry.ServiceId, Today, Actor, cancellation) is not { } open)
            return await AgainAsync(cancellation);
        await suspensions.JudgeAsync(new JudgeSuspension(open.Id, Seat.OrganisationId, Member.AccountId, word, TypedReason ?? "", Today), Actor, cancellation);
        return new SeeOther(Links.Suspend(Seat.Code, Entry.Code));
    }

    /// <summary>What was typed of a fact; null: nothing.</summary>
    public string? Typed(string fact) => HttpContext.Request.HasFormContentType ? HttpContext.Request.Form[RechecksModel.FactPrefix + fact].ToString() : null;

    private async Task<IActionResult> CheckAsync(CancellationToken cancellation)
    {
        await ShowAsync(cancellation);
        string[] right = [.. (Past?.Facts ?? []).Where(fact => Typed(fact) == KeepingField.Right)];
        if (Past is null || right.Length == 0 || !EnumSlug.TryParse<CheckMethod>(TypedMethod ?? "", out var method))
        {
            Wrong = new Dictionary<string, string> { [KeepingField.Checked] = right.Length == 0 ? "Recheck.NothingTicked" : "Recheck.MethodWrong" };
            return NotSaved();
        }

        await listings.CheckAsync(new CheckFacts(Past.RevisionId, Seat.OrganisationId, method, Today, right, Member.AccountId), Actor, cancellation);
        return new SeeOther(Links.Suspend(Seat.Code, Entry.Code));
    }

    private async Task<PageResult> AgainAsync(CancellationToken cancellation)
    {
        await ShowAsync(cancellation);
        return NotSaved();
    }

    private async Task ReadPromisesAsync(CancellationToken cancellation) =>
        Promises = [.. (await criteria.NewestAsync(cancellation)).Criteria.Where(criterion => criterion.Required).Select(criterion => criterion.Id)];

    private async Task ShowAsync(CancellationToken cancellation)
    {
        await ReadPromisesAsync(cancellation);
        IsTied = await standings.IsTiedAsync(Entry.ServiceId, Seat.OrganisationId, Member.AccountId, Today, cancellation);
        Open = await suspensions.OfAsync(Entry.ServiceId, Today, Actor, cancellation);
        if (Open is not null)
            Received = await receipts.ReceivedAsync(Open.Id, Entry.ServiceId, Actor, cancellation);
        if (Open is { State: SuspensionState.Confirmed or SuspensionState.Recheck })
        {
            await places.ReadyAsync(cancellation);
            Past = await rechecks.PastAsync(Open.RevisionId, Today, cancellation);
            IsWaiting = await rechecks.IsWaitingAsync(Entry.ServiceId, cancellation);
        }

        Requests = await suspensions.RequestsAsync(Entry.ServiceId, Actor, cancellation);
    }
}
