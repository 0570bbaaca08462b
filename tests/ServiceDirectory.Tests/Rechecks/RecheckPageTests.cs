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

    /// <summary>Help for whom an old promise is most dangerous is judged again after half a year; who begins says what has changed.</summary>
    [Theory]
    [InlineData(57, null, 1)]
    [InlineData(57, "funder", 0)]
    [InlineData(1, null, null)]
    public async Task Rechecks_JudgeAgain_AtSixMonthsOrTwelve_AndWholeWhereSomethingChanged(int need, string? changed, int? renewals)
    {
        var clinic = Sample.Clinic("Harbour Clinic") with { Needs = [need] };
        var by = await LedAsync();
        var listed = await ListedAsync(clinic, by, Given.Today.PlusMonths(-6));
        using var somebody = await ReviewerAsync(by);
        string address = $"/curate/{by.Code}/rechecks";
        var page = await somebody.Browser.PageAsync(address);
        Assert.Equal(renewals is not null, page.QuerySelector($"[data-entry='{listed.Code}'] [name=start]") is not null);
        if (renewals is null)
            return;
        Assert.Contains("24 November 2026", page.QuerySelector($"[data-entry='{listed.Code}'] form:has([name=start])")!.TextContent, StringComparison.Ordinal);
        var form = Form.On(page, address, $"[data-entry='{listed.Code}'] form:has([name=start])");
        if (changed is not null)
            form.Fill("changed", changed);
        using var begun = await form.SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
        Assert.Equal((long)renewals, await members.World.Database.App.OneAsync<long>(
            "select count(*) from directory.renewal n join directory.proposal p using (revision_id) where p.service_id = $1 and p.closed_on is null", listed.ServiceId));
        Assert.Equal(changed is null ? "renew" : $"judge-anew {changed}", await members.World.Database.App.OneAsync<string>(
            "select concat_ws(' ', action, reason) from directory.event where subject_id = $1 and action in ('renew', 'judge-anew')", listed.ServiceId));
        Assert.Null((await somebody.Browser.PageAsync(address)).QuerySelector($"[data-entry='{listed.Code}'] [name=start]"));
    }

    /// <summary>Before its time, from the page on which it is judged.</summary>
    [Fact]
    public async Task Review_OfAListedEntry_BeginsAnew_WhereTheLawHasChanged()
    {
        var by = await LedAsync();
        var listed = await ListedAsync(Sample.Clinic("Harbour Clinic"), by);
        using var somebody = await ReviewerAsync(by);
        string address = $"/curate/{by.Code}/entries/{listed.Code}/review";
        using var begun = await Form.On(await somebody.Browser.PageAsync(address), address, "form:has([name=changed])").Fill("changed", "law").SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
        Assert.Equal(0, await members.World.Database.App.OneAsync<long>("select count(*) from directory.renewal n join directory.proposal p using (revision_id) where p.service_id = $1", listed.ServiceId));
        var page = await somebody.Browser.PageAsync(address);
        Assert.Empty(page.QuerySelectorAll("[name=changed]"));
        Assert.NotEmpty(page.QuerySelectorAll("form:has([name=edition])"));
        // What was begun is not begun twice.
        using var again = await somebody.Browser.PostAsync(new Uri(address, UriKind.Relative), new FormUrlEncodedContent([new("do", "anew")]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task SmallChange_IsShownAndPublished_ByAnotherPersonWhereItIsAContact()
    {
        var clinic = Sample.Clinic("Harbour Clinic") with { Phones = [new Phone { Id = Guid.NewGuid(), Number = "+441632960123", Country = "GB" }] };
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
        // Nobody publishes words that were not on their screen.
        using var unread = await other.Browser.PostAsync(
            new Uri(address, UriKind.Relative), new FormUrlEncodedContent([new("method", "called"), new("revision", $"{Guid.NewGuid()}")]), TestContext.Current.CancellationToken);
        Assert.Contains("meanwhile", (await unread.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("England", "GB.ENG")]
    [InlineData("gb.eng", "GB.ENG")]
    [InlineData("United Kingdom", "GB")]
    public async Task Notice_OfAWholeRegionOrCountry_IsShownThere(string typed, string area)
    {
        await members.World.Database.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!);
        var by = await LedAsync();
        using var writer = await ReviewerAsync(by);
        string address = $"/curate/{by.Code}/notices";
        string words = $"Told to all of {typed}.";
        using var shown = await Form.On(await writer.Browser.PageAsync(address), address, "form.big").Fill("town", typed).Fill("km", "").Fill("words", words).SendAsync(writer.Browser, "post");
        Assert.Equal(HttpStatusCode.SeeOther, shown.StatusCode);
        Assert.Equal([area], await members.World.Database.Public.ListAsync<string>("select area from published.notice where words::text like '%' || $1 || '%'", words));
        using var browser = members.Browser();
        Assert.Contains(words, (await browser.PageAsync("/search?place=2644688")).QuerySelector(".notices")!.TextContent, StringComparison.Ordinal);
        var page = await writer.Browser.PageAsync(address);
        var mine = page.QuerySelectorAll("[data-notice]").Single(notice => notice.TextContent.Contains(words, StringComparison.Ordinal));
        using var ended = await writer.Browser.PostAsync(
            new Uri(address, UriKind.Relative), new FormUrlEncodedContent([new("end", mine.GetAttribute("data-notice")!)]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
    }

    [Fact]
    public async Task Answer_TakesHoursForEachLine_AndSaysWhereTheyCannotBeRead()
    {
        var by = await LedAsync();
        using var writer = await ReviewerAsync(by);
        string address = $"/curate/{by.Code}/answers";
        var page = await writer.Browser.PageAsync(address);
        string situation = page.QuerySelectorAll("#situation option")[1].GetAttribute("value")!;
        async Task<HttpResponseMessage> SendAsync(string weekdays) => await writer.Browser.PostAsync(new Uri(address, UriKind.Relative), new FormUrlEncodedContent(
        [
            new("land", "GB"), new("situation", situation), new("words", "Call one of these."), new("do", "post"), new("twice", "yes"),
            new("number", "999"), new("for", "Emergency"), new("weekdays", ""), new("saturday", ""), new("sunday", ""),
            new("number", "+441632960123"), new("for", "Peers"), new("weekdays", weekdays), new("saturday", "20-02"), new("sunday", ""),
        ]), TestContext.Current.CancellationToken);
        using var wrong = await SendAsync("in the mornings");
        Assert.Equal("in the mornings", (await wrong.PageAsync(HttpStatusCode.BadRequest)).QuerySelectorAll("[name=weekdays]")[1].GetAttribute("value"));
        using var saved = await SendAsync("9-12, 14-18");
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal(
            ["999 0 ", "+441632960123 11 saturday 20:00:00 02:00:00"],
            await members.World.Database.App.ListAsync<string>(
                """
                select (line ->> 'number') || ' ' || jsonb_array_length(line -> 'hours') || ' ' || coalesce((
                  select concat_ws(' ', h ->> 'day', h ->> 'opens', h ->> 'closes') from jsonb_array_elements(line -> 'hours') h where h ->> 'day' = 'saturday'), '')
                from directory.country_answer a cross join lateral jsonb_array_elements(a.content -> 'lines') with ordinality l (line, place)
                where a.organisation_id = $1 order by place
                """, by.Id));
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
