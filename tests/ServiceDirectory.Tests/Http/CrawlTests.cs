using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Http;

/// <summary>What is true of every page that can be reached.</summary>
public sealed partial class CrawlTests(CrawledSite site) : IClassFixture<CrawledSite>
{
    private const string Name = "Service Directory";

    private static readonly string[] s_onLinks = ["noreferrer", "noopener"];

    private static readonly string[] s_schemes = ["http", "https", "tel", "mailto", "sms"];

    private static readonly string[] s_kept = ["off", "username", "new-password", "current-password", "one-time-code"];

    private static readonly string[] s_linked = ["icon", "stylesheet", "canonical", "alternate"];

    private static readonly string[] s_said = ["viewport", "color-scheme", "robots"];

    private static readonly HashSet<string> s_titles = [.. PageLanguages.Written.SelectMany(WordingFiles.In).Where(word => word.Key.EndsWith(".Title", StringComparison.Ordinal)).Select(word => word.Value)];

    /// <summary>By which the page searches that asks for the list of a country.</summary>
    private static readonly string[] s_searching = ["reading.js", "looking.js", "private.js"];

    /// <summary>Looks at each page and names the one that fails.</summary>
    private void Each(Action<IHtmlDocument, string> look)
    {
        foreach (var page in site.Pages)
        {
            try
            {
                look(page.Document, page.Source);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                Assert.Fail($"{page.Address} ({(int)page.Status}): {e.Message}");
            }
        }
    }

    [Fact]
    public void Crawl_ComesToEverything()
    {
        var seen = site.Pages.Select(page => page.Address).ToHashSet();
        Assert.Contains($"/services/{site.Marked}", seen);
        Assert.Contains($"/guides/{site.Guide}", seen);
        Assert.Contains("/search?need=7&near=Leeds", seen);
        Assert.True(seen.Count >= 100, $"{seen.Count}");
        Assert.Superset(
            new HashSet<HttpStatusCode> { HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.Gone },
            site.Pages.Select(page => page.Status).ToHashSet());
        Assert.Equal([], site.Pages.Where(page => (int)page.Status >= 500).Select(page => page.Address));
    }

    [Fact, Property(3)]
    public void Layout_HoldsNoForm() => Each((page, _) =>
    {
        Assert.Empty(page.QuerySelectorAll("header form, footer form, .top form, nav form"));
        Assert.All(page.QuerySelectorAll("form[method=post i]"), form => Assert.NotNull(form.Closest("main")));
    });

    [Fact, Property(2)]
    public void Forms_HaveNoTokenThatNeedsACookie() => Each((page, _) =>
        Assert.Empty(page.QuerySelectorAll("input[name=__RequestVerificationToken]")));

