using System.Net;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;

namespace ServiceDirectory.Tests.HandedOn;

/// <summary>Lists that organisations keep, through the pages and by the database's own rules.</summary>
public sealed class KeptListTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DirectoryLogins Logins => members.World.Database.Logins;

    private string Clinic => members.World.Clinic.Code;

    private string Line => members.World.Line.Code;

    private async Task<(Organisation Union, Seated Somebody)> SomebodyAsync(ActorRole role = ActorRole.Proposer)
    {
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        return (union, await Seated.InAsync(members, union, role));
    }

    private async Task<(Guid Id, string Code)> KeptAsync(Organisation union, params KeptEntry[] entries)
    {
        await using var context = Logins.Context();
        var id = await new KeptListService(context).KeepAsync(
            new KeepList(null, null, "For the van", entries, Given.Today.PlusDays(10), Given.Today), new Actor(union.Id, ActorRole.Proposer), Stop);
        return (id, await Logins.Owner.OneAsync<string>("select code from directory.kept_list where id = $1", id));
    }

    private static string Address(string code) => "/lists/" + code.ToLowerInvariant();

    private static IEnumerable<string?> Listed(AngleSharp.Html.Dom.IHtmlDocument page) => page.QuerySelectorAll("ol.picked > li[data-service]").Select(entry => entry.GetAttribute("data-service"));

    private Task<long> EventsAsync(Guid list, string action) => Logins.Owner.OneAsync<long>("select count(*) from directory.event where subject = 'kept-list' and subject_id = $1 and action = $2 and hash is not null", list, action);

    /// <summary>Without script: made of the address of a list that was picked, put in another order with a note, read by anybody, revoked.</summary>
    [Fact]
    public async Task List_IsMade_Changed_Read_AndRevoked()
    {
        var (union, somebody) = await SomebodyAsync();
        using var visitor = members.Browser();
        using (somebody)
        {
            string address = $"/curate/{union.Code}/lists";
            var page = await somebody.Browser.PageAsync(address);
            using var made = await Form.On(page, address, "form.big").Fill("called", "For Thursdays").Fill("add", $"https://localhost/list?s={Clinic},{Line}&s=zzzzzz").SendAsync(somebody.Browser);
            Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
            page = await somebody.Browser.PageAsync(address);
            string open = page.QuerySelector("section[data-list] .typed")!.TextContent;
            Assert.Matches("^https://localhost/lists/[0-9a-hjkmnp-tv-z]{26}$", open);
            var read = await visitor.PageAsync(open["https://localhost".Length..]);
            Assert.Equal([Clinic, Line], Listed(read));
            Assert.Single(read.QuerySelectorAll("li.gap"));

            var change = page.QuerySelector("section[data-list] a[href*='kept=']")!.GetAttribute("href")!.Split('#')[0];
            page = await somebody.Browser.PageAsync(change);
            Assert.Equal(["1", "2", "3"], page.QuerySelectorAll("[name=at-place]").Select(field => field.GetAttribute("value")));
            // What is gone is taken off, the second one goes first.
            using var changed = await Form.On(page, change, "form.big").Fill("called", "For Fridays").Fill("at-place", "2", "1", "").Fill("note-beside", "", "Ring twice.", "").SendAsync(somebody.Browser);
            Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
            read = await visitor.PageAsync(open["https://localhost".Length..]);
            Assert.Equal([Line, Clinic], Listed(read));
            Assert.Equal("Ring twice.", read.QuerySelector("ol.picked .note")!.TextContent);
            Assert.Empty(read.QuerySelectorAll("li.gap"));
            // Not whose it is, nor what they call it.
            Assert.DoesNotContain("Lantern", read.Source.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Fridays", read.Source.Text, StringComparison.Ordinal);
            var sheet = await visitor.PageAsync(open["https://localhost".Length..] + "/print");
            Assert.Contains("Ring twice.", sheet.QuerySelector(".paper li")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(open["https://".Length..], sheet.QuerySelector(".foot .typed")!.TextContent.Trim());

            page = await somebody.Browser.PageAsync(address);
            var id = Guid.Parse(page.QuerySelector("section[data-list]")!.GetAttribute("data-list")!);
            using var revoked = await Form.On(page, address, "section[data-list] form").SendAsync(somebody.Browser, $"{id}");
            Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
            await AssertGoneAsync(visitor, open["https://localhost".Length..]);
            Assert.Equal((2, 1), (await EventsAsync(id, "keep-list"), await EventsAsync(id, "revoke-list")));
            Assert.Contains("Kept a list", (await CoordinatorPageAsync(union)).Body!.TextContent, StringComparison.Ordinal);
        }
    }

    private async Task<AngleSharp.Html.Dom.IHtmlDocument> CoordinatorPageAsync(Organisation union)
    {
        using var coordinator = await Seated.InAsync(members, union, ActorRole.Coordinator);
        return await coordinator.Browser.PageAsync($"/curate/{union.Code}/events");
    }

    /// <summary>The same answer, to the last byte, as for an address that never was.</summary>
    private static async Task AssertGoneAsync(HttpClient visitor, string address)
    {
        foreach (string end in new[] { "", "/print" })
        {
            using var gone = await visitor.ReadAsync(address + end);
            using var never = await visitor.ReadAsync(Address(KeptCode.New()) + end);
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
            Assert.Equal(await never.Content.ReadAsStringAsync(Stop), await gone.Content.ReadAsStringAsync(Stop));
            Assert.Equal(never.Headers.Select(header => header.Key), gone.Headers.Select(header => header.Key));
        }
    }

    [Fact]
    public async Task List_ThatEnded_OrWhoseOrganisationIsFrozenOrLeft_IsNotThere()
    {
        var (union, somebody) = await SomebodyAsync();
        somebody.Dispose();
        using var visitor = members.Browser();
        var (id, code) = await KeptAsync(union, new KeptEntry(Clinic));
        Assert.Equal([Clinic], Listed(await visitor.PageAsync(Address(code))));
        // As somebody types it from paper.
        Assert.Equal([Clinic], Listed(await visitor.PageAsync($"/lists/{code[..13]}-{code[13..].Replace('0', 'o').Replace('1', 'l')}")));

        await Logins.Owner.RunAsync("update directory.organisation set frozen_from = date '2026-11-01', frozen_until = date '2027-11-01' where id = $1", union.Id);
        await AssertGoneAsync(visitor, Address(code));
        await Logins.Owner.RunAsync("update directory.organisation set frozen_from = null, frozen_until = null where id = $1", union.Id);
        Assert.Equal([Clinic], Listed(await visitor.PageAsync(Address(code))));
        var today = LocalDate.FromDateTime(members.Clock.GetUtcNow().UtcDateTime);
        await Logins.Owner.RunAsync("update published.kept_list set until = $1", today.PlusDays(1));
        Assert.Equal([Clinic], Listed(await visitor.PageAsync(Address(code))));
        await Logins.Owner.RunAsync("update published.kept_list set until = $1", today);
        await AssertGoneAsync(visitor, Address(code));
        await Logins.Owner.RunAsync("update directory.organisation set left_on = $2 where id = $1", union.Id, Given.Today);
        Assert.Equal(0, await Logins.Owner.OneAsync<long>("select count(*) from published.kept_list where code_hash = sha256($1::bytea)", System.Text.Encoding.UTF8.GetBytes(code)));
        Assert.Equal(0, await EventsAsync(id, "revoke-list"));
    }

    [Fact, Property(79)]
    public async Task AnotherOrganisation_NeitherSeesNorTouchesIt()
    {
        var (union, somebody) = await SomebodyAsync();
        var (other, stranger) = await SomebodyAsync();
        using (somebody)
        using (stranger)
        {
            var (id, code) = await KeptAsync(union, new KeptEntry(Clinic));
            string address = $"/curate/{other.Code}/lists";
            var page = await stranger.Browser.PageAsync($"{address}?kept={id}");
            Assert.Empty(page.QuerySelectorAll("section[data-list]"));
            Assert.Empty(page.QuerySelectorAll("[name=kept]"));
            using var theirs = await stranger.Browser.ReadAsync($"/curate/{union.Code}/lists");
            Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
            using var revoked = await stranger.Browser.PostAsync(address, new FormUrlEncodedContent([new("revoke", $"{id}")]), Stop);
            Assert.Equal(HttpStatusCode.BadRequest, revoked.StatusCode);
            await using var context = Logins.Context();
            var lists = new KeptListService(context);
            var actor = new Actor(other.Id, ActorRole.Reviewer);
            Assert.Equal("kept_list_unknown", (await Assert.ThrowsAsync<ListingRefusedException>(() => lists.RevokeAsync(id, Given.Today, actor, Stop))).Rule);
            Assert.Equal("kept_list_moved", (await Assert.ThrowsAsync<ListingRefusedException>(() => lists.KeepAsync(
                new KeepList(id, 1, "Mine", [new KeptEntry(Line)], Given.Today, Given.Today), actor, Stop))).Rule);
            using var visitor = members.Browser();
            Assert.Equal([Clinic], Listed(await visitor.PageAsync(Address(code))));
        }
    }

    [Theory]
    [InlineData("Ask for Ana, ana@example.org", "Take the address out")]
    [InlineData("Call 07700 900123 first", "Take the number out")]
    [InlineData("Behind Mill Street", "This may name a street")]
    public async Task Note_ThatTellsTooMuch_IsRefusedBesideIt_AndKept(string note, string said)
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            var (id, _) = await KeptAsync(union, new KeptEntry(Clinic));
            string address = $"/curate/{union.Code}/lists?kept={id}";
            using var answer = await Form.On(await somebody.Browser.PageAsync(address), address, "form.big").Fill("note-beside", note).SendAsync(somebody.Browser);
            var page = await answer.PageAsync(HttpStatusCode.BadRequest);
            Assert.Equal(note, page.QuerySelector("[name=note-beside]")!.GetAttribute("value"));
            Assert.Contains(said, page.QuerySelector($"fieldset[data-entry='{Clinic}'] p.wrong")!.TextContent, StringComparison.Ordinal);
            bool isOdd = page.QuerySelector("[name=twice-looked]") is not null;
            Assert.Equal(note.Contains("Street", StringComparison.Ordinal), isOdd);
            if (!isOdd)
                return;
            using var again = await Form.On(page, address, "form.big").Fill("twice-looked", "yes").SendAsync(somebody.Browser);
            Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        }
    }

    [Fact]
    public async Task Wrong_IsToldWhereItWasTyped()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            string address = $"/curate/{union.Code}/lists";
            var page = await somebody.Browser.PageAsync(address);
            using var nothing = await Form.On(page, address, "form.big").Fill("called", "Empty").SendAsync(somebody.Browser);
            page = await nothing.PageAsync(HttpStatusCode.BadRequest);
            Assert.Equal("Write something here.", page.QuerySelector("#add-wrong")!.TextContent);
            using var wrong = await Form.On(page, address, "form.big").Fill("add", "no-code").SendAsync(somebody.Browser);
            page = await wrong.PageAsync(HttpStatusCode.BadRequest);
            Assert.StartsWith("Something in this is no code", page.QuerySelector("#add-wrong")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("no-code", page.QuerySelector("#add")!.TextContent);
            Assert.Equal("Empty", page.QuerySelector("[name=called]")!.GetAttribute("value"));
            foreach (string day in new[] { "2026-11-23", "2027-12-01", "soon" })
            {
                using var late = await Form.On(page, address, "form.big").Fill("add", Clinic).Fill("ends-on", day).SendAsync(somebody.Browser);
                Assert.NotNull((await late.PageAsync(HttpStatusCode.BadRequest)).QuerySelector("#ends-wrong"));
            }

            Assert.Equal(0, await Logins.Owner.OneAsync<long>("select count(*) from directory.kept_list where organisation_id = $1", union.Id));
        }
    }

    [Fact]
    public async Task Change_OfAnOldVersion_IsRefused_AndNothingIsLost()
    {
        var (union, somebody) = await SomebodyAsync();
        using (somebody)
        {
            var (id, code) = await KeptAsync(union, new KeptEntry(Clinic));
            string address = $"/curate/{union.Code}/lists?kept={id}";
            var mine = await somebody.Browser.PageAsync(address);
            using var first = await Form.On(await somebody.Browser.PageAsync(address), address, "form.big").Fill("add", Line).SendAsync(somebody.Browser);
            Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
            using var second = await Form.On(mine, address, "form.big").Fill("note-beside", "Ring twice.").SendAsync(somebody.Browser);
            var page = await second.PageAsync(HttpStatusCode.BadRequest);
            Assert.Contains("Somebody has changed this list", page.QuerySelector("form.big > p.wrong")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("Ring twice.", page.QuerySelector("[name=note-beside]")!.GetAttribute("value"));
            using var visitor = members.Browser();
            Assert.Equal([Clinic, Line], Listed(await visitor.PageAsync(Address(code))));
        }
    }

    /// <summary>From what the public role reads nobody learns an address, and opening a list changes nothing.</summary>
    [Fact, Property(43), Property(61)]
    public async Task Reading_LeavesNothing_AndTheCodeIsNotThere()
    {
        var (union, somebody) = await SomebodyAsync();
        somebody.Dispose();
        var (id, code) = await KeptAsync(union, new KeptEntry(Clinic, "Ring twice."));
        string before = await RowsAsync();
        using var visitor = members.Browser();
        for (int i = 0; i < 3; i++)
            await visitor.PageAsync(Address(code));
        Assert.Equal(before, await RowsAsync());
        Assert.DoesNotContain(code, string.Concat(await Logins.Public.ListAsync<string>("select l::text from published.kept_list l")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["code_hash", "entries", "until", "paused_from", "paused_until"], await Logins.Public.ListAsync<string>(
            "select attname::text from pg_attribute where attrelid = 'published.kept_list'::regclass and attnum > 0 order by attnum"));
        // 26 characters of an alphabet of 32.
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{26}$", code);

        async Task<string> RowsAsync() => await Logins.Owner.OneAsync<string>("select row_to_json(l)::text || (select row_to_json(p)::text from published.kept_list p where code_hash = sha256(convert_to(l.code, 'UTF8'))) from directory.kept_list l where id = $1", id);
    }

    [Fact]
    public async Task Functions_RefuseWhatCannotBe()
    {
        var (union, somebody) = await SomebodyAsync();
        somebody.Dispose();
        async Task<string?> RuleAsync(string entries, string endsOn, string code = "0123456789ABCDEFGHJKMNPQRS") =>
            (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Logins.App.RunAsync(
                $"select directory.keep_list(null, null, '{union.Id}', '{code}', 'A', '{entries}', '{endsOn}', '2026-11-24', 'proposer')"))).ConstraintName;
        string one = """[{"code": "abc123"}]""";
        Assert.Equal("kept_list_ends", await RuleAsync(one, "2027-11-25"));
        Assert.Equal("kept_list_ends", await RuleAsync(one, "2026-11-23"));
        Assert.Equal("kept_list_entries", await RuleAsync("[]", "2026-12-24"));
        Assert.Equal("kept_list_entries", await RuleAsync("""[{"note": "x"}]""", "2026-12-24"));
        Assert.Equal("kept_list_entries", await RuleAsync("""[{"code": "../../x"}]""", "2026-12-24"));
        Assert.Equal("kept_list_code_check", await RuleAsync(one, "2026-12-24", "SHORT"));
        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            Logins.App.RunAsync("insert into published.kept_list (code_hash, entries, until) values (sha256('x'), '[]', '2027-01-01')"))).SqlState);
    }
}
