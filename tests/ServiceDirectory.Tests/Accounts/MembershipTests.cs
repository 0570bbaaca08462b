using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Desk;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>Who works where, as what, and who says so.</summary>
public sealed class MembershipTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private static readonly Instant s_now = Instant.FromUtc(2026, 11, 24, 12, 0);

    private static readonly DirectorySecrets s_secrets = TestSecrets.New();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<T> InAsync<T>(Func<MembershipService, TicketStore, Task<T>> work)
    {
        await using var context = database.Context();
        var tickets = new TicketStore(context, s_secrets);
        return await work(new MembershipService(context, tickets), tickets);
    }

    private async Task ChangeAsync(Organisation organisation, Account account, Actor actor, string? own, params ActorRole[] roles)
    {
        await using var context = database.Context();
        await new MembershipService(context, new TicketStore(context, s_secrets)).ChangeAsync(new ChangeRoles(organisation.Id, account.Id, roles, s_now), actor, own, Stop);
    }

    private async Task<Account> MemberAsync(Organisation organisation, params ActorRole[] roles)
    {
        var account = await database.Given.AccountAsync();
        await using var context = database.Context();
        context.AddRange(roles.Select(role => new Membership { Id = Guid.NewGuid(), AccountId = account.Id, OrganisationId = organisation.Id, Role = role, Since = new LocalDate(2026, 11, 1) }));
        await context.SaveChangesAsync(Stop);
        return account;
    }

    private async Task<ActorRole[]> RolesAsync(Organisation organisation, Account account) =>
        [.. (await InAsync((service, _) => service.OfAsync(organisation.Id, Stop))).Where(member => member.AccountId == account.Id).SelectMany(member => member.Roles)];

    private static Actor CoordinatorOf(Organisation organisation) => new(organisation.Id, ActorRole.Coordinator);

    [Fact]
    public async Task Change_GivesAndEndsRoles_AndKeepsWhatWas()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        await MemberAsync(union, ActorRole.Coordinator);
        var somebody = await MemberAsync(union, ActorRole.Proposer, ActorRole.Reviewer);
        await ChangeAsync(union, somebody, CoordinatorOf(union), null, ActorRole.Reviewer, ActorRole.Trainer);
        Assert.Equal([ActorRole.Reviewer, ActorRole.Trainer], await RolesAsync(union, somebody));
        Assert.Equal(
            ["proposer 2026-11-01 2026-11-24", "reviewer 2026-11-01", "trainer 2026-11-24"],
            await database.Owner.ListAsync<string>($"select concat_ws(' ', role, since, ended_on) from directory.membership where account_id = '{somebody.Id}' order by role"));
        Assert.Equal("coordinator +trainer -proposer", await database.Owner.OneAsync<string>(
            "select concat_ws(' ', role, reason) from directory.event where subject_id = $1 and action = 'change-roles'", union.Id));
        // The same once more is no change.
        await ChangeAsync(union, somebody, CoordinatorOf(union), null, ActorRole.Trainer, ActorRole.Reviewer);
        Assert.Equal(1, await database.Owner.OneAsync<long>("select count(*) from directory.event where subject_id = $1 and action = 'change-roles'", union.Id));

        await RefusedAsync("membership_keeper", () => ChangeAsync(union, somebody, CoordinatorOf(union), null, ActorRole.Reviewer, ActorRole.Keeper));
        Assert.Equal([ActorRole.Reviewer, ActorRole.Trainer], await RolesAsync(union, somebody));
        await ChangeAsync(union, somebody, CoordinatorOf(union), null);
        Assert.Empty(await RolesAsync(union, somebody));
        await RefusedAsync("membership_unknown", () => ChangeAsync(union, somebody, CoordinatorOf(union), null, ActorRole.Reviewer));
    }

    [Fact, Property(79)]
    public async Task Change_ByAnybodyButTheirCoordinator_IsRefused()
    {
        var (union, other) = (await database.Given.SexWorkerLedAsync("Lantern Union (demo)"), await database.Given.SexWorkerLedAsync("Harbour Collective (demo)"));
        var somebody = await MemberAsync(union, ActorRole.Proposer);
        foreach (var role in Enum.GetValues<ActorRole>())
        {
            await RefusedAsync("membership_coordinator", () => ChangeAsync(union, somebody, new Actor(other.Id, role), null));
            if (role is not ActorRole.Coordinator)
                await RefusedAsync("membership_coordinator", () => ChangeAsync(union, somebody, new Actor(union.Id, role), null));
        }

        // Nor are members of another organisation theirs.
        await RefusedAsync("membership_unknown", () => ChangeAsync(other, somebody, CoordinatorOf(other), null, ActorRole.Proposer));
        Assert.Equal([ActorRole.Proposer], await RolesAsync(union, somebody));
    }

    [Fact]
    public async Task Change_ThatLeavesNobodyToCoordinate_IsRefused_AlsoOfTwoAtOnce()
    {
        for (int turn = 0; turn < 10; turn++)
        {
            var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
            var (one, two) = (await MemberAsync(union, ActorRole.Coordinator), await MemberAsync(union, ActorRole.Coordinator));
            var refused = await Task.WhenAll(new[] { one, two }.Select(async account =>
            {
                try
                {
                    await ChangeAsync(union, account, CoordinatorOf(union), null, ActorRole.Reviewer);
                    return null;
                }
                catch (ListingRefusedException e)
                {
                    return e.Rule;
                }
            }));
            Assert.Equal([null, "membership_last"], refused.Order());
        }
    }

    [Fact]
    public async Task Change_ToARoleThatIsNotTheirs_IsRefused_AndChangesNothing()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var clinic = await database.Given.OrganisationAsync("Mill Trust (demo)", OrganisationKind.Provider);
        var (member, contact) = (await MemberAsync(union, ActorRole.Proposer), await MemberAsync(clinic, ActorRole.ProviderContact));
        await RefusedAsync("membership_kind", () => ChangeAsync(clinic, contact, CoordinatorOf(clinic), null, ActorRole.ProviderContact, ActorRole.Reviewer));
        await RefusedAsync("membership_apart", () => ChangeAsync(union, member, CoordinatorOf(union), null, ActorRole.Proposer, ActorRole.TechnicalAdmin));
        Assert.Equal([ActorRole.ProviderContact], await RolesAsync(clinic, contact));
        Assert.Equal([ActorRole.Proposer], await RolesAsync(union, member));
    }

    [Fact, Property(74)]
    public async Task Change_EndsTheirOtherSignIns_AtOnce()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var (somebody, other) = (await MemberAsync(union, ActorRole.Proposer), await MemberAsync(union, ActorRole.Coordinator));
        string[] keys = await InAsync(async (_, tickets) => new[]
        {
            await tickets.OpenAsync(somebody.Id, new byte[1], s_now, s_now + TicketStore.Longest, Stop), await tickets.OpenAsync(somebody.Id, new byte[1], s_now, s_now + TicketStore.Longest, Stop), await tickets.OpenAsync(other.Id, new byte[1], s_now, s_now + TicketStore.Longest, Stop),
        });
        await ChangeAsync(union, somebody, CoordinatorOf(union), keys[1], ActorRole.Reviewer);
        Assert.Equal("False True True", await InAsync(async (_, tickets) => string.Join(' ', new[]
        {
            await tickets.FindAsync(keys[0], s_now, Stop) is not null, await tickets.FindAsync(keys[1], s_now, Stop) is not null, await tickets.FindAsync(keys[2], s_now, Stop) is not null,
        })));
    }

    /// <summary>A link that a coordinator made before they lost the role would let somebody in after it.</summary>
    [Fact, Property(74)]
    public async Task Change_ThatEndsACoordinatorsRole_EndsTheLinksOfTheOrganisation_AndNoOthers()
    {
        var (union, other) = (await database.Given.SexWorkerLedAsync("Lantern Union (demo)"), await database.Given.SexWorkerLedAsync("Harbour Collective (demo)"));
        await MemberAsync(union, ActorRole.Coordinator);
        var somebody = await MemberAsync(union, ActorRole.Coordinator, ActorRole.Reviewer);
        var theirs = await InviteAsync(union, CoordinatorOf(union));
        var (elsewhere, byCommand) = (await InviteAsync(other, CoordinatorOf(other)), await InviteAsync(union, Actor.CommandLine));
        await ChangeAsync(union, somebody, CoordinatorOf(union), null, ActorRole.Coordinator);
        Assert.True(await OpensAsync(theirs));
        await ChangeAsync(union, somebody, CoordinatorOf(union), null, ActorRole.Proposer);
        Assert.False(await OpensAsync(theirs));
        Assert.True(await OpensAsync(elsewhere) && await OpensAsync(byCommand));

        // And whichever way a role ends.
        var again = await InviteAsync(union, CoordinatorOf(union));
        await database.App.RunAsync("update directory.membership set ended_on = '2026-11-24' where organisation_id = $1 and role = 'coordinator' and ended_on is null", union.Id);
        Assert.False(await OpensAsync(again));
    }

    [Fact]
    public async Task Change_ThatTakesTheLastRole_EndsTheirCalendar()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var somebody = await MemberAsync(union, ActorRole.Proposer, ActorRole.Reviewer);
        await using (var context = database.Context())
            await new CalendarService(context, s_secrets).MakeAsync(somebody.Id, Stop);
        await ChangeAsync(union, somebody, CoordinatorOf(union), null, ActorRole.Proposer);
        Assert.Equal(1, await database.Owner.OneAsync<long>("select count(*) from directory.calendar where account_id = $1", somebody.Id));
        await ChangeAsync(union, somebody, CoordinatorOf(union), null);
        Assert.Equal(0, await database.Owner.OneAsync<long>("select count(*) from directory.calendar where account_id = $1", somebody.Id));
    }

    private async Task<string> InviteAsync(Organisation organisation, Actor actor)
    {
        await using var context = database.Context();
        return (await new InvitationService(context, s_secrets).MakeAsync(new InviteMember(organisation.Id, [ActorRole.Proposer], s_now), actor, Stop)).Code;
    }

    private async Task<bool> OpensAsync(string code)
    {
        await using var context = database.Context();
        return await new InvitationService(context, s_secrets).FindAsync(code, s_now, Stop) is not null;
    }

    [Fact]
    public async Task Roles_OfAKind_AreThoseOfTheDatabase()
    {
        foreach (var kind in Enum.GetValues<OrganisationKind>())
        {
            Assert.Equal(
                await database.Owner.ListAsync<string>($"select role from unnest(array[{string.Join(',', EnumSlug.All<ActorRole>().Select(role => $"'{role}'"))}]) role where directory.role_fits('{EnumSlug.Of(kind)}', role) order by 1"),
                OrganisationRoles.Of(kind).Select(EnumSlug.Of).Order(StringComparer.Ordinal));
        }
    }

    private static async Task RefusedAsync(string rule, Func<Task> what) => Assert.Equal(rule, (await Assert.ThrowsAsync<ListingRefusedException>(what)).Rule);
}
