using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Web.Accounts;
using TestServer = ServiceDirectory.Tests.Infrastructure.TestServer;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>The program over the small directory, with a clock that goes on when a test says so.</summary>
public sealed class MembersWorld(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    private WebApplicationFactory<Program>? _program;

    public PublicWorld World { get; } = new(server, places);

    internal SteppedClock Clock { get; } = new();

    public WebApplicationFactory<Program> Program => _program ?? throw new InvalidOperationException("The program is not started yet.");

    public HttpClient Browser(bool keepsCookies = true) => Program.CreateClient(new WebApplicationFactoryClientOptions
    {
        AllowAutoRedirect = false,
        BaseAddress = new Uri("https://localhost"),
        HandleCookies = keepsCookies,
    });

    public async ValueTask InitializeAsync()
    {
        await World.InitializeAsync();
        _program = World.Start(new AppFactory(World.Database.Logins, Clock));
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        await World.DisposeAsync();
    }
}

/// <summary>Coming in, being known, going out: by the pages, without script.</summary>
public sealed class AccountPagesTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<Newcomer> JoinAsync(HttpClient browser, params ActorRole[] roles) =>
        await Newcomer.JoinAsync(browser, await Newcomer.InviteAsync(members.World.Database.Logins, members.World.Peers, members.Clock, roles.Length > 0 ? roles : [ActorRole.Reviewer]), members.Clock);

    [Fact]
    public async Task Join_SaysWhatIsWrongWhereItWasTyped_AndKeepsWhatWasRight()
    {
        using var browser = members.Browser();
        string link = await Newcomer.InviteAsync(members.World.Database.Logins, members.World.Peers, members.Clock, ActorRole.Coordinator);
        var page = await browser.PageAsync(link);
        Assert.Contains("Peers", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        string name = page.QuerySelector("#name")!.GetAttribute("value")!;
        string key = page.QuerySelector("code.key")!.TextContent;
        Assert.Contains(key.Replace(" ", "", StringComparison.Ordinal), page.QuerySelector("a[href^='otpauth:']")!.GetAttribute("href"), StringComparison.Ordinal);

        using var wrong = await Form.On(page, link).Fill("passphrase", "password1234567").Fill("code", "12").SendAsync(browser);
        page = await wrong.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal(["passphrase", "code"], page.QuerySelectorAll(".wrong:not([hidden])").Select(problem => problem.GetAttribute("data-field")));
        Assert.All(page.QuerySelectorAll("input[aria-invalid=true]"), field => Assert.NotNull(page.GetElementById(field.GetAttribute("aria-describedby")!.Split(' ')[0])));
        // Name and key are the same ones.
        Assert.Equal((name, key), (page.QuerySelector("#name")!.GetAttribute("value"), page.QuerySelector("code.key")!.TextContent));

        using var half = await Form.On(page, link).Fill("passphrase", Newcomer.Phrase).Fill("code", "000000").SendAsync(browser);
        page = await half.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("code", Assert.Single(page.QuerySelectorAll(".wrong:not([hidden])")).GetAttribute("data-field"));
        Assert.DoesNotContain(Newcomer.Phrase, page.Source.Text, StringComparison.Ordinal);

        using var right = await Form.On(page, link).Fill("code", Newcomer.CodeOf(key, members.Clock)).SendAsync(browser);
        page = await right.PageAsync(HttpStatusCode.OK);
        Assert.Equal(10, page.QuerySelectorAll(".codes code").Length);
        using var joined = await Form.On(page, link).SendAsync(browser, "yes");
        Assert.Equal(HttpStatusCode.SeeOther, joined.StatusCode);
        page = await browser.PageAsync("/account");
        Assert.Equal(name, page.QuerySelector("h1")!.TextContent);
        Assert.Contains("coordinates", page.QuerySelector(".seats")!.TextContent, StringComparison.Ordinal);

        using var again = await browser.ReadAsync(link);
        Assert.Contains("cannot be used", (await again.PageAsync(HttpStatusCode.NotFound)).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_AfterAnHour_BeginsAnew()
    {
        using var browser = members.Browser();
        string link = await Newcomer.InviteAsync(members.World.Database.Logins, members.World.Peers, members.Clock, ActorRole.Reviewer);
        var page = await browser.PageAsync(link);
        string key = page.QuerySelector("code.key")!.TextContent;
        members.Clock.Advance(TimeSpan.FromMinutes(61));
        using var late = await Form.On(page, link).Fill("passphrase", Newcomer.Phrase).Fill("code", Newcomer.CodeOf(key, members.Clock)).SendAsync(browser);
        page = await late.PageAsync(HttpStatusCode.BadRequest);
        Assert.NotEqual(key, page.QuerySelector("code.key")!.TextContent);
        Assert.Contains("too long", page.QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Property(72)]
    public async Task Cookie_IsAsNarrowAsCanBe()
    {
        using var browser = members.Browser();
        var somebody = await JoinAsync(browser);
        using var answer = await somebody.SignInAsync(browser);
        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        var parts = cookie.Split("; ");
        Assert.StartsWith("__Host-account=", parts[0], StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=strict", "secure"], parts[1..].Order());
    }

    [Fact, Property(73), Property(14)]
    public async Task SignOut_EndsACopiedCookie_AndClearsTheBrowser()
    {
        using var browser = members.Browser(keepsCookies: false);
        var somebody = await JoinedAsync();
        string key = await KeyAsync(browser, somebody);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/account", key));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-out") { Headers = { { "Cookie", key } }, Content = new FormUrlEncodedContent([]) };
        using var out_ = await browser.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, out_.StatusCode);
        Assert.Equal("\"cookies\", \"storage\", \"cache\"", Assert.Single(out_.Headers.GetValues("Clear-Site-Data")));
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(out_.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, await StatusAsync(browser, "/account", key));
    }

    [Fact, Property(8)]
    public async Task Exit_EndsTheSignIn_WhateverBrowserKeepsTheCookie()
    {
        using var browser = members.Browser(keepsCookies: false);
        string key = await KeyAsync(browser, await JoinedAsync());
        Assert.Equal(HttpStatusCode.SeeOther, await StatusAsync(browser, "/exit", key));
        Assert.Equal(HttpStatusCode.SeeOther, await StatusAsync(browser, "/account", key));
    }

    [Fact, Property(73)]
    public async Task Account_ListsSignIns_AndEndsOneOrAllOthers()
    {
        using var one = members.Browser();
        using var two = members.Browser();
        using var three = members.Browser();
        var somebody = await JoinAsync(one);
        foreach (var browser in new[] { two, three })
            Assert.Equal(HttpStatusCode.SeeOther, (await somebody.SignInAsync(browser)).StatusCode);
        var page = await one.PageAsync("/account");
        Assert.Equal(3, page.QuerySelectorAll(".tickets li").Length);
        using var ended = await Form.On(page, "/account", "form:has(.tickets)").SendAsync(one, page.QuerySelector(".tickets button")!.GetAttribute("value"));
        Assert.Equal(1, await SignedOutAsync(two, three));
        page = await one.PageAsync("/account");
        using var others = await Form.On(page, "/account", "form:has(.tickets)").SendAsync(one, "others");
        Assert.Equal(2, await SignedOutAsync(two, three));
        Assert.Single((await one.PageAsync("/account")).QuerySelectorAll(".tickets li"));
    }

    /// <summary>Somebody plants a key of their own and waits for another person to sign in with it.</summary>
    [Fact, Property(76)]
    public async Task SignIn_WithAPlantedKey_GivesANewOne_AndEndsThatOne()
    {
        using var browser = members.Browser(keepsCookies: false);
        string planted = await KeyAsync(browser, await JoinedAsync());
        var victim = await JoinedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in")
        {
            Headers = { { "Cookie", planted } },
            Content = new FormUrlEncodedContent(Typed(victim.Name, Newcomer.Phrase, victim.NextCode())),
        };
        using var answer = await browser.SendAsync(request, Stop);
        string given = KeyOf(answer);
        Assert.NotEqual(planted, given);
        Assert.Equal(HttpStatusCode.SeeOther, await StatusAsync(browser, "/account", planted));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/account", given));
    }

    [Fact, Property(66)]
    public async Task SignIn_AnythingWrong_AnswersAlike()
    {
        using var browser = members.Browser();
        var somebody = await JoinedAsync();
        var answers = new List<string>();
        foreach (var (name, phrase, code) in new[]
        {
            ("never-was", Newcomer.Phrase, "000000"), (somebody.Name, "a wrong one that is long", somebody.Codes[5]), (somebody.Name, Newcomer.Phrase, "000000"), (somebody.Name, Newcomer.Phrase, ""), ("", "", ""),
        })
        {
            using var answer = await browser.PostAsync(new Uri("/account/sign-in", UriKind.Relative), new FormUrlEncodedContent(Typed(name, phrase, code)), Stop);
            string body = await answer.Content.ReadAsStringAsync(Stop);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.DoesNotContain(Newcomer.Phrase, body, StringComparison.Ordinal);
            answers.Add(string.Join('\n', answer.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}")) + Html.WithoutQuestion(name.Length == 0 ? body : body.Replace($" value=\"{name}\"", "", StringComparison.Ordinal)));
        }

        Assert.Single(answers.Distinct());
    }

    /// <summary>A character that is none cannot be brought into one form.</summary>
    [Theory, Property(29)]
    [InlineData("%EF%BF%BE")]
    [InlineData("%EF%BF%BD")]
    [InlineData("a%00b")]
    public async Task SignIn_WithTextThatIsNone_IsRefused(string text)
    {
        using var browser = members.Browser();
        using var body = new StringContent($"name=a&passphrase={text}&code=1", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await browser.PostAsync(new Uri("/account/sign-in", UriKind.Relative), body, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    /// <summary>Somebody wants to go after their sign-in has ended by itself.</summary>
    [Fact]
    public async Task SignOut_WithoutASignIn_ClearsTheBrowserAllTheSame()
    {
        using var browser = members.Browser();
        using var answer = await Form.On(await browser.PageAsync("/account/sign-out"), "/account/sign-out").SendAsync(browser);
        Assert.Contains("signed out", (await answer.PageAsync(HttpStatusCode.OK)).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Single(answer.Headers.GetValues("Clear-Site-Data"));
    }

    [Fact, Property(77)]
    public async Task SignIn_TooOften_IsHeldBack_ForNamesThatAreThereAndThatAreNot()
    {
        await using var program = members.World.Start(new AppFactory(members.World.Database.Logins, members.Clock));
        using var browser = program.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        var somebody = await JoinedAsync();
        foreach (string name in new[] { somebody.Name, "never-was" })
        {
            for (int i = 0; i < SignInLimits.AtOnce; i++)
                Assert.Equal(HttpStatusCode.BadRequest, (await TryAsync(browser, i % 2 == 0 ? name : name.ToUpperInvariant().Replace('-', ' '))).StatusCode);
            using var held = await TryAsync(browser, name);
            var page = await held.PageAsync(HttpStatusCode.TooManyRequests);
            Assert.Contains("Too many tries", page.QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(name, page.QuerySelector("#name")!.GetAttribute("value"));
        }

        // Many names, one each: all together.
        int held2 = 0;
        for (int i = 0; i < SignInLimits.AllAtOnce; i++)
            held2 += (await TryAsync(browser, $"name-{i}")).StatusCode is HttpStatusCode.TooManyRequests ? 1 : 0;
        Assert.Equal(2 * SignInLimits.AtOnce, held2);
    }

    [Fact, Property(68)]
    public async Task Member_Addresses_LeadToSignIn_ForWhoeverIsNone()
    {
        using var browser = members.Browser(keepsCookies: false);
        var list = new EndpointList(members.Program, members.World);
        var closed = list.Endpoints.Where(endpoint => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(asked => asked.Policy is Members.Policy or Members.FreshPolicy)).ToList();
        Assert.Superset(new HashSet<string?>(["account", "curate/{organisation}/members"]), closed.Select(endpoint => endpoint.RoutePattern.RawText).ToHashSet());
        foreach (string address in closed.SelectMany(list.Filled))
        {
            foreach (string? cookie in new[] { null, $"{AccountCookie.Name}={new string('A', 43)}" })
            {
                foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
                {
                    using var request = new HttpRequestMessage(method, address);
                    if (method == HttpMethod.Post)
                        request.Content = new FormUrlEncodedContent([new("end", "others")]);
                    if (cookie is not null)
                        request.Headers.Add("Cookie", cookie);
                    using var answer = await browser.SendAsync(request, Stop);
                    if (method == HttpMethod.Post)
                    {
                        // The same page in its place, which keeps what was sent.
                        Assert.NotNull((await answer.PageAsync(HttpStatusCode.Forbidden)).QuerySelector("form[action='/account/sign-in'] [name=kept]"));
                        continue;
                    }

                    Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
                    Assert.StartsWith("/account/sign-in", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory, Property(35)]
    [InlineData("/account", "/account")]
    [InlineData("/ar/account?x=1", "/ar/account?x=1")]
    [InlineData("//evil.example/account", "/account")]
    [InlineData("/\\evil.example", "/account")]
    [InlineData("https://evil.example/account", "/account")]
    [InlineData("/services/abc", "/account")]
    [InlineData("/accounts", "/account")]
    [InlineData("/xx/account", "/account")]
    [InlineData("/account/é", "/account")]
    [InlineData("/account\r\nSet-Cookie: a=b", "/account")]
    public async Task SignIn_GoesBackToMembersPages_AndNowhereElse(string then, string goes)
    {
        using var browser = members.Browser();
        var somebody = await JoinedAsync();
        using var answer = await somebody.SignInAsync(browser, address: $"/account/sign-in?then={Uri.EscapeDataString(then)}");
        Assert.Equal(goes, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Challenge_ComesBackInTheSameLanguage()
    {
        using var browser = members.Browser();
        var somebody = await JoinedAsync();
        using var asked = await browser.ReadAsync("/es/account");
        using var answer = await somebody.SignInAsync(browser, address: asked.Headers.Location!.OriginalString);
        Assert.Equal("/es/account", answer.Headers.Location!.OriginalString);
        Assert.Equal("es", (await browser.PageAsync("/es/account")).DocumentElement.GetAttribute("lang"));
    }

    /// <summary>Somebody who is signed in and somebody who is not see the same, and looking at it leaves no trace.</summary>
    [Fact, Property(1)]
    public async Task Public_Pages_NeverReadTheCookie()
    {
        using var browser = members.Browser(keepsCookies: false);
        string key = await KeyAsync(browser, await JoinedAsync());
        var until = await members.World.Database.Owner.ListAsync<DateTime>("select idle_until from directory.ticket order by 1");
        members.Clock.Advance(TimeSpan.FromMinutes(5));
        foreach (string address in new[] { "/", "/search?need=4&near=Leeds", $"/services/{members.World.Clinic.Code}", "/about", "/nothing" })
        {
            using var with = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Cookie", key } } };
            using var signedIn = await browser.SendAsync(with, Stop);
            using var anybody = await browser.ReadAsync(address);
            Assert.Equal(await anybody.Content.ReadAsStringAsync(Stop), await signedIn.Content.ReadAsStringAsync(Stop));
            Assert.False(signedIn.Headers.Contains("Set-Cookie"));
        }

        Assert.Equal(until, await members.World.Database.Owner.ListAsync<DateTime>("select idle_until from directory.ticket order by 1"));
    }

    [Fact]
    public async Task Passphrases_AreHashedSlowly()
    {
        await using var program = new AppFactory(members.World.Database.Logins) { HashesAsInRealLife = true };
        Assert.Equal(600_000, program.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount);
    }

    private async Task<Newcomer> JoinedAsync()
    {
        using var browser = members.Browser();
        return await JoinAsync(browser);
    }

    private static KeyValuePair<string, string>[] Typed(string name, string phrase, string code) => [new("name", name), new("passphrase", phrase), new("code", code)];

    private static Task<HttpResponseMessage> TryAsync(HttpClient browser, string name) =>
        browser.PostAsync(new Uri("/account/sign-in", UriKind.Relative), new FormUrlEncodedContent(Typed(name, "wrong", "000000")), Stop);

    private static string KeyOf(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];

    private static async Task<string> KeyAsync(HttpClient browser, Newcomer somebody)
    {
        using var answer = await somebody.SignInAsync(browser);
        return KeyOf(answer);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string address, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Cookie", cookie } } };
        using var answer = await browser.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    private static async Task<int> SignedOutAsync(params HttpClient[] browsers)
    {
        int signedOut = 0;
        foreach (var browser in browsers)
        {
            using var answer = await browser.ReadAsync("/account");
            signedOut += answer.StatusCode is HttpStatusCode.SeeOther ? 1 : 0;
        }

        return signedOut;
    }
}
