using System.Net;
using System.Security.Cryptography;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Web.Pages.Training;
using static ServiceDirectory.Tests.Listings.ListingDesk;

namespace ServiceDirectory.Tests.Training;

/// <summary>What those say who come, without who, and in whole years alone; and what a school gets.</summary>
public sealed class OutcomeTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private readonly TrainingDesk _training = new(members.World.Database.Logins, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DirectoryLogins Logins => members.World.Database.Logins;

    private LocalDate Today => Instant.FromDateTimeOffset(members.Clock.GetUtcNow()).InUtc().Date;

    /// <summary>A school that asked, for a day, without anybody's account.</summary>
    private async Task<(Organisation Trains, TrainingSide Side, Guid Request, Guid Session)> SchoolAsync(LocalDate? on = null)
    {
        var trains = await members.World.Database.Given.SexWorkerLedAsync("Trains (demo)");
        var side = await _training.SideAsync(trains, on: on ?? Today);
        var offer = await _training.OfferAsync(side);
        var words = new RequestWords { Institution = "North School", Email = "office@school.example", Course = "Nursing", Goals = "Talking without judging", Budget = "300" };
        var (request, _) = await _training.UseAsync(t => t.AskAsync(new AskTeaching(offer, words, false, RandomNumberGenerator.GetBytes(16), side.On), Stop));
        return (trains, side, request, await _training.PlanAsync(request, side, side.On));
    }

    private async Task<T> OutcomesAsync<T>(Func<OutcomeService, Task<T>> use)
    {
        await using var context = Logins.Context();
        return await use(new OutcomeService(context));
    }

    private Task<bool> AnswerAsync(Guid session, int said, LocalDate on, OutcomePhase phase = OutcomePhase.After, byte[]? nonce = null) =>
        OutcomesAsync(o => o.AnswerAsync(new AnswerOutcome(session, phase, [said, said, said, said], nonce ?? RandomNumberGenerator.GetBytes(16), on), Stop));

    [Fact]
    public async Task Totals_AreOfWholeYears_RoundedToFive_AndNothingUnderFiveIsThere()
    {
        var day = new LocalDate(2026, 3, 2);
        var (trains, _, _, session) = await SchoolAsync(day);
        foreach (var (said, times) in new[] { (1, 2), (2, 5), (3, 13) })
        {
            for (int i = 0; i < times; i++)
                Assert.True(await AnswerAsync(session, said, day));
        }

        // Of a year that is not over nothing is told: of two looks at it the difference would tell of one person.
        Assert.Empty(await OutcomesAsync(o => o.TotalsAsync(trains.Id, new LocalDate(2026, 12, 31), Stop)));
        var totals = await OutcomesAsync(o => o.TotalsAsync(trains.Id, new LocalDate(2027, 1, 1), Stop));
        Assert.Equal(["2 5", "3 15"], totals.Where(total => total.Question == 1).Select(total => $"{total.Answer} {total.People}"));
        Assert.All(totals, total => Assert.True(total.People >= 5 && total.People % 5 == 0));
        // Nobody reads a row, and none says when, where or who.
        Assert.Equal("42501", await Logins.App.RefusedAsync("select * from directory.training_outcome"));
        Assert.Equal(
            ["id", "organisation_id", "year", "phase", "said", "nonce"],
            await Logins.Owner.ListAsync<string>("select attname::text from pg_attribute where attrelid = 'directory.training_outcome'::regclass and attnum > 0 order by attnum"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Totals_OfAnyNumber_TellItOnlyToFive(int people)
    {
        var day = new LocalDate(2026, 4, 2);
        var (trains, _, _, session) = await SchoolAsync(day);
        for (int i = 0; i < people; i++)
            await AnswerAsync(session, 3, day);
        var totals = await OutcomesAsync(o => o.TotalsAsync(trains.Id, new LocalDate(2027, 6, 1), Stop));
        Assert.Equal(people < 5 ? [] : [(people + 2) / 5 * 5], totals.Select(total => total.People).Distinct());
    }

    /// <summary>Whoever has the link answers for no more people than the room holds; another day has its own forms.</summary>
    [Fact]
    public async Task Forms_AreNoMoreThanTheRoomHolds()
    {
        var (_, _, _, session) = await SchoolAsync();
        var (_, _, _, other) = await SchoolAsync();
        int room = TrainingDesk.Offer().LargestGroup;
        for (int i = 0; i < room; i++)
            Assert.True(await AnswerAsync(session, 2, Today));
        Assert.Equal("training_outcome_full", await RefusedAsync(() => AnswerAsync(session, 2, Today)));
        Assert.True(await AnswerAsync(session, 2, Today, OutcomePhase.Before));
        Assert.True(await AnswerAsync(other, 2, Today));
    }

    [Fact]
    public async Task Form_IsOpenRoundTheDay_AndSentOnce()
    {
        var (_, side, request, session) = await SchoolAsync();
        byte[] nonce = RandomNumberGenerator.GetBytes(16);
        Assert.True(await AnswerAsync(session, 2, Today, OutcomePhase.Before, nonce));
        Assert.False(await AnswerAsync(session, 2, Today, OutcomePhase.Before, nonce));
        Assert.Equal("training_outcome_when", await RefusedAsync(() => AnswerAsync(session, 2, Today.PlusDays(29))));
        Assert.Equal("training_outcome_when", await RefusedAsync(() => AnswerAsync(session, 2, Today.PlusDays(-29), OutcomePhase.Before)));
        Assert.Equal("training_outcome_when", await RefusedAsync(() => AnswerAsync(session, 2, Today.PlusDays(-1))));
        Assert.Equal("training_outcome_when", await RefusedAsync(() => AnswerAsync(Guid.NewGuid(), 2, Today)));
        await Assert.ThrowsAsync<ListingInvalidException>(() => AnswerAsync(session, 4, Today));
        await Assert.ThrowsAsync<ListingInvalidException>(() => AnswerAsync(session, 0, Today));
        Assert.NotNull(await _training.ReadAsync(t => t.FindAsync(side.OrganisationId, request, Stop)));
    }

    [Fact]
    public async Task Page_NeedsItsLink_AToken_AndThreeSeconds_AndSetsNoCookie()
    {
        var (trains, _, request, session) = await SchoolAsync();
        using var trainer = await Seated.InAsync(members, trains, ActorRole.Trainer);
        string link = (await trainer.Browser.PageAsync($"/curate/{trains.Code}/training/request?id={request}")).QuerySelectorAll("main a[href*='/training/form?']")[1].GetAttribute("href")!;
        Assert.DoesNotContain(session.ToString("N")[..8], link, StringComparison.OrdinalIgnoreCase);
        using var browser = members.Browser();
        using var shown = await browser.ReadAsync(link);
        Assert.DoesNotContain(shown.Headers, header => header.Key == "Set-Cookie");
        var page = await shown.PageAsync(HttpStatusCode.OK);
        Assert.DoesNotContain("sex", page.Title!, StringComparison.OrdinalIgnoreCase);
        Task<HttpResponseMessage> SendAsync() => Form.On(page, link, "form.big").Fill("said1", "3").Fill("said2", "3").Fill("said3", "2").Fill("said4", "1").SendAsync(browser);
        using (var soon = await SendAsync())
        {
            // What was ticked is kept.
            var again = await soon.PageAsync(HttpStatusCode.BadRequest);
            Assert.Equal(4, again.QuerySelectorAll("input[type=radio][checked]").Length);
        }

        members.Clock.Advance(TimeSpan.FromSeconds(4));
        long before = await CountAsync();
        using (var sent = await SendAsync())
            Assert.Contains("without your name", (await sent.PageAsync(HttpStatusCode.OK)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using (var twice = await SendAsync())
            Assert.Contains("already", (await twice.PageAsync(HttpStatusCode.OK)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before + 1, await CountAsync());

        // Without a token, with another one, from another site, by a link that is none.
        foreach (string token in new[] { "", "x", link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..] })
        {
            using var without = await browser.PostAsync(new Uri(link, UriKind.Relative), new FormUrlEncodedContent([new("form", token), new("said1", "3"), new("said2", "3"), new("said3", "3"), new("said4", "3")]), Stop);
            Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        }

        using var foreign = new HttpRequestMessage(HttpMethod.Post, new Uri(link, UriKind.Relative)) { Content = new FormUrlEncodedContent([new("said1", "3")]) };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var refused = await browser.SendAsync(foreign, Stop);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var other = await browser.ReadAsync("/training/form?of=" + DirectorySecrets.Read(TestSecrets.Folder).SealText(OutcomeForm.Purpose, new OutcomeForm([1], 0, long.MaxValue)));
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(before + 1, await CountAsync());
    }

    private Task<long> CountAsync() => Logins.Owner.OneAsync<long>("select count(*) from directory.training_outcome");

    [Fact]
    public async Task TeachingRecord_IsOfACourse_GivesNoBadge_AndEnds()
    {
        var (trains, side, request, session) = await SchoolAsync();
        var note = new NoteTeaching(session, new TeachingWords { Institution = "North School", Course = "Nursing", YearGroup = "2", Goals = "Talking without judging" }, 6, RepeatsYearly: true, PeersPaid: true);
        Assert.Equal("teaching_record_students", await RefusedAsync(() => _training.UseAsync(t => t.NoteTeachingAsync(note, side, Stop))));
        await _training.UseAsync(t => t.RecordAsync(session, new Heads(0, 0, 0, 24, 0), side, Stop));
        await Assert.ThrowsAsync<ListingInvalidException>(() => _training.UseAsync(t => t.NoteTeachingAsync(note with { Hours = 0 }, side, Stop)));
        var reviewer = await _training.SideAsync(trains, ActorRole.Reviewer, Today);
        Assert.Equal("training_trainer", await RefusedAsync(() => _training.UseAsync(t => t.NoteTeachingAsync(note, reviewer, Stop))));
        Assert.True(await _training.UseAsync(t => t.NoteTeachingAsync(note, side, Stop)));
        Assert.False(await _training.UseAsync(t => t.NoteTeachingAsync(note, side, Stop)));
        // A certificate is a service's.
        await Assert.ThrowsAsync<ListingRefusedException>(() => _training.UseAsync(t => t.CertifyAsync(session, side, Stop)));
        Assert.Equal(0, await Logins.Owner.OneAsync<long>("select count(*) from directory.training_certificate where organisation_id = $1", trains.Id));
        Assert.Equal(Today.PlusMonths(24), await Logins.Owner.OneAsync<LocalDate>("select ends_on from directory.teaching_record where training_id = $1", session));
        Assert.Equal("42501", await Logins.App.RefusedAsync("update directory.teaching_record set ends_on = '2040-01-01'"));

        using var trainer = await Seated.InAsync(members, trains, ActorRole.Trainer);
        string printed = (await trainer.Browser.PageAsync($"/curate/{trains.Code}/training/record?id={request}")).QuerySelector("main")!.TextContent;
        Assert.Contains("North School", printed, StringComparison.Ordinal);
        Assert.Contains("A community organisation", printed, StringComparison.Ordinal);
        Assert.Contains("no badge", printed, StringComparison.Ordinal);
        using var stranger = await Seated.InAsync(members, await members.World.Database.Given.SexWorkerLedAsync("Other (demo)"), ActorRole.Trainer);
        using var gone = await stranger.Browser.ReadAsync($"/curate/{stranger.Seat.Code}/training/record?id={request}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        // On its last day it is printed, and the day after not.
        Assert.NotNull(await _training.ReadAsync(t => t.TeachingAsync(trains.Id, request, Today.PlusMonths(24).PlusDays(-1), Stop)));
        Assert.Null(await _training.ReadAsync(t => t.TeachingAsync(trains.Id, request, Today.PlusMonths(24), Stop)));
        // It goes when its time is over.
        await _training.UseAsync(t => t.ForgetAsync(Today.PlusMonths(24), Stop));
        Assert.Equal(1, await Logins.Owner.OneAsync<long>("select count(*) from directory.teaching_record where training_id = $1", session));
        await _training.UseAsync(t => t.ForgetAsync(Today.PlusMonths(24).PlusDays(90), Stop));
        Assert.Equal(0, await Logins.Owner.OneAsync<long>("select count(*) from directory.teaching_record where training_id = $1", session));
        // And is not written again for the same day.
        await members.World.Database.Given.VouchedUntilAsync(trains, Today.PlusYears(4));
        Assert.Equal("teaching_record_over", await RefusedAsync(() => _training.UseAsync(t => t.NoteTeachingAsync(note, side with { On = Today.PlusMonths(24) }, Stop))));
    }

    [Fact]
    public async Task TeachingRecord_OfAServicesStaff_IsNone()
    {
        var (service, provider) = await _training.ServiceAsync();
        var side = await _training.SideAsync(await members.World.Database.Given.SexWorkerLedAsync("Trains (demo)"), on: Today);
        var session = await _training.HeldAsync(service, provider, side, new Heads(1, 1, 0, 3, 60));
        Assert.Equal("teaching_record_students", await RefusedAsync(() => _training.UseAsync(t => t.NoteTeachingAsync(
            new NoteTeaching(session, new TeachingWords { Institution = "S", Course = "C", Goals = "G" }, 3, false, true), side, Stop))));
    }
}
