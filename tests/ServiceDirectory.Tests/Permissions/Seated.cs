using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Accounts;

namespace ServiceDirectory.Tests.Permissions;

/// <summary>Somebody who works in an organisation and is signed in, without going the way of the pages: for tests that need many.</summary>
internal sealed record Seated(Seat Seat, Guid AccountId, HttpClient Browser) : IDisposable
{
    public static async Task<Seated> InAsync(MembersWorld members, Organisation organisation, params IReadOnlyList<ActorRole> roles)
    {
        var logins = members.World.Database.Logins;
        var account = await members.World.Database.Given.AccountAsync();
        await logins.Owner.RunAsync("update directory.account set active_since = date '2026-01-01' where id = $1", account.Id);
        // Who keeps the keys also coordinates.
        roles = [.. (roles.Contains(ActorRole.Keeper) ? roles.Append(ActorRole.Coordinator) : roles).Distinct().OrderBy(role => role == ActorRole.Keeper)];
        foreach (var role in roles)
        {
            await logins.App.RunAsync(
                "insert into directory.membership (id, account_id, organisation_id, role, since) values (gen_random_uuid(), $1, $2, $3, date '2026-01-01')",
                account.Id, organisation.Id, Core.Data.EnumSlug.Of(role));
        }

        await using var scope = members.Program.Services.CreateAsyncScope();
        string key = await scope.ServiceProvider.GetRequiredService<SignInService>().OpenAsync(account, Instant.FromDateTimeOffset(members.Clock.GetUtcNow()));
        var browser = members.Browser(keepsCookies: false);
        browser.DefaultRequestHeaders.Add("Cookie", $"{AccountCookie.Name}={key}");
        return new Seated(new Seat(organisation.Id, organisation.Code, organisation.Name, organisation.Kind, [.. roles.Order()]), account.Id, browser);
    }

    public void Dispose() => Browser.Dispose();
}
