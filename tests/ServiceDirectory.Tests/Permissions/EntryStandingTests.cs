using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Permissions;

/// <summary>Who runs a service is asked of what is shown and of everything written since, as the database asks it, and nobody takes it over by a tick.</summary>
public sealed class EntryStandingTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private Given Given => members.World.Database.Given;

    private ListingDesk Desk => new(members.World.Database.Logins, places);

    /// <summary>A listed entry of which an organisation says that it runs it.</summary>
    private async Task<WrittenRevision> ListedAsync(Organisation runs)
    {
        var clinic = Sample.Clinic();
        var written = await Desk.WriteAsync(clinic with { Provider = clinic.Provider with { OrganisationId = runs.Id } }, await Given.SexWorkerLedAsync("Quillfeather Keepers (demo)"));
        await Desk.ApproveAsync(written, await Given.SexWorkerLedAsync("Zebrawood Council (demo)"));
        await Desk.ApproveAsync(written, await Given.SexWorkerLedAsync("Inkwell Council (demo)"));
        return written;
    }

    private async Task<EntryStanding?> StandingAsync(Organisation organisation, WrittenRevision of)
    {
        await using var context = members.World.Database.Context();
        return await new EntryStandings(context).FindAsync(organisation.Id, of.Code, Given.Today, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task WhoRunsIt_StaysSo_WhenSomebodyOnlyWroteOtherwise()
    {
        var (runs, claims) = (await Given.OrganisationAsync("Valley Trust (demo)", OrganisationKind.Provider), await Given.OrganisationAsync("Hill Trust (demo)", OrganisationKind.Provider));
        var listed = await ListedAsync(runs);
        Assert.Equal((Relation.Runs, true), (await StandingAsync(runs, listed))!.Stands());
        Assert.Equal((Relation.Other, false), (await StandingAsync(claims, listed))!.Stands());
        var clinic = Sample.Clinic();
        // Nobody has judged it. Whoever runs it by what the public reads still does, and whoever says so now judges nothing either.
        await Desk.ReviseAsync(listed, clinic with { Provider = clinic.Provider with { OrganisationId = claims.Id } });
        Assert.Equal((Relation.Runs, true), (await StandingAsync(runs, listed))!.Stands());
        Assert.Equal((Relation.Runs, true), (await StandingAsync(claims, listed))!.Stands());
    }

    [Fact]
    public async Task Ours_IsNotTicked_WhereAnotherRunsIt()
    {
        var runs = await Given.SexWorkerLedAsync("Lantern House (demo)");
        var listed = await ListedAsync(runs);
        var union = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var somebody = await Seated.InAsync(members, union, ActorRole.Proposer);
        string address = $"/curate/{union.Code}/entries/{listed.Code}/edit/who";
        using var taken = await Form.On(await somebody.Browser.PageAsync(address), address).Fill("provider.ours", "on").SendAsync(somebody.Browser);
        Assert.Contains("Another group", (await taken.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        // What else is written leaves it as it is.
        using var saved = await Form.On(await somebody.Browser.PageAsync(address), address).SendAsync(somebody.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal(runs.Id, await members.World.Database.Owner.OneAsync<Guid>("select (content #>> '{provider,organisationId}')::uuid from directory.draft where service_id = $1", listed.ServiceId));
    }

    /// <summary>Who reported or judged is not for the service to read, whatever kind of organisation runs it.</summary>
    [Fact]
    public async Task History_OfOnesOwnService_NamesNobodyElse()
    {
        var runs = await Given.SexWorkerLedAsync("Lantern House (demo)");
        var listed = await ListedAsync(runs);
        foreach (var (organisation, knows) in new[] { (await Given.SexWorkerLedAsync("Lantern Union (demo)"), true), (runs, false) })
        {
            using var somebody = await Seated.InAsync(members, organisation, ActorRole.Reviewer);
            string shown = (await somebody.Browser.PageAsync($"/curate/{organisation.Code}/entries/{listed.Code}/history")).QuerySelector("main")!.OuterHtml;
            foreach (string name in new[] { "Quillfeather", "Zebrawood", "Inkwell" })
                Assert.Equal((name, knows), (name, shown.Contains(name, StringComparison.Ordinal)));
        }
    }
}

internal static class Standings
{
    public static (Relation, bool) Stands(this EntryStanding of) => (of.Relation, of.IsTied);
}
