using System.Net;
using Microsoft.Playwright;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>Getting in with a passkey, on a device that the browser makes up.</summary>
public sealed class PasskeyTests(Chromium chromium, MembersDirectory directory) : IClassFixture<MembersDirectory>
{
    private const string Phrase = "seven teapots drift over marble";

    [Fact, Property(71)]
    public async Task Passkey_OpensAnAccountAlone_AlsoWhileAStrangerGuesses()
    {
        await using var visit = await Visit.StartAsync(chromium, directory.Address);
        await DeviceAsync(visit);
        string name = await JoinAsync(visit);
        await SignOutAsync(visit);

        // Somebody who knows the name tries passphrases until there is a wait.
        using var stranger = new HttpClient { BaseAddress = new Uri(directory.Address) };
        for (int i = 0; i < 6; i++)
        {
            using var guess = await stranger.PostAsync(
                new Uri("/account/sign-in", UriKind.Relative), new FormUrlEncodedContent([new("name", name), new("passphrase", "wrong"), new("code", "000000")]), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, guess.StatusCode);
        }

        await visit.GoAsync("/account/sign-in");
        await visit.Page.ClickAsync("button[data-passkey]");
        await visit.ComesToAsync("/account$");
        Assert.Equal(name, await visit.Page.InnerTextAsync("h1"));
    }

    /// <summary>Whoever got hold of an answer, on the wire or in a log, sends it again.</summary>
    [Fact, Property(67)]
    public async Task Passkey_AnAnswer_IsTakenOnce()
    {
        await using var visit = await Visit.StartAsync(chromium, directory.Address);
        await DeviceAsync(visit);
        await JoinAsync(visit);
        await SignOutAsync(visit);
        await visit.GoAsync("/account/sign-in");
        var sent = await visit.Page.RunAndWaitForRequestAsync(() => visit.Page.ClickAsync("button[data-passkey]"), request => request.Method == "POST");
        await visit.ComesToAsync("/account$");
        using var thief = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(directory.Address) };
        using var body = new ByteArrayContent(sent.PostDataBuffer!);
        body.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var again = await thief.PostAsync(new Uri("/account/sign-in", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.False(again.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Passkey_IsAddedAndRemoved_AndTheLastOneStays()
    {
        await using var visit = await Visit.StartAsync(chromium, directory.Address);
        await DeviceAsync(visit);
        await JoinAsync(visit);
        await visit.GoAsync("/account/ways");
        // The device knows that it has one, so this is another device.
        await DeviceAsync(visit, transport: "usb");
        await visit.Page.ClickAsync("button[data-passkey]");
        await visit.ComesToAsync("/account$");
        await visit.GoAsync("/account/ways");
        Assert.Equal(2, await visit.Page.Locator("[name=end]").CountAsync());
        await visit.Page.Locator("[name=end]").First.ClickAsync();
        await visit.ComesToAsync("/account$");
        await visit.GoAsync("/account/ways");
        await visit.Page.Locator("[name=end]").First.ClickAsync();
        Assert.Contains("only second way", await visit.Page.InnerTextAsync("main .wrong"), StringComparison.Ordinal);
    }

    /// <summary>A device that does not ask who is there is one factor, not two.</summary>
    [Fact, Property(68)]
    public async Task Passkey_OfADeviceThatAsksNobody_OpensNothing()
    {
        await using var visit = await Visit.StartAsync(chromium, directory.Address);
        await DeviceAsync(visit, isVerified: false);
        await visit.GoAsync(await directory.InviteAsync(ActorRole.Reviewer));
        await visit.Page.FillAsync("#passphrase", Phrase);
        await visit.Page.ClickAsync("button[data-passkey]");
        await Assertions.Expect(visit.Page.Locator("[data-passkey-wrong]")).ToBeVisibleAsync();
        Assert.Equal(Phrase, await visit.Page.InputValueAsync("#passphrase"));
    }

    /// <summary>Everything works with passphrase and app where there is no script.</summary>
    [Fact, Property(11)]
    public async Task Pages_WithoutScript_OfferNoPasskey()
    {
        await using var visit = await Visit.StartAsync(chromium, directory.Address, script: false);
        await visit.GoAsync(await directory.InviteAsync(ActorRole.Reviewer));
        Assert.False(await visit.Page.Locator("[data-passkey]").IsVisibleAsync());
        Assert.True(await visit.Page.Locator("svg.square").IsVisibleAsync());
        await visit.GoAsync("/account/sign-in");
        Assert.False(await visit.Page.Locator("[data-passkey]").IsVisibleAsync());
    }

    [FullTheory]
    [InlineData("en", 360)]
    [InlineData("ar", 1280)]
    public async Task Pages_OfAccounts_AreForEverybody(string language, int width)
    {
        await using var visit = await Visit.StartAsync(chromium, directory.Address, new Screen(width, 800));
        await DeviceAsync(visit);
        string prefix = language == "en" ? "" : $"/{language}";
        var wrong = new List<string>();
        async Task LookAsync(string what) => wrong.AddRange((await visit.ViolationsAsync()).Select(violation => $"{what}: {violation}"));

        await visit.GoAsync(prefix + await directory.InviteAsync(ActorRole.Coordinator, ActorRole.Reviewer));
        await LookAsync("join");
        await visit.Page.FillAsync("#passphrase", Phrase);
        await visit.Page.ClickAsync("button[data-passkey]");
        await visit.Page.WaitForSelectorAsync(".codes");
        await LookAsync("codes");
        await visit.Page.ClickAsync("main form button");
        await visit.ComesToAsync("/account$");
        foreach (string address in new[] { "/account", "/account/ways", $"/curate/{directory.Union.Code}/members", $"/curate/{directory.Union.Code}/backups", "/account/confirm", "/account/sign-in", "/account/sign-out" })
        {
            await visit.GoAsync(prefix + address);
            await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach(more => more.open = true)");
            await LookAsync(address);
            Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{address} is wider than the screen");
        }

        Assert.Equal([], wrong);
    }

    private static async Task DeviceAsync(Visit visit, bool isVerified = true, string transport = "internal")
    {
        var devices = await visit.Context.NewCDPSessionAsync(visit.Page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = transport,
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = isVerified,
                ["isUserVerified"] = isVerified,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private async Task<string> JoinAsync(Visit visit)
    {
        await visit.GoAsync(await directory.InviteAsync(ActorRole.Reviewer));
        await visit.Page.FillAsync("#passphrase", Phrase);
        await visit.Page.ClickAsync("button[data-passkey]");
        await visit.Page.WaitForSelectorAsync(".codes");
        string name = await visit.Page.InnerTextAsync(".told strong");
        await visit.Page.ClickAsync("main form button");
        await visit.ComesToAsync("/account$");
        return name;
    }

    private static async Task SignOutAsync(Visit visit)
    {
        await visit.GoAsync("/account/sign-out");
        await visit.Page.ClickAsync("main form button");
        await visit.ComesToAsync("/account/sign-out$");
    }
}
