using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
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
        members.Clock.Advance(TimeSpan.FromMinutes(61));
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
