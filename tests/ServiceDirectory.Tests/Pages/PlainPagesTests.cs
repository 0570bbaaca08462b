using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Pages that explain: what they say is true of the program, and short enough to be read at night.</summary>
public sealed partial class PlainPagesTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    [Theory]
    [InlineData("/privacy")]
    [InlineData("/how-we-check")]
    public async Task Every_Sentence_HasUnderTwentyWords(string address)
    {
        var page = await _browser.PageAsync(address);
        var sentences = page.QuerySelectorAll("main > p, main > h1, main > h2, main > ul > li")
            .SelectMany(part => EndOfSentence().Split(Html.Squeeze(part.TextContent))).ToList();
        Assert.True(sentences.Count > 20);
        Assert.Equal([], sentences.Where(sentence => sentence.Split(' ').Length >= 20));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/search?need=4&near=Leeds")]
    [InlineData("/about")]
    public async Task Every_Page_LeadsToPrivacyAndChecks(string address)
    {
        var page = await _browser.PageAsync(address);
        Assert.NotNull(page.QuerySelector("footer a[href='/privacy']"));
        Assert.NotNull(page.QuerySelector("footer a[href='/how-we-check']"));
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
        await using var program = world.Start(world.With(("Directory:RunBy", "Mill Trust, Iceland"), ("Directory:Onion", LiveWorld.Onion)));
        using var browser = program.CreateClient();
        var said = Said(await browser.PageAsync("/privacy"));
        Assert.Contains("is run by Mill Trust, Iceland.", said, StringComparison.Ordinal);
        Assert.Contains($"http://{LiveWorld.Onion}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_HowWeCheck_HoldsEveryPromiseOnce()
    {
        var page = await _browser.PageAsync("/how-we-check");
        Assert.Equal(17, page.QuerySelectorAll("ul.required > li").Length);
        Assert.Equal(8, page.QuerySelectorAll("ul.recommended > li").Length);
        Assert.Equal(
            Enumerable.Range(1, 25).Select(id => $"p{id}"),
            page.QuerySelectorAll("li[id^=p]").Select(promise => promise.Id!).OrderBy(id => id.Length).ThenBy(id => id, StringComparer.Ordinal));
        Assert.Equal(DirectoryCatalogue.Default.Criteria.Criteria.Count(criterion => criterion.RedLine), page.QuerySelectorAll("li[id^=p] > strong").Length);
        Assert.Contains("Health: 17 promises.", Said(page), StringComparison.Ordinal);
        Assert.Contains("Food, showers, beds and money: 9 promises.", Said(page), StringComparison.Ordinal);
        // A key that has no words would stand here by its name.
        Assert.DoesNotMatch(@"(Promise|Vetting)\.\w", Said(page));
    }

    [Fact]
    public async Task Get_HowWeCheck_SaysWhatSuspendsAtOnce()
    {
        var page = await _browser.PageAsync("/how-we-check");
        Assert.Equal(
            ["They made me take a test", "They told police or immigration", "They pushed me to stop working", "They hurt or touched me"],
            page.QuerySelectorAll("main q").Select(quote => quote.TextContent));
    }

    [Fact]
    public async Task Get_HowWeCheck_ReadsTheTimesWhereTheProgramDoes()
    {
        var stricter = new VettingOptions { ContactMonths = 1, CriteriaMonths = 11, HiddenAfterDays = 51 };
        await using var program = world.Program.WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddSingleton(stricter)));
        using var browser = program.CreateClient();
        var said = Said(await browser.PageAsync("/how-we-check"));
        Assert.Contains("web pages: every 1 month.", said, StringComparison.Ordinal);
        Assert.Contains("The promises: every 11 months.", said, StringComparison.Ordinal);
        Assert.Contains("After 30 days it stands last. After 51 days it is hidden.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Service_LeadsToHowWeCheck()
    {
        var page = await _browser.PageAsync($"/services/{world.Clinic.Code}");
        Assert.NotNull(page.QuerySelector("section[aria-labelledby=checked] a[href='/how-we-check']"));
    }

    private static string Said(IHtmlDocument page) => Html.Squeeze(page.QuerySelector("main")!.TextContent);

    [GeneratedRegex(@"(?<=[.?!:])\s+")]
    private static partial Regex EndOfSentence();
}
