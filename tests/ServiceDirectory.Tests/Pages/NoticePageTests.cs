using AngleSharp.Html.Dom;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Notices where people read them: above results and entries of their area, and not after their end.</summary>
public sealed class NoticePageTests(PublicWorld world, ShippedPlaces places) : IClassFixture<PublicWorld>, IAsyncLifetime
{
    private readonly HttpClient _browser = world.Browser();

    private Instant Now => Instant.FromDateTimeOffset(world.Clock.Now);

    public async ValueTask InitializeAsync()
    {
        await world.Database.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!);
        await world.Database.Owner.RunAsync("delete from published.notice");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task PostAsync(NoticeArea area, Text words, Duration? lasts = null)
    {
        var by = await world.Database.Given.SexWorkerLedAsync("Secret Collective");
        await new NoticeService(world.Database.Context(), places.Town).PostAsync(
            new PostNotice(by.Id, area, words, Now, Now + (lasts ?? NoticeRules.Alone)), new Actor(by.Id, ActorRole.Reviewer), TestContext.Current.CancellationToken);
    }

    private static string[] Notices(IHtmlDocument page) =>
        [.. page.QuerySelectorAll(".notices p").Select(notice => string.Join(' ', notice.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

    [Fact]
    public async Task Results_OfItsArea_ShowIt()
    {
        await PostAsync(new NoticeArea.Around(Sample.Leeds, 5), Text.Of("en", "The van is not out this week."), Duration.FromHours(6));
        var page = await _browser.PageAsync($"/search?need=4&place={Sample.Leeds}");
        Assert.Equal("Leeds The van is not out this week. Written 24 November by a community organisation, until 18:00 today.", Assert.Single(Notices(page)));
        Assert.DoesNotContain("Secret Collective", page.Source.Text, StringComparison.Ordinal);
        Assert.Empty(Notices(await _browser.PageAsync("/search?need=4&place=2643743")));
        Assert.Empty(Notices(await _browser.PageAsync("/search?need=4")));
        Assert.Empty(Notices(await _browser.PageAsync("/search?near=springfield")));
    }

    [Fact]
    public async Task Results_WithoutAPlace_ShowTheHomeCountrys()
    {
        await PostAsync(new NoticeArea.Whole("GB"), Text.Of("en", "The line is closed tonight."));
        var notice = Assert.Single(Notices(await _browser.PageAsync("/search?need=4")));
        Assert.Equal("United Kingdom The line is closed tonight. Written 24 November by a community organisation, until 25 November.", notice);
        Assert.Single(Notices(await _browser.PageAsync($"/search?place={Sample.Leeds}")));
        await using var irish = world.Start(world.With(("Directory:HomeCountry", "IE")));
        using var browser = irish.CreateClient();
        Assert.Empty(Notices(await browser.PageAsync("/search?need=4")));
    }

    [Fact]
    public async Task Entry_WithASiteThere_ShowsIt()
    {
        await PostAsync(new NoticeArea.Around(Sample.Leeds, 5), Text.Of("en", "The van is not out this week."));
        Assert.Single(Notices(await _browser.PageAsync($"/services/{world.Clinic.Code}")));
        Assert.Single(Notices(await _browser.PageAsync($"/services/{world.Van.Code}")));
        Assert.Empty(Notices(await _browser.PageAsync($"/services/{world.Far.Code}")));
        Assert.Empty(Notices(await _browser.PageAsync($"/services/{world.Line.Code}")));
    }

    [Fact]
    public async Task After_ItsEnd_NoPageShowsIt()
    {
        await PostAsync(new NoticeArea.Around(Sample.Leeds, 5), Text.Of("en", "The van is not out this week."));
        await using var later = world.Start(new AppFactory(world.Database.Logins, new FixedClock(world.Clock.Now.AddHours(24))));
        using var browser = later.CreateClient();
        Assert.Empty(Notices(await browser.PageAsync($"/search?place={Sample.Leeds}")));
        Assert.Empty(Notices(await browser.PageAsync($"/services/{world.Clinic.Code}")));
    }

    [Fact]
    public async Task Words_InAnotherLanguage_AreMarked_AndMarkupIsText()
    {
        await PostAsync(new NoticeArea.Around(Sample.Leeds, 5), Text.Of("ar", "<b>السيارة</b> لن تخرج هذا الأسبوع"));
        var page = await _browser.PageAsync($"/search?place={Sample.Leeds}");
        var words = Assert.Single(page.QuerySelectorAll(".notices [lang=ar]"));
        Assert.Equal("rtl", words.GetAttribute("dir"));
        Assert.Contains("<b>", words.TextContent, StringComparison.Ordinal);
    }
}
