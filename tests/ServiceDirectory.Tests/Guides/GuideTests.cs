using NodaTime;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Guides;

/// <summary>Whose eyes it takes until anybody reads a guide, and for how long.</summary>
public sealed class GuideTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>, IAsyncLifetime
{
    private static readonly LocalDate s_today = Given.Today;

    private readonly GuideDesk _desk = new(database.Logins);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Given Given => database.Given;

    // One country has one page; each test begins without any.
    public async ValueTask InitializeAsync() => await database.Owner.RunAsync("delete from published.guide");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<string[]> ReadAsync(LocalDate? on = null) =>
        [.. (await new GuidesInForce(database.Public).AllAsync(on ?? s_today, Stop)).Select(guide => guide.For("en").Title).Order(StringComparer.Ordinal)];

    private async Task<ShownGuide?> FindAsync(string code, LocalDate? on = null) => await new GuidesInForce(database.Public).FindAsync(code, on ?? s_today, Stop);

    private static async Task RefusedAsync(string rule, Func<Task> act) => Assert.Equal(rule, (await Assert.ThrowsAsync<ListingRefusedException>(act)).Rule);

    private static async Task InvalidAsync(string field, string reason, Func<Task> act) =>
        Assert.Contains((await Assert.ThrowsAsync<ListingInvalidException>(act)).Problems, problem => problem.Field == field && problem.Reason == reason);

    private static string Date(LocalDate day) => $"date '{day:yyyy-MM-dd}'";

    [Fact]
    public async Task Guide_IsReadByNobody_UntilSomebodyElseSaysYes()
    {
        var union = await Given.SexWorkerLedAsync("Union");
        var (writer, second) = (await _desk.PenAsync(union), await _desk.PenAsync(union));
        var (id, code) = await _desk.BeginAsync(writer);
        Assert.Empty(await ReadAsync());
        await RefusedAsync("guide_waits", () => _desk.ApproveAsync(second, id));
        Assert.True(await _desk.SendAsync(writer, id));
        Assert.False(await _desk.SendAsync(writer, id));
        Assert.Empty(await ReadAsync());
        await RefusedAsync("guide_second", () => _desk.ApproveAsync(writer, id));
        Assert.Equal(s_today.PlusMonths(6).PlusDays(60), await _desk.ApproveAsync(second, id));
        Assert.Null(await _desk.ApproveAsync(second, id));
        Assert.Equal(["When police come"], await ReadAsync());
        Assert.Matches("^[0-9a-z]{6}$", code);
        Assert.Equal(
            ["begin draft", "send waiting", "approve published"],
            await database.App.ListAsync<string>("select action || ' ' || to_state from directory.event where subject = 'guide' and subject_id = $1 order by id", id));
        // The record says what the guide was before and after.
        Assert.Equal(3, await database.App.OneAsync<long>("select count(distinct after_hash) from directory.event where subject_id = $1", id));
    }

    /// <summary>Everybody who wrote a word of a version, also one who came later, is not its second pair of eyes.</summary>
    [Fact, Property(81)]
    public async Task Approve_ByAnybodyWhoWroteOnIt_IsRefused_AlsoByPlainSql()
    {
        var union = await Given.SexWorkerLedAsync("Union");
        var (first, later, second) = (await _desk.PenAsync(union), await _desk.PenAsync(union), await _desk.PenAsync(union));
        var (id, _) = await _desk.BeginAsync(first);
        await _desk.SaveAsync(later, id, GuideDesk.Content("Another title"), 1);
        await _desk.SendAsync(first, id);
        foreach (var hand in new[] { first, later })
        {
            await RefusedAsync("guide_second", () => _desk.ApproveAsync(hand, id, edition: 2));
            Assert.Equal("guide_second", await database.App.RuleAgainstAsync($"select directory.approve_guide('{id}', 2, '{union.Id}', '{hand.AccountId}', {Date(s_today)}, 'reviewer')"));
            Assert.Equal("guide_second", await database.App.RuleAgainstAsync($"select directory.return_guide('{id}', '{union.Id}', '{hand.AccountId}', 'x', {Date(s_today)}, 'reviewer')"));
        }

        // Without an account nobody knows that it is another person.
        Assert.Equal("guide_second", await database.Owner.RuleAgainstAsync($"select directory.approve_guide('{id}', 2, '{union.Id}', null, {Date(s_today)}, 'reviewer')"));
        var sister = await Given.SexWorkerLedAsync("Sister");
        await Given.RelatedAsync(union, sister);
        Assert.Equal("guide_second", await database.Owner.RuleAgainstAsync($"select directory.approve_guide('{id}', 2, '{sister.Id}', null, {Date(s_today)}, 'reviewer')"));
        // Nor is somebody a reviewer because it is said.
        Assert.Equal("guide_member", await database.App.RuleAgainstAsync($"select directory.approve_guide('{id}', 2, '{sister.Id}', '{second.AccountId}', {Date(s_today)}, 'reviewer')"));
        Assert.Empty(await ReadAsync());
        Assert.NotNull(await _desk.ApproveAsync(second, id, edition: 2));
    }

