using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>The second opinion on the page of review: after a small change, and when there are more promises than before.</summary>
public sealed class StandingPageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private DirectoryLogins Logins => members.World.Database.Logins;

    private Given Given => members.World.Database.Given;

    private ListingDesk Desk => new(Logins, places);

    [Fact]
    public async Task Review_OfWhatWasCarried_IsTheSecondOne()
    {
        var (one, two) = (await Given.SexWorkerLedAsync("Lantern Union (demo)"), await Given.SexWorkerLedAsync("Harbour Collective (demo)"));
        var clinic = Sample.Clinic();
        var entry = await Desk.WriteAsync(clinic);
        await Desk.ApproveAsync(entry, one);
        var changed = await Desk.ReviseAsync(entry, clinic with { StaffLanguages = ["en"] });
        await using (var context = Logins.Context())
        {
            await VettingDesk.Proposals(context, Desk.Listings(context)).ProposeAsync(
                new ProposeRevision(changed.RevisionId, null, Given.Today, ChangeClass.Daily), Actor.CommandLine, TestContext.Current.CancellationToken);
        }

        using var somebody = await Seated.InAsync(members, two, ActorRole.Reviewer);
        string small = $"/curate/{two.Code}/entries/{entry.Code}/small-change", review = $"/curate/{two.Code}/entries/{entry.Code}/review";
        using var published = await Form.On(await somebody.Browser.PageAsync(small), small, "main > form").Fill("method", "called").SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, published.StatusCode);
        var page = await somebody.Browser.PageAsync(review);
        Assert.Contains("Another organisation approved this", page.QuerySelector("[data-renewal=no]")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("main > form:has([name=edition])"));
        // The first one has said all it has to say.
        using var first = await Seated.InAsync(members, one, ActorRole.Reviewer);
        page = await first.Browser.PageAsync($"/curate/{one.Code}/entries/{entry.Code}/review");
        Assert.Null(page.QuerySelector("main > form:has([name=edition])"));
        Assert.Contains("approved", page.QuerySelector("section.told")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ServiceState.Listed, await Desk.ApproveAsync(changed, two));
    }

    [Fact]
    public async Task Review_WithMorePromisesThanBefore_IsBegunAgain()
    {
        await Logins.Owner.RunAsync(
            """
            insert into published.criteria (version, content)
            select 1, jsonb_set(content, '{criteria}', (
              select jsonb_agg(case when (c ->> 'id')::int = 17 then c || '{"required": false}' else c end) from jsonb_array_elements(content -> 'criteria') c))
            from published.criteria where version = 2 on conflict (version) do update set content = excluded.content
            """);
        var (one, two) = (await Given.SexWorkerLedAsync("Lantern Union (demo)"), await Given.SexWorkerLedAsync("Harbour Collective (demo)"));
        var entry = await Desk.WriteAsync();
        await Desk.ApproveAsync(entry, one);
        await Logins.Owner.RunAsync("update directory.approval set criteria_version = 1 where revision_id = $1", entry.RevisionId);
        using var somebody = await Seated.InAsync(members, two, ActorRole.Reviewer);
        string address = $"/curate/{two.Code}/entries/{entry.Code}/review";
        var page = await somebody.Browser.PageAsync(address);
        Assert.Contains("more promises now", page.QuerySelector(".told")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("main > form:has([name=edition])"));
        using var begun = await Form.On(page, address, "form:has([value=anew])").SendAsync(somebody.Browser, "anew");
        Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
        page = await somebody.Browser.PageAsync(address);
        Assert.NotNull(page.QuerySelector("main > form:has([name=edition])"));
        Assert.Equal("provisional", await Desk.StateAsync(entry));
    }
}
