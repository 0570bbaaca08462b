using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Pages that explain: what they say is true of the program, and short enough to be read at night.</summary>
public sealed partial class PlainPagesTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    [Theory]
    [InlineData("/privacy")]
    public async Task Every_Sentence_HasUnderTwentyWords(string address)
    {
        var page = await _browser.PageAsync(address);
        var sentences = page.QuerySelectorAll("main > p, main > h1, main > h2, main > ul > li")
            .SelectMany(part => EndOfSentence().Split(Squeeze(part.TextContent))).ToList();
        Assert.True(sentences.Count > 20);
        Assert.Equal([], sentences.Where(sentence => sentence.Split(' ').Length >= 20));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/search?need=4&near=Leeds")]
    [InlineData("/about")]
    public async Task Every_Page_LeadsToPrivacy(string address)
    {
        var page = await _browser.PageAsync(address);
        Assert.NotNull(page.QuerySelector("footer a[href='/privacy']"));
    }

    [Fact]
    public async Task Get_Home_LeadsToPrivacyBeforeTheFooter()
    {
        var page = await _browser.PageAsync("/");
        Assert.NotNull(page.QuerySelector("main a[href='/privacy']"));
    }

    [Fact]
    public async Task Get_Privacy_PromisesNobodySafetyAndSaysWhatItCannotDo()
    {
        var page = await _browser.PageAsync("/privacy");
        var said = Said(page);
        Assert.DoesNotMatch("(?i)anonym|safe|guarantee|sex work|%", said);
        Assert.Contains("It deletes nothing.", said, StringComparison.Ordinal);
        Assert.Contains("A court can order us", said, StringComparison.Ordinal);
        Assert.Contains("spying app", said, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("meta[name=robots]"));
    }

    [Fact]
    public async Task Get_Privacy_SaysWhoRunsTheMachine()
    {
        Assert.Contains("has not put a name here yet", Said(await _browser.PageAsync("/privacy")), StringComparison.Ordinal);
        var onion = new string('a', 56) + ".onion";
        await using var program = world.Start(world.With(("Directory:RunBy", "Mill Trust, Iceland"), ("Directory:Onion", onion)));
        using var browser = program.CreateClient();
        var said = Said(await browser.PageAsync("/privacy"));
        Assert.Contains("is run by Mill Trust, Iceland.", said, StringComparison.Ordinal);
        Assert.Contains($"http://{onion}", said, StringComparison.Ordinal);
    }

    private static string Said(IHtmlDocument page) => Squeeze(page.QuerySelector("main")!.TextContent);

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"(?<=[.?!:])\s+")]
    private static partial Regex EndOfSentence();
}
