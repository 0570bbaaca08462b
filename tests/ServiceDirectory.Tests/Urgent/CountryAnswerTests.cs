using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Urgent;

/// <summary>Whose word it takes until a line is shown to somebody who has no time, and for how long.</summary>
public sealed class CountryAnswerTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>, IAsyncLifetime
{
    private const int CondomBroke = 1;

    private const int Hurt = 2;

    private static readonly LocalDate s_today = Given.Today;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private CountryAnswerService Answers => new(database.Context(), DirectoryCatalogue.Default);

    public async ValueTask InitializeAsync() => await database.Owner.RunAsync("delete from published.country_answer");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<Organisation> SexWorkerLedAsync() => database.Given.SexWorkerLedAsync("Led");

    private static Actor As(Organisation organisation) => new(organisation.Id, ActorRole.Reviewer);

    private static CountryAnswerContent Content(string words = "Any hospital, also at night.", params AnswerLine[] lines) =>
        new() { Words = Text.Of("en", words), Lines = lines.Length > 0 ? lines : [Line("+448081570180")] };

    private static AnswerLine Line(string number, string answers = "Nurses") => new() { Number = number, For = Text.Of("en", answers) };

    private Task<Guid> WriteAsync(
        Organisation by, CountryAnswerContent? content = null, string country = "GB", int situation = CondomBroke, LocalDate? on = null, bool lookedTwice = false) =>
        Answers.WriteAsync(new WriteCountryAnswer(by.Id, country, situation, content ?? Content(), on ?? s_today, lookedTwice), As(by), Stop);

    private Task<LocalDate?> ApproveAsync(Organisation by, Guid answer, LocalDate? on = null) =>
        Answers.ApproveAsync(new ApproveCountryAnswer(by.Id, answer, on ?? s_today), As(by), Stop);

    private Task<bool> EndAsync(Organisation by, Guid answer) => Answers.EndAsync(new EndCountryAnswer(by.Id, answer, s_today), As(by), Stop);

    /// <summary>Country and words of each answer, as anybody reads them.</summary>
    private async Task<string[]> ReadAsync(LocalDate? on = null, int situation = CondomBroke) =>
        [.. (await new CountryAnswersInForce(database.Public).OfAsync(situation, on ?? s_today, Stop)).Values.Select(answer => $"{answer.Country}: {answer.Content.Words.OriginalWords}")];

    private static async Task RefusedAsync(string rule, Func<Task> act) =>
        Assert.Equal(rule, (await Assert.ThrowsAsync<ListingRefusedException>(act)).Rule);

    [Fact, Property(83)]
    public async Task Write_ByOneAlone_IsReadByNobody()
    {
        var (first, second) = (await SexWorkerLedAsync(), await SexWorkerLedAsync());
        var answer = await WriteAsync(first);
        Assert.Empty(await ReadAsync());
        Assert.Equal(s_today.PlusMonths(6), await ApproveAsync(second, answer));
        Assert.Equal(["GB: Any hospital, also at night."], await ReadAsync());
        Assert.Empty(await ReadAsync(situation: Hurt));
        Assert.Equal(
            [$"write {first.Id}", $"approve {second.Id}"],
            await database.App.ListAsync<string>(
                "select action || ' ' || organisation_id from directory.event where subject = 'country_answer' and subject_id = $1 order by id", answer));
    }

    [Fact, Property(83)]
    public async Task WriteAndEnd_ByWhoMayNotApprove_AreRefused()
    {
        var answer = await WriteAsync(await SexWorkerLedAsync());
        var lapsed = await SexWorkerLedAsync();
        await database.Given.VouchedUntilAsync(lapsed, s_today.PlusDays(-1));
        var never = await SexWorkerLedAsync();
        await database.Given.VouchedUntilAsync(never, null);
        var frozen = await SexWorkerLedAsync();
        await database.Given.FrozenAsync(frozen, s_today, s_today.PlusDays(3));
        Organisation[] others =
        [
            lapsed, never, frozen,
            await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied),
            await database.Given.OrganisationAsync("Provider", OrganisationKind.Provider),
            await database.Given.OrganisationAsync("Educator", OrganisationKind.Educator),
        ];
        foreach (var other in others)
        {
            await RefusedAsync("country_answer_vouched", () => WriteAsync(other));
            await RefusedAsync("country_answer_vouched", () => ApproveAsync(other, answer));
            await RefusedAsync("country_answer_vouched", () => EndAsync(other, answer));
        }

