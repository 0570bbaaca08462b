using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Twenty entries in one sitting: one short call each, a tick for each fact, one post for each entry.</summary>
[Needs(Deed.Recheck)]
public sealed class RechecksModel(RecheckService rechecks, ListingService listings, PlaceFinder places) : CurateModel
{
    /// <summary>Before the key of a fact: what was found of it.</summary>
    public const string FactPrefix = "fact-";

    [BindProperty(Name = KeepingField.Checked)]
    public string? TypedEntry { get; set; }

    [BindProperty(Name = KeepingField.Method)]
    public string? TypedMethod { get; set; }

    [BindProperty(Name = KeepingField.Alert)]
    public Guid? TypedAlert { get; set; }

    [BindProperty(Name = KeepingField.Start)]
    public string? TypedStart { get; set; }

    [BindProperty(Name = KeepingField.Changed)]
    public string[] TypedChanged { get; set; } = [];

    /// <summary>What somebody knows to be another one than when it was judged.</summary>
    public IReadOnlyCollection<ChangedSince> Changed => [.. TypedChanged.Where(slug => EnumSlug.TryParse<ChangedSince>(slug, out _)).Select(EnumSlug.Parse<ChangedSince>)];

    public IReadOnlyList<DueEntry> Due { get; private set; } = [];

    /// <summary>Those to which this person has a tie, so that others call on them.</summary>
    public IReadOnlySet<Guid> Tied { get; private set; } = new HashSet<Guid>();

    public IReadOnlyList<OpenAlert> Alerts { get; private set; } = [];

    /// <summary>The code of the entry at which something was wrong, and the key of what.</summary>
    public (string Code, string Key)? Wrong { get; private set; }

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        try
        {
            if (TypedAlert is { } alert)
                await rechecks.AcknowledgeAsync(alert, Today, Actor, cancellationToken);
            else if (Due.FirstOrDefault(entry => entry.Code == TypedStart) is { } begun)
                await rechecks.StartAsync(new StartRecheck(begun.ServiceId, Member.AccountId, Changed, Today), Actor, cancellationToken);
            else if (Due.FirstOrDefault(entry => entry.Code == TypedEntry) is { } called)
                return await CheckAsync(called, cancellationToken);
            else
                return NotSaved();
            return new SeeOther(Links.Rechecks(Seat.Code));
        }
        catch (ListingRefusedException refused)
        {
            Wrong = (TypedEntry ?? TypedStart ?? "", refused.Rule is "fact_check_tie" ? "Suspension.Tie" : "Suspension.Refused");
            return NotSaved();
        }
    }

    /// <summary>What was typed of a fact; null: nothing.</summary>
    public string? Typed(string fact) => HttpContext.Request.HasFormContentType ? HttpContext.Request.Form[FactPrefix + fact].ToString() : null;

    private async Task<IActionResult> CheckAsync(DueEntry entry, CancellationToken cancellation)
    {
        var known = ListingFacts.Hashes(entry.Content).Keys.ToList();
        var right = known.Where(fact => Typed(fact) == KeepingField.Right).ToList();
        bool isWrong = known.Exists(fact => Typed(fact) == KeepingField.Wrong);
        if (!EnumSlug.TryParse<CheckMethod>(TypedMethod ?? "", out var method))
            Wrong = (entry.Code, "Recheck.MethodWrong");
        else if (right.Count == 0 && !isWrong)
            Wrong = (entry.Code, "Recheck.NothingTicked");
        if (Wrong is not null)
            return NotSaved();
        if (right.Count > 0)
            await listings.CheckAsync(new CheckFacts(entry.RevisionId, Seat.OrganisationId, method, Today, right, Member.AccountId), Actor, cancellation);
        // Whoever found a number dead says so at once; putting it right is the next step.
        return new SeeOther(isWrong ? Links.Warn(Seat.Code, entry.Code) : Links.Rechecks(Seat.Code));
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        await places.ReadyAsync(cancellation);
        Due = await rechecks.DueAsync(Seat.OrganisationId, Today, cancellation);
        Tied = await rechecks.TiedAsync([.. Due.Select(entry => entry.ServiceId)], Member.AccountId, Today, cancellation);
        Alerts = await rechecks.AlertsAsync(Seat.OrganisationId, cancellation);
    }
}
