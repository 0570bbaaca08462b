using Microsoft.AspNetCore.Identity;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>From an invitation to an account, all at once or not at all.</summary>
public sealed class EnrolmentTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private const string Phrase = Newcomer.Phrase;

    private static readonly Instant s_now = Instant.FromUtc(2026, 11, 24, 12, 0);

    private static readonly DirectorySecrets s_secrets = TestSecrets.New();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<T> InAsync<T>(Func<EnrolmentService, Task<T>> work)
    {
        await using var context = database.Context();
        return await work(new EnrolmentService(
            context, new InvitationService(context, s_secrets), new AccountStore(context, s_secrets), s_secrets, new PasswordHasher<Account>()));
    }

    private async Task<(Organisation Organisation, string Code)> InvitedAsync(params ActorRole[] roles)
    {
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        await using var context = database.Context();
        var made = await new InvitationService(context, s_secrets).MakeAsync(new InviteMember(union.Id, roles, s_now), Actor.CommandLine, Stop);
        return (union, made.Code);
    }

    private Task<Enrolment> ReadyAsync(string code) => InAsync(async service =>
    {
        var begun = await service.BeginAsync(code, s_now, Stop);
        Assert.NotNull(begun);
        return Assert.IsType<Enrolment>(EnrolmentService.WithCode(service.WithPassphrase(begun, Phrase), CodeOf(begun), s_now));
    });

    private static string CodeOf(Enrolment enrolment) => Newcomer.CodeOf(enrolment.Draft.AuthenticatorKey, s_now);

    private Task<Account?> FinishAsync(Enrolment enrolment, string code) => InAsync(service => service.FinishAsync(enrolment, code, s_now, Stop));

    [Fact]
    public async Task Finish_WritesAccountCodesAndRoles_AndUsesTheInvitationUp()
    {
        var (union, code) = await InvitedAsync(ActorRole.Coordinator, ActorRole.Reviewer);
        var ready = await ReadyAsync(code);
        Assert.Equal(EnrolmentService.RecoveryCodes, ready.Draft.RecoveryCodes!.Distinct().Count());
        // Until then nothing is written: somebody who closes the page leaves nothing behind.
        Assert.Equal(0, await database.Owner.OneAsync<long>("select count(*) from directory.account where name = $1", ready.Draft.Name));

        var account = await FinishAsync(ready, code);
        Assert.NotNull(account);
        Assert.Equal((ready.Draft.Name, (LocalDate?)s_now.InUtc().Date), (account.Name, account.ActiveSince));
        Assert.Equal(10, await database.Owner.OneAsync<long>("select count(*) from directory.recovery_code where account_id = $1", account.Id));
        Assert.Equal(
            ["coordinator", "reviewer"],
            await database.Owner.ListAsync<string>($"select role from directory.membership where account_id = '{account.Id}' and organisation_id = '{union.Id}' and ended_on is null order by role"));
        Assert.Equal("join coordinator reviewer", await database.Owner.OneAsync<string>(
            "select action || ' ' || reason from directory.event where subject_id = $1 and action = 'join'", union.Id));
        // The code that showed that the app works is used.
        await using var context = database.Context();
        Assert.False(await new AccountStore(context, s_secrets).UseStepAsync(account, ready.Draft.AuthenticatorStep!.Value, s_now, Stop));

        // One person, once.
        Assert.Null(await FinishAsync(ready, code));
        Assert.Null(await InAsync(service => service.BeginAsync(code, s_now, Stop)));
    }

    [Fact]
    public async Task Finish_ByTwoAtOnce_MakesOneAccount()
    {
        var (union, code) = await InvitedAsync(ActorRole.Reviewer);
        var (one, two) = (await ReadyAsync(code), await ReadyAsync(code));
        var made = await Task.WhenAll(FinishAsync(one, code), FinishAsync(two, code));
        Assert.Single(made, account => account is not null);
        Assert.Equal(1, await database.Owner.OneAsync<long>("select count(*) from directory.membership where organisation_id = $1", union.Id));
    }

    [Fact]
    public async Task Finish_WithANameThatWasTaken_WritesNothing_AndTheInvitationStaysGood()
    {
        var (_, code) = await InvitedAsync(ActorRole.Reviewer);
        var ready = await ReadyAsync(code);
        await database.Owner.RunAsync($"insert into directory.account (id, name, security_stamp, concurrency_stamp) values ('{Guid.NewGuid()}', '{ready.Draft.Name}', 'a', 'b')");
        Assert.Null(await FinishAsync(ready, code));
        Assert.NotNull(await InAsync(service => service.BeginAsync(code, s_now, Stop)));
    }

    [Fact]
    public async Task Finish_WithSomethingMissing_IsRefused()
    {
        var (_, code) = await InvitedAsync(ActorRole.Reviewer);
        await InAsync(async service =>
        {
            var begun = (await service.BeginAsync(code, s_now, Stop))!;
            var (phrase, app) = (service.WithPassphrase(begun, Phrase), EnrolmentService.WithCode(begun, CodeOf(begun), s_now)!);
            foreach (var half in new[] { begun, phrase, app })
                await Assert.ThrowsAsync<ArgumentException>(() => service.FinishAsync(half, code, s_now, Stop));
            Assert.Null(EnrolmentService.WithCode(begun, "12345", s_now));
            return 0;
        });
    }

    [Fact]
    public async Task Draft_OpensForItsInvitationOnly_AndForAnHour()
    {
        var (_, code) = await InvitedAsync(ActorRole.Reviewer);
        var (_, other) = await InvitedAsync(ActorRole.Reviewer);
        await InAsync(async service =>
        {
            var begun = (await service.BeginAsync(code, s_now, Stop))!;
            string draft = service.Seal(begun);
            Assert.DoesNotContain(begun.Draft.AuthenticatorKey, draft, StringComparison.Ordinal);
            Assert.Equal(begun.Draft, (await service.GoOnAsync(code, draft, s_now, Stop))!.Draft);
            Assert.NotNull(await service.GoOnAsync(code, draft, s_now + EnrolmentService.Longest - Duration.FromSeconds(1), Stop));
            foreach (var (invitation, sent, at) in new[]
            {
                (code, draft, s_now + EnrolmentService.Longest), (other, draft, s_now), (SecretCode.New(), draft, s_now),
                (code, draft[..^4] + "AAAA", s_now), (code, "", s_now), (code, "no base64!", s_now), (code, null, s_now),
            })
                Assert.Null(await service.GoOnAsync(invitation, sent, at, Stop));
            return 0;
        });
    }
}