        Assert.Empty(await ReadAsync());
    }

    [Fact, Property(83)]
    public async Task Approve_ByTheSameOrARelatedOrganisation_IsRefused()
    {
        var (first, sister, cousin) = (await SexWorkerLedAsync(), await SexWorkerLedAsync(), await SexWorkerLedAsync());
        await database.Given.RelatedAsync(first, sister);
        await database.Given.RelatedAsync(sister, cousin);
        var answer = await WriteAsync(first);
        foreach (var one in new[] { first, sister, cousin })
            await RefusedAsync("country_answer_second", () => ApproveAsync(one, answer));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Approved_IsReadForHalfAYearFromTheFirstDate_AndNotOnItsLastDay()
    {
        var answer = await WriteAsync(await SexWorkerLedAsync(), on: s_today);
        var until = s_today.PlusMonths(6);
        // Months later it still ends half a year after the numbers were first called.
        Assert.Equal(until, await ApproveAsync(await SexWorkerLedAsync(), answer, s_today.PlusMonths(3)));
        Assert.Single(await ReadAsync(until.PlusDays(-1)));
        Assert.Empty(await ReadAsync(until));
        var found = (await new CountryAnswersInForce(database.Public).OfAsync(CondomBroke, s_today, Stop))["GB"];
        Assert.Equal(s_today, found.CheckedOn);
        // Nothing has cleared up: the reader's clock has hidden it.
        Assert.Equal(1, await database.Public.OneAsync<long>("select count(*) from published.country_answer"));
    }

    [Fact]
    public async Task Approve_TooLateTooEarlyOrTwice_ChangesNothing()
    {
        var (first, second, third) = (await SexWorkerLedAsync(), await SexWorkerLedAsync(), await SexWorkerLedAsync());
        var answer = await WriteAsync(first);
        await RefusedAsync("country_answer_over", () => ApproveAsync(second, answer, s_today.PlusMonths(6)));
        await RefusedAsync("country_answer_over", () => ApproveAsync(second, answer, s_today.PlusDays(-1)));
        await RefusedAsync("country_answer_unknown", () => ApproveAsync(second, Guid.NewGuid()));
        await RefusedAsync("country_answer_unknown", () => EndAsync(second, Guid.NewGuid()));
        Assert.Empty(await ReadAsync());
        Assert.NotNull(await ApproveAsync(second, answer, s_today.PlusMonths(6).PlusDays(-1)));
        Assert.Null(await ApproveAsync(third, answer));
        Assert.Equal(second.Id, await database.App.OneAsync<Guid>("select approved_by from directory.country_answer where id = $1", answer));
    }

    [Fact]
    public async Task Approved_TakesThePlaceOfTheOneBefore_OfItsCountryAndSituationOnly()
    {
        var (first, second) = (await SexWorkerLedAsync(), await SexWorkerLedAsync());
        var old = await WriteAsync(first);
        await ApproveAsync(second, old);
        await ApproveAsync(second, await WriteAsync(first, Content("Hospitals of the other country.", Line("+353861234567")), "IE"));
        await ApproveAsync(second, await WriteAsync(first, Content("Somebody to talk to."), situation: Hurt));
        var newer = await WriteAsync(second, Content("Only the large hospitals."), on: s_today);
        // Until the second yes the old one stays.
        Assert.Equal(["GB: Any hospital, also at night.", "IE: Hospitals of the other country."], await ReadAsync());
        await ApproveAsync(first, newer, s_today);
        Assert.Equal(["GB: Only the large hospitals.", "IE: Hospitals of the other country."], await ReadAsync());
        Assert.Equal(["GB: Somebody to talk to."], await ReadAsync(situation: Hurt));
        // Taking the old one back does not take the new one away.
        Assert.True(await EndAsync(first, old));
        Assert.Equal(["GB: Only the large hospitals.", "IE: Hospitals of the other country."], await ReadAsync());
    }

    [Fact, Property(83)]
    public async Task End_ByAnyWhoMay_TakesItAwayAtOnceAndForGood()
    {
        var (first, second, other) = (await SexWorkerLedAsync(), await SexWorkerLedAsync(), await SexWorkerLedAsync());
        var answer = await WriteAsync(first);
        await ApproveAsync(second, answer);
        Assert.True(await EndAsync(other, answer));
        Assert.Empty(await ReadAsync());
        Assert.False(await EndAsync(first, answer));
        var unapproved = await WriteAsync(first);
        Assert.True(await EndAsync(other, unapproved));
        await RefusedAsync("country_answer_over", () => ApproveAsync(second, unapproved));
        Assert.Empty(await ReadAsync());
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "words of 401 characters", "words.in.en", "too-long" },
        { "no words", "words.in.en", "empty" },
        { "six lines", "lines", "too-many" },
        { "a number that is none", "lines[1].number", "not-a-number" },
        { "a word for a line of 81 characters", "lines[0].for.in.en", "too-long" },
        { "country that is none", "country", "unknown" },
        { "country in small letters", "country", "unknown" },
        { "situation that is none", "situation", "unknown" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Write_AgainstARule_IsRefusedWithItsField(string what, string field, string reason)
    {
        var by = await SexWorkerLedAsync();
        Task Writing(bool lookedTwice) => what switch
        {
            "words of 401 characters" => WriteAsync(by, Content(new string('a', 401)), lookedTwice: lookedTwice),
            "no words" => WriteAsync(by, Content(" "), lookedTwice: lookedTwice),
            "six lines" => WriteAsync(by, Content(lines: [.. Enumerable.Repeat(Line("+448081570180"), 6)]), lookedTwice: lookedTwice),
            "a number that is none" => WriteAsync(by, Content(lines: [Line("+448081570180"), Line("call me")]), lookedTwice: lookedTwice),
            "a word for a line of 81 characters" => WriteAsync(by, Content(lines: Line("+448081570180", new string('a', 81))), lookedTwice: lookedTwice),
            "country that is none" => WriteAsync(by, country: "QQ", lookedTwice: lookedTwice),
            "country in small letters" => WriteAsync(by, country: "gb", lookedTwice: lookedTwice),
            _ => WriteAsync(by, situation: 7, lookedTwice: lookedTwice),
        };
        var refused = await Assert.ThrowsAsync<ListingInvalidException>(() => Writing(lookedTwice: false));
        Assert.Contains(refused.Problems, problem => (problem.Field, problem.Reason) == (field, reason));
        // None of these is only odd.
        await Assert.ThrowsAsync<ListingInvalidException>(() => Writing(lookedTwice: true));
    }

    [Fact]
    public async Task Write_AsLongAsMayBe_IsKept()
    {
        var (first, second) = (await SexWorkerLedAsync(), await SexWorkerLedAsync());
        string words = string.Join(' ', Enumerable.Repeat("word", 80)) + ".";
        var content = Content(words.PadRight(400, '.'), [.. Enumerable.Repeat(Line("+448081570180"), 5)]);
        await ApproveAsync(second, await WriteAsync(first, content));
        var found = (await new CountryAnswersInForce(database.Public).OfAsync(CondomBroke, s_today, Stop))["GB"].Content;
        Assert.Equal(400, found.Words.OriginalWords.Length);
        Assert.Equal(5, found.Lines.Count);
    }

    [Fact]
    public async Task Write_ANumberThatIsOdd_IsKeptWhenLookedAtTwice()
    {
        var by = await SexWorkerLedAsync();
        // Kept for films and examples, so that nobody answers.
        var odd = Content(lines: Line("+441632960180"));
        var refused = await Assert.ThrowsAsync<ListingInvalidException>(() => WriteAsync(by, odd));
        Assert.All(refused.Problems, problem => Assert.True(problem.IsWarning));
        await WriteAsync(by, odd, lookedTwice: true);
    }

    [Fact]
    public async Task Write_HoursThatAreNone_NamesThem()
    {
        var by = await SexWorkerLedAsync();
        var at = new LocalTime(9, 0);
        foreach (var (hours, reason) in new[]
        {
            (Enumerable.Repeat(new LineHours { Opens = at, Closes = at }, CountryAnswerRules.MostHours + 1), "too-many"),
            ([new LineHours { Day = IsoDayOfWeek.None, Opens = at, Closes = at }], "unknown"),
            ([new LineHours { Opens = new LocalTime(9, 0, 1), Closes = at }], "seconds"),
        })
        {
            var content = new CountryAnswerContent { Words = Text.Of("en", "Any hospital."), Lines = [new AnswerLine { Number = "+448081570180", For = Text.Of("en", "Nurses"), Hours = [.. hours] }] };
            var refused = await Assert.ThrowsAsync<ListingInvalidException>(() => WriteAsync(by, content));
            Assert.Equal(("lines[0].hours", reason), (Assert.Single(refused.Problems).Field, refused.Problems[0].Reason));
        }
    }

    [Fact]
    public async Task Published_DoesNotSayWhoseItIs()
    {
        var (first, second, translator) = (await SexWorkerLedAsync(), await SexWorkerLedAsync(), Guid.NewGuid());
        var content = new CountryAnswerContent
        {
            Words = Text.Of("en", "Any hospital.").With("ro", "Orice spital.", translator, s_today),
            Lines = [new AnswerLine { Number = "+448081570180", For = Text.Of("en", "Nurses").With("ro", "Asistente", translator, s_today) }],
        };
        await ApproveAsync(second, await WriteAsync(first, content));
        var row = await database.Public.OneAsync<string>("select row_to_json(a)::text from published.country_answer a");
        Assert.Contains("Orice spital.", row, StringComparison.Ordinal);
        Assert.Contains("Asistente", row, StringComparison.Ordinal);
        foreach (var whose in new[] { first.Id, second.Id, translator })
            Assert.DoesNotContain(whose.ToString(), row, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            ["checked_on", "content", "country", "id", "situation", "until"],
            await database.Public.ListAsync<string>(
                "select attname::text from pg_attribute where attrelid = 'published.country_answer'::regclass and attnum > 0 and not attisdropped order by attname"));
    }

    [Theory, Property(84)]
    [InlineData("insert into directory.country_answer (country, situation, content, organisation_id, written_on) select 'GB', 1, '{}', id, now() from directory.organisation")]
    [InlineData("insert into published.country_answer (country, situation, id, content, checked_on, until) values ('GB', 1, gen_random_uuid(), '{}', now(), now())")]
    [InlineData("update directory.country_answer set approved_by = gen_random_uuid()")]
    [InlineData("update published.country_answer set until = until + 1")]
    [InlineData("delete from directory.country_answer")]
    [InlineData("delete from published.country_answer")]
    public async Task App_WritesNeitherTable(string statement) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync(statement));

    [Theory, Property(84)]
    [InlineData("select count(*) from directory.country_answer")]
    [InlineData("select directory.end_country_answer(gen_random_uuid(), gen_random_uuid(), now()::date, 'reviewer')")]
    public async Task Public_ReadsOnlyWhatIsPublished(string statement) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.Public.RefusedAsync(statement));

    [Theory, Property(84)]
    [InlineData("""{"words": {"original": "en", "in": {"ro": {"value": "no original"}}}, "lines": []}""")]
    [InlineData("""{"words": {"original": "en", "in": {"en": {}}}, "lines": []}""")]
    [InlineData("""{"words": {"original": "en", "in": {"en": {"value": "x"}, "ro": {"value": "LONG"}}}, "lines": []}""")]
    [InlineData("""{"words": {"original": "en", "in": {"en": {"value": ""}}}, "lines": []}""")]
    [InlineData("""{"words": {"original": "en", "in": {"en": {"value": "x"}}}, "lines": [1, 2, 3, 4, 5, 6]}""")]
    [InlineData("""{"words": {"original": "en", "in": {"en": {"value": "x"}}}}""")]
    [InlineData("{}")]
    public async Task Function_WithoutProperContent_Refuses(string content)
    {
        var by = await SexWorkerLedAsync();
        var written = content.Replace("LONG", new string('x', 401), StringComparison.Ordinal);
        Assert.Equal(PostgresErrorCodes.CheckViolation, await database.App.RefusedAsync(
            $"select directory.write_country_answer('{by.Id}', 'GB', 1, '{written}', '2026-11-24', 'reviewer')"));
    }
}