    /// <summary>The program itself is nobody: without an account only whoever runs the directory writes and says yes.</summary>
    [Fact, Property(81)]
    public async Task WithoutAPerson_TheAppWritesNothing_AndSaysYesToNothing()
    {
        var (union, other) = (await Given.SexWorkerLedAsync("Union"), await Given.SexWorkerLedAsync("Other"));
        var writer = await _desk.PenAsync(union);
        var (id, _) = await _desk.BeginAsync(writer);
        async Task NobodyAsync(string call, string rule = "guide_member") => Assert.Equal((call, rule), (call, await database.App.RuleAgainstAsync($"select directory.{call}")));
        string today = Date(s_today);
        await NobodyAsync($"begin_guide('{Given.Code()}', '{union.Id}', null, 'facing-stigma', null, '{{}}', {today}, 'reviewer')");
        await NobodyAsync($"save_guide('{id}', '{union.Id}', null, '{{}}', 1, {today}, 'reviewer')");
        await NobodyAsync($"send_guide('{id}', '{union.Id}', null, {today}, 'reviewer')");
        await _desk.SendAsync(writer, id);
        await NobodyAsync($"take_back_guide('{id}', '{union.Id}', null, {today}, 'reviewer')");
        await NobodyAsync($"approve_guide('{id}', 1, '{other.Id}', null, {today}, 'reviewer')");
        await NobodyAsync($"return_guide('{id}', '{other.Id}', null, 'x', {today}, 'reviewer')");
        Assert.Empty(await ReadAsync());
        await database.Owner.RunAsync($"select directory.approve_guide('{id}', 1, '{other.Id}', null, {today}, 'reviewer')");
        await NobodyAsync($"check_guide('{id}', '{other.Id}', null, {today}, 'reviewer')");
        await NobodyAsync($"withdraw_guide('{id}', '{union.Id}', null, {today}, 'reviewer')", "guide_writer");
        Assert.Equal(["When police come"], await ReadAsync());
    }

    [Theory, Property(83)]
    [InlineData("insert into published.guide (code, kind, needs, original, checked_on, due_on, hidden_from) values ('abcdef', 'campaign', '{1}', 'en', '2026-11-24', '2027-11-24', '2028-01-24')")]
    [InlineData("update published.guide set hidden_from = '2100-01-01'")]
    [InlineData("update published.guide_text set body = 'x'")]
    [InlineData("delete from published.guide")]
    [InlineData("update directory.guide_version set state = 'published'")]
    [InlineData("update directory.guide_version set content = '{}'")]
    [InlineData("delete from directory.guide_hand")]
    [InlineData("insert into directory.guide_version (guide_id, number, content, written_on) select id, 9, '{}', '2026-11-24' from directory.guide")]
    [InlineData("select directory.require_second(null, null, null, null, null)")]
    public async Task PlainSql_AsTheApp_PublishesAndChangesNothing(string statement) => Assert.Equal("42501", await database.App.RefusedAsync(statement));

