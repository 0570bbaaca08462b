using System.Net;
using AngleSharp.Html.Dom;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Http;

/// <summary>An address says its language and reads the same for everybody; only the bare first page asks the browser.</summary>
public sealed class LanguageTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private async Task<(HttpResponseMessage Answer, IHtmlDocument Page)> AskAsync(string address, string? accepted = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var answer = await _browser.SendAsync("GET", address, null, accepted is null ? [] : [("Accept-Language", accepted)]);
        return (answer, await answer.PageAsync(expected));
    }

    private static void AssertIsIn(string language, HttpResponseMessage answer, IHtmlDocument page)
    {
        Assert.Equal((language, language == "ar" ? "rtl" : "ltr"), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
        Assert.Equal([language], answer.Header("Content-Language"));
        Assert.Equal(WordingFiles.In(language)["Layout.Skip"], page.QuerySelector("a.skip")!.TextContent);
    }

    /// <summary>An address is decoded once, with a language before it and without.</summary>
    [Theory]
    [InlineData("/%2500")]
    [InlineData("/es/%2500")]
    [InlineData("/ro/services/%2500")]
    [InlineData("/es/%256eeeds")]
    public async Task Get_AnAddressThatIsEncodedTwice_IsNotThere(string address)
    {
        using var answer = await _browser.ReadAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/es", "es")]
    [InlineData("/es/", "es")]
    [InlineData("/es/needs", "es")]
    [InlineData("/es/search?need=4", "es")]
    [InlineData("/ar/needs/4", "ar")]
    [InlineData("/ar/about", "ar")]
    [InlineData("/en/", "en")]
    [InlineData("/en/needs", "en")]
    [InlineData("/needs", "en")]
    [InlineData("/search?need=4", "en")]
    public async Task Get_AnAddress_IsInItsLanguage_WhateverTheBrowserAsksFor(string address, string language)
    {
        foreach (string? accepted in new[] { null, "es", "ar;q=0.9, en", "en", "*" })
        {
            var (answer, page) = await AskAsync(address, accepted);
            AssertIsIn(language, answer, page);
            Assert.DoesNotContain("Accept-Language", string.Join(',', answer.Header("Vary")), StringComparison.Ordinal);
            Assert.Empty(answer.Header("Set-Cookie"));
        }
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    [InlineData("es", "es")]
    [InlineData("es-MX", "es")]
    [InlineData("ro-MD", "ro")]
    [InlineData("ES-mx,en;q=0.5", "es")]
    [InlineData("en-US,es;q=0.9", "en")]
    [InlineData("en;q=0.3,es;q=0.8,ar;q=0.5", "es")]
    [InlineData("tlh,ar;q=0.4", "ar")]
    [InlineData("est", "en")]
    [InlineData("tlh", "en")]
    [InlineData("*", "en")]
    [InlineData("es;q=0", "en")]
    [InlineData("es;q=0,ar;q=0.1", "ar")]
    [InlineData(";;q=x,,%", "en")]
    public async Task Get_TheBareFirstPage_IsInTheBrowsers(string? accepted, string language)
    {
        var (answer, page) = await AskAsync("/", accepted);
        AssertIsIn(language, answer, page);
        Assert.Contains("Accept-Language", answer.Header("Vary"));
        Assert.Empty(answer.Header("Set-Cookie"));
        // From there on the address says it.
        Assert.Equal(language == "en" ? "/needs" : $"/{language}/needs", page.QuerySelector("footer a[href$='/needs']")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("es")]
    [InlineData("ar")]
    public async Task Crawl_FromALanguage_StaysInIt(string language)
    {
        var next = new Queue<string>([$"/{language}/", $"/{language}/search?need=4&place={Sample.Leeds}", $"/{language}/search?near=georgia", $"/{language}/services/{world.Clinic.Code}", $"/{language}/list?s={world.Clinic.Code}"]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (next.TryDequeue(out var address) && seen.Count < 60)
        {
            if (!seen.Add(address))
                continue;
            using var answer = await _browser.ReadAsync(address);
            // A file has no links to follow.
            if (answer.Content.Headers.ContentType?.MediaType is not "text/html")
                continue;
            var page = await answer.PageAsync(answer.StatusCode);
            AssertIsIn(language, answer, page);
            foreach (var link in page.QuerySelectorAll("a[href^='/']:not([hreflang])"))
            {
                string to = link.GetAttribute("href")!.Split('#')[0];
                Assert.True(to == "/exit" || to == $"/{language}" || to.StartsWith($"/{language}/", StringComparison.Ordinal), $"{address} leads to {to}");
                if (to != "/exit")
                    next.Enqueue(to);
            }

            Assert.All(page.QuerySelectorAll("form"), form => Assert.StartsWith($"/{language}/", form.GetAttribute("action"), StringComparison.Ordinal));
        }

        Assert.True(seen.Count > 30, $"{seen.Count}");
    }

    [Theory]
    [InlineData("/", "", "/es/")]
    [InlineData("/needs", "", "/es/needs")]
    [InlineData("/needs/pep", "", "/es/needs/4")]
    [InlineData("/search?need=pep&near=Leeds&within=50&access=free&access=4&lang=ro&open=weekend&reach=visit&sort=checked&page=2", "",
        "/es/search?need=4&place=2644688&within=50&access=1&access=4&lang=ro&open=weekend&reach=visit&sort=checked&page=2")]
    [InlineData("/search?need=4&unknown=canary", "", "/es/search?need=4")]
    [InlineData("/now/1?country=IE", "", "/es/now/1?country=IE")]
    [InlineData("/now/1?unknown=canary", "", "/es/now/1")]
    [InlineData("/about?unknown=canary", "", "/es/about")]
    public async Task Links_OfLanguages_KeepWhatWasUnderstood(string address, string accepted, string spanish)
    {
        var (_, page) = await AskAsync(address, accepted);
        Assert.Equal(spanish, page.QuerySelector("nav.languages a[hreflang=es]")!.GetAttribute("href"));
        Assert.DoesNotContain("canary", page.Source.Text, StringComparison.Ordinal);
        var (_, other) = await AskAsync(spanish);
        Assert.Equal(address == "/" ? "/en/" : spanish["/es".Length..], other.QuerySelector("nav.languages a[hreflang=en]")!.GetAttribute("href"));
        Assert.Equal("Español", other.QuerySelector("nav.languages [aria-current]")!.TextContent);
    }

    [Fact]
    public async Task Links_OfLanguages_KeepAListAndNeverWhatWasTyped()
    {
        var (_, list) = await AskAsync($"/list?s={world.Clinic.Code}&s={world.Line.Code}");
        Assert.Equal($"/es/list?s={world.Clinic.Code}&s={world.Line.Code}", list.QuerySelector("nav.languages a[hreflang=es]")!.GetAttribute("href"));
        var (_, typed) = await AskAsync("/search?q=morning+after+pill&near=leeds");
        var links = typed.QuerySelectorAll("nav.languages a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(PageLanguages.Written.Count - 1, links.Count);
        Assert.All(links, link => Assert.EndsWith($"/search?need=9&place={Sample.Leeds}", link, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/es/exit")]
    [InlineData("/es/robots.txt")]
    [InlineData("/es/sitemap.xml")]
    [InlineData("/es/site.css")]
    [InlineData("/es/.well-known/security.txt")]
    [InlineData("/es/error")]
    [InlineData("/es/es/needs")]
    [InlineData("/ES/needs")]
    [InlineData("/es-MX/needs")]
    [InlineData("/esneeds")]
    [InlineData("/xx/needs")]
    public async Task Get_WhatHasNoLanguage_Is404(string address)
    {
        using var answer = await _browser.ReadAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Post_InALanguage_AnswersInIt()
    {
        using var answer = await _browser.SubmitAsync("/es/search", ("need", "pep"), ("near", "Leeds"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal($"/es/search?need=4&place={Sample.Leeds}", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("es")]
    [InlineData("ar")]
    public async Task Errors_AreInTheLanguageOfTheAddress_AndRepeatNothing(string language)
    {
        async Task<IHtmlDocument> WrongAsync(HttpClient browser, HttpStatusCode status, string address)
        {
            using var answer = await browser.ReadAsync($"/{language}{address}");
            var page = await answer.PageAsync(status);
            AssertIsIn(language, answer, page);
            if (page.QuerySelector("main h1")!.TextContent != WordingFiles.In(language)[$"Error.{(int)status}.Heading"])
                Assert.Fail($"{address}: {page.QuerySelector("main h1")!.TextContent}");
            Assert.DoesNotContain("canary", page.Source.Text, StringComparison.Ordinal);
            // Nor does a way to another language lead back there.
            Assert.All(page.QuerySelectorAll("nav.languages a"), link => Assert.Matches("^/[a-z]+/$", link.GetAttribute("href")!));
            return page;
        }

        await WrongAsync(_browser, HttpStatusCode.NotFound, "/canary?near=canary");
        await WrongAsync(_browser, HttpStatusCode.BadRequest, "/search?near=canary%00");
        var gone = await WrongAsync(_browser, HttpStatusCode.Gone, $"/services/{world.Gone.Code}");
        Assert.Contains(gone.QuerySelectorAll("main a"), link => link.GetAttribute("href") == $"/{language}/search?place={Sample.Leeds}");
        await using var away = AppFactory.WithBrokenPublicLogin(world.Database.Logins);
        using var without = away.Browser();
        await WrongAsync(without, HttpStatusCode.ServiceUnavailable, "/search?near=canary");
        await using var busy = world.Start(new AppFactory(world.Database.Logins, new SteppedClock()));
        using var eager = new HttpClient(busy.Server.CreateHandler(context => context.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.7"))) { BaseAddress = new Uri("https://localhost") };
        for (int i = 0; i < SearchGate.AtOnce; i++)
            (await eager.ReadAsync("/es/search?within=x")).Dispose();
        await WrongAsync(eager, HttpStatusCode.TooManyRequests, "/search?near=canary");
    }

    [Theory]
    [InlineData("en", "Speaks English, Romanian")]
    [InlineData("es", "Hablan inglés, rumano")]
    [InlineData("ar", "اللغات: الإنجليزية، الرومانية")]
    public async Task Get_ACard_SaysLanguagesInTheLanguageWithItsComma(string language, string speaks)
    {
        var (_, page) = await AskAsync($"/{language}/search?need=4&place={Sample.Leeds}");
        Assert.Contains(page.QuerySelectorAll(".card p.quiet"), said => Html.Squeeze(said.TextContent).StartsWith($"{speaks} · ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_AnOldCode_LeadsToTheNewOneInTheLanguage()
    {
        using var answer = await _browser.ReadAsync("/es/services/oldold");
        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal($"/es/services/{world.Clinic.Code}", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Setting_OfLanguages_NarrowsTheChoice()
    {
        await using var two = world.Start(world.With(("Directory:Languages", "en; ar")));
        using var browser = two.CreateClient();
        var page = await browser.PageAsync("/ar/needs");
        Assert.Equal(["English", "العربية"], page.QuerySelectorAll("nav.languages > *").Select(language => language.TextContent));
        using var spanish = await browser.ReadAsync("/es/needs");
        Assert.Equal(HttpStatusCode.NotFound, spanish.StatusCode);
        using var asked = await browser.SendAsync("GET", "/", null, ("Accept-Language", "es, ar;q=0.5"));
        Assert.Equal(["ar"], asked.Header("Content-Language"));

        await using var one = world.Start(world.With(("Directory:Languages", "en")));
        using var english = one.CreateClient();
        using var first = await english.SendAsync("GET", "/", null, ("Accept-Language", "ar"));
        Assert.Equal(["en"], first.Header("Content-Language"));
        Assert.DoesNotContain("Accept-Language", first.Header("Vary"));
        Assert.Empty((await first.PageAsync(HttpStatusCode.OK)).QuerySelectorAll("nav.languages"));
    }
}
