using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>The only way in: a code for one person, one organisation, some roles and three days.</summary>
public sealed class InvitationTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private static readonly Instant s_now = Instant.FromUtc(2026, 11, 24, 12, 0);

    private static readonly DirectorySecrets s_secrets = TestSecrets.New();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Make_IsFoundByItsCode_ForThreeDays()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var made = await MakeAsync(union, Actor.CommandLine, ActorRole.Reviewer, ActorRole.Coordinator, ActorRole.Reviewer);
        Assert.Equal(s_now + Duration.FromHours(72), made.EndsAt);
        var found = await FindAsync(SecretCode.Show(made.Code).ToLowerInvariant());
        Assert.NotNull(found);
        Assert.Equal((made.Id, union.Id, made.EndsAt), (found.Id, found.OrganisationId, found.EndsAt));
        Assert.Equal([ActorRole.Reviewer, ActorRole.Coordinator], found.Roles);
        Assert.NotNull(await FindAsync(made.Code, made.EndsAt - Duration.FromSeconds(1)));
        Assert.Null(await FindAsync(made.Code, made.EndsAt));
        Assert.Null(await FindAsync(SecretCode.New()));
        Assert.Null(await FindAsync("7K3Q"));
        Assert.Null(await FindAsync(null));
    }

    [Fact]
    public async Task Make_KeepsNoCode_AndSaysWhoInvited()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var made = await MakeAsync(union, new Actor(union.Id, ActorRole.Coordinator), ActorRole.Reviewer);
        var rows = await database.Owner.ListAsync<string>("select i::text || e::text from directory.invitation i join directory.event e on e.subject_id = i.organisation_id");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.DoesNotContain(made.Code, row, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("coordinator invite reviewer", await database.Owner.OneAsync<string>(
            "select concat_ws(' ', role, action, reason) from directory.event where subject_id = $1 and organisation_id = $1", union.Id));
        // Without the key that is kept elsewhere a code opens nothing.
        await using var context = database.Context();
        Assert.Null(await new InvitationService(context, TestSecrets.New()).FindAsync(made.Code, s_now, Stop));
    }

    [Fact]
    public async Task Make_ByAnybodyButTheirCoordinator_IsRefused()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var other = await database.Given.SexWorkerLedAsync("Harbour Collective (demo)");
        foreach (var role in Enum.GetValues<ActorRole>())
        {
            await RefusedAsync("invitation_coordinator", () => MakeAsync(union, new Actor(other.Id, role), ActorRole.Reviewer));
            if (role is not ActorRole.Coordinator)
                await RefusedAsync("invitation_coordinator", () => MakeAsync(union, new Actor(union.Id, role), ActorRole.Reviewer));
        }

        Assert.Equal(0, await database.Owner.OneAsync<long>("select count(*) from directory.invitation where organisation_id = $1", union.Id));
    }

    public static TheoryData<OrganisationKind, ActorRole, bool> Roles
    {
        get
        {
            var roles = new TheoryData<OrganisationKind, ActorRole, bool>();
            foreach (var kind in Enum.GetValues<OrganisationKind>())
            {
                foreach (var role in Enum.GetValues<ActorRole>())
                {
                    roles.Add(kind, role, role switch
                    {
                        ActorRole.Reviewer or ActorRole.Trainer or ActorRole.Panel or ActorRole.Keeper => kind is OrganisationKind.SexWorkerLed,
                        ActorRole.Proposer => kind is OrganisationKind.SexWorkerLed or OrganisationKind.Allied,
                        ActorRole.ProviderContact => kind is OrganisationKind.Provider,
                        ActorRole.Coordinator or ActorRole.TechnicalAdmin => true,
                        _ => false,
                    });
                }
            }

            return roles;
        }
    }

    /// <summary>Asked of the service, and of the tables with plain SQL as the app.</summary>
    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Role_ThatAnOrganisationOfItsKindDoesNotHave_IsRefused(OrganisationKind kind, ActorRole role, bool fits)
    {
        var organisation = await database.Given.OrganisationAsync("Somebody (demo)", kind);
        // Who keeps the keys also coordinates.
        ActorRole[] roles = role is ActorRole.Keeper ? [ActorRole.Coordinator, role] : [role];
        if (fits)
            await MakeAsync(organisation, Actor.CommandLine, roles);
        else
            await RefusedAsync("membership_kind", () => MakeAsync(organisation, Actor.CommandLine, roles));
        var account = await database.Given.AccountAsync();
        if (roles.Length > 1)
            Assert.Null(await JoinAsync(account, organisation, roles[0]));
        Assert.Equal(fits ? null : PostgresErrorCodes.CheckViolation, await JoinAsync(account, organisation, role));
    }

    [Fact]
    public async Task Keeper_WhoDoesNotCoordinate_IsRefused_ByPlainSqlEither()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        await RefusedAsync("membership_keeper", () => MakeAsync(union, Actor.CommandLine, ActorRole.Keeper, ActorRole.Reviewer));
        var account = await database.Given.AccountAsync();
        Assert.Equal(PostgresErrorCodes.CheckViolation, await JoinAsync(account, union, ActorRole.Keeper));
        Assert.Null(await JoinAsync(account, union, ActorRole.Coordinator));
        Assert.Null(await JoinAsync(account, union, ActorRole.Keeper));
        Assert.Equal(PostgresErrorCodes.CheckViolation, await database.App.RefusedAsync($"update directory.membership set ended_on = since where role = 'coordinator' and account_id = '{account.Id}'"));
        // Both at once.
        await database.App.RunAsync($"update directory.membership set ended_on = since where account_id = '{account.Id}'");
    }

    [Fact]
    public async Task TechnicalAdmin_HasNoOtherRole_AndTwoAtOnceDoNotEither()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        await RefusedAsync("membership_apart", () => MakeAsync(union, Actor.CommandLine, ActorRole.TechnicalAdmin, ActorRole.Reviewer));
        var account = await database.Given.AccountAsync();
        Assert.Null(await JoinAsync(account, union, ActorRole.Reviewer));
        Assert.Equal(PostgresErrorCodes.CheckViolation, await JoinAsync(account, union, ActorRole.TechnicalAdmin));
        Assert.Null(await JoinAsync(account, union, ActorRole.Coordinator));
        // The same role twice, while it lasts.
        Assert.Equal(PostgresErrorCodes.UniqueViolation, await JoinAsync(account, union, ActorRole.Reviewer));
        await database.App.RunAsync("update directory.membership set ended_on = since where account_id = $1", account.Id);
        Assert.Null(await JoinAsync(account, union, ActorRole.TechnicalAdmin));

        for (int i = 0; i < 20; i++)
        {
            var both = await database.Given.AccountAsync();
            string?[] answers = await Task.WhenAll(JoinAsync(both, union, ActorRole.TechnicalAdmin), JoinAsync(both, union, ActorRole.Reviewer));
            Assert.Single(answers, answer => answer is null);
            Assert.Single(answers, PostgresErrorCodes.CheckViolation);
        }
    }

    [Fact]
    public async Task Make_WithoutARole_IsRefused()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        await RefusedAsync("invitation_roles", () => MakeAsync(union, Actor.CommandLine));
    }

    [Fact]
    public async Task Withdraw_OpensNothingAnyMore_AndIsSaidOnce()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var coordinator = new Actor(union.Id, ActorRole.Coordinator);
        var made = await MakeAsync(union, coordinator, ActorRole.Proposer);
        var other = await MakeAsync(union, coordinator, ActorRole.Reviewer);
        Assert.Equal(new[] { made.Id, other.Id }.Order(), (await WaitingAsync(union)).Order());
        Assert.True(await WithdrawAsync(made, coordinator));
        Assert.False(await WithdrawAsync(made, coordinator));
        Assert.Null(await FindAsync(made.Code));
        Assert.Equal([other.Id], await WaitingAsync(union));
        Assert.Equal(1, await database.Owner.OneAsync<long>("select count(*) from directory.event where action = 'withdraw-invitation' and subject_id = $1", union.Id));
        // And not by plain SQL, once it was used or withdrawn.
        Assert.Equal(PostgresErrorCodes.CheckViolation, await database.App.RefusedAsync($"update directory.invitation set withdrawn_on = null where id = '{made.Id}'"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync($"update directory.invitation set ends_at = 'infinity' where id = '{other.Id}'"));
    }

    [Fact]
    public async Task Withdraw_AnotherOrganisations_IsRefused()
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var other = await database.Given.SexWorkerLedAsync("Harbour Collective (demo)");
        var made = await MakeAsync(union, Actor.CommandLine, ActorRole.Proposer);
        await RefusedAsync("invitation_coordinator", () => WithdrawAsync(made, new Actor(other.Id, ActorRole.Coordinator)));
        await RefusedAsync("invitation_unknown", () => WithdrawAsync(made with { Id = Guid.NewGuid() }, Actor.CommandLine));
        Assert.NotNull(await FindAsync(made.Code));
    }

    private static async Task RefusedAsync(string rule, Func<Task> act) => Assert.Equal(rule, (await Assert.ThrowsAsync<ListingRefusedException>(act)).Rule);

    private async Task<MadeInvitation> MakeAsync(Organisation organisation, Actor actor, params ActorRole[] roles)
    {
        await using var context = database.Context();
        return await new InvitationService(context, s_secrets).MakeAsync(new InviteMember(organisation.Id, roles, s_now), actor, Stop);
    }

    private async Task<OpenInvitation?> FindAsync(string? typed, Instant? at = null)
    {
        await using var context = database.Context();
        return await new InvitationService(context, s_secrets).FindAsync(typed, at ?? s_now, Stop);
    }

    private async Task<IEnumerable<Guid>> WaitingAsync(Organisation organisation)
    {
        await using var context = database.Context();
        return (await new InvitationService(context, s_secrets).WaitingAsync(organisation.Id, s_now, Stop)).Select(i => i.Id);
    }

    private async Task<bool> WithdrawAsync(MadeInvitation made, Actor actor)
    {
        await using var context = database.Context();
        return await new InvitationService(context, s_secrets).WithdrawAsync(new WithdrawInvitation(made.Id, s_now), actor, Stop);
    }

    /// <returns>Null, or the state of the refusal.</returns>
    private async Task<string?> JoinAsync(Account account, Organisation organisation, ActorRole role)
    {
        try
        {
            await database.App.RunAsync(
                "insert into directory.membership (id, account_id, organisation_id, role, since) values (gen_random_uuid(), $1, $2, $3, '2026-11-24')",
                account.Id,
                organisation.Id,
                Core.Data.EnumSlug.Of(role));
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }
}
