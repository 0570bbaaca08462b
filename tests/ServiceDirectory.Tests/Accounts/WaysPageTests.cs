using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>How somebody gets in, changed by the pages without script. Passkeys are tried in a browser.</summary>
public sealed class WaysPageTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private const string Ways = "/account/ways";

    private async Task<Newcomer> JoinAsync(HttpClient browser) =>
        await Newcomer.JoinAsync(browser, await Newcomer.InviteAsync(members.World.Database.Logins, members.World.Peers, members.Clock, ActorRole.Proposer), members.Clock);

    [Fact]
    public async Task Passphrase_IsChanged_AndTheNextSignInAsksWhetherItWasThem()
    {
        using var browser = members.Browser();
        var somebody = await JoinAsync(browser);
        var page = await browser.PageAsync(Ways);
        // Nothing typed is said where it was not typed.
        using var empty = await Form.On(page, Ways, "form:has(#passphrase)").SendAsync(browser);
        Assert.Equal("passphrase", Assert.Single((await empty.PageAsync(HttpStatusCode.BadRequest)).QuerySelectorAll("details[open] .wrong")).GetAttribute("data-field"));
        using var easy = await Form.On(page, Ways, "form:has(#passphrase)").Fill("passphrase", "aaaaaaaaaaaaaaaaaaaa").SendAsync(browser);
        page = await easy.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("passphrase", Assert.Single(page.QuerySelectorAll("details[open] .wrong")).GetAttribute("data-field"));
        using var changed = await Form.On(page, Ways, "form:has(#passphrase)").Fill("passphrase", "nine windows hum beside copper").SendAsync(browser);
        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);

        using var other = members.Browser();
        Assert.Equal(HttpStatusCode.BadRequest, (await somebody.SignInAsync(other)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await somebody.SignInAsync(other, phrase: "nine windows hum beside copper")).StatusCode);
        page = await other.PageAsync("/account");
        Assert.Contains("Another passphrase", page.QuerySelector(".told")!.TextContent, StringComparison.Ordinal);
        // Whoever made the change is signed in under a new key.
        Assert.Equal(HttpStatusCode.OK, (await browser.ReadAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task App_IsExchanged_OnceItsCodeIsRight()
    {
        using var browser = members.Browser();
        var somebody = await JoinAsync(browser);
        var page = await browser.PageAsync(Ways);
        string key = page.QuerySelector("code.key")!.TextContent;
        using var wrong = await Form.On(page, Ways, "form:has(#code)").Fill("code", "000000").SendAsync(browser);
        page = await wrong.PageAsync(HttpStatusCode.BadRequest);
        // The same key, as it may be in the app already.
        Assert.Equal(key, page.QuerySelector("details[open] code.key")!.TextContent);
        using var right = await Form.On(page, Ways, "form:has(#code)").Fill("code", Newcomer.CodeOf(key, members.Clock)).SendAsync(browser);
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        members.Clock.Advance(TimeSpan.FromMinutes(2));
        using var other = members.Browser();
        Assert.Equal(HttpStatusCode.BadRequest, (await somebody.SignInAsync(other, Newcomer.CodeOf(somebody.Key, members.Clock))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await somebody.SignInAsync(other, Newcomer.CodeOf(key, members.Clock))).StatusCode);
    }

    [Fact]
    public async Task Codes_AreShownFirst_AndTakeThePlaceOfTheOldOnesAfterwards()
    {
        using var browser = members.Browser();
        var somebody = await JoinAsync(browser);
        using var asked = await Form.On(await browser.PageAsync(Ways), Ways, "form:has([value=codes])").SendAsync(browser);
        var page = await asked.PageAsync(HttpStatusCode.OK);
        string[] codes = [.. page.QuerySelectorAll(".codes code").Select(code => code.TextContent)];
        Assert.Equal(10, codes.Distinct().Count());
        using var other = members.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await somebody.SignInAsync(other)).StatusCode);
        using var saved = await Form.On(page, Ways).SendAsync(browser, "yes");
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await somebody.SignInAsync(other)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await somebody.SignInAsync(other, codes[3])).StatusCode);
    }

    [Fact, Property(75)]
    public async Task Ways_AskForACodeOnceMore_AfterFiveMinutes()
    {
        using var browser = members.Browser();
        var somebody = await JoinAsync(browser);
        var page = await browser.PageAsync(Ways);
        members.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.StartsWith("/account/confirm", (await browser.ReadAsync(Ways)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        // Nor by a form that was open before; the passphrase in it does not come back.
        using var late = await Form.On(page, Ways, "form:has(#passphrase)").Fill("passphrase", "nine windows hum beside copper").SendAsync(browser);
        Assert.DoesNotContain("nine windows", (await late.PageAsync(HttpStatusCode.Forbidden)).Source.Text, StringComparison.Ordinal);
        using var other = members.Browser();
        Assert.Equal(HttpStatusCode.SeeOther, (await somebody.SignInAsync(other)).StatusCode);
    }

    /// <summary>What a device is asked is made for everybody alike: there is no name in it, nor a list of keys.</summary>
    [Fact, Property(67)]
    public async Task SignIn_AsksADeviceForNobodyInParticular()
    {
        using var browser = members.Browser();
        await JoinAsync(browser);
        foreach (string address in new[] { "/account/sign-in", "/account/sign-in?name=quiet-otter&then=%2Faccount" })
        {
            var page = await browser.PageAsync(address);
            string options = page.QuerySelector("[data-passkey=get]")!.GetAttribute("data-options")!;
            Assert.Contains("\"allowCredentials\":[]", options, StringComparison.Ordinal);
            Assert.DoesNotContain("quiet-otter", options, StringComparison.Ordinal);
        }
    }
}
