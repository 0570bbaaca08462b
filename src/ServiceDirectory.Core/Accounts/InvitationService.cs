using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Accounts;

/// <summary>Ways in for new members. There is no other: nobody registers.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="secrets">Turn codes into what is stored of them.</param>
public sealed class InvitationService(DirectoryDbContext context, DirectorySecrets secrets)
{
    private const string Purpose = "invitation";

    /// <summary>How long an invitation waits to be used.</summary>
    public static readonly Duration Lifetime = Duration.FromHours(72);

    /// <summary>Makes one for a single person.</summary>
    /// <exception cref="ListingRefusedException">
    /// The actor is no coordinator of that organisation, there is no such organisation, or it has no such role to give.
    /// </exception>
    public async Task<MadeInvitation> MakeAsync(InviteMember invite, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(invite);
        ArgumentNullException.ThrowIfNull(actor);
        RequireCoordinator(invite.OrganisationId, actor);
        string code = SecretCode.New();
        var invitation = new Invitation
        {
            Id = Guid.NewGuid(),
            CodeHash = secrets.HashOf(Purpose, code),
            OrganisationId = invite.OrganisationId,
            Roles = [.. invite.Roles.Distinct().Select(EnumSlug.Of)],
            InvitedBy = actor.OrganisationId,
            EndsAt = invite.At + Lifetime,
        };
        context.Add(invitation);
        context.Add(DirectoryEvent.OfOrganisation(actor, "invite", invite.OrganisationId, string.Join(' ', invitation.Roles)));
        await context.SaveByRulesAsync(cancellation);
        return new MadeInvitation(invitation.Id, code, invitation.EndsAt);
    }

    /// <summary>
    /// The invitation that a code opens; null for one that is wrong, used, withdrawn or too old, all alike.
    /// </summary>
    /// <param name="typed">As somebody typed it, or as it stands in a link.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Stops the look-up.</param>
    public async Task<OpenInvitation?> FindAsync(string? typed, Instant at, CancellationToken cancellation = default)
    {
        if (SecretCode.Parse(typed) is not { } code)
            return null;
        byte[] hash = secrets.HashOf(Purpose, code);
        var found = await context.Invitations
            .Where(i => i.CodeHash == hash && i.UsedOn == null && i.WithdrawnOn == null && i.EndsAt > at)
            .Join(context.Organisations, i => i.OrganisationId, o => o.Id, (i, o) => new { i.Id, i.OrganisationId, o.Name, i.Roles, i.EndsAt })
            .SingleOrDefaultAsync(cancellation);
        return found is null ? null : new OpenInvitation(found.Id, found.OrganisationId, found.Name, Read(found.Roles), found.EndsAt);
    }

    /// <summary>Uses one up, in the transaction that is under way.</summary>
    /// <param name="typed">As it stands in a link.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellation">Stops before it is used.</param>
    /// <returns>Whether it could be used; of two at the same moment one can.</returns>
    public async Task<bool> UseAsync(string? typed, Instant at, CancellationToken cancellation = default)
    {
        if (SecretCode.Parse(typed) is not { } code)
            return false;
        byte[] hash = secrets.HashOf(Purpose, code);
        LocalDate? today = at.InUtc().Date;
        return await context.Invitations
            .Where(i => i.CodeHash == hash && i.UsedOn == null && i.WithdrawnOn == null && i.EndsAt > at)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.UsedOn, today), cancellation) > 0;
    }

    /// <summary>An organisation's invitations that nobody has used yet, the one that ends first at the top.</summary>
    public async Task<IReadOnlyList<WaitingInvitation>> WaitingAsync(Guid organisation, Instant at, CancellationToken cancellation = default)
    {
        var waiting = await context.Invitations
            .Where(i => i.OrganisationId == organisation && i.UsedOn == null && i.WithdrawnOn == null && i.EndsAt > at)
            .OrderBy(i => i.EndsAt).Select(i => new { i.Id, i.Roles, i.EndsAt }).ToListAsync(cancellation);
        return [.. waiting.Select(i => new WaitingInvitation(i.Id, Read(i.Roles), i.EndsAt))];
    }

    /// <summary>Takes one back that was not used.</summary>
    /// <returns>Whether this did it: false where it was used, or taken back before.</returns>
    /// <exception cref="ListingRefusedException">The actor is no coordinator of its organisation, or there is no such invitation.</exception>
    public async Task<bool> WithdrawAsync(WithdrawInvitation withdraw, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(withdraw);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var organisation = await context.Invitations.Where(i => i.Id == withdraw.InvitationId)
            .Select(i => (Guid?)i.OrganisationId).SingleOrDefaultAsync(cancellation)
            ?? throw new ListingRefusedException("invitation_unknown", "There is no such invitation.");
        RequireCoordinator(organisation, actor);
        var today = withdraw.At.InUtc().Date;
        int withdrawn = await context.Invitations
            .Where(i => i.Id == withdraw.InvitationId && i.UsedOn == null && i.WithdrawnOn == null)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.WithdrawnOn, today), cancellation);
        if (withdrawn > 0)
        {
            context.Add(DirectoryEvent.OfOrganisation(actor, "withdraw-invitation", organisation, reason: null));
            await context.SaveByRulesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return withdrawn > 0;
    }

    private static void RequireCoordinator(Guid organisation, Actor actor)
    {
        if (actor != Actor.CommandLine && (actor.Role != ActorRole.Coordinator || actor.OrganisationId != organisation))
            throw new ListingRefusedException("invitation_coordinator", "Only a coordinator of an organisation invites for it.");
    }

    private static ActorRole[] Read(string[] roles) => [.. roles.Select(EnumSlug.Parse<ActorRole>)];
}
