using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Accounts;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>Answers of passkeys are limited in total, in a bucket of their own: neither way in can be flooded to shut the other.</summary>
public sealed class PasskeyLimitTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    [Fact, Property(77)]
    public async Task Passkeys_AreLimitedInTotal_AndKeepNoPassphraseOut_NorTheOtherWayRound()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var browser = members.Browser();
        var somebody = await Newcomer.JoinAsync(browser, await Newcomer.InviteAsync(members.World.Database.Logins, union, members.Clock, ActorRole.Reviewer), members.Clock);
        using var other = members.Browser();
        var limits = members.Program.Services.GetRequiredService<SignInLimits>();
        for (int i = 0; i < SignInLimits.AllPasskeysAtOnce; i++)
            Assert.True(limits.TakePasskey(null));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TryAsync());
        Assert.Equal(HttpStatusCode.SeeOther, (await somebody.SignInAsync(other)).StatusCode);

        members.Clock.Advance(TimeSpan.FromMinutes(1));
        for (int i = 0; i < SignInLimits.AllAtOnce; i++)
            limits.Take($"name-{i}", null);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await somebody.SignInAsync(other)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, await TryAsync());

        // One visitor's flood is not everybody's.
        for (int i = 0; i < SignInLimits.PasskeysAtOnce; i++)
            Assert.True(limits.TakePasskey(IPAddress.Parse("203.0.113.7")));
        Assert.False(limits.TakePasskey(IPAddress.Parse("203.0.113.7")));
        Assert.True(limits.TakePasskey(IPAddress.Parse("198.51.100.7")));

        async Task<HttpStatusCode> TryAsync()
        {
            using var form = new FormUrlEncodedContent([new("credential", "{}"), new("state", "x")]);
            using var answer = await other.PostAsync(new Uri("/account/sign-in", UriKind.Relative), form, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }
}
