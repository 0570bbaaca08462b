using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>Coordinators invite, give and take roles; a code is asked for once more; what was typed comes back.</summary>
public sealed class MembersPageTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<Newcomer> JoinAsync(HttpClient browser, Organisation organisation, params ActorRole[] roles) =>
        await Newcomer.JoinAsync(browser, await Newcomer.InviteAsync(members.World.Database.Logins, organisation, members.Clock, roles), members.Clock);

    private static string Address(Organisation organisation) => $"/curate/{organisation.Code}/members";

    private static Form Invite(AngleSharp.Html.Dom.IHtmlDocument page, Organisation organisation) => Form.On(page, Address(organisation), "main > form:has(fieldset)");

    [Fact]
    public async Task Invite_GivesALinkOnce_ThatOpensAnAccountWithThoseRoles()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var browser = members.Browser();
        await JoinAsync(browser, union, ActorRole.Coordinator);
        var page = await browser.PageAsync(Address(union));
        using var nothing = await Invite(page, union).SendAsync(browser);
        Assert.Equal("role", (await nothing.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong")!.GetAttribute("data-field"));
        using var apart = await Invite(page, union).Fill("role", "reviewer", "technical-admin").SendAsync(browser);
        var kept = await apart.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal(["reviewer", "technical-admin"], kept.QuerySelectorAll("main > form [name=role][checked]").Select(box => box.GetAttribute("value")));

        using var made = await Invite(page, union).Fill("role", "reviewer", "proposer").SendAsync(browser);
        page = await made.PageAsync(HttpStatusCode.OK);
        string link = page.QuerySelector(".told code")!.TextContent;
        Assert.StartsWith("https://localhost/account/join/", link, StringComparison.Ordinal);
        Assert.Equal(1, page.QuerySelectorAll(".tickets li").Length);
        page = await browser.PageAsync(Address(union));
        Assert.DoesNotContain(link, page.Source.Text, StringComparison.Ordinal);

        using var other = members.Browser();
        var somebody = await Newcomer.JoinAsync(other, new Uri(link).AbsolutePath, members.Clock);
        page = await browser.PageAsync(Address(union));
        Assert.Contains(somebody.Name, page.QuerySelector(".members")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".tickets li"));
    }

    [Fact]
    public async Task Withdraw_TakesAnInvitationBack()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var browser = members.Browser();
        await JoinAsync(browser, union, ActorRole.Coordinator);
        string link = await Newcomer.InviteAsync(members.World.Database.Logins, union, members.Clock, ActorRole.Proposer);
        using var back = await Form.On(await browser.PageAsync(Address(union)), Address(union), "form:has(.tickets)").SendAsync(browser);
        Assert.Equal(HttpStatusCode.SeeOther, back.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.ReadAsync(link)).StatusCode);
    }

    [Fact, Property(74)]
    public async Task Change_CountsAtTheNextRequest()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var browser = members.Browser();
        using var theirs = members.Browser();
        await JoinAsync(browser, union, ActorRole.Coordinator);
        var somebody = await JoinAsync(theirs, union, ActorRole.Proposer, ActorRole.Coordinator);
        Assert.Equal(HttpStatusCode.OK, (await theirs.ReadAsync(Address(union))).StatusCode);
        var page = await browser.PageAsync(Address(union));
        using var changed = await Form.On(page, Address(union), $"form:has(input[value='{somebody.Name}'])").Fill("role", "proposer").SendAsync(browser);
        Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await theirs.ReadAsync("/account")).StatusCode);
        await somebody.SignInAsync(theirs);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.ReadAsync(Address(union))).StatusCode);
    }

    [Fact, Property(75)]
    public async Task Change_OfRolesAndOfTheOrganisation_IsShownAtTheNextSignIn()
    {
        var given = members.World.Database.Given;
        var union = await given.SexWorkerLedAsync("Lantern Union (demo)");
        using var browser = members.Browser();
        using var theirs = members.Browser();
        await JoinAsync(browser, union, ActorRole.Coordinator);
        var somebody = await JoinAsync(theirs, union, ActorRole.Proposer);
        Assert.DoesNotContain("What you may do here", (await theirs.PageAsync("/account")).Body!.TextContent, StringComparison.Ordinal);
        var page = await browser.PageAsync(Address(union));
        using var changed = await Form.On(page, Address(union), $"form:has(input[value='{somebody.Name}'])").Fill("role", "reviewer").SendAsync(browser);
        await somebody.SignInAsync(theirs);
        Assert.Contains("What you may do here", (await theirs.PageAsync("/account")).QuerySelector(".told")!.TextContent, StringComparison.Ordinal);
        // Frozen: signed out at once, and told why.
        var today = NodaTime.LocalDate.FromDateTime(members.Clock.GetUtcNow().UtcDateTime);
        await given.FrozenAsync(union, today, today.PlusDays(13));
        Assert.Equal(HttpStatusCode.SeeOther, (await theirs.ReadAsync("/account")).StatusCode);
        await somebody.SignInAsync(theirs);
        Assert.Contains("A group of yours was frozen", (await theirs.PageAsync("/account")).QuerySelector(".told")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_OfTheLastCoordinator_IsRefusedWhereItWasTicked_AndOfOnesOwnLeadsOn()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var browser = members.Browser();
        var one = await JoinAsync(browser, union, ActorRole.Coordinator);
        using var last = await Form.On(await browser.PageAsync(Address(union)), Address(union), ".members form:has(fieldset)").Fill("role", "reviewer").SendAsync(browser);
        var page = await last.PageAsync(HttpStatusCode.BadRequest);
        Assert.Contains("Somebody has to coordinate", page.QuerySelector(".members details[open] .wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["reviewer"], page.QuerySelectorAll(".members [name=role][checked]").Select(box => box.GetAttribute("value")));

        using var theirs = members.Browser();
        await JoinAsync(theirs, union, ActorRole.Coordinator);
        using var gone = await Form.On(await browser.PageAsync(Address(union)), Address(union), $"form:has(input[value='{one.Name}'])").Fill("role", "reviewer").SendAsync(browser);
        Assert.Equal("/account", gone.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.ReadAsync("/account")).StatusCode);
    }

    /// <summary>Every role, of the same and of another organisation, by address and by form.</summary>
    [Fact, Property(79)]
    public async Task Members_AreThereForTheirCoordinators_AndForNobodyElse()
    {
        var given = members.World.Database.Given;
        var (union, other) = (await given.SexWorkerLedAsync("Lantern Union (demo)"), await given.SexWorkerLedAsync("Harbour Collective (demo)"));
        using var browser = members.Browser();
        var victim = await JoinAsync(browser, union, ActorRole.Coordinator);
        string before = await StateAsync(union);
        foreach (var (organisation, roles) in new (Organisation, ActorRole[])[]
        {
            (other, [ActorRole.Coordinator, ActorRole.Reviewer, ActorRole.Keeper, ActorRole.Panel]), (other, [ActorRole.TechnicalAdmin]),
            (union, [ActorRole.Reviewer, ActorRole.Proposer, ActorRole.Trainer, ActorRole.Panel]), (union, [ActorRole.TechnicalAdmin]),
        })
        {
            using var theirs = members.Browser();
            await JoinAsync(theirs, organisation, roles);
            before = await StateAsync(union);
            Assert.Equal(HttpStatusCode.NotFound, (await theirs.ReadAsync(Address(union))).StatusCode);
            foreach (var fields in new KeyValuePair<string, string>[][] { [new("role", "reviewer")], [new("member", victim.Name)], [new("member", victim.Name), new("role", "proposer")], [new("withdraw", Guid.NewGuid().ToString())] })
                Assert.Equal(HttpStatusCode.NotFound, (await theirs.PostAsync(new Uri(Address(union), UriKind.Relative), new FormUrlEncodedContent(fields), Stop)).StatusCode);
            Assert.Equal(before, await StateAsync(union));
        }

        // Their own page does not reach into another's either.
        using var neighbour = members.Browser();
        await JoinAsync(neighbour, other, ActorRole.Coordinator);
        foreach (var fields in new KeyValuePair<string, string>[][] { [new("member", victim.Name)], [new("withdraw", await WaitingAsync(union))] })
            Assert.Equal(HttpStatusCode.NotFound, (await neighbour.PostAsync(new Uri(Address(other), UriKind.Relative), new FormUrlEncodedContent(fields), Stop)).StatusCode);
        Assert.Contains(victim.Name, (await browser.PageAsync(Address(union))).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Property(75)]
    public async Task Members_AskForACodeOnceMore_AfterFiveMinutes()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var browser = members.Browser();
        var somebody = await JoinAsync(browser, union, ActorRole.Coordinator);
        Assert.Equal(HttpStatusCode.OK, (await browser.ReadAsync(Address(union))).StatusCode);
        members.Clock.Advance(TimeSpan.FromMinutes(6));
        using var asked = await browser.ReadAsync(Address(union));
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        string confirm = asked.Headers.Location!.OriginalString;
        Assert.StartsWith("/account/confirm", confirm, StringComparison.Ordinal);
        using var wrong = await Form.On(await browser.PageAsync(confirm), confirm).Fill("code", "000000").SendAsync(browser);
        var page = await wrong.PageAsync(HttpStatusCode.BadRequest);
        Assert.Equal("code", page.QuerySelector(".wrong")!.GetAttribute("data-field"));
        using var right = await Form.On(page, confirm).Fill("code", somebody.NextCode()).SendAsync(browser);
        Assert.Equal(Address(union), right.Headers.Location?.OriginalString);
        // A new key, so that one copied before is no fresher than it was.
        Assert.True(right.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.OK, (await browser.ReadAsync(Address(union))).StatusCode);
    }

    /// <summary>By hand: pages that make ways in for coordinators, freeze another organisation, or take one's own out.</summary>
    [Theory, Property(75)]
    [InlineData("members", "role=coordinator")]
    [InlineData("council/admission", "welcome=Somebody&welcome-kind=allied&welcome-country=GB")]
    [InlineData("council", "freeze={other}&freeze-reason=It+is+somebody+else")]
    [InlineData("council/own", "leave={code}")]
    public async Task Pages_ThatChangeWhoMayComeIn_AskForACodeFirst(string page, string body)
    {
        var given = members.World.Database.Given;
        var (union, other) = (await given.SexWorkerLedAsync("Lantern Union (demo)"), await given.SexWorkerLedAsync("Harbour Collective (demo)"));
        using var browser = members.Browser();
        await JoinAsync(browser, union, ActorRole.Coordinator);
        members.Clock.Advance(TimeSpan.FromMinutes(6));
        string address = $"/curate/{union.Code}/{page}", before = await StateAsync();
        Assert.StartsWith("/account/confirm", (await browser.ReadAsync(address)).Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var form = new StringContent(body.Replace("{other}", other.Id.ToString(), StringComparison.Ordinal).Replace("{code}", union.Code, StringComparison.Ordinal));
        form.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var posted = await browser.PostAsync(new Uri(address, UriKind.Relative), form, Stop);
        Assert.NotNull((await posted.PageAsync(HttpStatusCode.Forbidden)).QuerySelector("[name=kept]"));
        Assert.Equal(before, await StateAsync());

        Task<string> StateAsync() => members.World.Database.Owner.OneAsync<string>(
            "select concat_ws(' ', (select count(*) from directory.invitation), (select count(*) from directory.organisation where left_on is not null), (select count(*) from directory.freeze_voice), (select count(*) from directory.organisation))");
    }

    [Fact]
    public async Task Typed_ComesBackAfterSigningInAgain_AndAfterACode()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var browser = members.Browser();
        var somebody = await JoinAsync(browser, union, ActorRole.Coordinator);
        var page = await browser.PageAsync(Address(union));
        members.Clock.Advance(TimeSpan.FromMinutes(31));
        using var ended = await Invite(page, union).Fill("role", "trainer").SendAsync(browser);
        page = await ended.PageAsync(HttpStatusCode.Forbidden);
        using var back = await Form.On(page, "/account/sign-in").Fill("name", somebody.Name).Fill("passphrase", Newcomer.Phrase).Fill("code", somebody.NextCode()).SendAsync(browser);
        page = await back.PageAsync(HttpStatusCode.OK);
        using var sent = await Form.On(page, "/account/sign-in").SendAsync(browser);
        page = await sent.PageAsync(HttpStatusCode.OK);
        Assert.Contains("gives training", page.QuerySelector(".tickets")!.TextContent, StringComparison.Ordinal);

        members.Clock.Advance(TimeSpan.FromMinutes(6));
        using var stale = await Invite(page, union).Fill("role", "panel").SendAsync(browser);
        page = await stale.PageAsync(HttpStatusCode.Forbidden);
        using var confirmed = await Form.On(page, "/account/confirm").Fill("code", somebody.NextCode()).SendAsync(browser);
        using var again = await Form.On(await confirmed.PageAsync(HttpStatusCode.OK), "/account/confirm").SendAsync(browser);
        Assert.Contains("decides appeals", (await again.PageAsync(HttpStatusCode.OK)).QuerySelector(".tickets")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>A passphrase or code that was typed is not written into a page, sealed or not.</summary>
    [Fact]
    public async Task Typed_Secrets_DoNotComeBack()
    {
        using var browser = members.Browser();
        using var posted = await browser.PostAsync(
            new Uri("/account", UriKind.Relative), new FormUrlEncodedContent([new("end", "others"), new("passphrase", Newcomer.Phrase), new("code", "123456"), new("draft", "x")]), Stop);
        var page = await posted.PageAsync(HttpStatusCode.Forbidden);
        var kept = Web.Accounts.KeptForm.Open(
            page.QuerySelector("[name=kept]")!.GetAttribute("value"), Guid.NewGuid(), Core.Secrets.DirectorySecrets.Read(TestSecrets.Folder), NodaTime.Instant.FromDateTimeOffset(members.Clock.GetUtcNow()));
        Assert.Equal(["end", "draft"], kept!.Fields.Select(field => field.Key));
    }

    /// <summary>Two of one organisation share a machine, and the sign-in of the first ended while they typed.</summary>
    [Fact]
    public async Task Typed_ComesBack_OnlyToWhoeverTypedIt_WhereTheSignInStillSaidSo()
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var first = members.Browser();
        using var second = members.Browser();
        var own = await JoinAsync(first, union, ActorRole.Reviewer);
        var other = await JoinAsync(second, union, ActorRole.Reviewer);
        members.Clock.Advance(TimeSpan.FromMinutes(31));
        using var posted = await first.PostAsync(new Uri($"/curate/{union.Code}/notices", UriKind.Relative), new FormUrlEncodedContent([new("words", "A note of the first")]), Stop);
        var page = await posted.PageAsync(HttpStatusCode.Forbidden);
        foreach (var (somebody, comesBack) in new[] { (other, false), (own, true) })
        {
            using var browser = members.Browser();
            using var signedIn = await Form.On(page, "/account/sign-in")
                .Fill("name", somebody.Name).Fill("passphrase", Newcomer.Phrase).Fill("code", somebody.NextCode()).SendAsync(browser);
            if (comesBack)
                Assert.Contains("A note of the first", (await signedIn.PageAsync(HttpStatusCode.OK)).DocumentElement.OuterHtml, StringComparison.Ordinal);
            else
                Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        }
    }

    /// <summary>Two people share a machine: the second one signs in where the first one's page still stands.</summary>
    [Fact]
    public async Task Typed_ComesBack_OnlyToTheOrganisationForWhichItWasTyped()
    {
        var given = members.World.Database.Given;
        var (one, two) = (await given.SexWorkerLedAsync("One (demo)"), await given.SexWorkerLedAsync("Two (demo)"));
        using var first = members.Browser();
        using var second = members.Browser();
        var own = await Newcomer.JoinAsync(first, await Newcomer.InviteAsync(members.World.Database.Logins, one, members.Clock, ActorRole.Reviewer), members.Clock);
        var other = await Newcomer.JoinAsync(second, await Newcomer.InviteAsync(members.World.Database.Logins, two, members.Clock, ActorRole.Reviewer), members.Clock);
        foreach (var (somebody, comesBack) in new[] { (other, false), (own, true) })
        {
            using var browser = members.Browser();
            using var posted = await browser.PostAsync(
                new Uri($"/curate/{one.Code}/notices", UriKind.Relative), new FormUrlEncodedContent([new("words", "A note of the first")]), Stop);
            var page = await posted.PageAsync(HttpStatusCode.Forbidden);
            using var signedIn = await Form.On(page, "/account/sign-in")
                .Fill("name", somebody.Name).Fill("passphrase", Newcomer.Phrase).Fill("code", somebody.NextCode()).SendAsync(browser);
            Assert.Equal(comesBack, (await signedIn.Content.ReadAsStringAsync(Stop)).Contains("A note of the first", StringComparison.Ordinal));
        }
    }

    /// <summary>Nobody is told that something is kept that is not.</summary>
    [Fact]
    public async Task Typed_ThatIsTooLong_IsSaidNotToBeKept()
    {
        using var browser = members.Browser();
        using var posted = await browser.PostAsync(
            new Uri("/account", UriKind.Relative), new FormUrlEncodedContent([new("draft", new string('x', 50_000))]), Stop);
        var page = await posted.PageAsync(HttpStatusCode.Forbidden);
        Assert.Empty(page.QuerySelectorAll("[name=kept]"));
        Assert.Contains("too long to be kept", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    private Task<string> StateAsync(Organisation organisation) => members.World.Database.Owner.OneAsync<string>(
        """
        select coalesce((select string_agg(m::text, ' ' order by m.id) from directory.membership m where m.organisation_id = $1), '')
          || coalesce((select string_agg(i::text, ' ' order by i.id) from directory.invitation i where i.organisation_id = $1), '')
        """,
        organisation.Id);

    private async Task<string> WaitingAsync(Organisation organisation)
    {
        await Newcomer.InviteAsync(members.World.Database.Logins, organisation, members.Clock, ActorRole.Proposer);
        return (await members.World.Database.Owner.OneAsync<Guid>("select id from directory.invitation where organisation_id = $1 and used_on is null limit 1", organisation.Id)).ToString();
    }
}
