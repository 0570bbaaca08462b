using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;

namespace ServiceDirectory.Tests.Messages;

/// <summary>What people write without an account: what is kept of it, who judges it, what follows, and when it is gone.</summary>
public sealed class MessageTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private const int Testing = 1;

    private const int Confidentiality = 3;

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LocalDate Today => Given.Today;

    private static Actor Reviewer(Organisation of) => new(of.Id, ActorRole.Reviewer);

    private async Task<T> UseAsync<T>(Func<MessageService, Task<T>> use, MonthKeys? months = null)
    {
        await using var context = database.Context();
        return await use(MessageDesk.Messages(context, months));
    }

    private Task<bool> UseAsync(Func<MessageService, Task> use, MonthKeys? months = null) => UseAsync(
        async m =>
        {
            await use(m);
            return true;
        },
        months);

    private Task<SentMessage> SendAsync(
        WrittenRevision? about, int? criterion = Testing, string? words = "They would not see me without it.", LocalDate? on = null, bool isCrowded = false, byte[]? nonce = null,
        MessageKind? kind = null, string? named = null, MonthKeys? months = null) => UseAsync(
        m => m.SendAsync(
            new SendMessage(
                kind ?? (criterion is null ? MessageKind.Details : MessageKind.Promise), about?.Code, criterion, null, named, words, isCrowded, nonce ?? RandomNumberGenerator.GetBytes(16), on ?? Today),
            Stop),
        months);

    private Task<Guid> NewestAsync(WrittenRevision of) =>
        database.App.OneAsync<Guid>("select id from directory.message where service_id = $1 and finding is null order by sent_on desc, id limit 1", of.ServiceId);

    private async Task<MessageFinding?> JudgeAsync(
        WrittenRevision of, Organisation by, MessageFinding finding = MessageFinding.Possible, LocalDate? on = null, Guid? account = null, string? lifts = "Talk with two of us.")
    {
        var id = await NewestAsync(of);
        return await UseAsync(m => m.JudgeAsync(new JudgeMessage(id, finding, "A report.", lifts, by.Id, account, on ?? Today), Reviewer(by), Stop));
    }

    private Task<Organisation> LedAsync(string name = "Led") => database.Given.SexWorkerLedAsync(name);

    private async Task<bool> IsShownAsync(WrittenRevision service) => (await _desk.PublicAsync<string>(service, "p.code")).Count == 1;

    private Task<List<string>> DeskAsync(Organisation of, WrittenRevision about, LocalDate on) => database.App.ListAsync<string>(
        "select kind from directory.desk($1, $2, '{}') where service_id = $3 order by kind", of.Id, on, about.ServiceId);

    [Fact]
    public async Task Serious_FoundPossibleByOne_TakesTheServiceOff_AtOnce()
    {
        var service = await _desk.ListedAsync();
        Assert.Equal(MessageArrival.Kept, (await SendAsync(service)).Arrival);
        Assert.True(await IsShownAsync(service));
        // Not for a day before it was written.
        var early = await LedAsync("Early");
        Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => JudgeAsync(service, early, on: Today.PlusDays(-1))));
        Assert.Equal(MessageFinding.Possible, await JudgeAsync(service, await LedAsync()));
        Assert.False(await IsShownAsync(service));
        Assert.Equal("concern", await database.App.OneAsync<string>("select cause from directory.suspension where service_id = $1", service.ServiceId));
    }

    [Fact]
    public async Task Serious_FoundPossible_AsksWhatWouldLiftIt()
    {
        var service = await _desk.ListedAsync();
        await SendAsync(service);
        var invalid = await Assert.ThrowsAsync<ListingInvalidException>(async () => await JudgeAsync(service, await LedAsync(), lifts: " "));
        Assert.Equal("lifts", Assert.Single(invalid.Problems).Field);
        Assert.True(await IsShownAsync(service));
    }

    [Fact]
    public async Task Serious_FoundNotPossible_ChangesNothing_AndIsJudgedOnce()
    {
        var service = await _desk.ListedAsync();
        await SendAsync(service);
        var id = await NewestAsync(service);
        var (one, other) = (await LedAsync(), await LedAsync("Other"));
        Assert.Equal(MessageFinding.NotPossible, await JudgeAsync(service, one, MessageFinding.NotPossible));
        Assert.Equal(MessageFinding.NotPossible, await UseAsync(m => m.JudgeAsync(
            new JudgeMessage(id, MessageFinding.Possible, "A report.", "Talk.", other.Id, null, Today), Reviewer(other), Stop)));
        Assert.True(await IsShownAsync(service));
    }

    [Theory, Property(65)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task OtherPromises_FoundPossible_TakeNothingOff(int criterion)
    {
        var service = await _desk.ListedAsync();
        for (int i = 0; i < 3; i++)
        {
            await SendAsync(service, criterion);
            await JudgeAsync(service, await LedAsync());
        }

        Assert.True(await IsShownAsync(service));
    }

    /// <summary>A serious report that is confirmed anew is no repeat; without one the same organisation takes nothing off twice in a year.</summary>
    [Fact]
    public async Task Suspending_Again_IsOpenToAReportOnly()
    {
        var service = await _desk.ListedAsync();
        var by = await LedAsync();
        await SendAsync(service);
        await JudgeAsync(service, by);
        await LiftAsync(service, by, await LedAsync("Other"), Today);
        Assert.True(await IsShownAsync(service));
        await using (var context = database.Context())
        {
            var suspensions = VettingDesk.Suspensions(context, _desk.Listings(context));
            Assert.Equal("suspension_twice", await ListingDesk.RefusedAsync(() => suspensions.SuspendAsync(
                new SuspendService(service.ServiceId, by.Id, null, Testing, "Again.", "Talk.", Today.PlusDays(9)), Reviewer(by), Stop)));
        }

        await SendAsync(service, on: Today.PlusDays(10));
        await JudgeAsync(service, by, on: Today.PlusDays(10));
        Assert.False(await IsShownAsync(service));
    }

    private async Task LiftAsync(WrittenRevision service, Organisation one, Organisation other, LocalDate on)
    {
        foreach (var by in new[] { one, other })
        {
            await using var context = database.Context();
            var id = await database.App.OneAsync<Guid>("select id from directory.suspension where service_id = $1 and outcome is null", service.ServiceId);
            await VettingDesk.Suspensions(context, _desk.Listings(context)).JudgeAsync(new JudgeSuspension(id, by.Id, null, SuspensionVoice.Lift, "Asked.", on), Reviewer(by), Stop);
        }
    }

    [Fact]
    public async Task Tied_NeitherReadNorJudge_ByPlainSqlEither()
    {
        var own = await LedAsync("Own");
        var clinic = Sample.Clinic();
        var service = await _desk.ListedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = own.Id } });
        await SendAsync(service);
        var related = await LedAsync("Related");
        await database.Given.RelatedAsync(own, related);
        foreach (var tied in new[] { own, related })
        {
            Assert.Null(await UseAsync(m => m.OfServiceAsync(service.ServiceId, null, Today, Reviewer(tied), Stop)));
            Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => JudgeAsync(service, tied)));
        }

        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        Assert.Null(await UseAsync(m => m.OfServiceAsync(service.ServiceId, null, Today, Reviewer(allied), Stop)));
        Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => JudgeAsync(service, allied)));
        var id = await NewestAsync(service);
        Assert.Equal("42501", await database.App.RefusedAsync($"update directory.message set finding = 'possible' where id = '{id}'"));
        Assert.Equal("42501", await database.App.RefusedAsync($"delete from directory.message where id = '{id}'"));
        Assert.True(await IsShownAsync(service));
    }

    /// <summary>Who sees only here what it is about says so here; from then on others judge, of reviews too.</summary>
    [Fact, Property(81)]
    public async Task Tie_SaidHere_LeavesItToOthers()
    {
        var (service, led) = (await _desk.ListedAsync(), await LedAsync());
        await SendAsync(service);
        var (tied, free) = ((await database.Given.AccountAsync()).Id, (await database.Given.AccountAsync()).Id);
        Assert.NotNull(await UseAsync(m => m.OfServiceAsync(service.ServiceId, tied, Today, Reviewer(led), Stop)));
        await UseAsync(async m =>
        {
            await m.SayTieAsync(service.ServiceId, DeclaredTie.Relative, tied, Today, Reviewer(led), Stop);
            return true;
        });
        Assert.Null(await UseAsync(m => m.OfServiceAsync(service.ServiceId, tied, Today, Reviewer(led), Stop)));
        Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => JudgeAsync(service, led, account: tied)));
        Assert.True(await database.App.OneAsync<bool>("select directory.has_own_tie($1, $2, $3, null)", service.ServiceId, tied, Today));
        // It is said by who reads there, once, and nobody says it for others.
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        foreach (var (account, actor) in new[] { (tied, Reviewer(led)), (free, Reviewer(allied)), (free, new Actor(led.Id, ActorRole.Coordinator)) })
        {
            Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => UseAsync(
                async m => await m.SayTieAsync(service.ServiceId, DeclaredTie.Relative, account, Today, actor, Stop))));
        }

        Assert.Equal(MessageFinding.Possible, await JudgeAsync(service, led, account: free));
        Assert.Equal("42501", await database.App.RefusedAsync("delete from directory.declared_tie"));
    }

    /// <summary>Nobody but they themselves knows who is tied to a place that is not listed: who says so is shown it no more, and does not close it.</summary>
    [Fact, Property(81)]
    public async Task Tie_ToAPlaceThatIsNotListed_IsSaidOfEachMessage()
    {
        var led = await LedAsync();
        await SendAsync(null, null, named: "Night Office", kind: MessageKind.Details);
        await SendAsync(null, null, named: "Day Office", kind: MessageKind.Details);
        var (tied, free) = ((await database.Given.AccountAsync()).Id, (await database.Given.AccountAsync()).Id);
        var id = (await OfPlacesAsync(tied)).Single(m => m.Named == "Night Office").Id;
        await UseAsync(async m =>
        {
            await m.SayTieAsync(id, tied, Today, Reviewer(led), Stop);
            return true;
        });
        Assert.DoesNotContain(await OfPlacesAsync(tied), m => m.Id == id);
        Assert.Contains(await OfPlacesAsync(free), m => m.Id == id);
        // Of a service a tie is said to the service, with what kind it is.
        var service = await _desk.ListedAsync();
        await SendAsync(service);
        var listed = await NewestAsync(service);
        Assert.Equal("message_unknown", await ListingDesk.RefusedAsync(() => UseAsync(m => m.SayTieAsync(listed, free, Today, Reviewer(led), Stop))));
        Task<bool> CloseAsync(Guid by) => UseAsync(m => m.CloseAsync(new CloseMessage(id, MessageOutcome.Heard, null, led.Id, by, Today), Reviewer(led), Stop));
        Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => CloseAsync(tied)));
        Task ReplyAsync(Guid by) => UseAsync(m => m.ReplyAsync(new ReplyToMessage(id, "We read it.", led.Id, by, Today), Reviewer(led), Stop));
        Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => ReplyAsync(tied)));
        await ReplyAsync(free);
        Assert.True(await CloseAsync(free));

        async Task<IReadOnlyList<HeardMessage>> OfPlacesAsync(Guid account) => (await UseAsync(m => m.OthersAsync(account, Today, Reviewer(led), Stop))).Shown;
    }

    /// <summary>Praise, of which a service can write itself as much as it likes, takes no room from what others say, and what is serious is read first.</summary>
    [Fact, Property(64)]
    public async Task Praise_TakesNoRoomFromReports_AndTheSeriousIsReadFirst()
    {
        var service = await _desk.ListedAsync();
        for (int i = 0; i < 25; i++)
            await SendAsync(service, null, $"So good, {i}.", kind: MessageKind.Good);
        for (int i = 0; i < 21; i++)
            Assert.Equal((i, i < 20 ? MessageArrival.Kept : MessageArrival.Held), (i, (await SendAsync(service, Confidentiality, $"Number {i}.")).Arrival));
        Assert.Equal(MessageArrival.Held, (await SendAsync(service, Testing, "Last of all.")).Arrival);
        var led = await LedAsync();
        var heard = await UseAsync(m => m.OfServiceAsync(service.ServiceId, null, Today, Reviewer(led), Stop));
        Assert.Equal("Last of all.", heard!.Messages.Shown[0].Words);
        Assert.Contains("concern-serious", await DeskAsync(led, service, Today.PlusDays(2)));
    }

    /// <summary>Whatever comes, in whatever order: nothing that the public reads moves.</summary>
    [Fact, Property(65)]
    public async Task Messages_Alone_ChangeNothingPublic()
    {
        var service = await _desk.ListedAsync();
        const string everything =
            """
            select string_agg(t, '|' order by t) from (
              select s::text as t from published.service s union all select g::text from published.gone g
              union all select n::text from published.notice n union all select x::text from published.site x) all_of_it
            """;
        string before = await database.Public.OneAsync<string>(everything);
        var (one, other) = (await LedAsync("One"), await LedAsync("Other"));
        foreach (var led in new[] { one, other })
            await database.Given.VouchedUntilAsync(led, Today.PlusYears(3));
        int[] promises = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.Required).Select(c => c.Id)];
        int[] mild = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.Required && !c.SuspendsAtOnce).Select(c => c.Id)];
        // What comes, in any order: reports, praise, what is not possible or no reason to take anything off, answers, ends, and the daily round.
        var step = from what in Gen.Choose(0, 7) from days in Gen.Choose(0, 6) from which in Gen.Choose(0, 1_000) select (what, days, which);
        foreach (var steps in Gen.ListOf(step, 60).Sample(FullRun.IsAsked ? 12 : 3))
        {
            var on = Today;
            foreach (var (what, days, which) in steps)
            {
                on = on.PlusDays(days);
                switch (what)
                {
                    case 0 or 1:
                        await SendAsync(service, promises[which % promises.Length], which % 2 == 0 ? null : $"Words {which % 5}", on, which % 3 == 0);
                        break;
                    case 2:
                        await SendAsync(service, null, "They moved.", on, kind: which % 2 == 0 ? MessageKind.Details : MessageKind.Good);
                        break;
                    case 3:
                        await JudgeSomeAsync("finding is null", MessageFinding.NotPossible, which % 2 == 0 ? one : other, on);
                        break;
                    case 4:
                        await JudgeSomeAsync($"finding is null and criterion in ({string.Join(',', mild)})", MessageFinding.Possible, which % 2 == 0 ? one : other, on);
                        break;
                    case 5:
                        foreach (var id in await SomeAsync("closed_on is null and (kind <> 'promise' or finding is not null)", on))
                            await UseAsync(m => m.CloseAsync(new CloseMessage(id, MessageOutcome.Heard, null, one.Id, null, on), Reviewer(one), Stop));
                        break;
                    case 6:
                        foreach (var id in await SomeAsync("closed_on is null and kind = 'promise'", on))
                            await UseAsync(m => m.ReplyAsync(new ReplyToMessage(id, "We read it.", one.Id, null, on), Reviewer(one), Stop));
                        break;
                    default:
                        await UseAsync(m => m.ForgetAsync(on, Stop));
                        break;
                }
            }
        }

        async Task<List<Guid>> SomeAsync(string which, LocalDate on) => await database.App.ListAsync<Guid>(
            $"select id from directory.message where service_id = $1 and ends_on > $2 and sent_on <= $2 and {which} and exists (select from directory.receipt r where r.message_id = message.id) order by id limit 3",
            service.ServiceId, on);

        async Task JudgeSomeAsync(string which, MessageFinding finding, Organisation by, LocalDate on)
        {
            foreach (var id in await SomeAsync($"kind = 'promise' and closed_on is null and {which}", on))
                await UseAsync(m => m.JudgeAsync(new JudgeMessage(id, finding, "A report.", "Talk with two of us.", by.Id, null, on), Reviewer(by), Stop));
        }

        Assert.Equal(before, await database.Public.OneAsync<string>(everything));
        Assert.True(await IsShownAsync(service));
        // And to the eye: no date, no count.
        Assert.Empty(await database.App.ListAsync<string>("select kind from directory.suspension s join directory.message m on m.service_id = s.service_id where s.service_id = $1", service.ServiceId));
    }

    [Fact, Property(64)]
    public async Task Flood_IsHeld_Folded_AndBounded_AndShutsNobodyOut()
    {
        var (flooded, other) = (await _desk.ListedAsync(), await _desk.ListedAsync());
        var arrivals = new List<MessageArrival>();
        for (int i = 0; i < 500; i++)
            arrivals.Add((await SendAsync(flooded, words: $"Number {i}")).Arrival);
        Assert.Equal(20, arrivals.Count(a => a is MessageArrival.Kept));
        Assert.Equal(200, arrivals.Count(a => a is MessageArrival.Held));
        Assert.Equal(280, arrivals.Count(a => a is MessageArrival.Full));
        // Alike ones are one, and say so.
        Assert.Equal(MessageArrival.Folded, (await SendAsync(flooded, words: "NUMBER  199")).Arrival);
        Assert.Equal(221, await database.App.OneAsync<long>("select count(*) from directory.message where service_id = $1", flooded.ServiceId));
        Assert.Equal(501, await database.App.OneAsync<long>("select sum(copies) from directory.message where service_id = $1", flooded.ServiceId));
        // One honest sender about another service, while the whole site is crowded.
        var honest = await SendAsync(other, isCrowded: true);
        Assert.Equal(MessageArrival.Kept, honest.Arrival);
        Assert.NotNull(honest.Code);
        var led = await LedAsync();
        var heard = await UseAsync(m => m.OfServiceAsync(other.ServiceId, null, Today, Reviewer(led), Stop));
        Assert.Equal("They would not see me without it.", Assert.Single(heard!.Messages.Shown).Words);
        Assert.True(await IsShownAsync(flooded));
        // However many came at once: what takes a service off is on the desk as such, with its days.
        Assert.Equal(["concern-serious"], await DeskAsync(led, flooded, Today.PlusDays(2)));
    }

    /// <summary>Whatever fills the whole directory on one day: only numbers are kept then, and a service of which few wrote is still heard.</summary>
    [Fact, Property(64)]
    public async Task FloodOfAll_KeepsNumbersOnly_AndTheFirstOfEachServiceAreHeard()
    {
        var (flooded, other) = (await _desk.ListedAsync(), await _desk.ListedAsync());
        var on = Today.PlusDays(300);
        await database.Owner.RunAsync(
            """
            insert into directory.message (id, kind, service_id, sent_on, ends_on, held, nonce)
            select gen_random_uuid(), 'details', $1, $2, $2 + 90, true, decode(md5('flood ' || n), 'hex') from generate_series(1, 4999) n
            """,
            flooded.ServiceId, on);
        for (int i = 0; i < 3; i++)
            Assert.Equal(MessageArrival.Kept, (await SendAsync(other, words: $"First {i}", isCrowded: true, on: on)).Arrival);
        Assert.Equal(MessageArrival.Held, (await SendAsync(other, words: "Number 5,000", isCrowded: true, on: on)).Arrival);
        var full = await SendAsync(other, words: "One more", isCrowded: true, on: on);
        Assert.Equal((MessageArrival.Full, null), (full.Arrival, full.Code));
        var third = await _desk.ListedAsync();
        Assert.Equal(MessageArrival.Kept, (await SendAsync(third, isCrowded: true, on: on)).Arrival);
        // Its words are nowhere, and it is counted.
        Assert.Equal([1L], await database.App.ListAsync<long>("select count(*) from directory.message where service_id = $1 and words is null", other.ServiceId));
    }

    [Fact]
    public async Task Nonce_IsTakenOnce()
    {
        var service = await _desk.ListedAsync();
        Assert.Equal(MessageArrival.Kept, (await SendAsync(service, nonce: [1, 1, 2])).Arrival);
        var again = await SendAsync(service, nonce: [1, 1, 2]);
        Assert.Equal((MessageArrival.Repeat, null), (again.Arrival, again.Code));
        Assert.Equal(1, await database.App.OneAsync<long>("select count(*) from directory.message where service_id = $1", service.ServiceId));
    }

    [Fact, Property(57), Property(58)]
    public async Task Row_HoldsNoWordInClear_AndAKeyedHash()
    {
        var service = await _desk.ListedAsync();
        var sent = await SendAsync(service, words: "Marmalade in the corridor");
        string row = await database.Owner.OneAsync<string>(
            "select m::text || encode(m.words, 'escape') || r::text from directory.message m join directory.receipt r on r.message_id = m.id where m.service_id = $1", service.ServiceId);
        Assert.DoesNotContain("armalade", row, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(sent.Code!, row, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(MessageDesk.Secrets.HashOf("receipt", sent.Code!), await database.Owner.OneAsync<byte[]>(
            "select r.code_hash from directory.receipt r join directory.message m on m.id = r.message_id where m.service_id = $1", service.ServiceId));
    }

    [Fact, Property(63)]
    public async Task Rows_HaveDays_AndRandomIds()
    {
        var service = await _desk.ListedAsync();
        await SendAsync(service);
        await SendAsync(service);
        Assert.All(await database.App.ListAsync<Guid>("select id from directory.message where service_id = $1", service.ServiceId), id => Assert.Equal(4, id.Version));
        Assert.Empty(await database.Owner.ListAsync<string>(
            """
            select table_name || '.' || column_name from information_schema.columns
            where table_schema = 'directory' and table_name in ('message', 'message_past', 'theme', 'receipt', 'receipt_text') and data_type like 'time%'
            """));
    }

    [Fact, Property(62), Property(89)]
    public async Task Closed_IsGoneAfterNinetyDays_WithItsCode_ItsWords_AndTheKeyOfItsMonth()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var months = new MonthKeys(folder);
            var service = await _desk.ListedAsync();
            var by = await LedAsync();
            var sent = await SendAsync(service, Confidentiality, "A long corridor", months: months);
            Assert.Equal(["2027-11"], Keys());
            var id = await NewestAsync(service);
            await JudgeAsync(service, by);
            var ends = Today.PlusDays(90);
            Assert.True(await UseAsync(m => m.CloseAsync(new CloseMessage(id, MessageOutcome.Checked, "We called them.", by.Id, null, Today), Reviewer(by), Stop), months));
            // Closing seals anew, under the key of the month in which the words end now.
            Assert.Equal(MonthKeys.NameOf(ends), await database.App.OneAsync<string>("select month from directory.message where id = $1", id));
            Assert.Equal(["2027-02", "2027-11"], Keys());
            // And never under a later one again.
            Assert.False(await database.App.OneAsync<bool>("select directory.reseal_message($1, '2027-11', null, words) from directory.message where id = $1", id));
            var heard = await UseAsync(m => m.OfServiceAsync(service.ServiceId, null, ends.PlusDays(-1), Reviewer(by), Stop), months);
            Assert.Equal("A long corridor", Assert.Single(heard!.Messages.Shown).Words);
            byte[] kept = await database.Owner.OneAsync<byte[]>("select words from directory.message where id = $1", id);

            // On the day itself nothing opens any more, even where nothing has cleared up.
            Assert.Empty((await UseAsync(m => m.OfServiceAsync(service.ServiceId, null, ends, Reviewer(by), Stop), months))!.Messages.Shown);
            await using (var context = database.Context())
            {
                var receipts = MessageDesk.Receipts(context, months);
                Assert.NotNull(await receipts.FindAsync(sent.Code, ends.PlusDays(-1), Stop));
                Assert.Null(await receipts.FindAsync(sent.Code, ends, Stop));
            }

            await UseAsync(m => m.ForgetAsync(ends, Stop), months);
            foreach (string table in new[] { "message", "receipt", "receipt_text" })
            {
                string about = table switch
                {
                    "message" => "id = $1",
                    "receipt" => "message_id = $1",
                    _ => "receipt_id in (select id from directory.receipt where message_id = $1)",
                };
                Assert.Equal(0, await database.Owner.OneAsync<long>($"select count(*) from directory.{table} where {about}", id));
            }

            Assert.Equal("3|2026-11|checked|1", await database.Owner.OneAsync<string>(
                "select criterion || '|' || month || '|' || outcome || '|' || copies from directory.message_past where service_id = $1", service.ServiceId));
            // What a copy of the database or its log still holds opens with no key that is left, once the month is over.
            Assert.NotNull(months.Open("2027-02", $"message-{id}", kept));
            await UseAsync(m => m.ForgetAsync(new LocalDate(2027, 3, 1), Stop), months);
            Assert.Equal(["2027-11"], Keys());
            Assert.Null(months.Open("2027-02", $"message-{id}", kept));

            string[] Keys() => [.. Directory.GetFiles(folder).Select(Path.GetFileName).OfType<string>().Where(name => name.Length == 7).Order(StringComparer.Ordinal)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whenever it is closed: it ends 90 days later or 12 months after it was sent, whichever is sooner, on that day and not before, with its code and its key.</summary>
    [Fact, Property(62)]
    public async Task End_IsTheSoonerOfBoth_WheneverItIsClosed()
    {
        var (service, by) = (await _desk.ListedAsync(), await LedAsync());
        var samples = from sent in Gen.Choose(0, 700) from later in Gen.Choose(0, 364) select (sent, later);
        foreach (var (sent, later) in samples.Sample(FullRun.IsAsked ? 40 : 8))
        {
            var folder = Directory.CreateTempSubdirectory("sd-months-");
            try
            {
                var months = new MonthKeys(folder.FullName);
                var (on, closes) = (Today.PlusDays(sent), Today.PlusDays(sent + later));
                await database.Given.VouchedUntilAsync(by, closes.PlusDays(1));
                await SendAsync(service, null, "A long corridor", on, kind: MessageKind.Details, months: months);
                var id = await database.App.OneAsync<Guid>("select id from directory.message where service_id = $1 and sent_on = $2 and closed_on is null", service.ServiceId, on);
                Assert.True(await UseAsync(m => m.CloseAsync(new CloseMessage(id, MessageOutcome.Heard, null, by.Id, null, closes), Reviewer(by), Stop), months));
                var ends = LocalDate.Min(on.PlusMonths(12), closes.PlusDays(90));
                Task<List<string>> LeftAsync() => database.Owner.ListAsync<string>(
                    "select 'message' from directory.message where id = $1 union all select 'code' from directory.receipt where message_id = $1", id);
                await UseAsync(m => m.ForgetAsync(ends.PlusDays(-1), Stop), months);
                Assert.Equal(["message", "code"], await LeftAsync());
                await UseAsync(m => m.ForgetAsync(ends, Stop), months);
                Assert.Empty(await LeftAsync());
                // In the month after, nothing that a copy still holds can be opened.
                await UseAsync(m => m.ForgetAsync(ends.PlusMonths(1), Stop), months);
                Assert.DoesNotContain(folder.EnumerateFiles(), file => file.Name.StartsWith(MonthKeys.NameOf(ends), StringComparison.Ordinal));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    [Fact, Property(62)]
    public async Task Unread_IsGoneAfterTwelveMonths()
    {
        var service = await _desk.ListedAsync();
        await SendAsync(service);
        await UseAsync(m => m.ForgetAsync(Today.PlusMonths(12).PlusDays(-1), Stop));
        Assert.Equal(1, await database.App.OneAsync<long>("select count(*) from directory.message where service_id = $1", service.ServiceId));
        await UseAsync(m => m.ForgetAsync(Today.PlusMonths(12), Stop));
        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from directory.message where service_id = $1", service.ServiceId));
        Assert.Equal("", await database.App.OneAsync<string>("select coalesce(outcome, '') from directory.message_past where service_id = $1", service.ServiceId));
    }

    /// <summary>Praise asks nothing of anybody: it is closed as it comes in.</summary>
    [Fact, Property(62)]
    public async Task Praise_IsGoneAfterNinetyDays()
    {
        var service = await _desk.ListedAsync();
        await SendAsync(service, null, "So good.", kind: MessageKind.Good);
        foreach (var (days, left) in new[] { (89, 1L), (90, 0L) })
        {
            await UseAsync(m => m.ForgetAsync(Today.PlusDays(days), Stop));
            Assert.Equal((days, left), (days, await database.App.OneAsync<long>("select count(*) from directory.message where service_id = $1", service.ServiceId)));
        }

        Assert.Equal(["good heard"], await database.App.ListAsync<string>("select kind || ' ' || outcome from directory.message_past where service_id = $1", service.ServiceId));
    }

    [Fact]
    public async Task Promise_ThatThereIsNot_IsRefused()
    {
        var service = await _desk.ListedAsync();
        Assert.Equal("message_promise", await ListingDesk.RefusedAsync(() => SendAsync(service, 99)));
    }

    /// <summary>By which alike ones are known goes with the day.</summary>
    [Fact]
    public async Task Fold_IsOfOneDay()
    {
        var service = await _desk.ListedAsync();
        foreach (var on in new[] { Today, Today.PlusDays(1) })
        {
            for (int i = 0; i < 3; i++)
                Assert.Equal(MessageArrival.Kept, (await SendAsync(service, words: $"First {i}", isCrowded: true, on: on)).Arrival);
            Assert.Equal(MessageArrival.Held, (await SendAsync(service, isCrowded: true, on: on)).Arrival);
            Assert.Equal(MessageArrival.Folded, (await SendAsync(service, isCrowded: true, on: on)).Arrival);
            // Two who only ticked the same are two.
            Assert.Equal(MessageArrival.Held, (await SendAsync(service, words: null, isCrowded: true, on: on)).Arrival);
            Assert.Equal(MessageArrival.Held, (await SendAsync(service, words: null, isCrowded: true, on: on)).Arrival);
        }

        await UseAsync(m => m.ForgetAsync(Today.PlusDays(1), Stop));
        Assert.Equal([Today.PlusDays(1)], await database.App.ListAsync<LocalDate>("select sent_on from directory.message where service_id = $1 and fold is not null", service.ServiceId));
    }

    [Theory]
    [InlineData(MessageKind.Else, null, null, "words")]
    [InlineData(MessageKind.Service, null, "It is good.", "named")]
    [InlineData(MessageKind.Missing, null, null, "words")]
    [InlineData(MessageKind.Details, null, "x", "named")]
    public async Task Kinds_AskForWhatTheyNeed(MessageKind kind, string? named, string? words, string field)
    {
        var invalid = await Assert.ThrowsAsync<ListingInvalidException>(() => SendAsync(null, null, words, kind: kind, named: named));
        Assert.Contains(invalid.Problems, problem => problem.Field == field);
    }

    [Fact]
    public async Task Words_HaveFiveHundredCharacters()
    {
        var service = await _desk.ListedAsync();
        Assert.Equal(MessageArrival.Kept, (await SendAsync(service, words: new string('ș', 500))).Arrival);
        Assert.Equal(MessageArrival.Kept, (await SendAsync(service, words: string.Concat(Enumerable.Repeat("😀", 250)))).Arrival);
        var invalid = await Assert.ThrowsAsync<ListingInvalidException>(() => SendAsync(service, words: new string('x', 501)));
        Assert.Equal("too-long", Assert.Single(invalid.Problems).Reason);
    }

    /// <summary>First those who stand for it; everybody without a tie once a serious one has lain for two days, another one for three working days.</summary>
    [Fact]
    public async Task Desk_TellsThoseWhoStandForIt_ThenEverybody()
    {
        var (one, two, third) = (await LedAsync("One"), await LedAsync("Two"), await LedAsync("Third"));
        var service = await _desk.WriteAsync();
        await _desk.ApproveAsync(service, one);
        await _desk.ApproveAsync(service, two);
        // A Tuesday.
        await SendAsync(service);
        Assert.Equal(["concern-serious"], await DeskAsync(one, service, Today));
        Assert.Empty(await DeskAsync(third, service, Today.PlusDays(1)));
        Assert.Equal(["concern-serious"], await DeskAsync(third, service, Today.PlusDays(2)));
        await JudgeAsync(service, one, MessageFinding.NotPossible);
        await SendAsync(service, Confidentiality);
        Assert.Empty(await DeskAsync(third, service, Today.PlusDays(2)));
        Assert.Equal(["concern"], await DeskAsync(third, service, Today.PlusDays(3)));
    }

    [Fact]
    public async Task TwoPossible_InNinetyDays_PutARecheckOnTheDesk_AndMoveNoPublicDate()
    {
        var service = await _desk.ListedAsync();
        var (by, other) = (await LedAsync(), await LedAsync("Other"));
        string dates = (await _desk.PublicAsync<string>(service, "p.due_on || ' ' || p.hidden_from || ' ' || p.checked_on")).Single();
        await SendAsync(service, Confidentiality, on: Today);
        await JudgeAsync(service, by);
        Assert.DoesNotContain("concern-recheck", await DeskAsync(other, service, Today.PlusDays(20)));
        await SendAsync(service, Confidentiality, on: Today.PlusDays(20));
        Assert.DoesNotContain("concern-recheck", await DeskAsync(other, service, Today.PlusDays(20)));
        await JudgeAsync(service, other, on: Today.PlusDays(20));
        Assert.Contains("concern-recheck", await DeskAsync(other, service, Today.PlusDays(20)));
        Assert.Equal(dates, (await _desk.PublicAsync<string>(service, "p.due_on || ' ' || p.hidden_from || ' ' || p.checked_on")).Single());
        // Two that lie further apart are not two.
        Assert.DoesNotContain("concern-recheck", await DeskAsync(other, service, Today.PlusDays(91)));
        // And whoever has judged the entry since knew of them.
        var judged = await _desk.ListedAsync();
        foreach (int days in new[] { -2, -1 })
        {
            await SendAsync(judged, Confidentiality, on: Today.PlusDays(days));
            await JudgeAsync(judged, days == -2 ? by : other, on: Today.PlusDays(days));
        }

        Assert.DoesNotContain("concern-recheck", await DeskAsync(other, judged, Today));
    }

    /// <summary>The letter that a report began waits for a second one, or 14 days; one of two organisations that suspended for themselves does not.</summary>
    [Fact]
    public async Task Letter_WaitsForASecondReport_OrFourteenDays_ByPlainSqlEither()
    {
        var service = await _desk.ListedAsync();
        var by = await LedAsync();
        await SendAsync(service);
        await JudgeAsync(service, by);
        var id = await database.App.OneAsync<Guid>("select id from directory.suspension where service_id = $1", service.ServiceId);
        string Make(LocalDate on) => $"select directory.mark_letter('{id}', false, '{by.Id}', '{on:uuuu-MM-dd}', 'reviewer')";
        Assert.Equal("letter_early", await database.App.RuleAgainstAsync(Make(Today)));
        Assert.Equal("letter_early", await database.App.RuleAgainstAsync(Make(Today.PlusDays(13))));
        Assert.DoesNotContain("letter", await DeskAsync(by, service, Today.PlusDays(13)));
        Assert.Contains("letter", await DeskAsync(by, service, Today.PlusDays(14)));
        await database.App.RunAsync(Make(Today.PlusDays(14)));

        var again = await _desk.ListedAsync();
        await SendAsync(again);
        await SendAsync(again);
        await JudgeAsync(again, by);
        await JudgeAsync(again, await LedAsync("Other"), on: Today.PlusDays(1));
        var second = await database.App.OneAsync<Guid>("select id from directory.suspension where service_id = $1", again.ServiceId);
        Assert.Equal(Today.PlusDays(1), await database.App.OneAsync<LocalDate>("select directory.letter_from($1)", second));
    }

    /// <summary>Its code opens what was said to and fro for as long as that of a report.</summary>
    [Fact, Property(62)]
    public async Task Letter_CodeEndsNinetyDaysAfterTheCase()
    {
        var (service, by) = (await _desk.ListedAsync(), await LedAsync());
        await using var context = database.Context();
        await VettingDesk.Suspensions(context, _desk.Listings(context)).SuspendAsync(
            new SuspendService(service.ServiceId, by.Id, null, Confidentiality, "Seen.", "Talk.", Today), Reviewer(by), Stop);
        var receipts = MessageDesk.Receipts(context);
        string code = await receipts.MakeAsync(await database.App.OneAsync<Guid>("select id from directory.suspension where service_id = $1", service.ServiceId), Today, Stop);
        await LiftAsync(service, by, await LedAsync("Other"), Today.PlusDays(5));
        Assert.NotNull(await receipts.FindAsync(code, Today.PlusDays(94), Stop));
        Assert.Null(await receipts.FindAsync(code, Today.PlusDays(95), Stop));
    }

    [Fact]
    public async Task Service_IsToldInOtherWords_AfterTwoReports_OrFourteenDays_ByPlainSqlEither()
    {
        var service = await _desk.ListedAsync();
        var (by, other) = (await LedAsync(), await LedAsync("Other"));
        Task<bool> TellAsync(LocalDate on) => UseAsync(async m =>
        {
            await m.TellAsync(new TellTheme(service.ServiceId, Confidentiality, "People say that the waiting room hears names.", by.Id, null, on), Reviewer(by), Stop);
            return true;
        });
        Assert.Equal("theme_early", await ListingDesk.RefusedAsync(() => TellAsync(Today)));
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => UseAsync(
            async m => await m.TellAsync(new TellTheme(service.ServiceId, Confidentiality, "Not for us to say.", allied.Id, null, Today), Reviewer(allied), Stop))));
        await SendAsync(service, Confidentiality);
        await JudgeAsync(service, by);
        Assert.Equal("theme_early", await ListingDesk.RefusedAsync(() => TellAsync(Today.PlusDays(13))));
        Assert.Equal("theme_early", await database.App.RuleAgainstAsync(
            $"insert into directory.theme (id, service_id, criterion, organisation_id, words, told_on) values (gen_random_uuid(), '{service.ServiceId}', 3, '{by.Id}', '\\x00', '2026-11-30')"));
        Assert.True(await TellAsync(Today.PlusDays(14)));
        // What comes later waits anew, as they know what was told before.
        Assert.Equal("theme_early", await ListingDesk.RefusedAsync(() => TellAsync(Today.PlusDays(15))));
        await SendAsync(service, Confidentiality, on: Today.PlusDays(20));
        await JudgeAsync(service, other, on: Today.PlusDays(20));
        Assert.Equal("theme_early", await ListingDesk.RefusedAsync(() => TellAsync(Today.PlusDays(20))));
        await SendAsync(service, Confidentiality, on: Today.PlusDays(21));
        await JudgeAsync(service, by, on: Today.PlusDays(21));
        Assert.True(await TellAsync(Today.PlusDays(21)));
        var theme = (await UseAsync(m => m.ThemesAsync(service.ServiceId, Stop)))[0];
        Assert.True(await UseAsync(m => m.AnswerAsync(new AnswerTheme(theme.Id, service.ServiceId, "We built a wall.", Today), new Actor(by.Id, ActorRole.ProviderContact), Stop)));
        Assert.False(await UseAsync(m => m.AnswerAsync(new AnswerTheme(theme.Id, service.ServiceId, "Or not.", Today), new Actor(by.Id, ActorRole.ProviderContact), Stop)));
        Assert.Equal("theme_answered", await database.App.RuleAgainstAsync($"update directory.theme set answer = '\\x01' where id = '{theme.Id}'"));

        // What they were told and said to it goes a year later, each on its day.
        foreach (var (on, left) in new[] { (Today.PlusDays(14).PlusMonths(12).PlusDays(-1), 2), (Today.PlusDays(14).PlusMonths(12), 1), (Today.PlusDays(21).PlusMonths(12), 0) })
        {
            await UseAsync(m => m.ForgetAsync(on, Stop));
            Assert.Equal((on, left), (on, (await UseAsync(m => m.ThemesAsync(service.ServiceId, Stop))).Count));
        }
    }

    /// <summary>However it was taken off: where somebody wrote of that promise before, a single person must not be known by the letter.</summary>
    [Theory]
    [InlineData(Confidentiality, true)]
    [InlineData(Testing, false)]
    public async Task Letter_WaitsToo_WhereAReviewerTakesItOffByHand_AfterAReport(int criterion, bool isJudged)
    {
        var service = await _desk.ListedAsync();
        var by = await LedAsync();
        await SendAsync(service, criterion);
        if (isJudged)
            await JudgeAsync(service, by);
        await using var context = database.Context();
        await VettingDesk.Suspensions(context, _desk.Listings(context)).SuspendAsync(
            new SuspendService(service.ServiceId, by.Id, null, criterion, "A report.", "Talk.", Today), Reviewer(by), Stop);
        Assert.Equal(Today.PlusDays(14), await database.App.OneAsync<LocalDate>("select directory.letter_from(id) from directory.suspension where service_id = $1", service.ServiceId));
    }

    /// <summary>A wave of reports is no reserve: after others have lifted, an older one does not take the service off again by the same hand.</summary>
    [Fact]
    public async Task Suspending_Again_TakesAReportThatCameSince()
    {
        var service = await _desk.ListedAsync();
        var by = await LedAsync();
        await SendAsync(service, on: Today);
        await SendAsync(service, on: Today.PlusDays(-1));
        await JudgeAsync(service, by, on: Today.PlusDays(1));
        await LiftAsync(service, by, await LedAsync("Other"), Today.PlusDays(2));
        Assert.Equal("suspension_twice", await ListingDesk.RefusedAsync(() => JudgeAsync(service, by, on: Today.PlusDays(3))));
        Assert.True(await IsShownAsync(service));
    }

    /// <summary>What happens at a service that is off every page is written of that service, so that its ties hold and reports count together.</summary>
    [Fact]
    public async Task OffEveryPage_CanBeWrittenOf_AndIsClosedToWhoRunsIt()
    {
        var own = await LedAsync("Own");
        var clinic = Sample.Clinic();
        var service = await _desk.ListedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = own.Id } });
        await SendAsync(service);
        await JudgeAsync(service, await LedAsync());
        Assert.False(await IsShownAsync(service));
        Assert.Equal(MessageArrival.Kept, (await SendAsync(service, words: "Me too.")).Arrival);
        Assert.Null(await UseAsync(m => m.OfServiceAsync(service.ServiceId, null, Today, Reviewer(own), Stop)));
        var draft = await _desk.WriteAsync();
        Assert.Equal("message_service", await ListingDesk.RefusedAsync(() => SendAsync(draft)));
    }

    /// <summary>The keys are in no backup. Where they were lost, what they sealed is lost, and everything else goes on.</summary>
    [Fact]
    public async Task LostKeys_LoseTheWords_AndNothingElse()
    {
        string first = Directory.CreateTempSubdirectory().FullName, second = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var service = await _desk.ListedAsync();
            var by = await LedAsync();
            await SendAsync(service, Confidentiality, "Lost words", months: new MonthKeys(first));
            var old = await NewestAsync(service);
            await JudgeAsync(service, by, MessageFinding.NotPossible);
            var months = new MonthKeys(second);
            await SendAsync(service, Confidentiality, "New words", months: months);
            var heard = await UseAsync(m => m.OfServiceAsync(service.ServiceId, null, Today, Reviewer(by), Stop), months);
            Assert.Equal([null, "New words"], heard!.Messages.Shown.Select(m => m.Words).Order(StringComparer.Ordinal));
            Assert.True(await UseAsync(m => m.CloseAsync(new CloseMessage(old, MessageOutcome.NotPossible, null, by.Id, null, Today), Reviewer(by), Stop), months));
            await UseAsync(m => m.ForgetAsync(Today, Stop), months);
        }
        finally
        {
            Directory.Delete(first, recursive: true);
            Directory.Delete(second, recursive: true);
        }
    }

    [Fact]
    public async Task Closing_APromiseThatNobodyJudged_IsRefused()
    {
        var service = await _desk.ListedAsync();
        var by = await LedAsync();
        await SendAsync(service);
        var id = await NewestAsync(service);
        Assert.Equal("message_unjudged", await ListingDesk.RefusedAsync(() => UseAsync(m => m.CloseAsync(
            new CloseMessage(id, MessageOutcome.Heard, null, by.Id, null, Today), Reviewer(by), Stop))));
    }

    /// <summary>A flood is closed by hand, and not one by one. What is judged and what ends is the same as for each alone.</summary>
    [Fact, Property(64)]
    public async Task Several_EndTogether_WithTheirCodesAndKeys_AndTheirPromisesAreJudged()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var months = new MonthKeys(folder);
            var (service, by) = (await _desk.ListedAsync(), await LedAsync());
            for (int i = 0; i < 22; i++)
                await SendAsync(service, i % 2 == 0 ? Testing : Confidentiality, $"Number {i}", months: months);
            await SendAsync(service, null, "They moved.", months: months);
            var all = await OpenAsync(service);
            Assert.Equal(23, all.Count);
            Assert.Equal(23, await CloseSeveralAsync(all, service, by, months: months));
            Assert.Equal(0, await CloseSeveralAsync(all, service, by, months: months));
            Assert.Empty(await OpenAsync(service));
            Assert.True(await IsShownAsync(service));
            Assert.Equal(22, await database.App.OneAsync<long>(
                "select count(*) from directory.message where service_id = $1 and finding = 'not-possible' and judged_by = $2", service.ServiceId, by.Id));
            var ends = Today.PlusDays(90);
            Assert.Equal([ends], await database.App.ListAsync<LocalDate>(
                "select ends_on from directory.message where service_id = $1 union select r.ends_on from directory.receipt r join directory.message m on m.id = r.message_id where m.service_id = $1", service.ServiceId));
            Assert.Equal([MonthKeys.NameOf(ends)], await database.App.ListAsync<string>("select distinct month from directory.message where service_id = $1", service.ServiceId));
            var heard = await UseAsync(m => m.OfServiceAsync(service.ServiceId, null, Today, Reviewer(by), Stop), months);
            Assert.Contains(heard!.Messages.Shown, m => m.Words == "They moved.");
            Assert.Equal((0, 0), heard.Messages.Held);
            // Each of them is in the record, as if it had been closed alone.
            Assert.Equal(["close-concern 23", "judge-concern 22"], await database.App.ListAsync<string>(
                "select action || ' ' || count(*) from directory.event where subject_id = $1 and organisation_id = $2 and action like '%concern' group by action order by 1", service.ServiceId, by.Id));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Several_EndAllOrNone_ByPlainSqlEither()
    {
        var (service, other, by) = (await _desk.ListedAsync(), await _desk.ListedAsync(), await LedAsync());
        await SendAsync(service, null, "They moved.");
        await SendAsync(service, null, "The number is wrong.");
        var wrong = await OpenAsync(service);
        await SendAsync(service, Confidentiality);
        var all = await OpenAsync(service);
        // Nobody closes a promise that they did not judge, but as not possible.
        foreach (var outcome in new[] { MessageOutcome.Heard, MessageOutcome.Checked })
            Assert.Equal("message_unjudged", await ListingDesk.RefusedAsync(() => CloseSeveralAsync(all, service, by, outcome)));
        // What was done about one is said of that one.
        foreach (var outcome in Enum.GetValues<MessageOutcome>().Except(MessageService.OutcomesOfSeveral))
        {
            Assert.Equal("message_outcome", await ListingDesk.RefusedAsync(() => CloseSeveralAsync(wrong, service, by, outcome)));
            Assert.Equal("message_outcome", await database.App.RuleAgainstAsync(Sql(wrong, $"'{service.ServiceId}'", EnumSlug.Of(outcome))));
        }

        await SendAsync(other, null, "Of another one.");
        await SendAsync(null, null, named: "Mill Office", kind: MessageKind.Details);
        var elsewhere = (await OpenAsync(other)).Concat(await database.App.ListAsync<Guid>("select id from directory.message where service_id is null and closed_on is null limit 1"));
        foreach (var foreign in elsewhere.Append(Guid.NewGuid()))
            Assert.Equal("message_unknown", await ListingDesk.RefusedAsync(() => CloseSeveralAsync([.. wrong, foreign], service, by)));
        Assert.Equal("message_unknown", await ListingDesk.RefusedAsync(() => UseAsync(m => m.CloseAsync(
            new CloseMessages(wrong, null, MessageOutcome.Heard, by.Id, null, Today), Reviewer(by), Stop))));
        foreach (var many in new List<Guid>[] { [], [.. Enumerable.Range(0, 101).Select(_ => Guid.NewGuid())] })
        {
            Assert.Equal("message_several", await ListingDesk.RefusedAsync(() => CloseSeveralAsync(many, service, by)));
            Assert.Equal("message_several", await database.App.RuleAgainstAsync(Sql(many, $"'{service.ServiceId}'", "heard")));
        }

        Assert.Equal(all, await OpenAsync(service));
        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from directory.message where service_id = $1 and finding is not null", service.ServiceId));
        Assert.Equal(2, await CloseSeveralAsync(wrong, service, by, MessageOutcome.Checked));
        Assert.Single(await OpenAsync(service));

        string Sql(IEnumerable<Guid> ids, string about, string outcome) =>
            $"select directory.close_messages('{{{string.Join(',', ids)}}}', {about}, '{outcome}', '{by.Id}', null, date '{Today:uuuu-MM-dd}', 'reviewer')";
    }

    /// <summary>Whoever may not hear one of them ends none of them, as an organisation or as a person.</summary>
    [Fact, Property(81)]
    public async Task Several_AreClosedByWhoMayHearEachOfThem()
    {
        var own = await LedAsync("Own");
        var clinic = Sample.Clinic();
        var service = await _desk.ListedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = own.Id } });
        await SendAsync(service, null, "They moved.");
        await SendAsync(service, Confidentiality);
        var all = await OpenAsync(service);
        var (related, allied, led) = (await LedAsync("Related"), await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied), await LedAsync());
        await database.Given.RelatedAsync(own, related);
        foreach (var no in new[] { own, related, allied })
            Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => CloseSeveralAsync(all, service, no)));
        var (tied, free) = ((await database.Given.AccountAsync()).Id, (await database.Given.AccountAsync()).Id);
        await UseAsync(async m => await m.SayTieAsync(service.ServiceId, DeclaredTie.Partner, tied, Today, Reviewer(led), Stop));
        Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => CloseSeveralAsync(all, service, led, account: tied)));
        Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => UseAsync(m => m.CloseAsync(
            new CloseMessages(all, service.ServiceId, MessageOutcome.NotPossible, led.Id, free, Today), new Actor(led.Id, ActorRole.Coordinator), Stop))));
        Assert.Equal(all, await OpenAsync(service));
        Assert.Equal(2, await CloseSeveralAsync(all, service, led, account: free));

        // A tie to one of several places that are not listed is no tie to the others, and ends none of them meanwhile.
        await SendAsync(null, null, named: "Harbour Office", kind: MessageKind.Details);
        await SendAsync(null, null, named: "Hill Office", kind: MessageKind.Details);
        var places = await database.App.ListAsync<Guid>("select id from directory.message where service_id is null and closed_on is null and sent_on = $1 order by id", Today);
        await UseAsync(async m => await m.SayTieAsync(places[0], tied, Today, Reviewer(led), Stop));
        Task<int> PlacesAsync(List<Guid> which, Guid account) => UseAsync(m => m.CloseAsync(
            new CloseMessages(which, null, MessageOutcome.Heard, led.Id, account, Today), Reviewer(led), Stop));
        Assert.Equal("message_tie", await ListingDesk.RefusedAsync(() => PlacesAsync(places, tied)));
        Assert.Equal(places.Count - 1, await PlacesAsync(places[1..], tied));
        Assert.Equal(1, await PlacesAsync(places, free));
    }

    private Task<List<Guid>> OpenAsync(WrittenRevision of) =>
        database.App.ListAsync<Guid>("select id from directory.message where service_id = $1 and closed_on is null order by id", of.ServiceId);

    private Task<int> CloseSeveralAsync(
        List<Guid> ids, WrittenRevision of, Organisation by, MessageOutcome outcome = MessageOutcome.NotPossible, Guid? account = null, MonthKeys? months = null) => UseAsync(
        m => m.CloseAsync(new CloseMessages(ids, of.ServiceId, outcome, by.Id, account, Today), Reviewer(by), Stop), months);

    [Fact]
    public async Task Reading_LeavesAnEvent_WithoutAWordOfIt()
    {
        var service = await _desk.ListedAsync();
        var by = await LedAsync();
        await SendAsync(service, words: "Marmalade again");
        await UseAsync(m => m.OfServiceAsync(service.ServiceId, null, Today, Reviewer(by), Stop));
        await JudgeAsync(service, by, MessageFinding.NotPossible);
        Assert.Equal(["judge-concern", "read-notes"], await database.App.ListAsync<string>(
            "select action from directory.event where subject_id = $1 and organisation_id = $2 order by action", service.ServiceId, by.Id));
        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from directory.event e where e::text ilike '%marmalade%'"));
    }

    [Fact]
    public async Task Code_Alone_AddsNoMoreThanFiveADay_AndTwenty()
    {
        var service = await _desk.ListedAsync();
        var sent = await SendAsync(service);
        await using var context = database.Context();
        var receipts = MessageDesk.Receipts(context);
        var receipt = await receipts.FindAsync(sent.Code, Today, Stop);
        for (byte i = 0; i < 20; i++)
        {
            Assert.True(await receipts.AnswerAsync(new AnswerReceipt(receipt!.Id, false, "More.", [9, 9, i], Today.PlusDays(i / 5)), Stop));
            if (i % 5 == 4)
                Assert.Equal("receipt_full", await ListingDesk.RefusedAsync(() => receipts.AnswerAsync(new AnswerReceipt(receipt!.Id, false, "More.", [9, 7, i], Today.PlusDays(i / 5)), Stop)));
        }

        Assert.Equal("receipt_full", await ListingDesk.RefusedAsync(() => receipts.AnswerAsync(new AnswerReceipt(receipt!.Id, false, "More.", [9, 9, 20], Today.PlusDays(9)), Stop)));
        // A code that was given stays as it is, and ends no later.
        foreach (string change in new[] { "ends_on = ends_on + 1", "made_on = made_on - 1", "code_hash = decode(repeat('09', 32), 'hex')" })
            Assert.Equal((change, "receipt_used"), (change, await database.App.RuleAgainstAsync($"update directory.receipt set {change} where id = '{receipt!.Id}'")));
        // One that is over takes nothing any more, and none takes more than its words need, by plain SQL either.
        var fresh = await receipts.FindAsync((await SendAsync(service)).Code, Today, Stop);
        foreach (var on in new[] { Today.PlusDays(-1), Today.PlusMonths(12) })
            Assert.Equal("receipt_over", await ListingDesk.RefusedAsync(() => receipts.AnswerAsync(new AnswerReceipt(fresh!.Id, false, "More.", [9, 6], on), Stop)));
        Assert.Equal("receipt_full", await database.App.RuleAgainstAsync(
            $"insert into directory.receipt_text (id, receipt_id, kind, words, month, written_on, nonce) values (gen_random_uuid(), '{fresh!.Id}', 'answer', decode(repeat('00', 8101), 'hex'), '2027-11', date '{Today:uuuu-MM-dd}', '\\x0906')"));
        Assert.Equal("appeal_when", await ListingDesk.RefusedAsync(async () =>
        {
            var other = await SendAsync(service);
            var its = await receipts.FindAsync(other.Code, Today, Stop);
            await receipts.AnswerAsync(new AnswerReceipt(its!.Id, true, "You are wrong.", [9, 8], Today), Stop);
        }));
    }
}
