using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;

namespace ServiceDirectory.Tests.Warnings;

/// <summary>One tap on a phone, and what everybody reads after it: on results, on the entry's page, on a list.</summary>
public sealed class WarnPageTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private const string Search = "/search?place=2644688&need=4";

    /// <summary>Of the clinic, as it is dialled.</summary>
    private const string Number = "+441632960123";

    private async Task<Seated> SomebodyAsync() => await Seated.InAsync(
        members, await members.World.Database.Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied), ActorRole.Proposer);

    private static string? Told(AngleSharp.Dom.IParentNode page) => page.QuerySelector(".told")?.OuterHtml;

    private static string Address(Seated somebody, WrittenRevision entry) => $"/curate/{somebody.Seat.Code}/entries/{entry.Code}/warn";

    private static async Task TapAsync(Seated somebody, WrittenRevision entry, string button, string days = "7")
    {
        string address = Address(somebody, entry);
        var page = await somebody.Browser.PageAsync(address);
        string value = page.QuerySelectorAll("form.big button").Select(b => b.GetAttribute("value")!).First(v => v.StartsWith(button, StringComparison.Ordinal));
        using var done = await Form.On(page, address, "form.big").Fill("days", days).SendAsync(somebody.Browser, value);
        Assert.Equal((HttpStatusCode.SeeOther, address), (done.StatusCode, done.Headers.Location?.OriginalString));
    }

    private async Task<string> PublicAsync(WrittenRevision entry)
    {
        using var browser = members.Browser();
        var found = await browser.PageAsync(Search);
        string card = found.QuerySelector($"[data-service='{entry.Code}']")?.OuterHtml ?? "";
        return card + (await browser.PageAsync($"/services/{entry.Code}")).QuerySelector("main")!.OuterHtml + (await browser.PageAsync($"/list?s={entry.Code}")).QuerySelector("ol")!.OuterHtml;
    }

    [Fact]
    public async Task Hidden_IsGoneEverywhereAtOnce_AndBackAfterItsDays()
    {
        using var somebody = await SomebodyAsync();
        var entry = members.World.Clinic;
        Assert.Contains(Number, await PublicAsync(entry), StringComparison.Ordinal);
        await TapAsync(somebody, entry, "hidden:", days: "2");
        string hidden = await PublicAsync(entry);
        Assert.DoesNotContain(Number, hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("01632 960123", hidden, StringComparison.Ordinal);
        var page = await somebody.Browser.PageAsync(Address(somebody, entry));
        Assert.Contains("Hidden: 01632 960123", Html.Squeeze(page.QuerySelector(".told")!.TextContent), StringComparison.Ordinal);

        // No job runs here; only the clock goes on.
        members.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Contains(Number, await PublicAsync(entry), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotWorking_IsSaidOnThePage_AndNotOfferedOnACard()
    {
        using var somebody = await SomebodyAsync();
        var entry = members.World.Private;
        await TapAsync(somebody, entry, "not-working:");
        using var browser = members.Browser();
        var card = (await browser.PageAsync(Search)).QuerySelector($"[data-service='{entry.Code}']")!;
        Assert.DoesNotContain("tel:", card.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("The phone does not work now", card.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("tel:", (await browser.PageAsync($"/list?s={entry.Code}")).QuerySelector("ol")!.OuterHtml, StringComparison.Ordinal);
        var page = await browser.PageAsync($"/services/{entry.Code}");
        Assert.Empty(page.QuerySelectorAll("main a[href^='tel:']"));
        Assert.Matches("^[0-9 ]+ This number does not work now.", Html.Squeeze(page.QuerySelector(".phone")!.TextContent));
    }

    [Fact]
    public async Task ClosedAndFull_StandWhereTheHoursStood_UntilTheyAreTakenBack()
    {
        using var somebody = await SomebodyAsync();
        var entry = members.World.Far;
        const string search = "/search?place=2637627&need=15";
        using var browser = members.Browser();
        string before = (await browser.PageAsync($"/services/{members.World.Van.Code}")).QuerySelector("main")!.OuterHtml;
        await TapAsync(somebody, entry, "closed");
        await TapAsync(somebody, members.World.Van, "full", days: "3");
        string card = Html.Squeeze((await browser.PageAsync(search)).QuerySelector($"[data-service='{entry.Code}']")!.TextContent);
        Assert.Contains("Closed today", card, StringComparison.Ordinal);
        Assert.DoesNotContain("Opens", card, StringComparison.Ordinal);
        Assert.Contains("Closed today", (await browser.PageAsync($"/services/{entry.Code}")).QuerySelector("p.first")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("It was full", (await browser.PageAsync($"/services/{members.World.Van.Code}")).QuerySelector("p.first")!.TextContent, StringComparison.Ordinal);

        string address = Address(somebody, members.World.Van);
        using var ended = await Form.On(await somebody.Browser.PageAsync(address), address, ".told form").SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        Assert.Equal(before, (await browser.PageAsync($"/services/{members.World.Van.Code}")).QuerySelector("main")!.OuterHtml);
    }

    [Theory]
    [InlineData("31")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("a week")]
    public async Task Days_ThatCannotBe_AreAskedForAgain_AndNothingIsWarnedOf(string days)
    {
        using var somebody = await SomebodyAsync();
        string address = Address(somebody, members.World.Line);
        var before = await somebody.Browser.PageAsync(address);
        using var wrong = await Form.On(before, address, "form.big").Fill("days", days).SendAsync(somebody.Browser, "full");
        var page = await wrong.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("days", page.QuerySelector(".wrong")!.GetAttribute("data-field"));
        Assert.Equal(days, page.QuerySelector("#days")!.GetAttribute("value"));
        Assert.Equal(Told(before), Told(page));
    }

    [Fact]
    public async Task SomebodyElses_CannotBeTakenBack_ByAProposer()
    {
        using var one = await SomebodyAsync();
        using var other = await SomebodyAsync();
        var entry = members.World.Line;
        await TapAsync(one, entry, "closed");
        var page = await other.Browser.PageAsync(Address(other, entry));
        Assert.Empty(page.QuerySelectorAll(".told button"));
        string id = (await one.Browser.PageAsync(Address(one, entry))).QuerySelector(".told button")!.GetAttribute("value")!;
        using var refused = await other.Browser.PostAsync(
            new Uri(Address(other, entry), UriKind.Relative), new FormUrlEncodedContent([new("end", id)]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.NotNull((await one.Browser.PageAsync(Address(one, entry))).QuerySelector(".told"));
    }
}
