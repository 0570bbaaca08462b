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

    /// <summary>How long an invitation waits to be used, and a new way in to be confirmed.</summary>
    public static readonly Duration Lifetime = Duration.FromHours(72);

    /// <summary>How long a new way in stays shut after it was confirmed, so that whoever has the account still can stop it.</summary>
    public static readonly Duration Wait = Duration.FromHours(24);

    /// <summary>Makes one for a single person.</summary>
    /// <exception cref="ListingRefusedException">
    /// The actor is no coordinator of that organisation, there is no such organisation, or it has no such role to give.
    /// </exception>
    public async Task<MadeInvitation> MakeAsync(InviteMember invite, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(invite);
        ArgumentNullException.ThrowIfNull(actor);
        RequireCoordinator(invite.OrganisationId, actor);
        return await MakeAsync(invite, actor, isFirst: false, cancellation);
    }

    /// <summary>
    /// Makes one for the first coordinator of an organisation that another one let in. Whether it did, and whether nobody works there yet,
    /// the database looks at.
    /// </summary>
    /// <exception cref="ListingRefusedException">The actor is no coordinator of the organisation that let it in, or somebody works there already.</exception>
    public async Task<MadeInvitation> MakeFirstAsync(InviteFirst invite, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(invite);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Role != ActorRole.Coordinator || actor.OrganisationId is null)
            throw new ListingRefusedException("invitation_coordinator", "Only a coordinator of an organisation invites for it.");
        return await MakeAsync(new InviteMember(invite.OrganisationId, [ActorRole.Coordinator], invite.At), actor, isFirst: true, cancellation);
    }

    private async Task<MadeInvitation> MakeAsync(InviteMember invite, Actor actor, bool isFirst, CancellationToken cancellation)
    {
        string code = SecretCode.New();
        var invitation = new Invitation
        {
            Id = Guid.NewGuid(),
            CodeHash = secrets.HashOf(Purpose, code),
            OrganisationId = invite.OrganisationId,
            Roles = [.. invite.Roles.Distinct().Select(EnumSlug.Of)],
            InvitedBy = actor.OrganisationId,
            EndsAt = invite.At.Hour() + Lifetime,
        };
        context.Add(invitation);
        context.Add(DirectoryEvent.OfOrganisation(actor, isFirst ? "invite-first" : "invite", invite.OrganisationId, string.Join(' ', invitation.Roles)));
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
        var found = await Usable(at).Where(i => i.CodeHash == hash)
            .Join(context.Organisations, i => i.OrganisationId, o => o.Id, (i, o) => new { i.Id, i.OrganisationId, o.Name, i.Roles, i.EndsAt, i.AccountId })
            .SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        string? account = found.AccountId is { } id ? await context.Accounts.Where(a => a.Id == id).Select(a => a.Name).SingleAsync(cancellation) : null;
        return new OpenInvitation(found.Id, found.OrganisationId, found.Name, Read(found.Roles), found.EndsAt)
        {
            Existing = account is null ? null : new ExistingAccount(found.AccountId!.Value, account),
        };
    }

    /// <summary>Asks for a new way in for somebody who lost everything. What was asked for before is taken back.</summary>
    /// <returns>The code for them; it opens nothing before somebody of another organisation has confirmed, and a day has passed.</returns>
    /// <exception cref="ListingRefusedException">The actor is no coordinator there, or the account has no role there.</exception>
    public async Task<MadeInvitation> AskAnewAsync(AskAnew ask, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(actor);
        RequireCoordinator(ask.OrganisationId, actor);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await context.Database.ExecuteSqlAsync($"select from directory.account where id = {ask.AccountId} for update", cancellation);
        await StopAnewAsync(ask.AccountId, ask.At, cancellation);
        var roles = await context.Memberships.Where(m => m.AccountId == ask.AccountId && m.OrganisationId == ask.OrganisationId && m.EndedOn == null)
            .Select(m => m.Role).ToListAsync(cancellation);
        if (roles.Count == 0)
            throw new ListingRefusedException("membership_unknown", "Nobody of that name works there.");
        string code = SecretCode.New();
        var invitation = new Invitation
        {
            Id = Guid.NewGuid(),
            CodeHash = secrets.HashOf(Purpose, code),
            OrganisationId = ask.OrganisationId,
            Roles = [.. roles.Order().Select(EnumSlug.Of)],
            InvitedBy = actor.OrganisationId,
            AccountId = ask.AccountId,
            AskedByAccount = ask.By,
            // So long to confirm it, to wait, and to use it.
            EndsAt = ask.At.Hour() + Lifetime + Wait + Lifetime,
        };
        context.Add(invitation);
        context.Add(DirectoryEvent.OfOrganisation(actor, "ask-anew", ask.OrganisationId, reason: null));
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new MadeInvitation(invitation.Id, code, invitation.EndsAt);
    }

    /// <summary>Says for another organisation that somebody there is who they say they are.</summary>
    /// <returns>From when the way in is open; null where nothing was asked for under that name, or it was confirmed before.</returns>
    /// <exception cref="ListingRefusedException">
    /// The actor is no coordinator, of the same or a related organisation or of one without a voice, or is the one who asked, or whose account it is.
    /// </exception>
    public async Task<Instant?> ConfirmAnewAsync(ConfirmAnew confirm, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(confirm);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Role != ActorRole.Coordinator || actor.OrganisationId is not { } confirmer)
            throw new ListingRefusedException("invitation_coordinator", "Only a coordinator of another organisation confirms.");
        string name = TwoWordName.Normalise(confirm.Name);
        var stillUsable = confirm.At + Wait + Lifetime;
        var found = await Unused
            .Where(i => i.ConfirmedBy == null && i.EndsAt > stillUsable && context.Accounts.Any(a => a.Id == i.AccountId && a.Name == name))
            .SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        if (confirm.By == found.AskedByAccount || confirm.By == found.AccountId)
            throw new ListingRefusedException("invitation_same", "Another person than the one who asked has to confirm it.");
        var opens = confirm.At.HourAfter() + Wait;
        (found.ConfirmedBy, found.ConfirmedByAccount, found.ConfirmedOn, found.OpensAt) = (confirmer, confirm.By, confirm.At.InUtc().Date, opens);
        context.Add(DirectoryEvent.OfOrganisation(actor, "confirm-anew", found.OrganisationId, reason: null));
        await context.SaveByRulesAsync(cancellation);
        return opens;
    }

    /// <summary>What was asked for an account and can still be stopped; null: nothing.</summary>
    public async Task<WaitingAnew?> WaitingAnewAsync(Guid account, Instant at, CancellationToken cancellation = default) =>
        await Unused.Where(i => i.AccountId == account && i.EndsAt > at)
            .Select(i => new WaitingAnew(i.Id, i.OpensAt)).SingleOrDefaultAsync(cancellation);

    /// <summary>Whoever still has the account says no.</summary>
    /// <returns>Whether there was something to stop.</returns>
    public async Task<bool> StopAnewAsync(Guid account, Instant at, CancellationToken cancellation = default)
    {
        LocalDate? today = at.InUtc().Date;
        return await Unused.Where(i => i.AccountId == account)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.WithdrawnOn, today), cancellation) > 0;
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
        return await Usable(at).Where(i => i.CodeHash == hash)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.UsedOn, today), cancellation) > 0;
    }

    /// <summary>An organisation's invitations that nobody has used yet, the one that ends first at the top.</summary>
    public async Task<IReadOnlyList<WaitingInvitation>> WaitingAsync(Guid organisation, Instant at, CancellationToken cancellation = default)
    {
        var waiting = await Unused
            .Where(i => i.OrganisationId == organisation && i.EndsAt > at)
            .OrderBy(i => i.EndsAt)
            .Select(i => new { i.Id, i.Roles, i.EndsAt, i.OpensAt, Name = context.Accounts.Where(a => a.Id == i.AccountId).Select(a => a.Name).FirstOrDefault() })
            .ToListAsync(cancellation);
        return [.. waiting.Select(i => new WaitingInvitation(i.Id, Read(i.Roles), i.EndsAt) { Name = i.Name, OpensAt = i.OpensAt })];
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
        int withdrawn = await Unused
            .Where(i => i.Id == withdraw.InvitationId)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.WithdrawnOn, today), cancellation);
        if (withdrawn > 0)
        {
            context.Add(DirectoryEvent.OfOrganisation(actor, "withdraw-invitation", organisation, reason: null));
            await context.SaveByRulesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return withdrawn > 0;
    }

    private IQueryable<Invitation> Unused => context.Invitations.Where(i => i.UsedOn == null && i.WithdrawnOn == null);

    private IQueryable<Invitation> Usable(Instant at) => Unused.Where(i => i.EndsAt > at && (i.AccountId == null || i.OpensAt <= at));

    private static void RequireCoordinator(Guid organisation, Actor actor)
    {
        if (actor != Actor.CommandLine && (actor.Role != ActorRole.Coordinator || actor.OrganisationId != organisation))
            throw new ListingRefusedException("invitation_coordinator", "Only a coordinator of an organisation invites for it.");
    }

    private static ActorRole[] Read(string[] roles) => [.. roles.Select(EnumSlug.Parse<ActorRole>)];
}
