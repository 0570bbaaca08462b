using System.Security.Cryptography;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Desk;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Urgent;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>Builds the world of a test in readable lines, written as the app.</summary>
public sealed class Given(DirectoryLogins logins)
{
    public static readonly LocalDate Today = new(2026, 11, 24);

    /// <summary>An organisation that may approve: sex worker-led, vouched for a year.</summary>
    public Task<Organisation> SexWorkerLedAsync(string name) => OrganisationAsync(name, OrganisationKind.SexWorkerLed);

    public async Task<Organisation> OrganisationAsync(string name, OrganisationKind kind)
    {
        var organisation = new Organisation
        {
            Id = Guid.NewGuid(),
            Code = Code(),
            Kind = kind,
            Name = Text.Of("en", name),
            Country = "GB",
            Origin = "test",
        };
        await SaveAsync(context => context.Add(organisation));
        if (kind is OrganisationKind.SexWorkerLed)
            await VouchedUntilAsync(organisation, Today.PlusYears(1));
        return organisation;
    }

    /// <summary>What only the owner writes: until when two vouchers' word counts.</summary>
    public Task VouchedUntilAsync(Organisation organisation, LocalDate? until) => OwnerAsync(
        "update directory.organisation set vouched_until = $2 where id = $1", organisation, (object?)until ?? DBNull.Value);

    /// <summary>What only the owner writes: when an organisation approves nothing.</summary>
    public Task FrozenAsync(Organisation organisation, LocalDate from, LocalDate until) => OwnerAsync(
        "update directory.organisation set frozen_from = $2, frozen_until = $3 where id = $1", organisation, from, until);

    /// <summary>Two organisations that count as one, as whoever runs the directory wrote down.</summary>
    public Task RelatedAsync(Organisation one, Organisation other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        // The database orders uuids by their bytes as written.
        var ids = new[] { one.Id, other.Id }.OrderBy(i => i.ToString(), StringComparer.Ordinal).ToArray();
        return logins.Owner.RunAsync("insert into directory.organisation_relation (organisation_id, related_id, reason) values ($1, $2, 'one board')", ids[0], ids[1]);
    }

    /// <summary>An account without anything that opens it.</summary>
    public async Task<Account> AccountAsync()
    {
        var account = new Account
        {
            Id = Guid.NewGuid(),
            Name = $"made-{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 12)}",
            SecurityStamp = "first",
            ConcurrencyStamp = "first",
        };
        await SaveAsync(context => context.Add(account));
        return account;
    }

    /// <summary>The code of an invitation for one person, as it stands in its link.</summary>
    public async Task<string> InvitedAsync(Organisation organisation, Instant at, params IReadOnlyList<ActorRole> roles)
    {
        ArgumentNullException.ThrowIfNull(organisation);
        await using var context = logins.Context();
        var made = await new InvitationService(context, DirectorySecrets.Read(TestSecrets.Folder)).MakeAsync(new InviteMember(organisation.Id, roles, at), Actor.CommandLine);
        return SecretCode.Show(made.Code);
    }

    /// <summary>The code of somebody's calendar address, as it stands there.</summary>
    public async Task<string> CalendarAsync()
    {
        var account = await AccountAsync();
        await logins.Owner.RunAsync("update directory.account set active_since = date '2026-01-01' where id = $1", account.Id);
        await using var context = logins.Context();
        return SecretCode.Show(await new CalendarService(context, DirectorySecrets.Read(TestSecrets.Folder)).MakeAsync(account.Id));
    }

    /// <summary>A country answer that two organisations stand by since a day.</summary>
    public async Task AnsweredAsync(string country, int situation, CountryAnswerContent content, LocalDate on)
    {
        var (first, second) = (await SexWorkerLedAsync("First"), await SexWorkerLedAsync("Second"));
        await using var context = logins.Context();
        var answers = new CountryAnswerService(context, DirectoryCatalogue.Default);
        var id = await answers.WriteAsync(new WriteCountryAnswer(first.Id, country, situation, content, on), new Actor(first.Id, ActorRole.Reviewer));
        await answers.ApproveAsync(new ApproveCountryAnswer(second.Id, id, on), new Actor(second.Id, ActorRole.Reviewer));
    }

    public static string Code() => RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuvwxyz", 6);

    private Task<int> OwnerAsync(string sql, Organisation organisation, params object[] values)
    {
        ArgumentNullException.ThrowIfNull(organisation);
        return logins.Owner.RunAsync(sql, [organisation.Id, .. values]);
    }

    private async Task SaveAsync(Action<DirectoryDbContext> add)
    {
        await using var context = logins.Context();
        add(context);
        await context.SaveChangesAsync();
    }
}
