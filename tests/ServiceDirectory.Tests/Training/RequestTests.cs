using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Tests.Listings.ListingDesk;

namespace ServiceDirectory.Tests.Training;

/// <summary>Who offers, who asks, and what becomes of it.</summary>
public sealed class RequestTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private readonly TrainingDesk _training = new(database.Logins, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<(WrittenRevision Service, Organisation Provider, Organisation Trains, TrainingSide Side, Guid Offer)> WorldAsync()
    {
        var (service, provider) = await _training.ServiceAsync();
        var trains = await database.Given.SexWorkerLedAsync("Trains");
        var side = await _training.SideAsync(trains);
        return (service, provider, trains, side, await _training.OfferAsync(side));
    }

    private static RequestWords Words(string? budget = null) => new() { Institution = "North School", Email = "office@school.example", Course = "Nursing", Goals = "Talking without judging", Budget = budget };

    [Fact]
    public async Task Offer_OfATrainerOnly_IsPublicByChoice_AndEndsByItsDate()
    {
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        var no = new TrainingSide(allied.Id, (await database.Given.AccountAsync()).Id, Today);
        Assert.Equal("training_vouched", await RefusedAsync(() => _training.OfferAsync(no)));
        var trains = await database.Given.SexWorkerLedAsync("Trains");
        var reviewer = await _training.SideAsync(trains, ActorRole.Reviewer);
        Assert.Equal("training_trainer", await RefusedAsync(() => _training.OfferAsync(reviewer)));
        var side = await _training.SideAsync(trains);
        var (shown, hidden) = (await _training.OfferAsync(side), await _training.OfferAsync(side, isPublic: false));
        Task<List<LocalDate>> UntilAsync(Guid offer) => database.Public.ListAsync<LocalDate>("select until from published.training_offer where id = $1", offer);
        Assert.Equal([Today.PlusYears(1)], await UntilAsync(shown));
        Assert.Empty(await UntilAsync(hidden));
        // No longer than its organisation may train.
        await database.Given.VouchedUntilAsync(trains, Today.PlusDays(20));
        Assert.Equal([Today.PlusDays(21)], await UntilAsync(shown));
        // Nor while it is frozen; and again afterwards, though nobody touches it.
        await database.Given.FrozenAsync(trains, Today.PlusDays(5), Today.PlusDays(10));
        foreach (var (days, isShown) in new[] { (4, true), (5, false), (10, false), (11, true), (21, false) })
        {
            await using var read = database.Logins.PublicContext();
            Assert.Equal(isShown, await read.Offers.ShownOn(Today.PlusDays(days)).AnyAsync(o => o.Id == shown, Stop));
        }

        Assert.True(await _training.UseAsync(t => t.EndOfferAsync(shown, side, Stop)));
        Assert.False(await _training.UseAsync(t => t.EndOfferAsync(shown, side, Stop)));
        Assert.Empty(await UntilAsync(shown));
    }

    [Fact]
    public async Task Provider_AsksForWhatItRuns_ByAContact_Once()
    {
        var (service, provider, trains, _, offer) = await WorldAsync();
        var other = await _training.ServiceAsync();
        var contact = await _training.SideAsync(provider, ActorRole.ProviderContact);
        var ask = new AskTraining(offer, service.ServiceId, new RequestWords { Goals = "Records" }, WantsPeople: false);
        Assert.Equal("training_request_runs", await RefusedAsync(() => _training.UseAsync(t => t.AskAsync(ask with { ServiceId = other.Service.ServiceId }, contact, Stop))));
        var coordinator = await _training.SideAsync(provider, ActorRole.Coordinator);
        Assert.Equal("training_request_contact", await RefusedAsync(() => _training.UseAsync(t => t.AskAsync(ask, coordinator, Stop))));
        var led = await database.Given.SexWorkerLedAsync("Led");
        Assert.Equal("training_request_runs", await RefusedAsync(() => _training.UseAsync(t => t.AskAsync(ask, new TrainingSide(led.Id, contact.AccountId, Today), Stop))));
        // What is offered no more is not asked for, by its date alone.
        await database.Given.VouchedUntilAsync(trains, Today.PlusYears(3));
        Assert.Equal("training_offer_over", await RefusedAsync(() => _training.UseAsync(t => t.AskAsync(ask, contact with { On = Today.PlusYears(1) }, Stop))));
        // Who is frozen is asked for nothing until that is over.
        await database.Given.FrozenAsync(trains, Today, Today.PlusDays(13));
        Assert.Equal("training_offer_over", await RefusedAsync(() => _training.UseAsync(t => t.AskAsync(ask, contact, Stop))));
        contact = contact with { On = Today.PlusDays(14) };
        await _training.UseAsync(t => t.AskAsync(ask, contact, Stop));
        Assert.Equal("training_request_twice", await RefusedAsync(() => _training.UseAsync(t => t.AskAsync(ask, contact, Stop))));
    }

    [Fact]
    public async Task WhoeverLooksForPeople_IsRefused_AndNothingIsStored()
    {
        var (service, provider, _, _, offer) = await WorldAsync();
        var contact = await _training.SideAsync(provider, ActorRole.ProviderContact);
        long before = await CountAsync();
        Assert.Equal("training_request_people", await RefusedAsync(() => _training.UseAsync(t => t.AskAsync(new AskTraining(offer, service.ServiceId, Words(), WantsPeople: true), contact, Stop))));
        Assert.Equal("training_request_people", await RefusedAsync(() => _training.UseAsync(t => t.AskAsync(new AskTeaching(offer, Words(), WantsPeople: true, [1, 2, 3], Today), Stop))));
        // Nor by SQL.
        Assert.Equal("23514", await database.App.RefusedAsync(
            $"select directory.ask_training(gen_random_uuid(), '{offer}', null, null, null, true, true, '2026-11', 'x', 'n', '2026-11-24')"));
        Assert.Equal(before, await CountAsync());
    }

    private Task<long> CountAsync() => database.Owner.OneAsync<long>("select count(*) from directory.training_request");

    [Fact]
    public async Task Educator_AsksWithoutAnAccount_Once_OnlyWhatIsPublic_ByARoleAddress()
    {
        var (_, _, _, side, offer) = await WorldAsync();
        var hidden = await _training.OfferAsync(side, isPublic: false);
        var ask = new AskTeaching(offer, Words("300"), WantsPeople: false, Guid.NewGuid().ToByteArray(), Today);
        Assert.Equal("training_offer_over", await RefusedAsync(() => _training.UseAsync(t => t.AskAsync(ask with { OfferId = hidden }, Stop))));
        foreach (var words in new[]
        {
            Words() with { Email = "maria.lopez@school.example" }, Words() with { Email = "nowhere" }, Words() with { Email = null },
            Words() with { Institution = "" }, Words() with { Course = null }, Words() with { Goals = " " }, Words() with { Goals = new string('x', 1001) },
        })
            await Assert.ThrowsAsync<ListingInvalidException>(() => _training.UseAsync(t => t.AskAsync(ask with { Words = words }, Stop)));
        var (id, _) = await _training.UseAsync(t => t.AskAsync(ask, Stop));
        Assert.Equal("training_request_nonce", await RefusedAsync(() => _training.UseAsync(t => t.AskAsync(ask, Stop))));
        // Nothing of it is in clear, and only who was asked reads it.
        byte[] stored = await database.Owner.OneAsync<byte[]>("select words from directory.training_request where id = $1", id);
        Assert.DoesNotContain("North School", Encoding.UTF8.GetString(stored), StringComparison.Ordinal);
        Assert.Equal("North School", (await _training.ReadAsync(t => t.FindAsync(side.OrganisationId, id, Stop)))!.Words!.Institution);
        Assert.Null(await _training.ReadAsync(async t => await t.FindAsync((await database.Given.SexWorkerLedAsync("Other")).Id, id, Stop)));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("0", false)]
    [InlineData("-", false)]
    [InlineData("0 €", false)]
    [InlineData("400 euros", true)]
    [InlineData("we pay", true)]
    public void Budget_OfNought_IsNone(string? budget, bool has) => Assert.Equal(has, OfferRules.HasBudget(Words(budget)));

    [Fact]
    public async Task States_GoOneWay_AndASecondClickFindsWhatTheFirstDid()
    {
        var (service, provider, trains, side, offer) = await WorldAsync();
        var request = await _training.AskAsync(offer, service, provider);
        var plan = new PlanTraining(request, null, Today.PlusDays(40), null, 60, TrainingMode.Online, null, [TrainingTopic.Drugs], IsPaid: false);
        Assert.Equal("training_request_state", await RefusedAsync(() => _training.UseAsync(t => t.PlanAsync(plan, side, Stop))));
        var stranger = await _training.SideAsync(await database.Given.SexWorkerLedAsync("Other"));
        Assert.Equal("training_request_unknown", await RefusedAsync(() => _training.UseAsync(t => t.AnswerAsync(request, true, stranger, Stop))));
        Assert.Equal(RequestState.Accepted, await _training.UseAsync(t => t.AnswerAsync(request, true, side, Stop)));
        Assert.Equal(RequestState.Accepted, await _training.UseAsync(t => t.AnswerAsync(request, true, side, Stop)));
        var session = await _training.UseAsync(t => t.PlanAsync(plan, side, Stop));
        Assert.Equal("training_request_state", await RefusedAsync(() => _training.UseAsync(t => t.PlanAsync(plan, side, Stop))));
        Assert.Equal(RequestState.Scheduled, await _training.UseAsync(t => t.AnswerAsync(request, false, side, Stop)));
        var heads = new Heads(1, 1, 0, 0, 30);
        Assert.Equal("training_session_held", await RefusedAsync(() => _training.UseAsync(t => t.RecordAsync(session, heads, side, Stop))));
        var later = side with { On = Today.PlusDays(41) };
        Assert.Equal("training_session_heads", await RefusedAsync(() => _training.UseAsync(t => t.RecordAsync(session, new Heads(0, 0, 0, 0, 0), later, Stop))));
        Assert.Equal("training_session_heads", await RefusedAsync(() => _training.UseAsync(t => t.RecordAsync(session, new Heads(0, 0, 3, 0, 40), later, Stop))));
        Assert.True(await _training.UseAsync(t => t.RecordAsync(session, heads, later, Stop)));
        Assert.Equal(RequestState.Done, await _training.UseAsync(t => t.AnswerAsync(request, false, later, Stop)));
        // A declined one says no reason, and is over.
        var second = await _training.AskAsync(await _training.OfferAsync(side), service, provider);
        Assert.Equal(RequestState.Declined, await _training.UseAsync(t => t.AnswerAsync(second, false, side, Stop)));
        Assert.Equal(RequestState.Declined, await _training.UseAsync(t => t.AnswerAsync(second, true, side, Stop)));
        Assert.Empty(await database.Owner.ListAsync<string>("select reason from directory.event where action = 'decline-training' and organisation_id = $1 and reason is not null", trains.Id));
    }

    [Fact]
    public async Task Place_IsSealed_AndForBothSides()
    {
        var (service, provider, trains, side, offer) = await WorldAsync();
        var request = await _training.AskAsync(offer, service, provider);
        var session = await _training.PlanAsync(request, side, Today.PlusDays(30));
        Assert.DoesNotContain("Room 3", Encoding.UTF8.GetString(await database.Owner.OneAsync<byte[]>("select place from directory.training_session where id = $1", session)), StringComparison.Ordinal);
        foreach (var organisation in new[] { trains, provider })
            Assert.Equal("Room 3", (await _training.ReadAsync(t => t.FindAsync(organisation.Id, request, Stop)))!.Session!.Place);
        // In no list.
        Assert.Null((await _training.ReadAsync(t => t.RequestsAsync(trains.Id, Stop))).Single(r => r.Id == request).Session!.Place);
        // And 90 days after it was held in no row.
        foreach (var (days, isThere) in new[] { (119, true), (120, false) })
        {
            await _training.UseAsync(t => t.ForgetAsync(Today.PlusDays(days), Stop));
            Assert.Equal((days, isThere), (days, await database.Owner.OneAsync<bool>("select place is not null from directory.training_session where id = $1", session)));
        }
    }

    [Fact]
    public async Task Words_Go90DaysAfterTheEnd_AndAYearAfterSendingAtTheLatest()
    {
        var (service, provider, trains, side, offer) = await WorldAsync();
        var declined = await _training.AskAsync(offer, service, provider);
        await _training.UseAsync(t => t.AnswerAsync(declined, false, side, Stop));
        var open = await _training.AskAsync(await _training.OfferAsync(side), service, provider);
        Task<bool> HasWordsAsync(Guid id) => database.Owner.OneAsync<bool>("select words is not null from directory.training_request where id = $1", id);
        await _training.UseAsync(t => t.ForgetAsync(Today.PlusDays(89), Stop));
        Assert.True(await HasWordsAsync(declined));
        await _training.UseAsync(t => t.ForgetAsync(Today.PlusDays(90), Stop));
        Assert.False(await HasWordsAsync(declined));
        Assert.True(await HasWordsAsync(open));
        await _training.UseAsync(t => t.ForgetAsync(Today.PlusMonths(12), Stop));
        Assert.False(await HasWordsAsync(open));
        Assert.Null((await _training.ReadAsync(t => t.FindAsync(trains.Id, open, Stop)))!.Words);
    }
}