    [Fact, Property(83)]
    public async Task Approve_ByWhoMayNot_IsRefused()
    {
        var (id, _) = await _desk.BeginAsync(await _desk.PenAsync(await Given.SexWorkerLedAsync("Union")));
        await _desk.SendAsync(await _desk.PenAsync(await UnionOfAsync(id)), id);
        var lapsed = await Given.SexWorkerLedAsync("Lapsed");
        await Given.VouchedUntilAsync(lapsed, s_today.PlusDays(-1));
        var frozen = await Given.SexWorkerLedAsync("Frozen");
        await Given.FrozenAsync(frozen, s_today, s_today.PlusDays(3));
        var allied = await Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        foreach (var pen in new[] { await _desk.PenAsync(lapsed), await _desk.PenAsync(frozen), await _desk.PenAsync(allied) })
            await RefusedAsync("guide_vouched", () => _desk.ApproveAsync(pen, id));
        // A proposer writes and does not say yes.
        await RefusedAsync("guide_member", async () => await _desk.ApproveAsync(await _desk.PenAsync(await Given.SexWorkerLedAsync("Other"), "proposer"), id));
        foreach (var kind in new[] { OrganisationKind.Provider, OrganisationKind.Educator })
            await RefusedAsync("guide_vouched", async () => await _desk.BeginAsync(new Pen(await Given.OrganisationAsync("No", kind), null)));
        // Whoever wrote it has to be in good standing, too.
        await Given.FrozenAsync(await UnionOfAsync(id), s_today, s_today.PlusDays(3));
        await RefusedAsync("guide_vouched", async () => await _desk.ApproveAsync(await _desk.PenAsync(await Given.SexWorkerLedAsync("Other")), id));
        Assert.Empty(await ReadAsync());
    }

    private async Task<Organisation> UnionOfAsync(Guid guide)
    {
        var organisation = await database.App.OneAsync<Guid>("select organisation_id from directory.guide where id = $1", guide);
        await using var context = database.Logins.Context();
        return context.Organisations.Single(o => o.Id == organisation);
    }

    [Fact, Property(81)]
    public async Task Approve_OfOtherWordsThanWereRead_IsRefused()
    {
        var union = await Given.SexWorkerLedAsync("Union");
        var (writer, second) = (await _desk.PenAsync(union), await _desk.PenAsync(union));
        var (id, _) = await _desk.BeginAsync(writer);
        await _desk.SendAsync(writer, id);
        await RefusedAsync("guide_waits", () => _desk.SaveAsync(writer, id, GuideDesk.Content("Quietly changed"), 1));
        Assert.True(await _desk.TakeBackAsync(writer, id));
        Assert.Equal(2, await _desk.SaveAsync(writer, id, GuideDesk.Content("Changed"), 1));
        await RefusedAsync("guide_newer", () => _desk.SaveAsync(writer, id, GuideDesk.Content("Lost"), 1));
        await _desk.SendAsync(writer, id);
        await RefusedAsync("guide_newer", () => _desk.ApproveAsync(second, id, edition: 1));
        await _desk.ApproveAsync(second, id, edition: 2);
        // A new version is read by nobody until it was read by somebody else: the old one stays.
        await _desk.SaveAsync(writer, id, GuideDesk.Content("Newest"), 2);
        await _desk.SendAsync(writer, id);
        Assert.Equal(["Changed"], await ReadAsync());
        await _desk.ApproveAsync(second, id, edition: 3);
        Assert.Equal(["Newest"], await ReadAsync());
    }

