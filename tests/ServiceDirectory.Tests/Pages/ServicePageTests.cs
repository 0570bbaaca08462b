using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Pages;

/// <summary>One entry, and what stands where it was.</summary>
public sealed class ServicePageTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private async Task<IHtmlDocument> ServiceAsync(string code) => await _browser.PageAsync($"/services/{code}");

    private static string Section(IHtmlDocument page, string id) => Html.Squeeze(page.QuerySelector($"section[aria-labelledby={id}]")!.TextContent);

    [Fact]
    public async Task Get_Listed_AnswersTheQuestionsInTheirOrder()
    {
        var page = await ServiceAsync(world.Clinic.Code);
        Assert.Equal(["open", "reach", "ask", "cost", "tell", "who", "checked"], page.QuerySelectorAll("main > section").Select(s => s.GetAttribute("aria-labelledby")));
        Assert.Contains("Open until 17:00", Section(page, "open"), StringComparison.Ordinal);
        Assert.Contains("1 Example Street, Leeds", Section(page, "open"), StringComparison.Ordinal);
        Assert.Contains("Tuesday 09:00 to 17:00", Section(page, "open"), StringComparison.Ordinal);
        Assert.Contains("Friday 25 December 2026: Closed", Section(page, "open"), StringComparison.Ordinal);
        Assert.Contains("What the call costs: not known", Section(page, "reach"), StringComparison.Ordinal);
        Assert.Contains("Calls stay in your phone’s call list.", Section(page, "reach"), StringComparison.Ordinal);
        Assert.Contains("Two sex worker-led organisations", Section(page, "checked"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CheckedFact_SaysHowAndWhen_ChangedOneThatItIsNot()
    {
        var page = await ServiceAsync(world.Clinic.Code);
        Assert.Contains("✓ No ID needed Called, October 2026", Section(page, "ask"), StringComparison.Ordinal);
        Assert.Contains("Free for all Changed, not checked yet", Section(page, "cost"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CommunityLed_SaysSo_AndThatPeersWorkThere()
    {
        var page = await ServiceAsync(world.Line.Code);
        Assert.Equal(["Community-led", "Has peer staff"], page.QuerySelectorAll("main > .badges > li").Select(badge => badge.TextContent));
        Assert.Contains("Hours on the phone are in London time.", Section(page, "reach"), StringComparison.Ordinal);
        Assert.Contains("✓ Has peer staff", Section(page, "who"), StringComparison.Ordinal);
        Assert.Equal("There was a waiting list in November 2026. Ask how long it is.", page.QuerySelector("p.first")!.TextContent);
        Assert.Empty((await ServiceAsync(world.Clinic.Code)).QuerySelectorAll(".badge"));
    }

    [Fact]
    public async Task Get_TextInAnotherLanguage_IsMarked()
    {
        var page = await ServiceAsync(world.Clinic.Code);
        var lead = page.QuerySelector("p.lead")!;
        Assert.Equal("ro", lead.GetAttribute("lang"));
        Assert.Equal("ltr", lead.GetAttribute("dir"));
        Assert.Equal("In Romanian", lead.NextElementSibling!.TextContent);
        Assert.Null(page.QuerySelector("h1")!.GetAttribute("lang"));
    }

    [Fact]
    public async Task Get_StreetThatMayNotBePrinted_StaysOnTheScreen()
    {
        var page = await _browser.PageAsync($"/services/{world.Clinic.Code}");
        var address = page.QuerySelector(".address bdi")!;
        Assert.StartsWith("1 Example Street, Leeds", address.TextContent, StringComparison.Ordinal);
        Assert.Equal("Leeds", string.Concat(address.ChildNodes.OfType<IText>().Select(text => text.Data)).Trim());
        Assert.All(address.QuerySelectorAll("span"), part => Assert.Equal("screen", part.ClassName));
        await world.Database.Owner.RunAsync($"update published.service set print_address = true where code = '{world.Far.Code}'");
        page = await _browser.PageAsync($"/services/{world.Far.Code}");
        Assert.NotNull(page.QuerySelector(".address bdi"));
        Assert.Null(page.QuerySelector(".address .screen"));
    }

    [Fact]
    public async Task Get_AreaOnly_SaysThatThePlaceIsNotPublished()
    {
        var page = await ServiceAsync(world.Private.Code);
        Assert.Contains("The exact place is not published. Call first.", Section(page, "open"), StringComparison.Ordinal);
        Assert.Contains("Call for hours", Section(page, "open"), StringComparison.Ordinal);
        Assert.Contains("✕ Asks for ID", Section(page, "ask"), StringComparison.Ordinal);
        Assert.Contains("✕ Tells police in some cases Only if a life is at risk.", Section(page, "tell"), StringComparison.Ordinal);
        Assert.Contains("One sex worker-led organisation", Section(page, "checked"), StringComparison.Ordinal);
        Assert.DoesNotContain("Example Street", page.Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WithAPartThatTheLawOrders_NamesIt_AndSaysHowToBookTheRest()
    {
        string tell = Section(await ServiceAsync(world.Far.Code), "tell");
        Assert.Contains("Ordered by law, and not part of what is listed here Health forms for some jobs.", tell, StringComparison.Ordinal);
        Assert.Contains("How to book without that part Ask at the other desk.", tell, StringComparison.Ordinal);
        Assert.DoesNotContain("Ordered by law", Section(await ServiceAsync(world.Clinic.Code), "tell"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Mobile_SaysWhereItComesTo()
    {
        var page = await ServiceAsync(world.Van.Code);
        Assert.Contains("Comes to places within 20 km of Leeds", Section(page, "open"), StringComparison.Ordinal);
        Assert.Contains("Call to hear the time and the stop.", Section(page, "open"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Line_SaysWhatACallCosts()
    {
        var page = await ServiceAsync(world.Line.Code);
        Assert.Contains("What the call costs: Free from all phones", Section(page, "reach"), StringComparison.Ordinal);
        Assert.Contains("✓ It does not show on bills.", Section(page, "reach"), StringComparison.Ordinal);
        Assert.Contains("reaches: United Kingdom.", Section(page, "reach"), StringComparison.Ordinal);
    }

    [Fact, Property(19)]
    public async Task Get_LinksToOthers_TellThemNothing()
    {
        var page = await ServiceAsync(world.Clinic.Code);
        var link = Assert.Single(page.QuerySelectorAll("main a[href^=http]"));
        Assert.Contains("noreferrer", link.GetAttribute("rel"), StringComparison.Ordinal);
        Assert.Contains("noopener", link.GetAttribute("rel"), StringComparison.Ordinal);
        Assert.False(link.HasAttribute("ping"));
    }

    [Fact]
    public async Task Get_Left_Is410WithASearchNearItsTown()
    {
        using var answer = await _browser.ReadAsync($"/services/{world.Gone.Code}");
        var page = await answer.PageAsync(HttpStatusCode.Gone);
        Assert.NotNull(page.QuerySelector($"main a[href='/search?place={Sample.Leeds}']"));
        Assert.DoesNotContain("promise", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        // Whoever was there can still say what happened; else nothing on it says what stood there.
        var concern = Assert.Single(page.QuerySelectorAll($"a[href='/services/{world.Gone.Code}/concern']"));
        Assert.DoesNotContain("Closed Clinic", page.Source.Text, StringComparison.Ordinal);
        concern.Remove();
        Assert.DoesNotContain(world.Gone.Code, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("Service Directory – No longer listed", page.Title);
        Assert.NotNull(page.QuerySelector("meta[name=robots][content=noindex]"));
    }

    [Fact]
    public async Task Get_OrganisationThatLeft_Is410WithoutItsName()
    {
        var left = await world.Database.Given.OrganisationAsync("Left Trust", OrganisationKind.Provider);
        await world.Database.Owner.RunAsync($"insert into published.gone (code, place_id, since) values ('{left.Code}', {Sample.Leeds}, '2026-11-01')");
        using var answer = await _browser.ReadAsync($"/organisations/{left.Code}");
        var page = await answer.PageAsync(HttpStatusCode.Gone);
        Assert.NotNull(page.QuerySelector($"main a[href='/search?place={Sample.Leeds}']"));
        Assert.DoesNotContain("Left Trust", page.Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Moved_Is301()
    {
        using var answer = await _browser.ReadAsync("/services/oldold");
        Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
        Assert.Equal($"/services/{world.Clinic.Code}", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("/services/zzzzzz")]
    [InlineData("/services/x")]
    [InlineData("/organisations/zzzzzz")]
    [InlineData("/needs/none")]
    [InlineData("/needs/0")]
    [InlineData("/error")]
    public async Task Get_NeverThere_Is404(string address)
    {
        using var answer = await _browser.ReadAsync(address);
        await answer.PageAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_PastItsLastDate_Is410ThoughTheRowIsThere()
    {
        var clock = new FixedClock(world.Clock.Now.AddYears(3));
        await using var later = world.Start(new AppFactory(world.Database.Logins, clock));
        using var browser = later.CreateClient();
        using var answer = await browser.ReadAsync($"/services/{world.Clinic.Code}");
        var page = await answer.PageAsync(HttpStatusCode.Gone);
        Assert.NotNull(page.QuerySelector($"main a[href='/search?place={Sample.Leeds}']"));
        Assert.DoesNotContain("Mill Clinic", page.Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_PastDue_SaysSo()
    {
        var entry = await world.Database.Public.OneAsync<DateTime>($"select due_on from published.service where code = '{world.Clinic.Code}'");
        foreach (var (days, words) in new[] { (-1, null), (0, "Check due."), (30, "The check is late. Call before you go.") })
        {
            await using var later = world.Start(new AppFactory(world.Database.Logins, new FixedClock(new DateTimeOffset(entry.AddDays(days), TimeSpan.Zero))));
            using var browser = later.CreateClient();
            var page = await browser.PageAsync($"/services/{world.Clinic.Code}");
            Assert.Equal(words, page.QuerySelector("p.first")?.TextContent);
        }
    }

    [Fact]
    public async Task Get_Organisation_ListsItsServices()
    {
        var page = await _browser.PageAsync($"/organisations/{world.Provider.Code}");
        Assert.Equal("Mill Trust", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector($"main a[href='/services/{world.Clinic.Code}']"));
        var service = await ServiceAsync(world.Clinic.Code);
        Assert.NotNull(service.QuerySelector($"main a[href='/organisations/{world.Provider.Code}']"));
    }

    [Theory]
    [InlineData("/needs/4")]
    [InlineData("/needs/pep")]
    public async Task Get_Need_SaysWhatItIsAndAsksWhere(string address)
    {
        var page = await _browser.PageAsync(address);
        Assert.Equal("PEP (after possible HIV contact)", page.QuerySelector("h1")!.TextContent);
        using var answer = await Form.On(page, address, "main form").Fill("near", "Leeds").SendAsync(_browser);
        Assert.Equal($"/search?need=4&place={Sample.Leeds}", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Get_Needs_TakesSeveralAtOnce()
    {
        var page = await _browser.PageAsync("/needs");
        Assert.Equal(80, page.QuerySelectorAll("main input[name=need]").Length);
        using var answer = await Form.On(page, "/needs", "main form").Fill("need", "4", "9").Fill("near", "London").SendAsync(_browser);
        Assert.Equal("/search?need=4&need=9&place=2643743", answer.Headers.Location?.OriginalString);
    }
}
