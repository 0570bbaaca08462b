using System.Net;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Desk;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Organisations;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Training;
using ServiceDirectory.Tests.Vetting;
using ServiceDirectory.Web.Pages.Curate;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>Everything that can wait stands on the desk of whoever can do it, leads to a page that opens for them, and is gone when it is done.</summary>
public sealed class DeskRowTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private readonly ListingDesk _desk = new(members.World.Database.Logins, places);

    private readonly CouncilWorld _councils = new(members.World.Database.Logins);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DirectoryLogins Logins => members.World.Database.Logins;

    private Given Given => members.World.Database.Given;

    private LocalDate Today => Instant.FromDateTimeOffset(members.Clock.GetUtcNow()).InUtc().Date;

    private Task<Organisation> LedAsync(string name) => Given.SexWorkerLedAsync($"{name} (demo)");

    private static Actor Reviewer(Organisation of) => new(of.Id, ActorRole.Reviewer);

    /// <summary>The kinds of things that wait for somebody and are about an entry, or about an organisation or country of a name.</summary>
    private async Task<IReadOnlyList<DeskRow>> WaitsAsync(Seated somebody, Func<DeskRow, bool> about, LocalDate? on = null)
    {
        await using var context = Logins.Context();
        return [.. (await new DeskService(context, DirectoryCatalogue.Default).ForAsync(somebody.Seat, on ?? Today, Stop)).Where(about)];
    }

    /// <summary>One thing waits, and where it leads is a page for them.</summary>
    private async Task WaitsAsync(Seated somebody, DeskKind kind, Func<DeskRow, bool> about)
    {
        var row = Assert.Single(await WaitsAsync(somebody, about));
        Assert.Equal(kind, row.Kind);
        // No reader's language here, which stands first in an address.
        string address = "/" + DeskKinds.Address(row, somebody.Seat.Code).TrimStart('/');
        var page = await somebody.Browser.PageAsync($"/curate/{somebody.Seat.Code}");
        Assert.Contains(address, page.QuerySelectorAll($"section:has(> #k{(int)kind}) a").Select(link => link.GetAttribute("href")));
        Assert.Equal(HttpStatusCode.OK, (await somebody.Browser.ReadAsync(address)).StatusCode);
    }

    private static Func<DeskRow, bool> About(WrittenRevision entry) => row => row.Code == entry.Code;

    private Task<Seated> InAsync(Organisation organisation, params ActorRole[] roles) => Seated.InAsync(members, organisation, roles.Length > 0 ? roles : [ActorRole.Reviewer]);

    private async Task SuspensionsAsync(Func<SuspensionService, Task> use)
    {
        await using var context = Logins.Context();
        await use(VettingDesk.Suspensions(context, _desk.Listings(context)));
    }

    private Task SuspendAsync(WrittenRevision entry, Organisation by) => SuspensionsAsync(s => s.SuspendAsync(
        new SuspendService(entry.ServiceId, by.Id, null, 3, "They told a landlord.", "A new rule about who is told.", Today), Reviewer(by), Stop));

    private Task<Guid> SuspensionAsync(WrittenRevision entry) => Logins.App.OneAsync<Guid>("select id from directory.suspension where service_id = $1", entry.ServiceId);

    [Fact]
    public async Task Proposal_WaitsForOneAfterTheOther_AndNotForThoseWhoHaveJudged_OrAreTied()
    {
        var own = await LedAsync("Own");
        var (one, kin, two) = (await LedAsync("One"), await LedAsync("Kin"), await LedAsync("Two"));
        await Given.RelatedAsync(one, kin);
        var clinic = Sample.Clinic();
        var entry = await _desk.WriteAsync(clinic with { Provider = clinic.Provider with { OrganisationId = own.Id } });
        await _desk.ProposeAsync(entry);
        using var first = await InAsync(one);
        using var related = await InAsync(kin);
        using var second = await InAsync(two);
        using var tied = await InAsync(own);
        using var proposer = await InAsync(two, ActorRole.Proposer);
        using var coordinator = await InAsync(two, ActorRole.Coordinator);
        foreach (var somebody in new[] { first, related, second })
            await WaitsAsync(somebody, DeskKind.Review, About(entry));
        foreach (var nobody in new[] { tied, proposer, coordinator })
            Assert.Empty(await WaitsAsync(nobody, About(entry)));

        await _desk.ApproveAsync(entry, one, Today);
        Assert.Empty(await WaitsAsync(first, About(entry)));
        Assert.Empty(await WaitsAsync(related, About(entry)));
        await WaitsAsync(second, DeskKind.SecondOpinion, About(entry));
        await _desk.ApproveAsync(entry, two, Today);
        Assert.Empty(await WaitsAsync(second, About(entry)));
    }

    [Fact]
    public async Task Disagreement_WaitsForAThird()
    {
        var (one, two) = (await LedAsync("One"), await LedAsync("Two"));
        var entry = await _desk.WriteAsync();
        await _desk.ProposeAsync(entry);
        await VettingDesk.HandInAsync(Logins, entry, one);
        await VettingDesk.HandInAsync(Logins, entry, two, verdict: "not-met");
        using var third = await InAsync(await LedAsync("Three"));
        using var second = await InAsync(two);
        await WaitsAsync(third, DeskKind.ThirdOpinion, About(entry));
        Assert.Empty(await WaitsAsync(second, About(entry)));
    }

    [Fact]
    public async Task Question_WaitsForWhoeverWroteTheEntry_UntilItIsAnswered()
    {
        var (own, judge) = (await LedAsync("Own"), await LedAsync("Judge"));
        var entry = await _desk.WriteAsync(by: own);
        await _desk.ProposeAsync(entry);
        using var proposer = await InAsync(own, ActorRole.Proposer);
        Assert.Empty(await WaitsAsync(proposer, About(entry)));
        Guid question;
        await using (var context = Logins.Context())
            question = await VettingDesk.Returns(context, _desk.Listings(context)).AskAsync(new AskBack(entry.RevisionId, judge.Id, null, "Who opens the door?", Today), Reviewer(judge), Stop);
        await WaitsAsync(proposer, DeskKind.Question, About(entry));
        using var stranger = await InAsync(await LedAsync("Stranger"), ActorRole.Proposer);
        Assert.Empty(await WaitsAsync(stranger, About(entry)));
        await using (var context = Logins.Context())
            await VettingDesk.Returns(context, _desk.Listings(context)).AnswerAsync(new AnswerBack(question, null, "A peer.", Today), new Actor(own.Id, ActorRole.Proposer), Stop);
        Assert.Empty(await WaitsAsync(proposer, About(entry)));
    }

    [Fact]
    public async Task Suspension_WaitsForOthers_ItsLetterForTheFirst_ItsAppealForAPanel()
    {
        var entry = await _desk.ListedAsync(on: Today);
        var (one, two) = (await LedAsync("One"), await LedAsync("Two"));
        using var first = await InAsync(one);
        using var second = await InAsync(two);
        using var panel = await InAsync(await LedAsync("Panel"), ActorRole.Panel);
        await SuspendAsync(entry, one);
        await WaitsAsync(first, DeskKind.Letter, About(entry));
        await WaitsAsync(second, DeskKind.Suspension, About(entry));
        Assert.Equal(DeskKind.SuspensionOver, Assert.Single(await WaitsAsync(second, About(entry), Today.PlusDays(30))).Kind);

        // Who has said something waits for the others, who still see it.
        var suspension = await SuspensionAsync(entry);
        var three = await LedAsync("Three");
        using var third = await InAsync(three);
        await SuspensionsAsync(s => s.JudgeAsync(new JudgeSuspension(suspension, three.Id, null, SuspensionVoice.Lift, "Asked others.", Today), Reviewer(three), Stop));
        Assert.Empty(await WaitsAsync(third, About(entry)));
        await WaitsAsync(second, DeskKind.Suspension, About(entry));
        await SuspensionsAsync(s => s.JudgeAsync(new JudgeSuspension(suspension, two.Id, null, SuspensionVoice.Confirm, "Asked them.", Today), Reviewer(two), Stop));
        Assert.Empty(await WaitsAsync(second, About(entry)));
        foreach (bool sent in new[] { false, true })
            await SuspensionsAsync(s => s.MarkLetterAsync(suspension, sent, Today, Reviewer(one), Stop));
        Assert.Empty(await WaitsAsync(first, About(entry)));

        Assert.Empty(await WaitsAsync(panel, About(entry)));
        await Logins.Owner.RunAsync("insert into directory.appeal (suspension_id, asked_on) values ($1, $2)", suspension, Today);
        await WaitsAsync(panel, DeskKind.Appeal, About(entry));
        using var involved = await InAsync(two, ActorRole.Panel);
        Assert.Empty(await WaitsAsync(involved, About(entry)));
    }

    [Fact]
    public async Task SuspensionThatIsAskedFor_WaitsForReviewers_UntilOneAnswers()
    {
        var entry = await _desk.ListedAsync(on: Today);
        var allied = await Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied);
        await SuspensionsAsync(s => s.AskAsync(new AskSuspension(entry.ServiceId, allied.Id, 3, "Two were told on.", Today), new Actor(allied.Id, ActorRole.Proposer), Stop));
        var led = await LedAsync("Led");
        using var reviewer = await InAsync(led);
        using var asker = await InAsync(allied, ActorRole.Proposer);
        await WaitsAsync(reviewer, DeskKind.SuspensionAsked, About(entry));
        Assert.Equal(Today.PlusDays(2), Assert.Single(await WaitsAsync(reviewer, About(entry))).Until);
        Assert.Empty(await WaitsAsync(asker, About(entry)));
        var request = await Logins.App.OneAsync<Guid>("select id from directory.suspension_request where service_id = $1", entry.ServiceId);
        await SuspensionsAsync(s => s.AnswerAsync(new AnswerSuspensionRequest(request, led.Id, false, "We called them.", Today), Reviewer(led), Stop));
        Assert.Empty(await WaitsAsync(reviewer, About(entry)));
    }

    [Fact]
    public async Task SmallChange_AndAlert_WaitForThoseWhoMayDoThem()
    {
        var clinic = Sample.Clinic();
        var (one, two) = (await LedAsync("One"), await LedAsync("Two"));
        var entry = await _desk.WriteAsync(clinic, on: Today);
        await _desk.ApproveAsync(entry, one, Today);
        await _desk.ApproveAsync(entry, two, Today);
        var changed = await _desk.ReviseAsync(entry, clinic with { StaffLanguages = ["en", "es"] }, Today);
        await Logins.App.RunAsync(
            "insert into directory.proposal (revision_id, service_id, organisation_id, proposed_on, change) select id, service_id, organisation_id, $2, 'daily' from directory.revision where id = $1",
            changed.RevisionId, Today);
        using var reviewer = await InAsync(await LedAsync("Three"));
        using var approver = await InAsync(one);
        await WaitsAsync(reviewer, DeskKind.Change, About(entry));

        await Logins.Owner.RunAsync("update directory.proposal set closed_on = $2, outcome = 'published' where revision_id = $1", changed.RevisionId, Today);
        await Logins.Owner.RunAsync(
            "insert into directory.alert (id, service_id, organisation_id, revision_id, kind, raised_on) values (gen_random_uuid(), $1, $2, $3, 'phone', $4)",
            entry.ServiceId, one.Id, changed.RevisionId, Today);
        await WaitsAsync(approver, DeskKind.Alert, About(entry));
        Assert.Empty(await WaitsAsync(reviewer, About(entry)));
    }

    [Fact]
    public async Task Word_WaitsForTheAllied_AndTheirObjectionForAReviewer()
    {
        var entry = await _desk.WriteAsync(by: await LedAsync("Own"));
        await _desk.ProposeAsync(entry);
        var (asker, allied) = (await LedAsync("Asker"), await Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied));
        // What the entry helps with, it knows of.
        await Logins.App.RunAsync("update directory.organisation set fields = '{hiv}' where id = $1", allied.Id);
        await Logins.App.RunAsync(
            "insert into directory.word_request (id, service_id, asked_by, organisation_id, asked_on, ends_on) values (gen_random_uuid(), $1, $2, $3, $4, $5)",
            entry.ServiceId, asker.Id, allied.Id, Today, Today.PlusDays(7));
        using var proposer = await InAsync(allied, ActorRole.Proposer);
        using var reviewer = await InAsync(asker);
        await WaitsAsync(proposer, DeskKind.WordAsked, About(entry));
        Assert.Empty(await WaitsAsync(proposer, About(entry), Today.PlusDays(8)));
        await using (var context = Logins.Context())
        {
            await VettingDesk.Words(context).SayAsync(
                new SayWord(entry.ServiceId, allied.Id, null, WordKind.Objection, [4], "They called the police on two of us.", Today), new Actor(allied.Id, ActorRole.Proposer), Stop);
        }

        Assert.Empty(await WaitsAsync(proposer, About(entry)));
        var kinds = (await WaitsAsync(reviewer, About(entry))).Select(row => row.Kind);
        Assert.Equal([DeskKind.Review, DeskKind.Objection], kinds);
    }

    [Fact]
    public async Task Councils_Vote_Freeze_AndAdmit_FromTheDesk()
    {
        var councils = await _councils.CouncilsAsync(3);
        using var coordinator = await InAsync(councils[0], ActorRole.Coordinator);
        using var reviewer = await InAsync(councils[0]);
        var related = await _councils.OpenAsync(councils[1], new OpenMotion(MotionKind.Related, Today, 14, "They share a council.") { OrganisationId = councils[1].Id, OtherId = councils[2].Id });
        Func<DeskRow, bool> about = row => row.Code is null && row.Kind is DeskKind.Vote && row.Name.OriginalWords == councils[1].Name.OriginalWords;
        await WaitsAsync(coordinator, DeskKind.Vote, about);
        Assert.Empty(await WaitsAsync(reviewer, about));
        using var concerned = await InAsync(councils[2], ActorRole.Coordinator);
        Assert.Empty(await WaitsAsync(concerned, about));
        await _councils.VoteAsync(councils[0], related, yes: true, Today);
        Assert.Empty(await WaitsAsync(coordinator, about));

        var frozen = await LedAsync("Frozen");
        await _councils.FreezeAsync(councils[1], frozen, Today);
        Func<DeskRow, bool> freeze = row => row.Name.OriginalWords == "Frozen (demo)";
        await WaitsAsync(coordinator, DeskKind.Freeze, freeze);
        await _councils.FreezeAsync(councils[2], frozen, Today);
        Assert.Empty(await WaitsAsync(coordinator, freeze));

        var (admission, _) = await _councils.ProposedAsync(councils[1], Today);
        Func<DeskRow, bool> newcomer = row => row.Name.OriginalWords == "New Peers (demo)";
        await WaitsAsync(coordinator, DeskKind.Admission, newcomer);
        await _councils.VouchAsync(councils[0], admission, Today);
        Assert.Empty(await WaitsAsync(coordinator, newcomer));
    }

    [Fact]
    public async Task CountryAnswer_WaitsForASecond_AndIsDueBeforeItEnds()
    {
        var (one, two) = (await LedAsync("One"), await LedAsync("Two"));
        using var first = await InAsync(one);
        using var second = await InAsync(two);
        // The database of these tests has no names of countries.
        Func<DeskRow, bool> about = row => row.Name.OriginalWords == "MT";
        int situation = DirectoryCatalogue.Default.Situations[0].Id;
        var content = new CountryAnswerContent { Words = Text.Of("en", "Any hospital."), Lines = [new AnswerLine { Number = "+35621200000", For = Text.Of("en", "Nurses") }] };
        var answer = await AnswersAsync(a => a.WriteAsync(new WriteCountryAnswer(one.Id, "MT", situation, content, Today, LookedTwice: true), Reviewer(one), Stop));
        await WaitsAsync(second, DeskKind.Answer, about);
        Assert.Empty(await WaitsAsync(first, about));
        var until = await AnswersAsync(a => a.ApproveAsync(new ApproveCountryAnswer(two.Id, answer, Today), Reviewer(two), Stop));
        Assert.Empty(await WaitsAsync(second, about));
        foreach (var somebody in new[] { first, second })
        {
            Assert.Empty(await WaitsAsync(somebody, about, until!.Value.PlusDays(-31)));
            Assert.Equal(DeskKind.AnswerDue, Assert.Single(await WaitsAsync(somebody, about, until.Value.PlusDays(-30))).Kind);
        }
    }

    /// <summary>It is written down on paper by those who read events, and by nobody else.</summary>
    [Fact]
    public async Task HeadOfTheRecord_StandsThere_ForCoordinators()
    {
        var union = await LedAsync("Union");
        await SuspendAsync(await _desk.ListedAsync(on: Today), union);
        using var coordinator = await InAsync(union, ActorRole.Coordinator);
        using var reviewer = await InAsync(union);
        string head = await Logins.App.OneAsync<string>("select id || ' ' || encode(hash, 'hex') from directory.event order by id desc limit 1");
        Assert.Equal(head, (await coordinator.Browser.PageAsync($"/curate/{union.Code}")).QuerySelectorAll("code.key").Single().TextContent);
        Assert.Empty((await reviewer.Browser.PageAsync($"/curate/{union.Code}")).QuerySelectorAll("code.key"));
    }

    private async Task<T> AnswersAsync<T>(Func<CountryAnswerService, Task<T>> use)
    {
        await using var context = Logins.Context();
        return await use(new CountryAnswerService(context, DirectoryCatalogue.Default));
    }

    [Fact]
    public async Task Training_WaitsForTrainers_UntilItIsAnswered_Planned_AndCounted()
    {
        var training = new TrainingDesk(Logins, places);
        var (entry, provider) = await training.ServiceAsync();
        var trains = await LedAsync("Trains");
        using var trainer = await InAsync(trains, ActorRole.Trainer);
        using var reviewer = await InAsync(trains);
        using var contact = await InAsync(provider, ActorRole.ProviderContact);
        var side = new TrainingSide(trains.Id, trainer.AccountId, Today);
        var request = await training.AskAsync(await training.OfferAsync(side), entry, provider, "400", Today);
        await WaitsAsync(trainer, DeskKind.TrainingAsked, About(entry));
        Assert.Empty(await WaitsAsync(reviewer, About(entry)));
        Assert.Empty(await WaitsAsync(contact, About(entry)));
        await training.UseAsync(t => t.AnswerAsync(request, accepts: true, side, Stop));
        await WaitsAsync(trainer, DeskKind.TrainingAccepted, About(entry));
        var session = await training.UseAsync(t => t.PlanAsync(
            new PlanTraining(request, null, Today.PlusDays(9), null, 60, TrainingMode.Online, null, [TrainingTopic.Drugs], IsPaid: false), side, Stop));
        await WaitsAsync(trainer, DeskKind.TrainingPlanned, About(entry));
        await WaitsAsync(contact, DeskKind.TrainingPlanned, About(entry));
        var row = Assert.Single(await WaitsAsync(trainer, About(entry), Today.PlusDays(9)));
        Assert.Equal(DeskKind.TrainingHeld, row.Kind);
        Assert.Empty(await WaitsAsync(contact, About(entry), Today.PlusDays(9)));
        await training.UseAsync(t => t.RecordAsync(session, new Heads(1, 1, 0, 0, 60), side with { On = Today.PlusDays(9) }, Stop));
        Assert.Empty(await WaitsAsync(trainer, About(entry), Today.PlusDays(9)));
    }
}