    [Fact, Property(3), Property(10)]
    public void WayOut_ComesRightAfterTheSkipLink() => Each((page, _) =>
    {
        var links = page.QuerySelectorAll("a, button, input, select, summary, textarea").Take(2).ToList();
        Assert.Equal(["#main", "/exit"], links.Select(link => link.GetAttribute("href")));
        Assert.Equal("nofollow noreferrer", links[1].GetAttribute("rel"));
        Assert.NotNull(page.GetElementById("main"));
        // The whole sentence: beside it where there is room, and below on every screen.
        var words = WordingFiles.In(page.DocumentElement.GetAttribute("lang")!);
        Assert.StartsWith($"{words["Layout.LeaveLimit"]} {words["Layout.LeaveAdvice"]}", page.QuerySelector(".leave span")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(words["Layout.LeaveAdvice"], page.QuerySelector("footer")!.TextContent, StringComparison.Ordinal);
    });

    [Fact, Property(6)]
    public void Fields_ThatTakeWords_AreNotRemembered()
    {
        int fields = 0;
        Each((page, _) =>
        {
            foreach (var field in page.QuerySelectorAll("textarea, select, input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=submit])")
                .Where(field => field is not IHtmlSelectElement || field.GetAttribute("name") == "need"))
            {
                // What opens an account is best kept by a program for that.
                Assert.Contains(field.GetAttribute("autocomplete"), field.Closest("main.account") is null ? s_kept[..1] : s_kept);
                fields++;
            }
        });
        Assert.True(fields > 100, $"{fields}");
    }

    [Fact, Property(7), Property(12)]
    public void Titles_AreTheNameAndAGeneralWord() => Each((page, _) =>
    {
        Assert.StartsWith(Name, page.Title, StringComparison.Ordinal);
        if (page.Title != Name)
            Assert.Contains(page.Title![$"{Name} – ".Length..], s_titles);
        Assert.Single(page.QuerySelectorAll("title"));
    });

    [Fact, Property(12)]
    public void Head_NamesNothingElse() => Each((page, _) =>
    {
        Assert.All(page.QuerySelectorAll("link"), link => Assert.Contains(link.GetAttribute("rel"), s_linked));
        Assert.All(page.QuerySelectorAll("meta[name]"), meta => Assert.Contains(meta.GetAttribute("name"), s_said));
        // Previews of a link are made from these.
        Assert.Empty(page.QuerySelectorAll("meta[property], meta[name^=og], meta[name^=twitter], meta[name=description]"));
    });

    [Fact, Property(16), Property(5), Property(11)]
    public void Pages_AreOnlyMarkup() => Each((page, source) =>
    {
        // One file of ours, in the head, and nothing in the page; one more where somebody gets in, and three where the browser searches by itself.
        var scripts = page.QuerySelectorAll("script");
        bool searches = page.QuerySelector("main.private") is not null;
        Assert.Equal(searches ? 4 : page.QuerySelector("[data-passkey]") is null && scripts.Length == 1 ? 1 : 2, scripts.Length);
        Assert.Matches(@"^/site\.js\?v=[\w-]+$", scripts[0].GetAttribute("src"));
        if (searches)
            Assert.All(scripts.Skip(1).Zip(s_searching), script => Assert.StartsWith($"/{script.Second}?v=", script.First.GetAttribute("src"), StringComparison.Ordinal));
        Assert.All(scripts.Skip(searches ? 4 : 1), script => Assert.Matches(@"^/account\.js\?v=[\w-]+$", page.QuerySelector("main.account") is null ? "elsewhere" : script.GetAttribute("src")));
        Assert.All(scripts, script => Assert.Equal("", script.TextContent));
        Assert.Empty(page.QuerySelectorAll("body script, style, iframe, frame, object, embed, applet, base, svg:not(.square), math, noscript, meta[http-equiv]"));
        // A form that is sent nowhere stands in none of the page.
        Assert.Equal(searches ? 1 : 0, page.QuerySelectorAll("template").Length);
        // The square for an authenticator app is a shape and nothing else.
        Assert.Equal("", string.Concat(page.QuerySelectorAll("svg.square *").Select(part => part.LocalName)).Replace("path", "", StringComparison.Ordinal));
        Assert.All(page.All.SelectMany(element => element.Attributes), attribute =>
        {
            Assert.NotEqual("style", attribute.Name);
            Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name);
            Assert.DoesNotMatch("^\\s*(javascript|data|vbscript|blob):", attribute.Value);
        });
        Assert.DoesNotContain("javascript:", source, StringComparison.OrdinalIgnoreCase);
    });

