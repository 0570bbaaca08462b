using System.Net;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Rechecks;

/// <summary>Calling again, small changes, notices and country answers, by the pages.</summary>
public sealed class RecheckPageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private ListingDesk Desk => new(members.World.Database.Logins, places);

    private Task<Organisation> LedAsync(string name = "Led") => members.World.Database.Given.SexWorkerLedAsync(name);

    private Task<Seated> ReviewerAsync(Organisation of) => Seated.InAsync(members, of, ActorRole.Reviewer);

    private async Task<WrittenRevision> ListedAsync(ListingContent clinic, Organisation by, LocalDate? on = null)
    {
        var listed = await Desk.WriteAsync(clinic, on: on);
        await Desk.ApproveAsync(listed, by, on);
        await Desk.ApproveAsync(listed, await LedAsync("Other"), on);
        return listed;
    }

    [Fact]
    public async Task Rechecks_RightForAll_MovesTheDate_WrongLeadsToAWarning()
    {
        var clinic = Sample.Clinic("Harbour Clinic");
        var by = await LedAsync();
        var listed = await ListedAsync(clinic, by, Given.Today.PlusMonths(-6));
        using var somebody = await ReviewerAsync(by);
        string address = $"/curate/{by.Code}/rechecks";
        string section = $"[data-entry='{listed.Code}'] .facts-form";
        var page = await somebody.Browser.PageAsync(address);
        using var nothing = await Form.On(page, address, section).SendAsync(somebody.Browser);
        Assert.NotNull((await nothing.PageAsync(HttpStatusCode.BadRequest)).QuerySelector($"[data-entry='{listed.Code}'] .wrong"));
        using var wrong = await Form.On(page, address, section).Fill($"fact-{clinic.Phones[0].Id}", "wrong").SendAsync(somebody.Browser);
        Assert.Equal($"/curate/{by.Code}/entries/{listed.Code}/warn", wrong.Headers.Location?.OriginalString);
        var form = Form.On(page, address, section);
        foreach (string fact in ListingFacts.Contacts(clinic))
            form = form.Fill($"fact-{fact}", "right");
        using var right = await form.SendAsync(somebody.Browser);
        Assert.Equal((HttpStatusCode.SeeOther, address), (right.StatusCode, right.Headers.Location?.OriginalString));
        Assert.Null((await somebody.Browser.PageAsync(address)).QuerySelector($"[data-entry='{listed.Code}']"));
    }

    [Fact]
    public async Task SmallChange_IsShownAndPublished_ByAnotherPersonWhereItIsAContact()
    {
        var clinic = Sample.Clinic("Harbour Clinic");
        var by = await LedAsync();
        var listed = await ListedAsync(clinic, by);
        using var writer = await ReviewerAsync(by);
        using var other = await ReviewerAsync(by);
        var changed = await Desk.ReviseAsync(listed, clinic with { Phones = [clinic.Phones[0] with { Number = "+441632960777" }] });
        await Desk.ProposeAsync(changed, account: writer.AccountId);
        string address = $"/curate/{by.Code}/entries/{listed.Code}/small-change";
        Assert.Empty((await writer.Browser.PageAsync(address)).QuerySelectorAll("main form"));
        var page = await other.Browser.PageAsync(address);
        Assert.Equal("01632 960123", page.QuerySelector("del")!.TextContent);
        Assert.Equal("01632 960777", page.QuerySelector("ins")!.TextContent);
        using var unsaid = await Form.On(page, address).SendAsync(other.Browser);
        Assert.Equal(HttpStatusCode.BadRequest, unsaid.StatusCode);
        using var done = await Form.On(page, address).Fill("method", "called").SendAsync(other.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        using var browser = members.Browser();
        Assert.Contains("01632 960777", (await browser.PageAsync($"/services/{listed.Code}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var alerts = await other.Browser.PageAsync($"/curate/{by.Code}/rechecks");
        using var seen = await Form.On(alerts, $"/curate/{by.Code}/rechecks", "form:has([name=alert])").SendAsync(other.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, seen.StatusCode);
        Assert.Empty((await other.Browser.PageAsync($"/curate/{by.Code}/rechecks")).QuerySelectorAll("[name=alert]"));
    }

    [Fact]
    public async Task Notice_IsLookedAt_Shown_AndConfirmedByAnotherPersonOfTheSameOrganisation()
    {
        await members.World.Database.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!);
        var by = await LedAsync();
        using var writer = await ReviewerAsync(by);
        using var other = await ReviewerAsync(by);
        string address = $"/curate/{by.Code}/notices";
        var page = await writer.Browser.PageAsync(address);
        Form Filled() => Form.On(page, address, "form.big").Fill("town", "Leeds").Fill("words", "The van is not out this week.");
        using var looked = await Filled().SendAsync(writer.Browser, "look");
        page = await looked.PageAsync(HttpStatusCode.OK);
        Assert.Contains("The van is not out this week.", page.QuerySelector("[role=status] .notices")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[data-notice]"));
        using var street = await Filled().Fill("words", "The van is in Mill Street.").SendAsync(writer.Browser, "post");
        Assert.NotNull((await street.PageAsync(HttpStatusCode.BadRequest)).QuerySelector("[name=twice]"));
        using var shown = await Filled().SendAsync(writer.Browser, "post");
        Assert.Equal(HttpStatusCode.SeeOther, shown.StatusCode);
        using var browser = members.Browser();
        Assert.Contains("The van is not out this week.", (await browser.PageAsync("/search?place=2644688")).QuerySelector(".notices")!.TextContent, StringComparison.Ordinal);
        page = await writer.Browser.PageAsync(address);
        Assert.Empty(page.QuerySelectorAll("[name=second]"));
        string id = page.QuerySelector("[data-notice]")!.GetAttribute("data-notice")!;
        using var self = await writer.Browser.PostAsync(
            new Uri(address, UriKind.Relative), new FormUrlEncodedContent([new("second", id), new("days", "7")]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, self.StatusCode);
        using var confirmed = await Form.On(await other.Browser.PageAsync(address), address, "[data-notice] form").Fill("days", "30").SendAsync(other.Browser, id);
        Assert.Equal(HttpStatusCode.SeeOther, confirmed.StatusCode);
        Assert.Contains("two people", (await other.Browser.PageAsync(address)).QuerySelector("[data-notice]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_IsReadOnlyAfterAnotherOrganisationApproved()
    {
        var by = await LedAsync();
        using var writer = await ReviewerAsync(by);
        string address = $"/curate/{by.Code}/answers";
        var page = await writer.Browser.PageAsync(address);
        string situation = page.QuerySelector("#situation option")!.GetAttribute("value")!;
        using var saved = await Form.On(page, address, "form.big").Fill("land", "GB").Fill("situation", situation).Fill("words", "Go to any emergency department.").SendAsync(writer.Browser, "post");
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        page = await writer.Browser.PageAsync(address);
        Assert.Empty(page.QuerySelectorAll("[name=second]"));
        string id = page.QuerySelector("[data-answer]")!.GetAttribute("data-answer")!;
        using var self = await writer.Browser.PostAsync(new Uri(address, UriKind.Relative), new FormUrlEncodedContent([new("second", id)]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, self.StatusCode);
        using var browser = members.Browser();
        Assert.DoesNotContain("Go to any emergency department.", (await browser.PageAsync($"/now/{situation}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var second = await LedAsync("Second");
        using var other = await ReviewerAsync(second);
        string theirs = $"/curate/{second.Code}/answers";
        using var approved = await Form.On(await other.Browser.PageAsync(theirs), theirs, "[data-answer] form").SendAsync(other.Browser, id);
        Assert.Equal(HttpStatusCode.SeeOther, approved.StatusCode);
        // What is read in a hurry is remembered for a moment.
        members.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains("Go to any emergency department.", (await browser.PageAsync($"/now/{situation}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }
}
