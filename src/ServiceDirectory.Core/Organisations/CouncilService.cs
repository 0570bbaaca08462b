using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Organisations;

/// <summary>
/// What organisations decide together: votes, freezes, guests, and that one leaves. Who has a vote, what a vote comes to and what follows from
/// it is decided by the database's own functions.
/// </summary>
/// <param name="context">The private half, as the app.</param>
public sealed class CouncilService(DirectoryDbContext context)
{
    /// <summary>Days that a freeze by two organisations lasts, and in which the second one has to speak.</summary>
    public const int FreezeDays = 14;

    /// <summary>Asks all councils for a vote.</summary>
    /// <exception cref="ListingInvalidException">There is no reason.</exception>
    /// <exception cref="ListingRefusedException">The actor's organisation has no vote, or the matter is not so.</exception>
    public async Task<Guid> OpenAsync(OpenMotion open, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        var own = CouncilRules.RequireCoordinator(actor);
        CouncilRules.RequireReason(open.Reason);
        if (open.Kind is MotionKind.AdmissionObjection or MotionKind.Criteria)
            throw new ListingRefusedException("motion_about", "An objection belongs to an admission, and a vote on promises to what would change.");
        var motion = new Motion
        {
            Id = Guid.NewGuid(),
            Kind = open.Kind,
            OrganisationId = open.OrganisationId,
            OtherId = open.OtherId,
            ServiceId = open.ServiceId,
            Since = open.Since,
            Until = open.Until,
            AskedBy = own,
            AskedOn = open.On,
            ClosesOn = open.On.PlusDays(open.Days),
            Reason = open.Reason,
        };
        context.Add(motion);
        context.Add(DirectoryEvent.Of(actor, "open", "motion", motion.Id, EnumSlug.Of(open.Kind)));
        await context.SaveByRulesAsync(cancellation);
        return motion.Id;
    }

    /// <summary>Casts the organisation's vote, once.</summary>
    /// <exception cref="ListingRefusedException">It has none, it or a related one has voted, it is about itself, or the vote is over.</exception>
    public async Task VoteAsync(CastVote cast, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cast);
        var own = CouncilRules.RequireCoordinator(actor);
        context.Add(new MotionVote { MotionId = cast.MotionId, OrganisationId = own, Yes = cast.Yes, VotedOn = cast.On });
        context.Add(DirectoryEvent.Of(actor, "vote", "motion", cast.MotionId, cast.Yes ? "yes" : "no"));
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>Ends a vote whose time is over, or on which all have voted, and does what was decided.</summary>
    /// <exception cref="ListingRefusedException">The vote is still open.</exception>
    public async Task<MotionOutcome> DecideAsync(DecideMotion decide, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        var own = CouncilRules.RequireCoordinator(actor);
        return EnumSlug.Parse<MotionOutcome>(await context.CallAsync<string>(
            "select directory.decide_motion($1, $2, $3, $4)", cancellation, Uuid(decide.MotionId), Date(decide.On), Uuid(own), Words(EnumSlug.Of(actor.Role))));
    }

    /// <summary>Where a vote stands on a day.</summary>
    public async Task<MotionCount> CountAsync(Guid motion, LocalDate on, CancellationToken cancellation = default)
    {
        int[] counted = await context.CallAsync<int[]>(
            "select array[yes, no, councils, carried::int, complete::int] from directory.motion_result($1, $2)", cancellation, Uuid(motion), Date(on));
        return new MotionCount(counted[0], counted[1], counted[2], counted[3] > 0, counted[4] > 0);
    }

    /// <summary>Asks that another organisation be frozen. The second voice, of an unrelated organisation within 14 days, does it.</summary>
    /// <returns>Whether it is frozen.</returns>
    /// <exception cref="ListingInvalidException">There is no reason.</exception>
    /// <exception cref="ListingRefusedException">The actor's organisation has no voice, is related to it, or froze it in the last 12 months.</exception>
    public async Task<bool> FreezeAsync(AskFreeze ask, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var own = CouncilRules.RequireCoordinator(actor);
        CouncilRules.RequireReason(ask.Reason);
        return await context.CallAsync<bool>(
            "select directory.freeze_organisation($1, $2, $3, $4, $5)",
            cancellation,
            Uuid(ask.OrganisationId),
            Uuid(own),
            Date(ask.On),
            Words(EnumSlug.Of(actor.Role)),
            Words(ask.Reason));
    }

    /// <summary>Invites a guest organisation where there are too few others.</summary>
    /// <exception cref="ListingRefusedException">
    /// It is no guest, is tied, the actor's organisation does not keep the entry or did not make the proposal, or there are four others.
    /// </exception>
    public async Task InviteGuestAsync(InviteGuest invite, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(invite);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor is not { Role: ActorRole.Coordinator or ActorRole.Reviewer, OrganisationId: { } own })
            throw new ListingRefusedException("council_coordinator", "A coordinator or reviewer invites a guest.");
        context.Add(new GuestSeat
        {
            Id = Guid.NewGuid(),
            OrganisationId = invite.GuestId,
            ServiceId = invite.ServiceId,
            CandidateId = invite.CandidateId,
            InvitedBy = own,
            InvitedOn = invite.On,
            EndsOn = invite.Until,
        });
        context.Add(invite.ServiceId is { } service
            ? DirectoryEvent.OfService(actor, "invite-guest", service, reason: null)
            : DirectoryEvent.OfOrganisation(actor, "invite-guest", invite.CandidateId ?? invite.GuestId, reason: null));
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>The organisation goes: its members' roles end, what it approved stands until it is checked again.</summary>
    /// <returns>False: it has left before.</returns>
    /// <exception cref="ListingRefusedException">The actor is no coordinator, or the organisation is frozen.</exception>
    public Task<bool> LeaveAsync(LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        var own = CouncilRules.RequireCoordinator(actor);
        return context.CallAsync<bool>("select directory.leave($1, $2, $3)", cancellation, Uuid(own), Date(on), Words(EnumSlug.Of(actor.Role)));
    }
}