    [Fact, Property(5)]
    public void Scripts_OfOurs_KeepNothing()
    {
        string root = Repository.Path("src", "ServiceDirectory.Web", "wwwroot");
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".js" or ".mjs" or ".svg" or ".html"))
            Assert.DoesNotMatch("localStorage|sessionStorage|indexedDB|document\\.cookie|cookieStore|serviceWorker|sendBeacon|caches\\.|keepalive", File.ReadAllText(file));
    }

    [Fact, Property(17)]
    public void Resources_AreOurOwn()
    {
        Each((page, _) =>
        {
            Assert.All(
                page.QuerySelectorAll("link[href], img[src], source[src], video[src], audio[src], input[src], form[action], button[formaction]"),
                resource => Assert.Matches("^/(?![/\\\\])", resource.GetAttribute("href") ?? resource.GetAttribute("src") ?? resource.GetAttribute("formaction") ?? resource.GetAttribute("action")));
            Assert.Empty(page.QuerySelectorAll("[srcset], [poster], [background], [manifest], link[rel~=preconnect], link[rel~=dns-prefetch], link[rel~=prefetch], link[rel~=manifest]"));
        });
        foreach (string file in Directory.EnumerateFiles(Repository.Path("src", "ServiceDirectory.Web", "wwwroot"), "*.css", SearchOption.AllDirectories))
            Assert.DoesNotMatch("@import|url\\(\\s*[\"']?(?!data:|/(?!/))", File.ReadAllText(file));
    }

    [Fact, Property(19), Property(25)]
    public void Links_LeadInsideOrTellNothing()
    {
        var schemes = new HashSet<string>();
        Each((page, _) =>
        {
            foreach (var link in page.QuerySelectorAll("a[href], area[href]"))
            {
                string href = link.GetAttribute("href")!;
                Assert.False(link.HasAttribute("ping"), href);
                if (InOurSite().IsMatch(href))
                    continue;
                string scheme = Scheme().Match(href).Groups[1].Value;
                Assert.Contains(scheme, link.Closest("main.account") is null ? s_schemes : [.. s_schemes, "otpauth"]);
                schemes.Add(scheme);
                if (scheme is "http" or "https")
                    Assert.Superset(s_onLinks.ToHashSet(), (link.GetAttribute("rel") ?? "").Split(' ').ToHashSet());
            }
        });
        Assert.Superset(new HashSet<string>(["https", "tel", "mailto"]), schemes);
    }

    [Fact, Property(13)]
    public void Links_CarryOnlyTheSearch() => Each((page, _) =>
    {
        foreach (var link in page.QuerySelectorAll("a[href^='/'], link[href^='/']").Select(link => link.GetAttribute("href")!).Where(href => href.Contains('?', StringComparison.Ordinal)))
        {
            foreach (string name in link.Split('?', 2)[1].Split('#')[0].Split('&').Select(pair => pair.Split('=')[0]))
                Assert.Contains(name, EndpointList.Parameters.Append("v"));
        }
    });

    /// <summary>A look over a shoulder, at the address bar, a history or a link that is handed on.</summary>
    [Fact, Property(7), Property(13)]
    public void Addresses_OfLinksAndForms_NameNothing() => Each((page, _) =>
    {
        var slugs = DirectoryCatalogue.Default.Needs.Select(need => need.Slug).Concat(DirectoryCatalogue.Default.Situations.Select(situation => situation.Slug)).ToHashSet();
        // What such a form holds without being typed becomes an address, too.
        foreach (var address in page.QuerySelectorAll("a[href^='/']").Select(link => link.GetAttribute("href")!).Concat(page.QuerySelectorAll("form").Select(form => form.GetAttribute("action")!))
            .Concat(page.QuerySelectorAll("form[method=get] input[type=hidden]").Select(field => field.GetAttribute("value")!)))
        {
            Assert.DoesNotContain(address.Split('/', '?', '&', '=', '#'), slugs.Contains);
            Assert.DoesNotMatch("(?i)leeds|skipton|york|georgia|zzxqqj|zebra|clinic|sex|%20", address);
        }
    });

    /// <summary>What stands on the first screen, on cards, on lists and where somebody is in a hurry. Elsewhere it may be said who decides.</summary>
    [Fact]
    public void FirstScreens_SayCommunityOrganisations()
    {
        int looked = 0;
        foreach (var page in site.Pages.Where(page => page.Status is HttpStatusCode.OK))
        {
            var path = WithoutLanguage().Replace(page.Address.Split('?')[0], "");
            if (path is not ("" or "/" or "/now" or "/search" or "/list") && !path.StartsWith("/now/", StringComparison.Ordinal))
                continue;
            looked++;
            Assert.DoesNotMatch(SexWork(), page.Document.Body!.TextContent);
        }

        Assert.True(looked > 15, $"{looked}");
    }

    [Fact, Property(26)]
    public void Words_WithMarkup_StayWords()
    {
        int shown = 0;
        Each((page, _) =>
        {
            Assert.Empty(page.QuerySelectorAll(MarkedContent.Selector));
            shown += page.Body!.TextContent.Split(MarkedContent.Markup).Length - 1;
            Assert.Single(page.QuerySelectorAll("main"));
            Assert.Single(page.QuerySelectorAll("title"));
        });
        // On its own page in many places, and among results.
        Assert.True(shown > 30, $"{shown}");
        var website = site.Pages.Single(page => page.Address == $"/services/{site.Marked}").Document.QuerySelector("a[href^='https://mill.example/']")!;
        Assert.Equal("https://mill.example/?a=1&b=\"><b data-x=\"1\">'", website.GetAttribute("href"));
    }

    /// <summary>Somebody who cannot read them has to know what to ask a friend or a program for. A name needs no reading.</summary>
    [Fact]
    public void Words_OfAnotherLanguage_SayWhichItIs()
    {
        int said = 0;
        Each((page, _) =>
        {
            var language = page.DocumentElement.GetAttribute("lang");
            foreach (var words in page.QuerySelectorAll("main [lang]:not([translate=no]):not(nav.languages *)").Where(words => words.GetAttribute("lang") != language))
            {
                Assert.True(words.NextElementSibling?.ClassName == "origin", words.OuterHtml);
                said++;
            }
        });
        Assert.True(said > 30, $"{said}");
    }

    [Fact, Property(22), Property(23)]
    public async Task Onion_NeverLeadsToTheOtherName()
    {
        var pages = await site.CrawlAsync($"https://{LiveWorld.Onion}");
        Assert.True(pages.Count >= 100, $"{pages.Count}");
        Assert.Equal([], pages.Where(page => page.Source.Contains("directory.example", StringComparison.OrdinalIgnoreCase)).Select(page => page.Address));
        // Nor to its own: an address inside the site is never absolute, but where somebody copies it.
        Assert.Equal([], pages.Where(page => page.Document.All.Where(element => element.ClassName != "whole").SelectMany(element => element.Attributes).Any(attribute =>
            attribute.Value.Contains(LiveWorld.Onion, StringComparison.OrdinalIgnoreCase))).Select(page => page.Address));
        Assert.Equal([], site.Pages.Where(page => Named().Replace(page.Source, "").Contains("directory.example", StringComparison.OrdinalIgnoreCase)).Select(page => page.Address));
        using var browser = site.Program.CreateClient(new() { BaseAddress = new Uri($"https://{LiveWorld.Onion}"), AllowAutoRedirect = false });
        foreach (string address in new EndpointList(site.Program, site.World).Addresses)
        {
            foreach (string method in new[] { "GET", "POST" })
            {
                using var answer = await browser.SendAsync(method, address, method == "POST" ? new FormUrlEncodedContent([new("need", "4")]) : null);
                Assert.DoesNotContain("directory.example", answer.Headers.ToString(), StringComparison.OrdinalIgnoreCase);
                Assert.Empty(answer.Header("Onion-Location"));
                Assert.Empty(answer.Header("Strict-Transport-Security"));
                if (answer.Headers.Location is { } location && address != "/exit")
                    Assert.False(location.IsAbsoluteUri, address);
            }
        }
    }

    /// <summary>The whole address of a list or a search, to be copied, and what is typed from paper.</summary>
    [GeneratedRegex("""<input id="(search-)?address" class="whole" value="https://directory\.example/[a-z/]*(list\?s=|lists/|search)[^"]*" |<bdi dir="ltr">directory\.example/[a-z/]*(list\?s=)?[0-9a-z,]+</bdi>""")]
    private static partial Regex Named();

    /// <summary>One slash, or a place in the same page.</summary>
    [GeneratedRegex(@"^(/(?![/\\])|#)")]
    private static partial Regex InOurSite();

    [GeneratedRegex("^([a-z]+):")]
    private static partial Regex Scheme();

    [GeneratedRegex("^/[a-z]{2}(?=/|$)")]
    private static partial Regex WithoutLanguage();

    [GeneratedRegex("(?i)sex[ -]?work|trabajo sexual|trabajador[ae]s(?: y trabajadores)? sexual|munc[aă] sexual|lucr[aă]t\\S+ (?:și lucrători )?sexual|مجال الجنس")]
    private static partial Regex SexWork();
}