    [Fact]
    public async Task Return_TellsThoseWhoWroteIt_SealedAndNobodyElse()
    {
        var union = await Given.SexWorkerLedAsync("Union");
        var (writer, second) = (await _desk.PenAsync(union), await _desk.PenAsync(await Given.SexWorkerLedAsync("Reader")));
        var (id, code) = await _desk.BeginAsync(writer);
        await _desk.SendAsync(writer, id);
        Assert.True(await _desk.ReturnAsync(second, id, "The second line is wrong."));
        Assert.False(await _desk.ReturnAsync(second, id, "The second line is wrong."));
        var found = await _desk.UseAsync(guides => guides.FindAsync(code, union.Id, writer.AccountId, true, Stop));
        Assert.Equal((GuideState.Returned, "The second line is wrong."), (found!.Open!.State, found.Open.Note));
        Assert.Null(await _desk.UseAsync(guides => guides.FindAsync(code, second.Organisation.Id, second.AccountId, true, Stop)));
        Assert.DoesNotContain("second line", await database.Owner.OneAsync<string>("select string_agg(v::text, ' ') from directory.guide_version v"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dates_Decide_WithoutAnybodysDoing()
    {
        var (id, code) = await _desk.PublishedAsync();
        var due = s_today.PlusMonths(GuideRules.LawMonths);
        Assert.False((await FindAsync(code, due.PlusDays(-1)))!.IsDue(due.PlusDays(-1)));
        Assert.True((await FindAsync(code, due))!.IsDue(due));
        Assert.NotNull(await FindAsync(code, due.PlusDays(59)));
        Assert.Null(await FindAsync(code, due.PlusDays(60)));
        Assert.Empty(await ReadAsync(due.PlusDays(60)));
        Assert.True(await new GuidesInForce(database.Public).IsOverAsync(code, due.PlusDays(60), Stop));
        // The rules and the database reckon alike.
        foreach (var kind in Enum.GetValues<GuideKind>())
        {
            string slug = Core.Data.EnumSlug.Of(kind);
            Assert.Equal(GuideRules.DueOn(kind, s_today), await database.Owner.OneAsync<LocalDate>($"select directory.guide_due('{slug}', {Date(s_today)})"));
            Assert.Equal(GuideRules.HiddenFrom(kind, s_today, s_today.PlusDays(9)), await database.Owner.OneAsync<LocalDate>($"select directory.guide_hidden('{slug}', {Date(s_today)}, {Date(s_today.PlusDays(9))})"));
        }

        // Looked at again by somebody who did not write it, never by its writer, it counts from that day.
        var union = await UnionOfAsync(id);
        var writer = new Pen(union, await database.App.OneAsync<Guid>("select h.account_id from directory.guide_hand h join directory.guide_version v on v.id = h.version_id where v.guide_id = $1", id));
        await RefusedAsync("guide_second", () => _desk.CheckAsync(writer, id, due));
        Assert.Equal("guide_second", await database.App.RuleAgainstAsync($"select directory.check_guide('{id}', '{union.Id}', '{writer.AccountId}', {Date(due)}, 'reviewer')"));
        var other = await _desk.PenAsync(union);
        Assert.Equal(due.PlusMonths(6).PlusDays(60), await _desk.CheckAsync(other, id, due));
        Assert.Equal(due, (await FindAsync(code, due.PlusDays(60)))!.CheckedOn);
    }

    [Fact]
    public async Task Approve_LongAfterItWasSent_CountsFromWhenItWasSent_AndNotAtAllWhenThatIsOver()
    {
        var union = await Given.SexWorkerLedAsync("Union");
        var (writer, second) = (await _desk.PenAsync(union), await _desk.PenAsync(union));
        var (id, code) = await _desk.BeginAsync(writer);
        await _desk.SendAsync(writer, id);
        await RefusedAsync("guide_over", () => _desk.ApproveAsync(second, id, s_today.PlusMonths(6)));
        await _desk.ApproveAsync(second, id, s_today.PlusMonths(3));
        Assert.Equal(s_today, (await FindAsync(code))!.CheckedOn);
    }

    [Fact]
    public async Task Campaign_NamesItsOrganisation_AndIsGoneAfterItsLastDay()
    {
        var shy = await Given.SexWorkerLedAsync("Shy");
        var pen = await _desk.PenAsync(shy);
        var ends = s_today.PlusDays(20);
        var (hidden, _) = await _desk.BeginAsync(pen, GuideDesk.Campaign(ends), GuideKind.Campaign);
        await RefusedAsync("guide_named", () => _desk.SendAsync(pen, hidden));

        // A name alone is not that choice.
        await NamedAsync(shy, true, badge: false);
        await RefusedAsync("guide_named", () => _desk.SendAsync(pen, hidden));
        Assert.Equal("guide_named", await database.App.RuleAgainstAsync($"select directory.send_guide('{hidden}', '{shy.Id}', '{pen.AccountId}', {Date(s_today)}, 'reviewer')"));

        var union = await Given.SexWorkerLedAsync("Union");
        await NamedAsync(union, true);
        var (id, code) = await _desk.PublishedAsync(GuideDesk.Campaign(ends), GuideKind.Campaign, by: union);
        Assert.Equal("Union", (await FindAsync(code, ends))!.Organisation!.OriginalWords);
        Assert.Equal(["March with us"], await ReadAsync(ends));
        Assert.Null(await FindAsync(code, ends.PlusDays(1)));
        Assert.Empty(await ReadAsync(ends.PlusDays(1)));
        await RefusedAsync("guide_ends", async () => await _desk.CheckAsync(await _desk.PenAsync(union), id, ends.PlusDays(1)));

        // Whoever is not named any more has no campaign, and comes back with it.
        await NamedAsync(union, false);
        Assert.Null(await FindAsync(code));
        Assert.True(await database.Owner.OneAsync<bool>("select organisation is null from published.guide where code = $1", code));
        await NamedAsync(union, true);
        Assert.NotNull(await FindAsync(code));
        await NamedAsync(union, true, badge: false);
        Assert.Null(await FindAsync(code));
        await NamedAsync(union, true);
        Assert.NotNull(await FindAsync(code));

        foreach (var wrong in new[] { s_today.PlusDays(-1), s_today.PlusMonths(12).PlusDays(1) })
        {
            var writer = await _desk.PenAsync(union);
            var (late, _) = await _desk.BeginAsync(writer, GuideDesk.Campaign(wrong), GuideKind.Campaign);
            await InvalidAsync("ends", "out-of-range", () => _desk.SendAsync(writer, late));
            Assert.Equal("guide_ends", await database.App.RuleAgainstAsync($"select directory.send_guide('{late}', '{union.Id}', '{writer.AccountId}', {Date(s_today)}, 'reviewer')"));
        }
    }

    private async Task NamedAsync(Organisation organisation, bool named, bool? badge = null)
    {
        await database.App.RunAsync($"update directory.organisation set public_name = {named}, public_badge = {badge ?? named} where id = '{organisation.Id}'");
        await database.App.RunAsync($"select directory.publish_organisation('{organisation.Id}', '2026-11-24', '{organisation.Id}', 'coordinator')");
    }

    [Fact, Property(83)]
    public async Task Organisation_ThatDidNotOptIn_IsNowhereInWhatIsPublished()
    {
        var union = await Given.SexWorkerLedAsync("Secret Union");
        var (_, code) = await _desk.PublishedAsync(by: union);
        Assert.Null((await FindAsync(code))!.Organisation);
        string published = await database.Public.OneAsync<string>(
            "select string_agg(g::text || t::text, ' ') from published.guide g join published.guide_text t on t.code = g.code");
        Assert.DoesNotContain(union.Code, published, StringComparison.Ordinal);
        Assert.DoesNotContain(union.Id.ToString(), published, StringComparison.Ordinal);
        await NamedAsync(union, true);
        Assert.Equal("Secret Union", (await FindAsync(code))!.Organisation!.OriginalWords);
        // As soon as it chooses otherwise, whether its page is written anew or not.
        await database.App.RunAsync($"update directory.organisation set public_badge = false where id = '{union.Id}'");
        Assert.Equal(["-"], await NamedOnAsync(code));
        await NamedAsync(union, true);
        Assert.Equal([union.Code], await NamedOnAsync(code));
        await database.Owner.RunAsync($"delete from published.organisation where code = '{union.Code}'");
        Assert.Equal(["-"], await NamedOnAsync(code));
    }

    private Task<List<string>> NamedOnAsync(string code) => database.Public.ListAsync<string>("select coalesce(organisation, '-') from published.guide where code = $1", code);

    /// <summary>Mostly sex worker-led organisations write guides: a name says what they are.</summary>
    [Fact, Property(83)]
    public async Task Name_WithoutTheBadge_IsNotOnAGuide_UnlessItIsAllied()
    {
        var union = await Given.SexWorkerLedAsync("Quiet Union");
        var (_, before) = await _desk.PublishedAsync(by: union);
        await NamedAsync(union, true, badge: false);
        var (_, after) = await _desk.PublishedAsync(by: union);
        foreach (string code in new[] { before, after })
        {
            Assert.Null((await FindAsync(code))!.Organisation);
            Assert.Equal(["-"], await NamedOnAsync(code));
        }

        var trans = await Given.OrganisationAsync("Trans network", OrganisationKind.Allied);
        await database.App.RunAsync($"update directory.organisation set fields = '{{trans-care}}' where id = '{trans.Id}'");
        await NamedAsync(trans, true, badge: false);
        var (_, theirs) = await _desk.PublishedAsync(GuideDesk.Content(needs: GuideDesk.Hormones), GuideKind.TalkingToADoctor, null, by: trans);
        Assert.Equal("Trans network", (await FindAsync(theirs))!.Organisation!.OriginalWords);
    }

    [Fact]
    public async Task Country_HasOnePage_AndAnotherOnlyWhenItIsGone()
    {
        var (first, _) = await _desk.PublishedAsync(GuideDesk.Country("First"), GuideKind.Country, "IE");
        var other = await Given.SexWorkerLedAsync("Other");
        var pen = await _desk.PenAsync(other);
        var (second, _) = await _desk.BeginAsync(pen, GuideDesk.Country("Second"), GuideKind.Country, "IE");
        await RefusedAsync("guide_one_country", () => _desk.SendAsync(pen, second));
        await _desk.PublishedAsync(GuideDesk.Country("Elsewhere"), GuideKind.Country, "ES");
        Assert.Equal(["Elsewhere", "First"], await ReadAsync());
        var later = s_today.PlusMonths(6).PlusDays(60);
        await _desk.SendAsync(pen, second, later);
        await _desk.ApproveAsync(await _desk.PenAsync(other), second, later);
        Assert.Equal(["Second"], await ReadAsync(later));
        await RefusedAsync("guide_over", async () => await _desk.CheckAsync(await _desk.PenAsync(await UnionOfAsync(first)), first, later));
        // Every part has words, and the law its day.
        var (part, _) = await _desk.BeginAsync(pen, GuideDesk.Country() with { Law = GuideDesk.Country().Law! with { Together = null } }, GuideKind.Country, "FR");
        await InvalidAsync("together", "empty", () => _desk.SendAsync(pen, part));
        Assert.Equal("guide_whole", await database.App.RuleAgainstAsync($"select directory.send_guide('{part}', '{other.Id}', '{pen.AccountId}', {Date(s_today)}, 'reviewer')"));
        var (future, _) = await _desk.BeginAsync(pen, GuideDesk.Country(on: s_today.PlusDays(1)), GuideKind.Country, "FR");
        await InvalidAsync("on", "in-the-future", () => _desk.SendAsync(pen, future));
        Assert.Equal("guide_law", await database.App.RuleAgainstAsync($"select directory.send_guide('{future}', '{other.Id}', '{pen.AccountId}', {Date(s_today)}, 'reviewer')"));
    }

    [Fact, Property(83)]
    public async Task Law_NeedsACountry()
    {
        var pen = await _desk.PenAsync(await Given.SexWorkerLedAsync("Union"));
        foreach (var kind in Enum.GetValues<GuideKind>().Where(GuideRules.IsOfOneCountry))
        {
            await InvalidAsync("country", "unknown", () => _desk.BeginAsync(pen, kind: kind, country: null));
            Assert.Equal("guide_country", await database.App.RuleAgainstAsync(
                $"select directory.begin_guide('{Given.Code()}', '{pen.Organisation.Id}', '{pen.AccountId}', '{Core.Data.EnumSlug.Of(kind)}', null, '{{}}', {Date(s_today)}, 'reviewer')"));
        }
    }

    [Fact, Property(83)]
    public async Task Allied_WritesInItsField_AndAReviewerLedBySexWorkersSaysYes()
    {
        var trans = await Given.OrganisationAsync("Trans network", OrganisationKind.Allied);
        await database.App.RunAsync($"update directory.organisation set fields = '{{trans-care}}' where id = '{trans.Id}'");
        var pen = await _desk.PenAsync(trans);
        await RefusedAsync("guide_field", () => _desk.BeginAsync(pen, GuideDesk.Country(), GuideKind.Country));
        foreach (int[] needs in new int[][] { [GuideDesk.Arrest], [GuideDesk.Hormones, GuideDesk.Arrest] })
        {
            var (outside, _) = await _desk.BeginAsync(pen, GuideDesk.Content(needs: needs), GuideKind.TalkingToADoctor);
            await InvalidAsync("needs", "not-your-field", () => _desk.SendAsync(pen, outside));
            Assert.Equal("guide_field", await database.App.RuleAgainstAsync($"select directory.send_guide('{outside}', '{trans.Id}', '{pen.AccountId}', {Date(s_today)}, 'proposer')"));
        }

        var (id, code) = await _desk.BeginAsync(pen, GuideDesk.Content("Hormones and you", needs: GuideDesk.Hormones), GuideKind.TalkingToADoctor, null);
        await _desk.SendAsync(pen, id);
        await RefusedAsync("guide_vouched", async () => await _desk.ApproveAsync(await _desk.PenAsync(trans), id));
        var reader = await _desk.PenAsync(await Given.SexWorkerLedAsync("Reader"));
        Assert.NotNull(await _desk.UseAsync(guides => guides.FindAsync(code, reader.Organisation.Id, reader.AccountId, true, Stop)));
        await _desk.ApproveAsync(reader, id);
        Assert.Equal(["Hormones and you"], await ReadAsync());

        var roma = await Given.OrganisationAsync("Roma network", OrganisationKind.Allied);
        await database.App.RunAsync($"update directory.organisation set fields = '{{roma}}' where id = '{roma.Id}'");
        var theirs = await _desk.PenAsync(roma);
        var english = await _desk.BeginAsync(theirs, GuideDesk.Content(), GuideKind.FacingStigma, null);
        await InvalidAsync("needs", "not-your-field", () => _desk.SendAsync(theirs, english.Id));
        var content = GuideDesk.Content();
        var romani = await _desk.BeginAsync(theirs, content with { Title = content.Title.With("rom", "x"), Lead = content.Lead!.With("rom", "x"), Body = content.Body!.With("rom", "x") }, GuideKind.FacingStigma, null);
        Assert.True(await _desk.SendAsync(theirs, romani.Id));
    }

    [Fact]
    public async Task Languages_EachHaveTheirState_AndAreWhole()
    {
        var union = await Given.SexWorkerLedAsync("Union");
        var (writer, second) = (await _desk.PenAsync(union), await _desk.PenAsync(union));
        var content = GuideDesk.Content();
        content = content with { Title = content.Title.With("es", "Si viene la policía"), Lead = content.Lead!.With("es", "Qué decir."), Body = content.Body!.With("es", "No digas nada.", machine: true) };
        var (id, code) = await _desk.BeginAsync(writer, content with { Lead = GuideDesk.Content().Lead });
        await InvalidAsync("lead", "not-in-every-language", () => _desk.SendAsync(writer, id));
        Assert.Equal("guide_whole", await database.App.RuleAgainstAsync($"select directory.send_guide('{id}', '{union.Id}', '{writer.AccountId}', {Date(s_today)}, 'reviewer')"));
        await _desk.SaveAsync(writer, id, content, 1);
        await _desk.SendAsync(writer, id);
        await _desk.ApproveAsync(second, id, edition: 2);
        var spanish = (await FindAsync(code))!.For("es");
        Assert.Equal(("Si viene la policía", true, false), (spanish.Title, spanish.IsMachine, spanish.IsOlder));
        Assert.Equal("es", (await FindAsync(code))!.For("es-MX").Language);
        Assert.Equal("en", (await FindAsync(code))!.For("ro").Language);

        // The original changes: its translation says so.
        var changed = content with { Body = content.Body! with { In = new Dictionary<string, Words>(content.Body.In) { ["en"] = new Words { Value = "Say your name only." } } } };
        await _desk.SaveAsync(writer, id, changed, 2);
        await _desk.SendAsync(writer, id);
        await _desk.ApproveAsync(second, id, edition: 3);
        Assert.True((await FindAsync(code))!.For("es").IsOlder);
        Assert.False((await FindAsync(code))!.For("en").IsOlder);
    }

    [Fact]
    public async Task Expert_CountsForTheWordsThatWereRead_AndForNoOthers()
    {
        var union = await Given.SexWorkerLedAsync("Union");
        var (writer, second) = (await _desk.PenAsync(union), await _desk.PenAsync(union));
        var content = GuideDesk.Content("Ünïcode déjà vu");
        content = content with { Lawyer = new ExpertReading(s_today.PlusDays(-3), content.Fingerprint) };
        var (id, code) = await _desk.BeginAsync(writer, content);
        await _desk.SendAsync(writer, id);
        await _desk.ApproveAsync(second, id);
        Assert.Equal(s_today.PlusDays(-3), (await FindAsync(code))!.LawyerOn);
        Assert.Null((await FindAsync(code))!.ClinicianOn);
        // Other words are not read yet, whatever stands there.
        await _desk.SaveAsync(writer, id, content with { Lead = Text.Of("en", "Other words.") }, 1);
        await _desk.SendAsync(writer, id);
        await _desk.ApproveAsync(second, id, edition: 2);
        Assert.Null((await FindAsync(code))!.LawyerOn);
    }

    [Fact]
    public async Task Withdraw_ByThoseWhoWroteItOrSaidYes_AndNobodyElse()
    {
        var union = await Given.SexWorkerLedAsync("Union");
        var reader = await _desk.PenAsync(await Given.SexWorkerLedAsync("Reader"));
        var writer = await _desk.PenAsync(union);
        var (id, code) = await _desk.BeginAsync(writer);
        await _desk.SendAsync(writer, id);
        await _desk.ApproveAsync(reader, id);
        await RefusedAsync("guide_writer", async () => await _desk.WithdrawAsync(await _desk.PenAsync(await Given.SexWorkerLedAsync("Other")), id));
        await RefusedAsync("guide_writer", async () => await _desk.SaveAsync(reader, id, GuideDesk.Content("Taken over"), 1));
        Assert.True(await _desk.WithdrawAsync(reader, id));
        Assert.False(await _desk.WithdrawAsync(writer, id));
        Assert.Empty(await ReadAsync());
        Assert.Equal(1, await database.Public.OneAsync<long>("select count(*) from published.gone where code = $1", code));
        // It can come back, by the same way.
        await _desk.SaveAsync(writer, id, GuideDesk.Content("Better"), 1);
        await _desk.SendAsync(writer, id);
        await _desk.ApproveAsync(reader, id, edition: 2);
        Assert.Equal(["Better"], await ReadAsync());
        Assert.Equal(0, await database.Public.OneAsync<long>("select count(*) from published.gone where code = $1", code));
    }

    [Fact]
    public async Task Guide_ThatCannotBe_IsRefused()
    {
        var pen = await _desk.PenAsync(await Given.SexWorkerLedAsync("Union"));
        await InvalidAsync("body.in.en", "raw-html", () => _desk.BeginAsync(pen, GuideDesk.Content(body: "<script>alert(1)</script>")));
        await InvalidAsync("body.in.en", "link", () => _desk.BeginAsync(pen, GuideDesk.Content(body: "[x](javascript:alert(1))")));
        await InvalidAsync("body.in.en", "too-long", () => _desk.BeginAsync(pen, GuideDesk.Content(body: new string('a', GuideRules.LongestBody + 1))));
        await InvalidAsync("title.in.en", "too-long", () => _desk.BeginAsync(pen, GuideDesk.Content(new string('a', GuideRules.LongestTitle + 1))));
        await InvalidAsync("needs", "unknown", () => _desk.BeginAsync(pen, GuideDesk.Content(needs: 999)));
        foreach (var (empty, field) in new[] { (GuideDesk.Content() with { Lead = null }, "lead"), (GuideDesk.Content() with { Body = null }, "body"), (GuideDesk.Content() with { Needs = [] }, "needs") })
        {
            var (id, _) = await _desk.BeginAsync(pen, empty);
            await InvalidAsync(field, "empty", () => _desk.SendAsync(pen, id));
            Assert.Equal("guide_whole", await database.App.RuleAgainstAsync($"select directory.send_guide('{id}', '{pen.Organisation.Id}', '{pen.AccountId}', {Date(s_today)}, 'reviewer')"));
        }
    }
}
