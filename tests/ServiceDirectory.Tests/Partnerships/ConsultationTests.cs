using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using static ServiceDirectory.Tests.Organisations.CouncilWorld;

namespace ServiceDirectory.Tests.Partnerships;

/// <summary>Allied organisations of a field are asked about a promise; silence stops nothing.</summary>
public sealed class ConsultationTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private static readonly LocalDate s_day = Given.Today;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static AskConsultation Ask => new(OrganisationField.Youth, "What do you think?", s_day, s_day.PlusDays(14)) { Criterion = 7 };

    [Fact]
    public async Task Asked_AreThoseOfTheField_UntilTheDay()
    {
        var (own, other) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await database.Given.SexWorkerLedAsync("Other (demo)"));
        var (one, two, stranger) = (await AlliedAsync("youth"), await AlliedAsync("youth", "roma"), await AlliedAsync("roma"));
        var id = await UseAsync(c => c.AskAsync(Ask, Of(own), Stop));
        Assert.Equal(["consultation"], await DeskAsync(one, s_day));
        Assert.Empty(await DeskAsync(stranger, s_day));
        await AnswerAsync(one, id, s_day);
        Assert.Empty(await DeskAsync(one, s_day));
        Assert.Equal("consultation_answer_pkey", await RefusedAsync(() => AnswerAsync(one, id, s_day)));
        Assert.Equal("consultation_field", await RefusedAsync(() => AnswerAsync(stranger, id, s_day)));
        Assert.Equal("consultation_field", await RefusedAsync(() => AnswerAsync(other, id, s_day)));
        // Nor whoever is frozen.
        await database.Given.FrozenAsync(two, s_day, s_day.PlusDays(13));
        Assert.Equal("consultation_field", await RefusedAsync(() => AnswerAsync(two, id, s_day.PlusDays(13))));
        Assert.Equal("consultation_running", await RefusedAsync(() => CloseAsync(own, id, s_day.PlusDays(14))));
        Assert.Equal("consultation_over", await RefusedAsync(() => AnswerAsync(two, id, s_day.PlusDays(15))));
        // Silence of the second one stops nothing.
        Assert.Equal(["consultation-over"], await DeskAsync(own, s_day.PlusDays(15)));
        Assert.Equal("consultation_over", await RefusedAsync(() => CloseAsync(other, id, s_day.PlusDays(15))));
        await CloseAsync(own, id, s_day.PlusDays(15));
        Assert.Equal("consultation_over", await RefusedAsync(() => CloseAsync(own, id, s_day.PlusDays(16))));
        Assert.Empty(await DeskAsync(own, s_day.PlusDays(16)));
    }

    [Fact]
    public async Task Ask_IsForCouncils_AboutAPromiseThatThereIs()
    {
        var (own, allied) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await AlliedAsync("hiv"));
        Assert.Equal("consultation_council", await RefusedAsync(() => UseAsync(c => c.AskAsync(Ask, Of(allied), Stop))));
        Assert.Equal("council_coordinator", await RefusedAsync(() => UseAsync(c => c.AskAsync(Ask, new Actor(own.Id, ActorRole.Reviewer), Stop))));
        Assert.Equal("criteria_unknown", await RefusedAsync(() => UseAsync(c => c.AskAsync(Ask with { Criterion = 99 }, Of(own), Stop))));
        foreach (var wrong in new[] { Ask with { Question = "" }, Ask with { Criterion = null }, Ask with { EndsOn = s_day.PlusDays(6) }, Ask with { EndsOn = s_day.PlusDays(61) } })
            await Assert.ThrowsAsync<ListingInvalidException>(() => UseAsync(c => c.AskAsync(wrong, Of(own), Stop)));
        // By plain SQL either.
        string statement = $"insert into directory.consultation (id, organisation_id, field, criterion, question, asked_on, ends_on) values (gen_random_uuid(), '{allied.Id}', 'hiv', 7, 'x', '2026-11-24', '2026-12-24')";
        Assert.Equal("consultation_council", (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(statement))).ConstraintName);
    }

    private static Task<string> RefusedAsync(Func<Task> call) => ListingDesk.RefusedAsync(call);

    private Task<int> AnswerAsync(Organisation by, Guid id, LocalDate on) => UseAsync(async c =>
    {
        await c.AnswerAsync(id, "It would shut us out.", on, new Actor(by.Id, ActorRole.Proposer), Stop);
        return 0;
    });

    private Task<int> CloseAsync(Organisation by, Guid id, LocalDate on) => UseAsync(async c =>
    {
        await c.CloseAsync(id, "We keep it.", on, Of(by), Stop);
        return 0;
    });

    private Task<List<string>> DeskAsync(Organisation of, LocalDate on) =>
        database.App.ListAsync<string>("select kind from directory.desk($1, $2, '{}') where kind like 'consultation%'", of.Id, on);

    private async Task<Organisation> AlliedAsync(params string[] fields)
    {
        var allied = await database.Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied);
        await database.App.RunAsync("update directory.organisation set fields = $2 where id = $1", allied.Id, fields);
        return allied;
    }

    private async Task<T> UseAsync<T>(Func<ConsultationService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(new ConsultationService(context));
    }
}
