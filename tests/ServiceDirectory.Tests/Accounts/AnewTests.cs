using System.Net;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Desk;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>Somebody lost phone, codes and passphrase: two coordinators of two organisations, and a day, open the way in anew.</summary>
public sealed class AnewTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private async Task<Newcomer> JoinAsync(HttpClient browser, Organisation organisation, params ActorRole[] roles) =>
        await Newcomer.JoinAsync(browser, await Newcomer.InviteAsync(members.World.Database.Logins, organisation, members.Clock, roles), members.Clock);

    private static string Address(Organisation organisation) => $"/curate/{organisation.Code}/members";

    private static async Task<string> AskAsync(HttpClient coordinator, Organisation union, Newcomer lost)
    {
        using var asked = await Form.On(await coordinator.PageAsync(Address(union)), Address(union), $"form:has(button[value='{lost.Name}'])").SendAsync(coordinator);
        return new Uri((await asked.PageAsync(HttpStatusCode.OK)).QuerySelector(".told code")!.TextContent).AbsolutePath;
    }

    private static async Task<HttpResponseMessage> ConfirmAsync(HttpClient coordinator, Organisation organisation, string name) =>
        await Form.On(await coordinator.PageAsync(Address(organisation)), Address(organisation), "form:has(#confirm)").Fill("confirm", name).SendAsync(coordinator);

    private async Task<World> StartAsync()
    {
        var given = members.World.Database.Given;
        var world = new World(await given.SexWorkerLedAsync("Lantern Union (demo)"), await given.SexWorkerLedAsync("Harbour Collective (demo)"), members.Browser(), members.Browser(), members.Browser());
        await JoinAsync(world.First, world.Union, ActorRole.Coordinator);
        await JoinAsync(world.Second, world.Other, ActorRole.Coordinator);
        return world with { Lost = await JoinAsync(world.Theirs, world.Union, ActorRole.Reviewer, ActorRole.Proposer) };
    }

    [Fact]
    public async Task Anew_OpensAfterADay_AndEverythingOldIsDead()
    {
        using var world = await StartAsync();
        string link = await AskAsync(world.First, world.Union, world.Lost!);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Second.ReadAsync(link)).StatusCode);
        using var confirmed = await ConfirmAsync(world.Second, world.Other, world.Lost!.Name.ToUpperInvariant().Replace('-', ' '));
        Assert.Contains("opens on", (await confirmed.PageAsync(HttpStatusCode.OK)).QuerySelector("p.told")!.TextContent, StringComparison.Ordinal);
        members.Clock.Advance(TimeSpan.FromHours(23));
        using var stranger = members.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.ReadAsync(link)).StatusCode);
        // From a full hour on.
        members.Clock.Advance(TimeSpan.FromHours(2));
        // They have it still, in a browser that somebody else may hold now.
        Assert.Equal(HttpStatusCode.SeeOther, (await world.Lost.SignInAsync(world.Theirs)).StatusCode);

        var page = await stranger.PageAsync(link);
        Assert.Equal(world.Lost.Name, page.QuerySelector("#name")!.GetAttribute("value"));
        var again = await Newcomer.JoinAsync(stranger, link, members.Clock);
        Assert.Equal(world.Lost.Name, again.Name);
        page = await stranger.PageAsync("/account");
        Assert.Contains("The way in was opened anew", page.QuerySelector(".told")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("checks entries", page.QuerySelector(".seats")!.TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await world.Theirs.ReadAsync("/account")).StatusCode);
        members.Clock.Advance(TimeSpan.FromMinutes(2));
        using var late = members.Browser();
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Lost.SignInAsync(late)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await world.Lost.SignInAsync(late, Newcomer.CodeOf(world.Lost.Key, members.Clock))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await again.SignInAsync(late)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await late.ReadAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Anew_ByOneOrganisationAlone_OrARelatedOne_NeverOpens()
    {
        using var world = await StartAsync();
        string link = await AskAsync(world.First, world.Union, world.Lost!);
        using var own = await ConfirmAsync(world.First, world.Union, world.Lost!.Name);
        Assert.Equal("confirm", (await own.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.GetAttribute("data-field"));
        await members.World.Database.Given.RelatedAsync(world.Union, world.Other);
        using var related = await ConfirmAsync(world.Second, world.Other, world.Lost.Name);
        Assert.Contains("Another group", (await related.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
        members.Clock.Advance(TimeSpan.FromHours(48));
        using var stranger = members.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.ReadAsync(link)).StatusCode);
        // Nor with plain SQL as the program.
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => members.World.Database.App.RunAsync($"update directory.invitation set used_on = '2026-11-26' where account_id is not null and organisation_id = '{world.Union.Id}'"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => members.World.Database.App.RunAsync(
            $"update directory.invitation set confirmed_by = '{world.Union.Id}', opens_at = '2026-11-24' where account_id is not null and organisation_id = '{world.Union.Id}'"));
    }

    /// <summary>SECURITY, section 3: two coordinators. One person who coordinates in both places is one.</summary>
    [Fact]
    public async Task Anew_ByOneCoordinatorOfTwoOrganisations_NeverOpens()
    {
        using var world = await StartAsync();
        var database = members.World.Database;
        var asker = await AccountAsync(world.Union, ActorRole.Coordinator);
        await SeatAsync(asker, world.Other, ActorRole.Coordinator);
        string link = await AskAsync(world.First, world.Union, world.Lost!);
        // The one account sits in both now; whoever asked is asked to confirm.
        using var same = await ConfirmAsync(world.First, world.Other, world.Lost!.Name);
        Assert.Contains("Another person", (await same.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);

        await using var context = database.Context();
        var service = new InvitationService(context, DirectorySecrets.Read(TestSecrets.Folder));
        var (now, byThem) = (Instant.FromDateTimeOffset(members.Clock.GetUtcNow()), new Actor(world.Other.Id, ActorRole.Coordinator));
        var lost = await AccountAsync(world.Union, ActorRole.Reviewer);
        foreach (var account in new[] { asker, lost })
        {
            Assert.Equal("invitation_same", (await Assert.ThrowsAsync<ListingRefusedException>(() => service.ConfirmAnewAsync(new ConfirmAnew(world.Lost.Name, account, now), byThem, Stop))).Rule);
            Assert.Equal("invitation_same", await database.App.RuleAgainstAsync(Confirm(world.Other, account)));
        }

        // Nor with an account that coordinates nothing there, nor on the same day.
        Assert.Equal("invitation_voice", await database.App.RuleAgainstAsync(Confirm(world.Other, (await database.Given.AccountAsync()).Id)));
        var other = await AccountAsync(world.Other, ActorRole.Coordinator, without: asker);
        Assert.Equal("invitation_wait", await database.App.RuleAgainstAsync(Confirm(world.Other, other).Replace("2026-11-26 00:00Z", "2026-11-24 23:00Z", StringComparison.Ordinal)));
        members.Clock.Advance(TimeSpan.FromHours(48));
        using var stranger = members.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.ReadAsync(link)).StatusCode);

        string Confirm(Organisation by, Guid account) => $"""
            update directory.invitation set confirmed_by = '{by.Id}', confirmed_by_account = '{account}', confirmed_on = '2026-11-24', opens_at = '2026-11-26 00:00Z'
            where account_id is not null and organisation_id = '{world.Union.Id}'
            """;
    }

    /// <summary>An organisation that a council let in has no voice: else one coordinator would make the second organisation themselves.</summary>
    [Fact]
    public async Task Anew_ConfirmedByAnOrganisationWithoutAVoice_NeverOpens()
    {
        using var world = await StartAsync();
        var database = members.World.Database;
        foreach (var kind in new[] { OrganisationKind.Allied, OrganisationKind.Provider, OrganisationKind.Educator })
        {
            var welcomed = await database.Given.OrganisationAsync("Somebody (demo)", kind);
            using var browser = members.Browser();
            await JoinAsync(browser, welcomed, ActorRole.Coordinator);
            string link = await AskAsync(world.First, world.Union, world.Lost!);
            Assert.Null((await browser.PageAsync(Address(welcomed))).QuerySelector("#confirm"));
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("confirm", world.Lost!.Name)]);
            using var refused = await browser.PostAsync(new Uri(Address(welcomed), UriKind.Relative), form, Stop);
            Assert.Contains("checks entries", (await refused.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("invitation_voice", await database.App.RuleAgainstAsync($"""
                update directory.invitation set confirmed_by = '{welcomed.Id}', confirmed_by_account = '{await AccountAsync(welcomed, ActorRole.Coordinator)}', confirmed_on = '2026-11-24',
                  opens_at = '2026-11-26 00:00Z' where withdrawn_on is null and used_on is null and organisation_id = '{world.Union.Id}' and account_id is not null
                """));
        }
    }

    /// <summary>What somebody could do with a role ends with it: the links that they made, too (property 74).</summary>
    [Fact, Property(74)]
    public async Task Link_DiesWithTheRoleOfWhoeverAsked_OrConfirmed_OrOfWhomItIsAbout()
    {
        foreach (string whose in new[] { "asked", "confirmed", "lost" })
        {
            using var world = await StartAsync();
            string link = await AskAsync(world.First, world.Union, world.Lost!);
            using var confirmed = await ConfirmAsync(world.Second, world.Other, world.Lost!.Name);
            var (organisation, role) = whose switch
            {
                "asked" => (world.Union, ActorRole.Coordinator),
                "confirmed" => (world.Other, ActorRole.Coordinator),
                _ => (world.Union, ActorRole.Reviewer),
            };
            var account = await AccountAsync(organisation, role);
            if (whose is "lost")
                await members.World.Database.App.RunAsync("update directory.membership set ended_on = '2026-12-31' where account_id = $1 and role <> 'reviewer'", account);
            members.Clock.Advance(TimeSpan.FromHours(25));
            using var stranger = members.Browser();
            Assert.Equal(HttpStatusCode.OK, (await stranger.ReadAsync(link)).StatusCode);
            await members.World.Database.App.RunAsync("update directory.membership set ended_on = '2026-12-31' where account_id = $1 and ended_on is null", account);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.ReadAsync(link)).StatusCode);
        }
    }

    [Fact]
    public async Task Enrolled_Anew_TheirCalendarIsToldNothingMore()
    {
        using var world = await StartAsync();
        string link = await AskAsync(world.First, world.Union, world.Lost!);
        using var confirmed = await ConfirmAsync(world.Second, world.Other, world.Lost!.Name);
        var account = await AccountAsync(world.Union, ActorRole.Reviewer);
        await using (var context = members.World.Database.Context())
            await new CalendarService(context, DirectorySecrets.Read(TestSecrets.Folder)).MakeAsync(account, Stop);
        members.Clock.Advance(TimeSpan.FromHours(25));
        using var stranger = members.Browser();
        await Newcomer.JoinAsync(stranger, link, members.Clock);
        Assert.Equal(0, await members.World.Database.Owner.OneAsync<long>("select count(*) from directory.calendar where account_id = $1", account));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<Guid> AccountAsync(Organisation organisation, ActorRole role, Guid? without = null) => members.World.Database.Owner.OneAsync<Guid>(
        "select account_id from directory.membership where organisation_id = $1 and role = $2 and ended_on is null and account_id <> $3", organisation.Id, EnumSlug.Of(role), without ?? Guid.Empty);

    private Task<int> SeatAsync(Guid account, Organisation organisation, ActorRole role) => members.World.Database.App.RunAsync(
        "insert into directory.membership (id, account_id, organisation_id, role, since) values ($1, $2, $3, $4, '2026-11-24')", Guid.NewGuid(), account, organisation.Id, EnumSlug.Of(role));

    [Fact]
    public async Task Anew_IsStopped_ByWhoeverStillHasTheAccount_AndByTheirCoordinators()
    {
        using var world = await StartAsync();
        string link = await AskAsync(world.First, world.Union, world.Lost!);
        using var confirmed = await ConfirmAsync(world.Second, world.Other, world.Lost!.Name);
        using var stopped = await Form.On(await world.Theirs.PageAsync("/account"), "/account", ".anew form").SendAsync(world.Theirs);
        Assert.Null((await world.Theirs.PageAsync("/account")).QuerySelector(".anew"));
        Assert.DoesNotContain("lost all ways", (await world.First.PageAsync(Address(world.Union))).QuerySelector(".tickets")?.TextContent ?? "", StringComparison.Ordinal);

        string second = await AskAsync(world.First, world.Union, world.Lost);
        using var again = await ConfirmAsync(world.Second, world.Other, world.Lost.Name);
        var page = await world.First.PageAsync(Address(world.Union));
        Assert.Contains("opens on", page.QuerySelector(".tickets")!.TextContent, StringComparison.Ordinal);
        using var back = await Form.On(page, Address(world.Union), "form:has(.tickets)").SendAsync(world.First);
        members.Clock.Advance(TimeSpan.FromHours(25));
        using var stranger = members.Browser();
        foreach (string dead in new[] { link, second })
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.ReadAsync(dead)).StatusCode);
    }

    [Fact]
    public async Task Confirm_OfSomebodyForWhomNobodyAsked_SaysTheSameAsOfNobody()
    {
        using var world = await StartAsync();
        using var nobody = await ConfirmAsync(world.Second, world.Other, "");
        Assert.Equal("confirm", Assert.Single((await nobody.PageAsync(HttpStatusCode.BadRequest)).QuerySelectorAll(".wrong")).GetAttribute("data-field"));
        using var noForm = await world.Second.PostAsync(new Uri(Address(world.Other), UriKind.Relative), new StringContent("x"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, noForm.StatusCode);
        var answers = new List<string>();
        foreach (string name in new[] { world.Lost!.Name, "never-was" })
        {
            using var answer = await ConfirmAsync(world.Second, world.Other, name);
            answers.Add((await answer.PageAsync(HttpStatusCode.BadRequest)).QuerySelector("main")!.InnerHtml.Replace(name, "", StringComparison.Ordinal));
        }

        Assert.Single(answers.Distinct());
    }

    private sealed record World(Organisation Union, Organisation Other, HttpClient First, HttpClient Second, HttpClient Theirs) : IDisposable
    {
        public Newcomer? Lost { get; init; }

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
            Theirs.Dispose();
        }
    }
}
