using System.Security.Cryptography;
using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;

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
            VouchedUntil = kind is OrganisationKind.SexWorkerLed ? Today.PlusYears(1) : null,
            Origin = "test",
        };
        await SaveAsync(context => context.Add(organisation));
        return organisation;
    }

    /// <summary>Two organisations that count as one.</summary>
    public Task RelatedAsync(Organisation one, Organisation other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        // The database orders uuids by their bytes as written.
        var ids = new[] { one.Id, other.Id }.OrderBy(i => i.ToString(), StringComparer.Ordinal).ToArray();
        return SaveAsync(context => context.Add(new OrganisationRelation { OrganisationId = ids[0], RelatedId = ids[1], Reason = "one board" }));
    }

    public static string Code() => RandomNumberGenerator.GetString("0123456789abcdefghijklmnopqrstuvwxyz", 6);

    private async Task SaveAsync(Action<DirectoryDbContext> add)
    {
        await using var context = logins.Context();
        add(context);
        await context.SaveChangesAsync();
    }
}
