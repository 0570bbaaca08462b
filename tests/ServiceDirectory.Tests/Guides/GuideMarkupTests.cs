using System.Diagnostics;
using AngleSharp.Html.Parser;
using ServiceDirectory.Core.Guides;

namespace ServiceDirectory.Tests.Guides;

/// <summary>Whatever is typed or stands in the database, a page shows headings, paragraphs, lists, strong words and safe links, and nothing else.</summary>
public sealed class GuideMarkupTests
{
    private static readonly string[] s_allowed = ["h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote"];

    private static readonly string[] s_attributes = ["href", "rel"];

    private static string Render(string markdown, int level = 2) => GuideMarkup.Render(markdown, level, address => "/ro" + address);

    public static TheoryData<string> Hostile => new(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "text <b onclick='x()'>bold</b>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#x0A;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "[x](//evil.example/)",
        "[x](/\\evil.example)",
        "[x](ftp://files.example)",
        "[x](relative)",
        "[x](https://user:word@mill.example)",
        "![x](https://mill.example/a.png)",
        "![x](javascript:alert(1))",
        "<https://user@mill.example>",
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "<!-- a comment -->",
        "<?php echo 1 ?>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext></mtext></math>",
        "<style>body{display:none}</style>",
        "<iframe src=https://evil.example></iframe>",
        "<form action=https://evil.example><input></form>",
        "`<script>alert(1)</script>`",
        "[x](https://mill.example \"onmouseover=alert(1)\")",
        "[x](https://mill.example/\" onmouseover=\"alert(1))",
        "***[x](https://mill.example)***",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "# <svg onload=alert(1)>",
        "- <details open ontoggle=alert(1)>");

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Render_WhateverItIs_IsHarmless(string markdown)
    {
        string html = Render(markdown);
        var page = new HtmlParser().ParseDocument($"<main>{html}</main>");
        Assert.Equal([], page.QuerySelectorAll("main *").Select(element => element.LocalName).Except(s_allowed));
        foreach (var attribute in page.QuerySelectorAll("main *").SelectMany(element => element.Attributes))
            Assert.Contains(attribute.Name, s_attributes);
        foreach (var link in page.QuerySelectorAll("a"))
        {
            Assert.Equal("noreferrer noopener", link.GetAttribute("rel"));
            Assert.Matches("^(https?://mill\\.example|/ro/)", link.GetAttribute("href"));
        }
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "raw-html")]
    [InlineData("words <b>strong</b> words", "raw-html")]
    [InlineData("[x](javascript:alert(1))", "link")]
    [InlineData("[x](//evil.example)", "link")]
    [InlineData("[x](data:text/plain,x)", "link")]
    [InlineData("![x](https://mill.example/a.png)", "image")]
    [InlineData("- 1\n  - 2\n    - 3\n      - 4\n        - 5\n          - 6", "too-deep")]
    [InlineData("> > > > > > x", "too-deep")]
    public void Refuse_NamesWhatCannotStay(string markdown, string reason) => Assert.Equal(reason, GuideMarkup.Refuse(markdown)?.Reason);

    [Theory]
    [InlineData("# Before\n\nSay **no** first.\n\n- one\n- two\n\n1. three\n\n> Words\n\n[call](tel:+441632960123), [write](mailto:x@mill.example), [site](https://mill.example/a?b=c), [need](/needs/4)")]
    [InlineData("5 < 6 and 7 > 3 & so on")]
    [InlineData("العربية **مهمة**")]
    public void Refuse_LetsPlainSignsBe(string markdown) => Assert.Null(GuideMarkup.Refuse(markdown));

    [Fact]
    public void Render_KeepsWhatIsAllowed_AndFitsHeadingsBelowThePages()
    {
        Assert.Equal(
            "<h2>One</h2>\n<h3>Two</h3>\n<p>Say <strong>no</strong>, <em>always</em>.</p>\n<ul>\n<li>a</li>\n</ul>\n",
            Render("# One\n## Two\nSay **no**, *always*.\n\n- a"));
        Assert.Equal("<h3>One</h3>\n<h4>Two</h4>\n<h4>Deep</h4>\n", Render("## One\n### Two\n###### Deep", 3));
        Assert.Contains("<a href=\"/ro/needs/4\" rel=\"noreferrer noopener\">need</a>", Render("[need](/needs/4)"), StringComparison.Ordinal);
        Assert.Contains("href=\"tel:+441632960123\"", Render("[call](tel:+441632960123)"), StringComparison.Ordinal);
        Assert.DoesNotContain("<h1", Render("# One\n\nTitle\n=====\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void HugeAndDeep_AreRefused_AndTakeNoTime()
    {
        string[] bombs =
        [
            new('a', 1_000_000), string.Concat(Enumerable.Repeat("> ", 2_400)) + "x", string.Concat(Enumerable.Repeat("[", 4_900)), string.Concat(Enumerable.Repeat("*a _b", 990)),
            string.Concat(Enumerable.Range(0, 70).Select(depth => new string(' ', depth) + "- x\n")), string.Concat(Enumerable.Repeat("![[", 1_600)), new('`', 4_999), string.Concat(Enumerable.Repeat("<a ", 1_600)),
            string.Concat(Enumerable.Repeat("[a](<b", 800)), string.Concat(Enumerable.Repeat("- > ", 1_200)) + "x",
        ];
        var watch = Stopwatch.StartNew();
        foreach (string bomb in bombs)
        {
            _ = GuideMarkup.Refuse(bomb);
            string html = Render(bomb);
            Assert.True(html.Length < 100_000, $"{bomb[..10]}… became {html.Length} characters.");
        }

        Assert.Equal("too-long", GuideMarkup.Refuse(bombs[0])?.Reason);
        Assert.Equal("", Render(bombs[0]));
        Assert.NotNull(GuideMarkup.Refuse(bombs[1]));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }
}
