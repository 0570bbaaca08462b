using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>What the councils vote on; freezing; guests. For coordinators of those that have a voice.</summary>
[Needs(Deed.SpeakInCouncil)]
public sealed class CouncilModel(CouncilService council, CouncilReader reader, EntryStandings entries, Wording words) : CouncilForm(words)
{
    /// <summary>How long a vote lasts that nothing presses.</summary>
    private const int VoteDays = 14;

    private const int CaseDays = 30;

    public IReadOnlyList<MotionLine> Motions { get; private set; } = [];

    public IReadOnlyList<NamedOrganisation> Organisations { get; private set; } = [];

    /// <summary>Those that one organisation asks to freeze.</summary>
    public IReadOnlyList<Text> FreezeAsked { get; private set; } = [];

    /// <summary>Those that can be spoken about.</summary>
    public IEnumerable<NamedOrganisation> Others => Organisations.Where(o => o.Id != Seat.OrganisationId);

    /// <summary>All that are asked for here; an objection belongs to an admission, and a change of the promises to their own page.</summary>
    public static IEnumerable<MotionKind> Kinds => Enum.GetValues<MotionKind>().Where(kind => kind is not (MotionKind.AdmissionObjection or MotionKind.Criteria));

    /// <summary>What somebody wants to ask for; null: nothing was chosen yet.</summary>
    public MotionKind? Asked => Slug<MotionKind>(Request.HasFormContentType ? Typed(CouncilField.Kind) : Request.Query[CouncilField.Kind].ToString()) is { } kind && Kinds.Contains(kind) ? kind : null;

    /// <summary>Whether a vote of a kind needs a field.</summary>
    public static bool IsAsked(MotionKind kind, string field) => field switch
    {
        CouncilField.About => true,
        CouncilField.Other => kind is MotionKind.Related or MotionKind.Unrelated,
        CouncilField.Entry => kind is MotionKind.Case,
        CouncilField.Since => kind is MotionKind.ApprovalsMissing,
        CouncilField.Until => kind is MotionKind.FreezeProlong,
        _ => true,
    };

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Task Show() => ShowAsync(cancellationToken);
        Task<IActionResult> Do(string form, Func<Task> verb) => DoAsync(form, verb, Show, Links.Council(Seat.Code));
        if (Id(CouncilField.Yes) is { } yes)
            return await Do(CouncilField.Yes, () => council.VoteAsync(new CastVote(yes, true, Today), Actor, cancellationToken));
        if (Id(CouncilField.No) is { } no)
            return await Do(CouncilField.Yes, () => council.VoteAsync(new CastVote(no, false, Today), Actor, cancellationToken));
        if (Id(CouncilField.Decide) is { } decide)
            return await Do(CouncilField.Yes, () => council.DecideAsync(new DecideMotion(decide, Today), Actor, cancellationToken));
        if (Slug<MotionKind>(Typed(CouncilField.Kind)) is { } kind)
            return await Do(CouncilField.Kind, () => OpenAsync(kind, cancellationToken));
        if (Id(CouncilField.Freeze) is { } freeze)
            return await Do(CouncilField.Freeze, () => council.FreezeAsync(new AskFreeze(freeze, Today, Typed(CouncilField.FreezeReason)), Actor, cancellationToken));
        if (Id(CouncilField.Guest) is { } guest)
            return await Do(CouncilField.Guest, () => InviteAsync(guest, cancellationToken));
        string form = Request.Has(CouncilField.Guest) ? CouncilField.Guest : Request.Has(CouncilField.Freeze) ? CouncilField.Freeze : CouncilField.Kind;
        return await RefuseAsync(form, Words["Refused.empty"], Show);
    }

    private async Task OpenAsync(MotionKind kind, CancellationToken cancellation)
    {
        int days = kind is MotionKind.Case ? CaseDays : kind is MotionKind.FreezeLift or MotionKind.FreezeProlong ? CouncilService.FreezeDays : VoteDays;
        await council.OpenAsync(new OpenMotion(kind, Today, days, Typed(CouncilField.Reason))
        {
            OrganisationId = IsAsked(kind, CouncilField.About) ? Id(CouncilField.About) : null,
            OtherId = IsAsked(kind, CouncilField.Other) ? Id(CouncilField.Other) : null,
            ServiceId = IsAsked(kind, CouncilField.Entry) ? await ServiceAsync(CouncilField.Entry, cancellation) : null,
            Since = IsAsked(kind, CouncilField.Since) ? Day(CouncilField.Since) : null,
            Until = IsAsked(kind, CouncilField.Until) ? Day(CouncilField.Until) : null,
        }, Actor, cancellation);
    }

    private async Task InviteAsync(Guid guest, CancellationToken cancellation)
    {
        var service = await ServiceAsync(CouncilField.GuestEntry, cancellation);
        await council.InviteGuestAsync(
            new InviteGuest(guest, Today, Day(CouncilField.GuestUntil) ?? Today) { ServiceId = service, CandidateId = service is null ? Id(CouncilField.GuestFor) : null }, Actor, cancellation);
    }

    /// <summary>Only of entries that they may see anyway.</summary>
    private async Task<Guid?> ServiceAsync(string field, CancellationToken cancellation) =>
        Typed(field).Trim() is { Length: > 0 } code && await entries.FindAsync(Seat.OrganisationId, code, Today, cancellation) is { } entry
            && PermissionTable.Find(Seat, Deed.ReadEntry, entry, Standing.HasVoice) is not null ? entry.ServiceId : null;

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Motions = await reader.MotionsAsync(Seat.OrganisationId, Today, cancellation);
        Organisations = await reader.OrganisationsAsync(cancellation);
        FreezeAsked = await reader.FreezeAskedAsync(Today, cancellation);
    }

    /// <summary>A vote whose time is over, or on which all have voted.</summary>
    public bool MayDecide(MotionLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Motion.Outcome is null && (line.Count.IsComplete || Today > line.Motion.ClosesOn);
    }
}
