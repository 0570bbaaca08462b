using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Messages;

/// <summary>Concerns, suggestions and what becomes of them, by the pages, without script and without a cookie.</summary>
public sealed partial class MessagePageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DirectoryLogins Logins => members.World.Database.Logins;

    private Task<WrittenRevision> ListedAsync(ListingContent? content = null) => new ListingDesk(Logins, places).ListedAsync(content ?? Sample.Clinic("Harbour Clinic"));

    private async Task<Seated> ReviewerAsync(string name) => await Seated.InAsync(members, await members.World.Database.Given.SexWorkerLedAsync(name), ActorRole.Reviewer);

    private void WaitAMoment() => members.Clock.Advance(TimeSpan.FromSeconds(4));

    /// <summary>Longer ago than anything counts, so that this test begins as if nobody had sent anything.</summary>
    private void WaitADay() => members.Clock.Advance(TimeSpan.FromHours(2));

    private async Task<IHtmlDocument> SendAsync(
        HttpClient browser, string address, HttpStatusCode expected = HttpStatusCode.OK, string? what = "1", string words = "", string? named = null, IHtmlDocument? on = null)
    {
        var form = Form.On(on ?? await browser.PageAsync(address), address, "form.big").Fill("words", words);
        if (what is not null)
            form.Fill("what", what);
        if (named is not null)
            form.Fill("named", named);
        WaitAMoment();
        using var answer = await form.SendAsync(browser);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        return await answer.PageAsync(expected);
    }

    private Task<long> CountAsync(WrittenRevision of) => Logins.App.OneAsync<long>("select count(*) from directory.message where service_id = $1", of.ServiceId);

    [Fact, Property(57), Property(60)]
    public async Task Concern_GetsACode_ShownOnce_ByWhichTheAnswerIsRead()
    {
        WaitADay();
        var entry = await ListedAsync();
        using var browser = members.Browser(keepsCookies: false);
        string address = $"/services/{entry.Code}/concern";
        var form = await browser.PageAsync(address);
        // Help comes first.
        Assert.Contains("/now", form.QuerySelector("main p.now a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.True(form.QuerySelectorAll("main input[name='what']").Length > 17);
        Assert.DoesNotContain("Harbour", form.Title!, StringComparison.Ordinal);
        var sent = await SendAsync(browser, address, words: "They would not see me without it. Marmalade.", on: form);
        string code = sent.QuerySelector("code.key")!.TextContent;
        Assert.Matches(Code(), code);
        Assert.DoesNotContain("Marmalade", sent.Source.Text, StringComparison.Ordinal);

        using var reviewer = await ReviewerAsync("Led");
        string desk = $"/curate/{reviewer.Seat.Code}/entries/{entry.Code}/concerns";
        var read = await reviewer.Browser.PageAsync(desk);
        Assert.Contains("Marmalade", read.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(code, read.Source.Text, StringComparison.Ordinal);

        using var replied = await Form.On(read, desk, "[data-message] details form").Fill("reply", "Thank you. We are looking.").SendAsync(reviewer.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, replied.StatusCode);
        using var answer = await Form.On(await browser.PageAsync("/receipts"), "/receipts").Fill("code", code).SendAsync(browser);
        var waiting = await answer.PageAsync(HttpStatusCode.OK);
        Assert.Contains("We are looking.", waiting.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Marmalade", waiting.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(code, waiting.Source.Text, StringComparison.Ordinal);
        WaitAMoment();
        using var added = await Form.On(waiting, "/receipts", "form.big").Fill("words", "It was in the morning shift.").SendAsync(browser);
        await added.PageAsync(HttpStatusCode.OK);
        Assert.Contains("morning shift", (await reviewer.Browser.PageAsync(desk)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serious_FoundPossibleOnThePage_TakesTheServiceOff_AndTheLetterWaits()
    {
        WaitADay();
        var entry = await ListedAsync();
        using var browser = members.Browser(keepsCookies: false);
        await SendAsync(browser, $"/services/{entry.Code}/concern", what: "9");
        using var reviewer = await ReviewerAsync("Led");
        string desk = $"/curate/{reviewer.Seat.Code}/entries/{entry.Code}/concerns";
        var read = await reviewer.Browser.PageAsync(desk);
        using var judged = await Form.On(read, desk, "[data-message] > div > form").SendAsync(reviewer.Browser, "possible");
        Assert.Equal(HttpStatusCode.SeeOther, judged.StatusCode);
        using var gone = await browser.ReadAsync($"/services/{entry.Code}");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        // Who was there, too, still tells of the same service.
        var page = await gone.PageAsync(HttpStatusCode.Gone);
        Assert.NotNull(page.QuerySelector($"a[href='/services/{entry.Code}/concern']"));
        Assert.NotNull((await SendAsync(browser, $"/services/{entry.Code}/concern", what: "9")).QuerySelector("code.key"));
        // Nobody is told that a second one takes off what is off.
        Assert.Contains("off every page at once", read.QuerySelector("[data-message] .first")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("off every page already", (await reviewer.Browser.PageAsync(desk)).QuerySelector("[data-open=yes] .first")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Harbour Clinic", read.QuerySelector("main .about")!.TextContent.Trim());
        string letter = $"/curate/{reviewer.Seat.Code}/entries/{entry.Code}/letter";
        var early = await reviewer.Browser.PageAsync(letter);
        Assert.NotNull(early.QuerySelector("[data-early]"));
        Assert.Empty(early.QuerySelectorAll("main form"));
    }

    [Fact, Property(55), Property(56)]
    public async Task Token_MissingWrongTooYoungOrTooOld_KeepsTheText_AndStoresNothing()
    {
        WaitADay();
        var entry = await ListedAsync();
        using var browser = members.Browser(keepsCookies: false);
        string address = $"/services/{entry.Code}/concern";
        foreach (string? token in new[] { null, "", "AAAA", "not base64 §" })
        {
            using var wrong = await browser.PostAsync(new Uri(address, UriKind.Relative), new FormUrlEncodedContent(
                new Dictionary<string, string?> { ["what"] = "3", ["words"] = "Keep this text.", ["form"] = token }!), Stop);
            var page = await wrong.PageAsync(HttpStatusCode.BadRequest);
            Assert.Equal("Keep this text.", page.QuerySelector("textarea[name='words']")!.TextContent);
            Assert.NotNull(page.QuerySelector("input[name='what'][value='3'][checked]"));
            Assert.NotNull(page.QuerySelector(".wrong[data-field='form']"));
        }

        // Within three seconds, with a form that is ours.
        using var young = await Form.On(await browser.PageAsync(address), address, "form.big").Fill("what", "3").Fill("words", "Keep this text.").SendAsync(browser);
        var soon = await young.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("Keep this text.", soon.QuerySelector("textarea[name='words']")!.TextContent);
        Assert.Equal(0, await CountAsync(entry));
        // And after a day; the page that says so has a new form, by which it is sent.
        var open = Form.On(await browser.PageAsync(address), address, "form.big").Fill("what", "3").Fill("words", "Keep this text.");
        members.Clock.Advance(TimeSpan.FromHours(25));
        using var old = await open.SendAsync(browser);
        var late = await old.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("Keep this text.", late.QuerySelector("textarea[name='words']")!.TextContent);
        Assert.Equal(0, await CountAsync(entry));
        WaitAMoment();
        using var again = await Form.On(late, address, "form.big").SendAsync(browser);
        await again.PageAsync(HttpStatusCode.OK);
        Assert.Equal(1, await CountAsync(entry));
    }

    [Theory, Property(55)]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task FromAnotherSite_IsRefused(string from)
    {
        WaitADay();
        var entry = await ListedAsync();
        using var browser = members.Browser(keepsCookies: false);
        string address = $"/services/{entry.Code}/concern";
        var form = Form.On(await browser.PageAsync(address), address, "form.big").Fill("what", "3").Fill("words", "x");
        WaitAMoment();
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", from);
        using var refused = await form.SendAsync(browser);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(0, await CountAsync(entry));
    }

    [Fact]
    public async Task Form_SentTwice_IsOne_AndSaysSo()
    {
        WaitADay();
        var entry = await ListedAsync();
        using var browser = members.Browser(keepsCookies: false);
        string address = $"/services/{entry.Code}/concern";
        var page = await browser.PageAsync(address);
        await SendAsync(browser, address, on: page);
        var again = await SendAsync(browser, address, on: page);
        Assert.Null(again.QuerySelector("code.key"));
        Assert.Equal(1, await CountAsync(entry));
    }

    [Fact]
    public async Task Nothing_Chosen_OrTooMuchWritten_IsSaidThere_AndKept()
    {
        WaitADay();
        var entry = await ListedAsync();
        using var browser = members.Browser(keepsCookies: false);
        string address = $"/services/{entry.Code}/concern";
        var none = await SendAsync(browser, address, HttpStatusCode.BadRequest, what: null, words: "Only words.");
        Assert.NotNull(none.QuerySelector("fieldset .wrong[data-field='what']"));
        Assert.Equal("Only words.", none.QuerySelector("textarea[name='words']")!.TextContent);
        var much = await SendAsync(browser, address, HttpStatusCode.BadRequest, words: new string('x', 501));
        Assert.NotNull(much.QuerySelector(".wrong[data-field='words']"));
        Assert.Equal(501, much.QuerySelector("textarea[name='words']")!.TextContent.Length);
        var other = await SendAsync(browser, address, HttpStatusCode.BadRequest, what: "else");
        Assert.NotNull(other.QuerySelector("details[open] input[value='else'][checked]"));
        Assert.Equal(0, await CountAsync(entry));
    }

    /// <summary>What is wrong is said in the language of the page, where it was typed, and what was typed is still there.</summary>
    [Theory]
    [InlineData("es")]
    [InlineData("ro")]
    [InlineData("ar")]
    public async Task Wrong_IsSaidInEveryLanguage(string language)
    {
        WaitADay();
        var words = WordingFiles.In(language);
        var entry = await ListedAsync();
        using var browser = members.Browser(keepsCookies: false);
        string tooLong = new('ț', 501);
        foreach (var (address, what, named, typed, field, key) in new[]
        {
            ($"/{language}/services/{entry.Code}/concern", null, null, "Kept.", "what", "Message.WhatWrong"),
            ($"/{language}/services/{entry.Code}/concern", "3", null, tooLong, "words", "Message.wordsLong"),
            ($"/{language}/concern", "4", null, "Kept.", "named", "Message.namedEmpty"),
            ($"/{language}/concern", "4", new string('ț', 121), "Kept.", "named", "Message.namedLong"),
            ($"/{language}/suggest", null, null, "Kept.", "what", "Message.WhatWrong"),
            ($"/{language}/suggest", "service", null, "Kept.", "named", "Message.namedEmpty"),
            ($"/{language}/suggest", "missing", null, "", "words", "Message.wordsEmpty"),
        })
        {
            var page = await SendAsync(browser, address, HttpStatusCode.BadRequest, what, typed, named);
            Assert.Equal((address, language), (address, page.DocumentElement.GetAttribute("lang")));
            Assert.Equal((address, words[key]), (address, page.QuerySelector($".wrong[data-field='{field}']")?.TextContent));
            Assert.Equal((address, typed), (address, page.QuerySelector("textarea[name='words']")!.TextContent));
            Assert.Equal((address, what is null ? 0 : 1), (address, page.QuerySelectorAll("input[name='what'][checked]").Length));
            if (named is not null)
                Assert.Equal(named, page.QuerySelector("input[name='named']")!.GetAttribute("value"));
        }

        // A code that opens nothing, an answer without words, and one with too many.
        string receipts = $"/{language}/receipts";
        using var unknown = await Form.On(await browser.PageAsync(receipts), receipts).Fill("code", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA").SendAsync(browser);
        Assert.Equal(words["Receipt.Wrong"], (await unknown.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong[data-field='code']")!.TextContent);
        string code = (await SendAsync(browser, $"/{language}/services/{entry.Code}/concern", what: "3")).QuerySelector("code.key")!.TextContent;
        using var opened = await Form.On(await browser.PageAsync(receipts), receipts).Fill("code", code).SendAsync(browser);
        var waiting = await opened.PageAsync(HttpStatusCode.OK);
        using var soon = await Form.On(waiting, receipts, "form.big").Fill("words", "Kept.").SendAsync(browser);
        var early = await soon.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal((words["Receipt.TooSoon"], "Kept."), (early.QuerySelector(".wrong[data-field='words']")!.TextContent, early.QuerySelector("textarea[name='words']")!.TextContent));
        WaitAMoment();
        foreach (string typed in new[] { "", new string('ț', 2001) })
        {
            using var wrong = await Form.On(waiting, receipts, "form.big").Fill("words", typed).SendAsync(browser);
            var page = await wrong.PageAsync(HttpStatusCode.BadRequest);
            Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
            Assert.Equal((words["Receipt.WordsWrong"], typed), (page.QuerySelector(".wrong[data-field='words']")!.TextContent, page.QuerySelector("textarea[name='words']")!.TextContent));
        }

        Assert.Equal(1, await CountAsync(entry));
    }

    /// <summary>Many about one service are ticked and closed with one button, without script; what is wrong is said there, and the ticks stay.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("/es")]
    [InlineData("/ro")]
    [InlineData("/ar")]
    public async Task Several_AreTicked_AndClosedWithOneButton(string language)
    {
        WaitADay();
        var words = WordingFiles.In(language.Length == 0 ? "en" : language[1..]);
        var entry = await ListedAsync();
        using var browser = members.Browser(keepsCookies: false);
        using var reviewer = await ReviewerAsync("Led");
        string desk = $"{language}/curate/{reviewer.Seat.Code}/entries/{entry.Code}/concerns";
        await SendAsync(browser, $"/services/{entry.Code}/concern", what: "3", words: "Number 0");
        // One alone is closed alone.
        Assert.Null((await reviewer.Browser.PageAsync(desk)).QuerySelector("form#several"));
        await SendAsync(browser, $"/services/{entry.Code}/concern", what: "9", words: "Number 1");
        await SendAsync(browser, $"/services/{entry.Code}/concern", what: "details", words: "They moved.");
        var read = await reviewer.Browser.PageAsync(desk);
        string[] ids = [.. read.QuerySelectorAll("li[data-open='yes'] input[name='several'][form='several']").Select(tick => tick.GetAttribute("value")!)];
        Assert.Equal(3, ids.Length);

        var none = await TickAsync(read, [], "heard", HttpStatusCode.BadRequest);
        Assert.Equal(words["Heard.SeveralNone"], none.QuerySelector("form#several .wrong[data-field='several']")!.TextContent);
        Assert.NotNull(none.QuerySelector("form#several input[value='heard'][checked]"));
        var how = await TickAsync(read, ids, null, HttpStatusCode.BadRequest);
        Assert.Equal(words["Heard.SeveralHow"], how.QuerySelector("form#several fieldset .wrong[data-field='several-outcome']")!.TextContent);
        Assert.Equal(3, how.QuerySelectorAll("input[name='several'][checked]").Length);
        var unjudged = await TickAsync(how, ids, "heard", HttpStatusCode.BadRequest);
        Assert.Equal(words["Heard.SeveralUnjudged"], unjudged.QuerySelector("form#several .wrong[data-field='several']")!.TextContent);
        Assert.Equal(3, unjudged.QuerySelectorAll("input[name='several'][checked]").Length);
        Assert.Equal(3, unjudged.QuerySelectorAll("li[data-open='yes']").Length);
        using var closed = await Form.On(unjudged, desk, "form#several").Fill("several", ids[..2]).Fill("several-outcome", "not-possible").SendAsync(reviewer.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, closed.StatusCode);
        var after = await reviewer.Browser.PageAsync(desk);
        Assert.Single(after.QuerySelectorAll("li[data-open='yes']"));
        Assert.Null(after.QuerySelector("form#several"));
        // A page that was left open closes nothing twice, and nothing of another service.
        var other = await ListedAsync();
        await SendAsync(browser, $"/services/{other.Code}/concern", what: "details", words: "Elsewhere");
        var foreign = await Logins.App.OneAsync<Guid>("select id from directory.message where service_id = $1", other.ServiceId);
        using var wrong = await reviewer.Browser.PostAsync(new Uri(desk, UriKind.Relative), new FormUrlEncodedContent(
            [new("do", "close-several"), new("several", $"{foreign}"), new("several", ids[2]), new("several-outcome", "heard")]), Stop);
        Assert.Equal(words["Heard.Nothing"], (await wrong.PageAsync(HttpStatusCode.BadRequest)).QuerySelector("p.wrong[role='alert']")!.TextContent);
        Assert.Equal(1, await Logins.App.OneAsync<long>("select count(*) from directory.message where service_id = $1 and closed_on is null", other.ServiceId));

        async Task<IHtmlDocument> TickAsync(IHtmlDocument page, string[] which, string? outcome, HttpStatusCode expected)
        {
            var form = Form.On(page, desk, "form#several").Fill("several", which);
            if (outcome is not null)
                form.Fill("several-outcome", outcome);
            using var answer = await form.SendAsync(reviewer.Browser);
            return await answer.PageAsync(expected);
        }
    }

    /// <summary>What was suggested is closed so too; who has a tie is not asked on this page, as they are shown nothing of it.</summary>
    [Fact]
    public async Task Several_OfNoService_AreClosedWithOneButton()
    {
        WaitADay();
        using var browser = members.Browser(keepsCookies: false);
        string place = $"Office {Given.Code()}";
        await SendAsync(browser, "/suggest", what: "missing", words: $"Hormones for {place}");
        await SendAsync(browser, "/suggest", what: "service", words: "", named: place);
        await SendAsync(browser, "/concern", what: "4", named: place, words: "They called them.");
        using var reviewer = await ReviewerAsync("Led");
        string address = $"/curate/{reviewer.Seat.Code}/messages";
        var read = await reviewer.Browser.PageAsync(address);
        string[] ids = [.. read.QuerySelectorAll("li[data-open='yes']").Where(item => item.TextContent.Contains(place, StringComparison.Ordinal))
            .Select(item => item.QuerySelector("input[name='several'][form='several']")!.GetAttribute("value")!)];
        Assert.Equal(3, ids.Length);
        using var closed = await Form.On(read, address, "form#several").Fill("several", ids).Fill("several-outcome", "heard").SendAsync(reviewer.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, closed.StatusCode);
        Assert.DoesNotContain((await reviewer.Browser.PageAsync(address)).QuerySelectorAll("li[data-open='yes']"), item => item.TextContent.Contains(place, StringComparison.Ordinal));
    }

    /// <summary>A program that fills in everything is told so; a browser that did is not shut out for good.</summary>
    [Fact]
    public async Task HiddenField_ThatWasFilled_IsEmptyTheNextTime()
    {
        WaitADay();
        var entry = await ListedAsync();
        using var browser = members.Browser(keepsCookies: false);
        string address = $"/services/{entry.Code}/concern";
        var form = Form.On(await browser.PageAsync(address), address, "form.big").Fill("what", "3").Fill("words", "Kept.").Fill("subject", "Buy this");
        WaitAMoment();
        using var filled = await form.SendAsync(browser);
        var again = await filled.PageAsync(HttpStatusCode.BadRequest);
        Assert.NotNull(again.QuerySelector(".wrong[data-field='subject']"));
        using var sent = await Form.On(again, address, "form.big").SendAsync(browser);
        await sent.PageAsync(HttpStatusCode.OK);
        Assert.Equal(1, await CountAsync(entry));
    }

    /// <summary>Whoever runs a service finds no trace of a single report in what happened to its entry.</summary>
    [Fact]
    public async Task History_ForWhoRunsIt_SaysNothingOfReports()
    {
        WaitADay();
        var clinic = Sample.Clinic("Harbour Clinic");
        var runs = await members.World.Database.Given.OrganisationAsync("Harbour Trust", OrganisationKind.Provider);
        var entry = await ListedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = runs.Id } });
        using var browser = members.Browser(keepsCookies: false);
        await SendAsync(browser, $"/services/{entry.Code}/concern", what: "3");
        using var reviewer = await ReviewerAsync("Led");
        string desk = $"/curate/{reviewer.Seat.Code}/entries/{entry.Code}/concerns";
        using var judged = await Form.On(await reviewer.Browser.PageAsync(desk), desk, "[data-message] > div > form").SendAsync(reviewer.Browser, "not-possible");
        Assert.Equal(HttpStatusCode.SeeOther, judged.StatusCode);
        using var contact = await Seated.InAsync(members, runs, ActorRole.ProviderContact);
        Assert.Contains("judge-concern", Actions(await reviewer.Browser.PageAsync($"/curate/{reviewer.Seat.Code}/entries/{entry.Code}/history")));
        var actions = Actions(await contact.Browser.PageAsync($"/curate/{contact.Seat.Code}/entries/{entry.Code}/history"));
        Assert.Contains("publish", actions);
        Assert.DoesNotContain("judge-concern", actions);
        Assert.DoesNotContain("read-notes", actions);

        static List<string?> Actions(IHtmlDocument page) => [.. page.QuerySelectorAll("[data-action]").Select(e => e.GetAttribute("data-action"))];
    }

    /// <summary>All visitors of the onion look the same. A flood from there asks a plain question for a while, and shuts nobody out.</summary>
    [Fact, Property(64)]
    public async Task Flood_AsksAPlainQuestion_AndTheFormStaysOpen()
    {
        WaitADay();
        var (flooded, other) = (await ListedAsync(), await ListedAsync());
        using var browser = members.Browser(keepsCookies: false);
        string address = $"/services/{flooded.Code}/concern";
        for (int i = 0; i < 5; i++)
            await SendAsync(browser, address, words: $"Number {i}");
        // And as many more as an hour has room for, from everywhere.
        var posts = members.Program.Services.GetRequiredService<PublicPosts>();
        for (int i = 0; i <= PublicPosts.OfAll; i++)
            posts.Take(null);
        string quiet = $"/services/{other.Code}/concern";
        var page = await browser.PageAsync(quiet);
        string question = page.QuerySelector("label[for='sum']")!.TextContent;
        var unanswered = await SendAsync(browser, quiet, HttpStatusCode.BadRequest, words: "Not in a flood.", on: page);
        Assert.NotNull(unanswered.QuerySelector(".wrong[data-field='sum']"));
        Assert.Equal("Not in a flood.", unanswered.QuerySelector("textarea[name='words']")!.TextContent);
        int sum = Digits().Matches(question).Sum(m => int.Parse(m.Value, System.Globalization.CultureInfo.InvariantCulture));
        using var answered = await Form.On(unanswered, quiet, "form.big").Fill("sum", $"{sum}").SendAsync(browser);
        Assert.NotNull((await answered.PageAsync(HttpStatusCode.OK)).QuerySelector("code.key"));
        Assert.Equal(1, await CountAsync(other));
        using var search = await browser.ReadAsync("/search?need=1&place=2644688");
        Assert.Equal(HttpStatusCode.OK, search.StatusCode);
        using var still = await browser.ReadAsync($"/services/{flooded.Code}");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        members.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Null((await browser.PageAsync(quiet)).QuerySelector("label[for='sum']"));
    }

    /// <summary>A thousand from one address within a minute, as all visitors of the onion have one: none is refused, and neither is who comes after.</summary>
    [FullFact, Property(64)]
    public async Task AThousand_FromTheOnion_FillNothing_AndWhoComesAfterIsHeard()
    {
        WaitADay();
        var (flooded, other) = (await ListedAsync(), await ListedAsync());
        await using var program = members.World.Start(new AppFactory(Logins, members.Clock, new Dictionary<string, string>
        {
            ["AllowedHosts"] = $"localhost;{LiveWorld.Onion}",
            ["Directory:Onion"] = LiveWorld.Onion,
        }));
        using var browser = program.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = new Uri($"https://{LiveWorld.Onion}") });
        string address = $"/services/{flooded.Code}/concern";
        var forms = new System.Collections.Concurrent.ConcurrentBag<string>();
        var at = new ParallelOptions { MaxDegreeOfParallelism = 20, CancellationToken = Stop };
        await Parallel.ForAsync(0, 1_000, at, async (_, _) =>
            forms.Add((await browser.PageAsync(address)).QuerySelector("input[name='form']")!.GetAttribute("value")!));
        WaitAMoment();
        var statuses = new System.Collections.Concurrent.ConcurrentBag<HttpStatusCode>();
        await Parallel.ForEachAsync(forms.Index(), at, async (form, stop) =>
        {
            using var sent = await browser.PostAsync(new Uri(address, UriKind.Relative), new FormUrlEncodedContent(
                new Dictionary<string, string> { ["what"] = "9", ["words"] = $"Number {form.Index}", ["form"] = form.Item }), stop);
            statuses.Add(sent.StatusCode);
        });
        // Once much has come a plain question is asked; nobody is turned away.
        Assert.Equal(1_000, statuses.Count);
        Assert.All(statuses, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{status}"));
        Assert.InRange(await CountAsync(flooded), 20, 221);
        Assert.Equal("listed", await Logins.App.OneAsync<string>("select state from directory.service where id = $1", flooded.ServiceId));
        string quiet = $"/services/{other.Code}/concern";
        var page = await browser.PageAsync(quiet);
        int sum = Digits().Matches(page.QuerySelector("label[for='sum']")!.TextContent).Sum(m => int.Parse(m.Value, System.Globalization.CultureInfo.InvariantCulture));
        var honest = Form.On(page, quiet, "form.big").Fill("what", "3").Fill("words", "Not in a flood.").Fill("sum", $"{sum}");
        WaitAMoment();
        using var answer = await honest.SendAsync(browser);
        Assert.NotNull((await answer.PageAsync(HttpStatusCode.OK)).QuerySelector("code.key"));
        using var search = await browser.ReadAsync("/search?need=1&place=2644688");
        Assert.Equal(HttpStatusCode.OK, search.StatusCode);
    }

    [Fact]
    public async Task Unlisted_AndSuggestions_AreForReviewersOnly()
    {
        WaitADay();
        using var browser = members.Browser(keepsCookies: false);
        string place = $"Night Office {Given.Code()}";
        await SendAsync(browser, "/concern", HttpStatusCode.BadRequest, what: "4");
        var sent = await SendAsync(browser, "/concern", what: "4", named: place, words: "They called them.");
        Assert.NotNull(sent.QuerySelector("code.key"));
        var suggested = await browser.PageAsync("/suggest?place=2644688");
        Assert.NotNull(suggested.QuerySelector("input[value='missing'][checked]"));
        await SendAsync(browser, "/suggest", what: "missing", words: $"Hormones for {place}", on: suggested);

        using var reviewer = await ReviewerAsync("Led");
        string address = $"/curate/{reviewer.Seat.Code}/messages";
        var read = await reviewer.Browser.PageAsync(address);
        Assert.Contains(place, read.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(read.QuerySelectorAll("h2"), heading => heading.TextContent.Contains("Leeds", StringComparison.Ordinal));
        using var allied = await Seated.InAsync(members, await members.World.Database.Given.OrganisationAsync("Allied", OrganisationKind.Allied), ActorRole.Proposer);
        using var refused = await allied.Browser.ReadAsync($"/curate/{allied.Seat.Code}/messages");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Contains($"/curate/{reviewer.Seat.Code}/messages", (await reviewer.Browser.PageAsync($"/curate/{reviewer.Seat.Code}")).QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
    }

    /// <summary>The service reads what it was told, answers it, and finds no word of whoever wrote.</summary>
    [Fact]
    public async Task Service_ReadsTheThemeOnly()
    {
        WaitADay();
        var clinic = Sample.Clinic("Harbour Clinic");
        var runs = await members.World.Database.Given.OrganisationAsync("Harbour Trust", OrganisationKind.Provider);
        var entry = await ListedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = runs.Id } });
        using var browser = members.Browser(keepsCookies: false);
        using var reviewer = await ReviewerAsync("Led");
        string desk = $"/curate/{reviewer.Seat.Code}/entries/{entry.Code}/concerns";
        for (int i = 0; i < 2; i++)
        {
            await SendAsync(browser, $"/services/{entry.Code}/concern", what: "3", words: $"Marmalade {i}");
            using var judged = await Form.On(await reviewer.Browser.PageAsync(desk), desk, "[data-message] > div > form").SendAsync(reviewer.Browser, "possible");
            Assert.Equal(HttpStatusCode.SeeOther, judged.StatusCode);
        }

        using var told = await Form.On(await reviewer.Browser.PageAsync(desk), desk, "form[data-tell='yes']").Fill("theme", "The waiting room hears names.").SendAsync(reviewer.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, told.StatusCode);
        using var contact = await Seated.InAsync(members, runs, ActorRole.ProviderContact);
        using var closed = await contact.Browser.ReadAsync($"/curate/{contact.Seat.Code}/entries/{entry.Code}/concerns");
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
        string themes = $"/curate/{contact.Seat.Code}/entries/{entry.Code}/themes";
        var page = await contact.Browser.PageAsync(themes);
        Assert.Contains("The waiting room hears names.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("What you were told", page.QuerySelector("main h2")!.TextContent);
        Assert.DoesNotContain("Marmalade", page.Source.Text, StringComparison.Ordinal);
        using var answered = await Form.On(page, themes).Fill("answer", "We built a wall.").SendAsync(contact.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, answered.StatusCode);
        Assert.Contains("We built a wall.", (await reviewer.Browser.PageAsync(desk)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gaps_ShowNeedsWithoutAListedServiceNearby()
    {
        var entry = await ListedAsync();
        using var browser = members.Browser(keepsCookies: false);
        var page = await browser.PageAsync("/gaps?place=2644688");
        var missing = page.QuerySelectorAll("[data-need]").Select(e => e.GetAttribute("data-need")).ToList();
        var catalogue = Core.Catalogue.DirectoryCatalogue.Default;
        // Of the clinic of the sample in Leeds.
        Assert.DoesNotContain(catalogue.FindNeed(1)!.Slug, missing);
        Assert.DoesNotContain(catalogue.FindNeed(4)!.Slug, missing);
        Assert.Contains("food", missing);
        // Skipton is within 50 km of it, Inverness is not.
        Assert.DoesNotContain(catalogue.FindNeed(4)!.Slug, (await browser.PageAsync("/gaps?place=2637702")).QuerySelectorAll("[data-need]").Select(e => e.GetAttribute("data-need")));
        Assert.Contains(catalogue.FindNeed(4)!.Slug, (await browser.PageAsync("/gaps?place=2646088")).QuerySelectorAll("[data-need]").Select(e => e.GetAttribute("data-need")));
        using var asked = await Form.On(await browser.PageAsync("/gaps"), "/gaps", "form.screen").Fill("near", "Leeds").SendAsync(browser);
        Assert.Equal("/gaps?place=2644688", asked.Headers.Location!.OriginalString);
        using var unknown = await Form.On(await browser.PageAsync("/gaps"), "/gaps", "form.screen").Fill("near", "Xyzzyville").SendAsync(browser);
        var wrong = await unknown.PageAsync(HttpStatusCode.BadRequest);
        Assert.NotNull(wrong.QuerySelector(".wrong[data-field='near']"));
        Assert.Equal("Xyzzyville", wrong.QuerySelector("input[name='near']")!.GetAttribute("value"));
        Assert.NotEqual(Guid.Empty, entry.ServiceId);
    }

    [GeneratedRegex("^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$")]
    private static partial Regex Code();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
