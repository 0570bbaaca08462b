using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Core.Accounts;

/// <summary>Who works in an organisation, and as what. Its coordinators decide.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="tickets">Ends the sign-ins of whoever has other roles now.</param>
public sealed class MembershipService(DirectoryDbContext context, TicketStore tickets)
{
    /// <summary>Everybody who has a role in an organisation, by name.</summary>
    public async Task<IReadOnlyList<Member>> OfAsync(Guid organisation, CancellationToken cancellation = default)
    {
        var found = await context.Memberships.Where(m => m.OrganisationId == organisation && m.EndedOn == null)
            .Join(context.Accounts, m => m.AccountId, a => a.Id, (m, a) => new { a.Id, a.Name, m.Role, m.Since })
            .ToListAsync(cancellation);
        return [.. found.GroupBy(m => m.Name).OrderBy(of => of.Key, StringComparer.Ordinal)
            .Select(of => new Member(of.First().Id, of.Key, [.. of.Select(m => m.Role).Order()], of.Min(m => m.Since)))];
    }

    /// <summary>Backup keys are kept by somebody who coordinates.</summary>
    /// <exception cref="ListingRefusedException">Somebody would keep them and not coordinate.</exception>
    internal static void RequireCoordinatingKeeper(IReadOnlyCollection<ActorRole> roles)
    {
        if (roles.Contains(ActorRole.Keeper) && !roles.Contains(ActorRole.Coordinator))
            throw new ListingRefusedException("membership_keeper", "Who keeps the keys also coordinates.");
    }

    /// <summary>Gives somebody other roles, or none any more, and ends their other sign-ins.</summary>
    /// <param name="change">Whose, and which.</param>
    /// <param name="actor">A coordinator of that organisation.</param>
    /// <param name="own">The key of the browser that asks, which stays signed in where somebody changes their own roles.</param>
    /// <param name="cancellation">Stops before it is written.</param>
    /// <exception cref="ListingRefusedException">
    /// The actor is no coordinator there, the account has no role there, nobody would coordinate any more, or the organisation has no such role.
    /// </exception>
    public async Task ChangeAsync(ChangeRoles change, Actor actor, string? own, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Role != ActorRole.Coordinator || actor.OrganisationId != change.OrganisationId)
            throw new ListingRefusedException("membership_coordinator", "Only a coordinator of an organisation says who does what there.");
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // Two coordinators who take each other's part away at the same moment wait for one another.
        await context.Database.ExecuteSqlAsync($"select from directory.organisation where id = {change.OrganisationId} for update", cancellation);
        var all = await context.Memberships.Where(m => m.OrganisationId == change.OrganisationId && m.EndedOn == null).ToListAsync(cancellation);
        var had = all.Where(m => m.AccountId == change.AccountId).ToList();
        if (had.Count == 0)
            throw new ListingRefusedException("membership_unknown", "Nobody of that name works there.");
        var today = change.At.InUtc().Date;
        var (ended, added) = (had.Where(m => !change.Roles.Contains(m.Role)).ToList(), change.Roles.Distinct().Except(had.Select(m => m.Role)).ToList());
        if (ended.Exists(m => m.Role is ActorRole.Coordinator) && !all.Exists(m => m.Role is ActorRole.Coordinator && m.AccountId != change.AccountId))
            throw new ListingRefusedException("membership_last", "Somebody has to coordinate.");
        RequireCoordinatingKeeper(change.Roles);
        foreach (var membership in ended)
            membership.EndedOn = today;
        context.AddRange(added.Select(role => new Membership
        {
            Id = Guid.NewGuid(),
            AccountId = change.AccountId,
            OrganisationId = change.OrganisationId,
            Role = role,
            Since = today,
        }));
        if (ended.Count == 0 && added.Count == 0)
            return;
        context.Add(new AccountChange { Id = Guid.NewGuid(), AccountId = change.AccountId, What = AccountChangeKind.Roles, ChangedOn = today });
        context.Add(DirectoryEvent.OfOrganisation(actor, "change-roles", change.OrganisationId, string.Join(' ', added.Select(role => $"+{EnumSlug.Of(role)}").Concat(ended.Select(m => $"-{EnumSlug.Of(m.Role)}")))));
        await context.SaveByRulesAsync(cancellation);
        await tickets.EndOthersAsync(change.AccountId, own, cancellation);
        await transaction.CommitAsync(cancellation);
    }
}

/// <param name="Since">The first day of a role that they still have.</param>
public sealed record Member(Guid AccountId, string Name, IReadOnlyList<ActorRole> Roles, LocalDate Since);

/// <param name="Roles">All that they have afterwards; none: they leave.</param>
/// <param name="At">Now.</param>
public sealed record ChangeRoles(Guid OrganisationId, Guid AccountId, IReadOnlyList<ActorRole> Roles, Instant At);

/// <summary>Which roles an organisation of a kind may give: <c>directory.role_fits</c> in words of C#.</summary>
public static class OrganisationRoles
{
    public static IReadOnlyList<ActorRole> Of(OrganisationKind kind) => kind switch
    {
        OrganisationKind.SexWorkerLed => [ActorRole.Proposer, ActorRole.Reviewer, ActorRole.Trainer, ActorRole.Coordinator, ActorRole.Keeper, ActorRole.Panel, ActorRole.TechnicalAdmin],
        OrganisationKind.Allied => [ActorRole.Proposer, ActorRole.Coordinator, ActorRole.TechnicalAdmin],
        OrganisationKind.Provider => [ActorRole.ProviderContact, ActorRole.Coordinator, ActorRole.TechnicalAdmin],
        _ => [ActorRole.Coordinator, ActorRole.TechnicalAdmin],
    };
}
