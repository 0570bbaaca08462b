using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;
using static ServiceDirectory.Tests.Organisations.CouncilWorld;

namespace ServiceDirectory.Tests.Partnerships;

/// <summary>An agreement is public where both said so, until it ends; money in it is a tie.</summary>
public sealed class AgreementTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private static readonly LocalDate s_day = Given.Today;

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static WriteAgreement With(WrittenRevision entry, bool money = false) =>
        new("We train the front desk. They keep two places free.", money, s_day, s_day.PlusMonths(12), s_day.PlusMonths(6), true, s_day) { ServiceId = entry.ServiceId };

    private static WriteAgreement With(Organisation other, bool money = false) =>
        new("We answer one another's line.", money, s_day, s_day.PlusMonths(12), s_day.PlusMonths(6), true, s_day) { OtherId = other.Id };

    /// <summary>Nobody reads it on the word of one: not of whoever wrote it, nor of the service alone.</summary>
    [Theory]
    [InlineData(true, true, true, true)]
    [InlineData(true, true, false, false)]
    [InlineData(false, true, true, false)]
    [InlineData(true, false, true, false)]
    public async Task Public_TakesBoth(bool wants, bool yes, bool yesPublic, bool isPublic)
    {
        var own = await database.Given.SexWorkerLedAsync("Led (demo)");
        var (provider, entry) = await OfProviderAsync();
        var id = await WriteAsync(own, With(entry) with { WantsPublic = wants });
        Assert.Empty(await ShownAsync(entry));
        await UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, yes, yesPublic, s_day), ContactOf(provider), Stop));
        Assert.Equal(isPublic ? [s_day.PlusMonths(12).PlusDays(1)] : Array.Empty<LocalDate>(), await ShownAsync(entry));
        // It is answered once, and ends by a word of either.
        Assert.Equal("agreement_answered", await ListingDesk.RefusedAsync(() => UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, true, s_day), ContactOf(provider), Stop))));
        Assert.True(await UseAsync(a => a.EndAsync(id, s_day.PlusDays(1), Of(own), Stop)));
        Assert.False(await UseAsync(a => a.EndAsync(id, s_day.PlusDays(1), Of(own), Stop)));
        Assert.Empty(await ShownAsync(entry));
    }

    /// <summary>Where the service has nobody here, whoever wrote it writes down the answer; that is one organisation's word, and stays between them.</summary>
    [Fact]
    public async Task Recorded_IsNeverPublic()
    {
        var (own, entry) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await _desk.ListedAsync());
        var id = await AgreeAsync(own, With(entry), Of(own));
        Assert.Empty(await ShownAsync(entry));
        var line = Assert.Single(await UseAsync(a => a.OfAsync(own.Id, s_day, Stop)));
        Assert.Equal((AgreedHow.Recorded, false, false), (line.Agreement.AgreedHow, line.Agreement.AgreedPublic, line.IsShown));
        var broken = await Assert.ThrowsAsync<PostgresException>(() => database.Owner.RunAsync("update directory.agreement set agreed_public = true where id = $1", id));
        Assert.Equal("agreement_recorded", broken.ConstraintName);
    }

    /// <summary>
    /// Whoever writes that they run a service is tied to it from there, and speaks for it only once that is public: they read no sealed word, answer
    /// nothing and end nothing, and it does not count as having somebody here.
    /// </summary>
    [Fact]
    public async Task Stranger_WhoNamesThemselves_ReadsAndAnswersNothing()
    {
        var (own, entry) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await _desk.ListedAsync());
        var id = await WriteAsync(own, With(entry));
        var stranger = await SeatAsync("Stranger (demo)", OrganisationKind.Provider, ActorRole.ProviderContact);
        await NameAsync(entry, stranger);
        Assert.Contains(stranger.Id, await database.App.ListAsync<Guid>("select organisation_id from directory.ties($1, $2) where kind = 'runs'", entry.ServiceId, s_day));
        Assert.Empty(await UseAsync(a => a.OfAsync(stranger.Id, s_day, Stop)));
        Assert.Empty(await DeskAsync(stranger));
        Assert.Equal(["agreement-asked"], await DeskAsync(own));
        foreach (bool yes in new[] { true, false })
        {
            Assert.Equal("agreement_who", await ListingDesk.RefusedAsync(() => UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, yes, true, s_day), ContactOf(stranger), Stop))));
            string answer = $"select directory.answer_agreement('{id}', '{stranger.Id}', {yes}, true, '{s_day:uuuu-MM-dd}', 'provider-contact')";
            Assert.Equal("agreement_who", (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(answer))).ConstraintName);
        }

        Assert.Equal("agreement_unknown", await ListingDesk.RefusedAsync(() => UseAsync(a => a.EndAsync(id, s_day, ContactOf(stranger), Stop))));
        string end = $"select directory.end_agreement('{id}', '{stranger.Id}', '{s_day:uuuu-MM-dd}', 'provider-contact')";
        Assert.Equal("agreement_unknown", (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(end))).ConstraintName);
        // Nor does it take the answer away from those whose it is.
        Assert.True((await UseAsync(a => a.OfAsync(own.Id, s_day, Stop))).Single().MayAnswer);
    }

    /// <summary>A service that is run by another organisation than a provider answers for itself, by its coordinators.</summary>
    [Fact]
    public async Task Answer_IsTheServicesOwn_WhereAnotherKindRunsIt()
    {
        var own = await database.Given.SexWorkerLedAsync("Led (demo)");
        var runs = await SeatAsync("Friends (demo)", OrganisationKind.Allied, ActorRole.Coordinator);
        var clinic = Sample.Clinic();
        var entry = await _desk.ListedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = runs.Id } });
        var id = await WriteAsync(own, With(entry));
        Assert.Equal(["agreement-asked"], await DeskAsync(runs));
        Assert.Empty(await DeskAsync(own));
        Assert.Equal("agreement_contact", await ListingDesk.RefusedAsync(() => UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, true, s_day), Of(own), Stop))));
        await UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, true, s_day), Of(runs), Stop));
        Assert.Single(await ShownAsync(entry));
    }

    /// <summary>A service that has somebody here answers for itself; others neither answer nor end.</summary>
    [Fact]
    public async Task Answer_IsTheServicesOwn_WhereItHasSomebody()
    {
        var (own, other) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await database.Given.SexWorkerLedAsync("Other (demo)"));
        var (provider, entry) = await OfProviderAsync();
        var id = await WriteAsync(own, With(entry));
        Assert.Equal(["agreement-asked"], await DeskAsync(provider));
        Assert.Empty(await DeskAsync(own));
        Assert.Equal("agreement_contact", await ListingDesk.RefusedAsync(() => UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, true, s_day), Of(own), Stop))));
        Assert.Equal("agreement_who", await ListingDesk.RefusedAsync(() => UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, true, s_day), Of(other), Stop))));
        Assert.Equal("agreement_unknown", await ListingDesk.RefusedAsync(() => UseAsync(a => a.EndAsync(id, s_day, Of(other), Stop))));
        await UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, true, s_day), ContactOf(provider), Stop));
        Assert.Single(await ShownAsync(entry));
        Assert.Empty(await DeskAsync(provider));
        // Both read what it says, and nobody else does; it is sealed where it lies.
        Assert.Equal("We train the front desk. They keep two places free.", Assert.Single(await UseAsync(a => a.OfAsync(provider.Id, s_day, Stop))).Does);
        Assert.Empty(await UseAsync(a => a.OfAsync(other.Id, s_day, Stop)));
        Assert.False(await database.Owner.OneAsync<bool>("select position('front desk'::bytea in does) > 0 from directory.agreement where id = $1", id));
    }

    /// <summary>The name stands there only of who chose to be known by it as sex worker-led, and goes when they change their mind.</summary>
    [Fact, Property(87)]
    public async Task Name_IsOfWhoChoseIt()
    {
        var own = await database.Given.SexWorkerLedAsync("Led (demo)");
        var (provider, entry) = await OfProviderAsync();
        await AgreeAsync(own, With(entry), ContactOf(provider));
        foreach (var (name, badge) in new[] { (false, false), (true, false), (true, true), (false, false) })
        {
            await database.App.RunAsync("update directory.organisation set public_name = $2, public_badge = $3 where id = $1", own.Id, name, badge);
            Assert.Equal(name && badge ? own.Code : "", await database.Public.OneAsync<string>("select coalesce(a.organisation, '') from published.agreement a join published.service s on s.code = a.service where s.id = $1", entry.ServiceId));
        }
    }

    /// <summary>
    /// Only sex worker-led organisations write agreements: a name on one says what they are, so it takes the badge as well. The other one chooses for
    /// itself, by its name, and where it is sex worker-led by the badge too. Whoever changes their mind is taken out.
    /// </summary>
    [Theory, Property(87)]
    [InlineData(OrganisationKind.Allied)]
    [InlineData(OrganisationKind.SexWorkerLed)]
    public async Task Collaboration_IsShown_WhereBothAgree_AndBothAreKnownByNameAndBadge(OrganisationKind kind)
    {
        var (own, other) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await database.Given.OrganisationAsync("Friends (demo)", kind));
        var id = await WriteAsync(own, With(other));
        Assert.Equal(["agreement-asked"], await DeskAsync(other));
        Assert.Equal("agreement_who", await ListingDesk.RefusedAsync(() => UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, true, s_day), Of(own), Stop))));
        await UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, true, s_day), Of(other), Stop));
        async Task ExpectAsync(Organisation of, bool name, bool badge, int shown)
        {
            await database.App.RunAsync("update directory.organisation set public_name = $2, public_badge = $3 where id = $1", of.Id, name, badge);
            Assert.Equal(shown, await database.Public.OneAsync<long>("select count(*) from published.agreement where organisation = $1 and other = $2", own.Code, other.Code));
        }

        bool isLed = kind is OrganisationKind.SexWorkerLed;
        await ExpectAsync(own, true, true, 0);
        await ExpectAsync(other, true, false, isLed ? 0 : 1);
        await ExpectAsync(other, true, isLed, 1);
        await ExpectAsync(own, true, false, 0);
        await ExpectAsync(own, true, true, 1);
        await ExpectAsync(other, false, false, 0);
        await ExpectAsync(other, true, isLed, 1);
        await ExpectAsync(own, false, false, 0);
    }

    /// <summary>From the day on which it is written until 24 months after its end: neither the organisation nor its kin judges. Without money nobody is tied.</summary>
    [Fact, Property(81)]
    public async Task Money_Ties_TheFamily_UntilTwoYearsAfterItsEnd()
    {
        var (own, kin, free) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await database.Given.SexWorkerLedAsync("Kin (demo)"), await database.Given.SexWorkerLedAsync("Free (demo)"));
        await database.Given.RelatedAsync(own, kin);
        var entry = await _desk.WriteAsync();
        var id = await WriteAsync(own, With(entry, money: true));
        await WriteAsync(free, With(entry));
        Assert.Equal(new[] { own.Id, kin.Id }.Order(), (await TiesAsync(entry, s_day)).Order());
        Assert.Empty(await TiesAsync(entry, s_day.PlusDays(-1)));
        var last = s_day.PlusMonths(12).PlusDays(1).PlusMonths(24).PlusDays(-1);
        Assert.Equal(2, (await TiesAsync(entry, last)).Count);
        Assert.Empty(await TiesAsync(entry, last.PlusDays(1)));
        Assert.Equal("approval_tie", await ListingDesk.RefusedAsync(() => _desk.ApproveAsync(entry, own)));
        Assert.Equal("approval_tie", await ListingDesk.RefusedAsync(() => _desk.ApproveAsync(entry, kin)));
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(entry, free));
        // By plain SQL either.
        await VettingDesk.ProposeAsync(database.Logins, entry);
        await Assert.ThrowsAsync<PostgresException>(() => VettingDesk.StartAsync(database.Logins, entry, kin));
        // Ended sooner, it ties from there.
        await UseAsync(a => a.EndAsync(id, s_day.PlusDays(30), Of(own), Stop));
        Assert.Empty(await TiesAsync(entry, s_day.PlusDays(30).PlusMonths(24)));
    }

    /// <summary>Whoever hoped for money is not rid of the tie by a "no" of their own: that is an end. What the other one refused ties nobody.</summary>
    [Fact, Property(81)]
    public async Task Money_ThatOnlyTheOtherOneRefused_TiesNobody()
    {
        var (own, entry) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await _desk.WriteAsync());
        var written = await WriteAsync(own, With(entry, money: true));
        await UseAsync(a => a.AnswerAsync(new AnswerAgreement(written, false, false, s_day), Of(own), Stop));
        Assert.Equal("agreement_answered", await ListingDesk.RefusedAsync(() => UseAsync(a => a.AnswerAsync(new AnswerAgreement(written, true, false, s_day), Of(own), Stop))));
        Assert.Equal([own.Id], await TiesAsync(entry, s_day));
        Assert.Equal([own.Id], await TiesAsync(entry, s_day.PlusMonths(24).PlusDays(-1)));
        Assert.Empty(await TiesAsync(entry, s_day.PlusMonths(24)));
        Assert.Equal("approval_tie", await ListingDesk.RefusedAsync(() => _desk.ApproveAsync(entry, own)));
        var (provider, second) = await OfProviderAsync();
        var refused = await WriteAsync(own, With(second, money: true));
        Assert.Equal([own.Id], await TiesAsync(second, s_day));
        await UseAsync(a => a.AnswerAsync(new AnswerAgreement(refused, false, false, s_day), ContactOf(provider), Stop));
        Assert.Empty(await TiesAsync(second, s_day));
    }

    /// <summary>The other one answers while it lasts, and not for a day before it was written.</summary>
    [Fact]
    public async Task Answer_IsGiven_WhileItLasts()
    {
        var (own, other) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await database.Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied));
        var id = await WriteAsync(own, With(other));
        Task<int> AnswerAsync(LocalDate on) => UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, true, on), Of(other), Stop));
        Assert.Equal("agreement_over", await ListingDesk.RefusedAsync(() => AnswerAsync(s_day.PlusDays(-1))));
        Assert.Equal("agreement_over", await ListingDesk.RefusedAsync(() => AnswerAsync(s_day.PlusMonths(12).PlusDays(1))));
        await AnswerAsync(s_day.PlusMonths(12));
    }

    /// <summary>Money between two organisations ties each to what the other one runs.</summary>
    [Fact]
    public async Task Money_BetweenOrganisations_TiesToWhatTheOtherRuns()
    {
        var own = await database.Given.SexWorkerLedAsync("Led (demo)");
        var (provider, entry) = await OfProviderAsync();
        await WriteAsync(own, With(provider, money: true));
        Assert.Contains(own.Id, await TiesAsync(entry, s_day));
    }

    /// <summary>Whoever writes that there is money silences nobody else: the other one is tied by its own yes.</summary>
    [Fact, Property(81)]
    public async Task Money_ThatOneOnlyWrote_TiesNobodyElse()
    {
        var (own, other) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await database.Given.SexWorkerLedAsync("Other (demo)"));
        var clinic = Sample.Clinic();
        var entry = await _desk.ListedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = own.Id } });
        var ended = await WriteAsync(own, With(other, money: true));
        Assert.True(await UseAsync(a => a.EndAsync(ended, s_day, Of(own), Stop)));
        var id = await WriteAsync(own, With(other, money: true));
        Assert.DoesNotContain(other.Id, await TiesAsync(entry, s_day.PlusDays(1)));
        await UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, false, s_day), Of(other), Stop));
        Assert.Contains(other.Id, await TiesAsync(entry, s_day.PlusDays(1)));
    }

    /// <summary>With one service of a provider it ties to all that they run, and to nobody else's.</summary>
    [Fact, Property(81)]
    public async Task Money_WithOneService_TiesToAllThatItsProviderRuns()
    {
        var own = await database.Given.SexWorkerLedAsync("Led (demo)");
        var (provider, entry) = await OfProviderAsync();
        var clinic = Sample.Clinic("Second (demo)");
        var second = await _desk.WriteAsync(clinic with { Provider = clinic.Provider with { OrganisationId = provider.Id } });
        var stranger = await _desk.WriteAsync(Sample.Clinic("Stranger (demo)"));
        await WriteAsync(own, With(entry, money: true));
        Assert.Equal([own.Id], await TiesAsync(second, s_day));
        Assert.Equal("approval_tie", await ListingDesk.RefusedAsync(() => _desk.ApproveAsync(second, own)));
        Assert.Empty(await TiesAsync(stranger, s_day));
    }

    /// <summary>Of what is off every page nobody keeps that it works with anybody; what comes back comes with it.</summary>
    [Fact]
    public async Task TakenOff_LeavesNothing_AndComesBackWithIt()
    {
        var own = await database.Given.SexWorkerLedAsync("Led (demo)");
        var (provider, entry) = await OfProviderAsync();
        await AgreeAsync(own, With(entry), ContactOf(provider));
        Task<List<string>> RowsAsync() => database.Public.ListAsync<string>("select service from published.agreement where service = $1", entry.Code);
        Assert.Equal([entry.Code], await RowsAsync());
        Assert.True(await _desk.WithdrawAsync(entry, ServiceState.Working));
        Assert.Empty(await RowsAsync());

        var clinic = Sample.Clinic("Moved (demo)");
        await using var context = database.Context();
        var again = await _desk.Listings(context).ReviseAsync(
            new ReviseService(entry.ServiceId, provider.Id, clinic with { Provider = clinic.Provider with { OrganisationId = provider.Id } }, s_day), ContactOf(provider), Stop);
        await _desk.ProposeAsync(again);
        await _desk.ApproveAsync(again, await database.Given.SexWorkerLedAsync("First (demo)"));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(again, await database.Given.SexWorkerLedAsync("Second (demo)")));
        Assert.Equal([entry.Code], await RowsAsync());
    }

    /// <summary>Of one that is frozen nobody is told that it works with a service, until that is over.</summary>
    [Fact]
    public async Task Frozen_IsNotShown_UntilItIsOver()
    {
        var own = await database.Given.SexWorkerLedAsync("Led (demo)");
        var (provider, entry) = await OfProviderAsync();
        await AgreeAsync(own, With(entry), ContactOf(provider));
        await database.Given.FrozenAsync(own, s_day.PlusDays(3), s_day.PlusDays(16));
        foreach (var (days, isShown) in new[] { (2, true), (3, false), (16, false), (17, true) })
        {
            await using var read = database.Logins.PublicContext();
            Assert.Equal(isShown, await read.Agreements.ShownOn(s_day.PlusDays(days)).AnyAsync(a => a.Service == entry.Code, Stop));
        }

        // Nor that it works with another organisation.
        var (led, friends) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await database.Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied));
        var together = await WriteAsync(led, With(friends));
        await UseAsync(a => a.AnswerAsync(new AnswerAgreement(together, true, true, s_day), Of(friends), Stop));
        await database.App.RunAsync("update directory.organisation set public_name = true, public_badge = id = $1 where id in ($1, $2)", led.Id, friends.Id);
        await database.Given.FrozenAsync(led, s_day.PlusDays(3), s_day.PlusDays(16));
        foreach (var (days, isShown) in new[] { (2, true), (3, false), (16, false), (17, true) })
        {
            await using var read = database.Logins.PublicContext();
            Assert.Equal((days, isShown), (days, await read.Agreements.ShownOn(s_day.PlusDays(days)).AnyAsync(a => a.Organisation == led.Code && a.Other == friends.Code, Stop)));
        }
    }

    [Fact]
    public async Task Desk_SaysWhatEndsWithinThirtyDays()
    {
        var (own, entry) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await _desk.ListedAsync());
        var id = await AgreeAsync(own, With(entry), Of(own));
        Assert.Empty(await DeskAsync(own));
        Assert.Empty(await DeskAsync(own, s_day.PlusMonths(6).PlusDays(-31)));
        Assert.Equal(["agreement-ends"], await DeskAsync(own, s_day.PlusMonths(6).PlusDays(-30)));
        await UseAsync(a => a.ReviewAsync(id, s_day.PlusMonths(12), s_day.PlusMonths(6), Of(own), Stop));
        Assert.Empty(await DeskAsync(own, s_day.PlusMonths(6)));
        Assert.Equal(["agreement-ends"], await DeskAsync(own, s_day.PlusMonths(12).PlusDays(-30)));
        Assert.Empty(await DeskAsync(own, s_day.PlusMonths(12).PlusDays(1)));
        Assert.Equal("agreement_dates", await ListingDesk.RefusedAsync(() => UseAsync(a => a.ReviewAsync(id, s_day.PlusMonths(13), s_day, Of(own), Stop))));
    }

    [Fact]
    public async Task Write_IsForCouncils_NotForTheirOwnServices_AndItsDaysFit()
    {
        var (own, allied, entry) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await database.Given.OrganisationAsync("Friends (demo)", OrganisationKind.Allied), await _desk.ListedAsync());
        Assert.Equal("agreement_council", await ListingDesk.RefusedAsync(() => WriteAsync(allied, With(entry))));
        Assert.Equal("council_coordinator", await ListingDesk.RefusedAsync(() => UseAsync(a => a.WriteAsync(With(entry), new Actor(own.Id, ActorRole.Reviewer), Stop))));
        var clinic = Sample.Clinic();
        var ours = await _desk.WriteAsync(clinic with { Provider = clinic.Provider with { OrganisationId = own.Id } }, own);
        Assert.Equal("agreement_own", await ListingDesk.RefusedAsync(() => WriteAsync(own, With(ours))));
        foreach (var wrong in new[]
        {
            With(entry) with { Does = " " }, With(entry) with { EndsOn = s_day }, With(entry) with { EndsOn = s_day.PlusMonths(37) }, With(entry) with { ReviewsOn = s_day.PlusMonths(13) },
            With(entry) with { ServiceId = null }, With(entry) with { OtherId = allied.Id }, With(entry) with { Design = new CoDesign { Planned = Text.Of("en", "Six met twice.") } },
            With(entry) with { Design = new CoDesign { Paid = DesignPay.Paid } }, With(entry) with { Design = new CoDesign { Paid = DesignPay.Paid, Ran = Text.Of("en", new string('x', 281)) } },
        })
        {
            await Assert.ThrowsAsync<ListingInvalidException>(() => WriteAsync(own, wrong));
        }
    }

    /// <summary>Whoever has the app's login says no yes for another one, and publishes nothing.</summary>
    [Fact, Property(83)]
    public async Task PlainSql_AgreesForNobody()
    {
        var (own, entry) = (await database.Given.SexWorkerLedAsync("Led (demo)"), await _desk.ListedAsync());
        var id = await WriteAsync(own, With(entry));
        foreach (string statement in new[]
        {
            $"update directory.agreement set agreed_on = '2026-11-24', agreed_public = true, agreed_how = 'contact' where id = '{id}'",
            $"insert into directory.agreement select gen_random_uuid(), organisation_id, service_id, other_id, written_on, does, money, starts_on, ends_on, reviews_on, wants_public, null, null, null, null, written_on, true, 'contact', null, null from directory.agreement where id = '{id}'",
            $"update directory.agreement set money = false where id = '{id}'",
            $"delete from directory.agreement where id = '{id}'",
            $"insert into published.agreement (id, service, since, until) values ('{id}', 'abcdef', '2026-11-24', '2027-11-24')",
            $"select directory.show_agreement('{id}', '2026-11-24')",
        })
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(statement))).SqlState);
        }
    }

    private static Actor ContactOf(Organisation provider) => new(provider.Id, ActorRole.ProviderContact);

    private async Task<(Organisation Provider, WrittenRevision Entry)> OfProviderAsync()
    {
        var provider = await SeatAsync("Clinic (demo)", OrganisationKind.Provider, ActorRole.ProviderContact);
        var clinic = Sample.Clinic();
        return (provider, await _desk.ListedAsync(clinic with { Provider = clinic.Provider with { OrganisationId = provider.Id } }));
    }

    /// <summary>An organisation with somebody in it.</summary>
    private async Task<Organisation> SeatAsync(string name, OrganisationKind kind, ActorRole role)
    {
        var organisation = await database.Given.OrganisationAsync(name, kind);
        await database.App.RunAsync(
            "insert into directory.membership (id, account_id, organisation_id, role, since) values (gen_random_uuid(), $1, $2, $3, $4)",
            (await database.Given.AccountAsync()).Id, organisation.Id, EnumSlug.Of(role), s_day);
        return organisation;
    }

    /// <summary>They hand in a revision that says that they run it, and nobody has judged that.</summary>
    private async Task NameAsync(WrittenRevision entry, Organisation stranger)
    {
        var clinic = Sample.Clinic();
        await using var context = database.Context();
        var revised = await _desk.Listings(context).ReviseAsync(
            new ReviseService(entry.ServiceId, stranger.Id, clinic with { Provider = clinic.Provider with { OrganisationId = stranger.Id } }, s_day), ContactOf(stranger), Stop);
        await _desk.ProposeAsync(revised);
    }

    private Task<List<Guid>> TiesAsync(WrittenRevision entry, LocalDate on) =>
        database.App.ListAsync<Guid>("select organisation_id from directory.ties($1, $2) where kind = 'agreement'", entry.ServiceId, on);

    private Task<List<LocalDate>> ShownAsync(WrittenRevision entry) =>
        database.Public.ListAsync<LocalDate>("select a.until from published.agreement a join published.service s on s.code = a.service where s.id = $1", entry.ServiceId);

    private Task<List<string>> DeskAsync(Organisation of, LocalDate? on = null) =>
        database.App.ListAsync<string>("select kind from directory.desk($1, $2, '{}') where kind like 'agreement%'", of.Id, on ?? s_day);

    private Task<Guid> WriteAsync(Organisation by, WriteAgreement write) => UseAsync(a => a.WriteAsync(write, Of(by), Stop));

    private async Task<Guid> AgreeAsync(Organisation by, WriteAgreement write, Actor other)
    {
        var id = await WriteAsync(by, write);
        await UseAsync(a => a.AnswerAsync(new AnswerAgreement(id, true, true, s_day), other, Stop));
        return id;
    }

    private async Task<T> UseAsync<T>(Func<AgreementService, Task<T>> use)
    {
        await using var context = database.Context();
        return await use(new AgreementService(context, VettingDesk.Notes));
    }

    private Task<int> UseAsync(Func<AgreementService, Task> use) => UseAsync(async a =>
    {
        await use(a);
        return 0;
    });
}
