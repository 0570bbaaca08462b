using System.Net;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Tests.Organisations.CouncilWorld;

namespace ServiceDirectory.Tests.Organisations;

/// <summary>Two count as one when both say so, or the councils do: nobody silences others by saying so alone.</summary>
public sealed class RelationTests(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    private static readonly LocalDate s_day = Given.Today;

    private readonly CopyOfDatabase _database = new(server);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private CouncilWorld World => new(_database.Logins);

    private ListingDesk Desk => new(_database.Logins, places);

    public async ValueTask InitializeAsync() => await _database.InitializeAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact, Property(66)]
    public async Task Related_CountsOnceTheOtherAgrees_AndNotBefore()
    {
        var all = await World.CouncilsAsync(3);
        Assert.False(await RelateAsync(all[0], all[1]));
        Assert.False(await RelateAsync(all[0], all[2]));
        // One alone would have made one of all three.
        Assert.Equal([1, 1, 1], await FamiliesAsync(all[0], all[1], all[2]));
        await RefusedAsync("relation_who", () => AnswerAsync(all[0], all[1], agrees: true));
        await RefusedAsync("pk_organisation_relation", () => RelateAsync(all[0], all[1]));
        Assert.True(await AnswerAsync(all[1], all[0], agrees: true));
        Assert.Equal([2, 2, 1], await FamiliesAsync(all[0], all[1], all[2]));
        Assert.False(await AnswerAsync(all[1], all[0], agrees: false));
        Assert.Equal(2, await FamilyAsync(all[0]));
        Assert.True(await AnswerAsync(all[2], all[0], agrees: false));
        Assert.Equal(1, await _database.Owner.OneAsync<long>("select count(*) from directory.organisation_relation"));
        // The other one says the same: that is agreeing. And who said it takes it back.
        await RelateAsync(all[0], all[2]);
        Assert.True(await RelateAsync(all[2], all[0]));
        Assert.Equal(3, await FamilyAsync(all[1]));
        var other = await World.Given.SexWorkerLedAsync("Other (demo)");
        await RelateAsync(all[0], other);
        Assert.True(await AnswerAsync(all[0], other, agrees: false));
        await RefusedAsync("organisation_relation_order", () => RelateAsync(all[0], all[0]));
        await RefusedAsync("relation_who", () => OrganisationsAsync(o => o.RelateAsync(new RelateOrganisations(all[0].Id, other.Id, "One board", s_day), new Actor(all[0].Id, ActorRole.Reviewer), Stop)));
    }

    [Fact, Property(66), Property(83)]
    public async Task PlainSql_SpeaksForNobodyElse()
    {
        var all = await World.CouncilsAsync(2);
        await RuleAsync("relation_who", Relate(all[0], all[1], $"'{all[1].Id}'", "coordinator"));
        await RuleAsync("relation_who", Relate(all[0], all[1], $"'{all[0].Id}'", "reviewer"));
        await RuleAsync("relation_who", Relate(all[0], all[1], "null", "command-line"));
        await _database.App.RunAsync(Relate(all[0], all[1], $"'{all[0].Id}'", "coordinator"));
        await RuleAsync("relation_who", $"select directory.answer_relation('{all[0].Id}', '{all[1].Id}', true, '2026-11-24', 'coordinator')");
        await RuleAsync("relation_who", $"select directory.answer_relation('{all[1].Id}', '{all[0].Id}', true, '2026-11-24', 'reviewer')");
        Assert.Equal(1, await FamilyAsync(all[0]));
        // Whoever runs the directory has looked.
        await _database.Owner.RunAsync(Relate(all[0], all[1], "null", "command-line"));
        Assert.Equal(2, await FamilyAsync(all[0]));

        static string Relate(Organisation one, Organisation other, string actor, string role) => $"select directory.relate('{one.Id}', '{other.Id}', '2026-11-24', {actor}, '{role}', 'One board')";

        async Task RuleAsync(string rule, string statement) => Assert.Equal(rule, (await Assert.ThrowsAsync<PostgresException>(() => _database.App.RunAsync(statement))).ConstraintName);
    }

    [Fact]
    public async Task Candidate_IsRelatedOnceTheOtherAgrees_AndMeanwhileThatOneIsNoOtherVoice()
    {
        var all = await World.CouncilsAsync(4);
        var (admission, organisation) = await World.ProposedAsync(all[0], s_day, all[1].Id, all[2].Id);
        Assert.Equal([1, 1], await FamiliesAsync(all[1], all[2]));
        await World.VouchAsync(all[1], admission, s_day);
        await RefusedAsync("admission_vouched", () => World.FinishAsync(all[0], admission, s_day.PlusDays(20)));
        // Who does not propose it says nothing for it.
        await RefusedAsync("relation_who", () => OrganisationsAsync(o => o.RelateAsync(new RelateOrganisations(organisation, all[3].Id, "One board", s_day), Of(all[3]), Stop)));
        Assert.True(await OrganisationsAsync(o => o.AnswerRelationAsync(new AnswerRelation(all[1].Id, organisation, false, s_day), Of(all[1]), Stop)));
        await World.FinishAsync(all[0], admission, s_day.PlusDays(20));
    }

    /// <summary>What an organisation says of itself binds it at once, and nobody else.</summary>
    [Fact]
    public async Task Declared_WithWhoRunsAService_StandsBehindItNoMore()
    {
        var all = await World.CouncilsAsync(3);
        var clinic = await World.Given.OrganisationAsync("Clinic (demo)", OrganisationKind.Provider);
        var content = Sample.Clinic();
        var written = await Desk.WriteAsync(content with { Provider = content.Provider with { OrganisationId = clinic.Id } }, all[2]);
        await Desk.ApproveAsync(written, all[0]);
        Assert.Equal(ServiceState.Listed, await Desk.ApproveAsync(written, all[1]));
        await RelateAsync(all[0], clinic);
        Assert.Equal("provisional", await Desk.StateAsync(written));
        Assert.True(await TiedAsync(written, all[0]));
        Assert.False(await TiedAsync(written, all[1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FoundToBeRelatedLater_WhatBothListedIsCheckedByOne_AndWaits(bool byVote)
    {
        var all = await World.CouncilsAsync(4);
        var both = await Desk.WriteAsync(Sample.Clinic(), all[2]);
        await Desk.ApproveAsync(both, all[0]);
        await Desk.ApproveAsync(both, all[1]);
        var other = await Desk.WriteAsync(Sample.Clinic(), all[2]);
        await Desk.ApproveAsync(other, all[0]);
        await Desk.ApproveAsync(other, all[2]);
        if (byVote)
        {
            var motion = await World.OpenAsync(all[2], new OpenMotion(MotionKind.Related, s_day, 5, "One board.") { OrganisationId = all[0].Id, OtherId = all[1].Id });
            await World.VoteAsync(all[2], motion, true, s_day);
            await World.VoteAsync(all[3], motion, true, s_day);
            await World.DecideAsync(all[2], motion, s_day);
        }
        else
        {
            await RelateAsync(all[0], all[1]);
            Assert.Equal("listed", await Desk.StateAsync(both));
            await AnswerAsync(all[1], all[0], agrees: true);
        }

        Assert.Equal(("provisional", "listed"), (await Desk.StateAsync(both), await Desk.StateAsync(other)));
        Assert.Equal(["promises"], await _database.App.ListAsync<string>("select change from directory.proposal where service_id = $1 and closed_on is null", both.ServiceId));
        Assert.Equal(ServiceState.Listed, await Desk.ApproveAsync(both, all[3]));
    }

    [Fact]
    public async Task Unrelated_IsVotedOnByAllOthers_AlsoWhereEverybodyCountsAsOne()
    {
        var all = await World.CouncilsAsync(4);
        await World.Given.RelatedAsync(all[0], all[1]);
        await World.Given.RelatedAsync(all[1], all[2]);
        await World.Given.RelatedAsync(all[0], all[3]);
        var motion = await World.OpenAsync(all[2], new OpenMotion(MotionKind.Unrelated, s_day, 5, "Two boards.") { OrganisationId = all[0].Id, OtherId = all[1].Id });
        await RefusedAsync("motion_vote_concerned", () => World.VoteAsync(all[0], motion, true, s_day));
        await RefusedAsync("motion_vote_concerned", () => World.VoteAsync(all[1], motion, true, s_day));
        // Without that link they are two.
        Assert.Equal(2, (await World.CountAsync(motion, s_day)).Councils);
        await World.VoteAsync(all[2], motion, true, s_day);
        await World.VoteAsync(all[3], motion, true, s_day);
        Assert.Equal(MotionOutcome.Carried, await World.DecideAsync(all[2], motion, s_day));
        Assert.Equal([2, 2], await FamiliesAsync(all[0], all[1]));
    }

    [Fact]
    public async Task Unrelated_WhereThereAreOthers_IsTheirsAlone()
    {
        var all = await World.CouncilsAsync(5);
        await World.Given.RelatedAsync(all[0], all[1]);
        await World.Given.RelatedAsync(all[1], all[2]);
        var motion = await World.OpenAsync(all[2], new OpenMotion(MotionKind.Unrelated, s_day, 5, "Two boards.") { OrganisationId = all[0].Id, OtherId = all[1].Id });
        await RefusedAsync("motion_vote_concerned", () => World.VoteAsync(all[2], motion, true, s_day));
        Assert.Equal(2, (await World.CountAsync(motion, s_day)).Councils);
    }

    private Task<bool> RelateAsync(Organisation one, Organisation other) =>
        OrganisationsAsync(o => o.RelateAsync(new RelateOrganisations(one.Id, other.Id, "One board", s_day), Of(one), Stop));

    private Task<bool> AnswerAsync(Organisation asked, Organisation other, bool agrees) =>
        OrganisationsAsync(o => o.AnswerRelationAsync(new AnswerRelation(asked.Id, other.Id, agrees, s_day), Of(asked), Stop));

    private async Task<T> OrganisationsAsync<T>(Func<OrganisationService, Task<T>> call)
    {
        await using var context = _database.Logins.Context();
        return await call(new OrganisationService(context, _ => null, new DirectoryOptions()));
    }

    private Task<int> FamilyAsync(Organisation of) => _database.Owner.OneAsync<int>("select cardinality(directory.family($1))", of.Id);

    private async Task<List<int>> FamiliesAsync(params Organisation[] all)
    {
        List<int> found = [];
        foreach (var one in all)
            found.Add(await FamilyAsync(one));
        return found;
    }

    private Task<bool> TiedAsync(WrittenRevision of, Organisation who) => _database.Owner.OneAsync<bool>("select directory.is_tied($1, $2, null, $3)", of.RevisionId, who.Id, s_day);
}

/// <summary>The same on the page of an organisation: who has to agree sees it, and who said so sees that it waits.</summary>
public sealed class RelationPageTests(Accounts.MembersWorld members) : IClassFixture<Accounts.MembersWorld>
{
    [Fact]
    public async Task Own_SaysWhoHasToAgree_AndTheOtherAgrees()
    {
        var given = members.World.Database.Given;
        var (one, two) = (await given.SexWorkerLedAsync("Council J (demo)"), await given.OrganisationAsync("Council K (demo)", OrganisationKind.Allied));
        using var first = await Seated.InAsync(members, one, ActorRole.Coordinator);
        using var second = await Seated.InAsync(members, two, ActorRole.Coordinator);
        string here = $"/curate/{one.Code}/council/own", there = $"/curate/{two.Code}/council/own";
        using var said = await Form.On(await first.Browser.PageAsync(here), here, "form:has(#relate)").Fill("relate", two.Id.ToString()).Fill("relate-reason", "We share an office and a board.").SendAsync(first.Browser);
        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        var page = await first.Browser.PageAsync(here);
        Assert.Contains("waits for this group to agree", page.QuerySelector("[data-relation=waits]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[name=agree]"));
        page = await second.Browser.PageAsync(there);
        Assert.Contains("We share an office and a board.", page.QuerySelector("[data-relation=asked]")!.TextContent, StringComparison.Ordinal);
        using var agreed = await Form.On(page, there, "form:has([name=agree])").SendAsync(second.Browser, one.Id.ToString());
        Assert.Equal(HttpStatusCode.SeeOther, agreed.StatusCode);
        Assert.NotNull((await first.Browser.PageAsync(here)).QuerySelector("[data-relation=counts]"));
        Assert.Equal(2, await members.World.Database.Logins.Owner.OneAsync<int>("select cardinality(directory.family($1))", one.Id));
        // Somebody who sends that form of a page that was not theirs.
        using var sent = await first.Browser.PostAsync(
            new Uri(here, UriKind.Relative), new FormUrlEncodedContent([KeyValuePair.Create("agree", two.Id.ToString())]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
    }
}
