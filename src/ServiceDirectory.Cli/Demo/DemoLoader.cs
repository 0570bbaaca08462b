using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Cli.Demo;

/// <summary>
/// Loads the invented directory by the road that everybody takes: organisations write, check and approve, and the database's own
/// functions publish. Only what whoever runs a directory does at its start is written as the owner: the mark, the word of the
/// vouchers, who counts as one with whom, and who runs what.
/// </summary>
public sealed class DemoLoader(
    NpgsqlDataSource owner, NpgsqlDataSource app, DirectoryCatalogue catalogue, Gazetteer gazetteer, TimeProvider clock, DirectorySecrets secrets, MonthKeys? months = null)
{
    public const string Origin = "demo";

    private const string Reason = "Shown in the demo";

    private readonly LocalDate _today = LocalDate.FromDateTime(clock.GetUtcNow().UtcDateTime);
    private readonly Dictionary<DemoOrganisation, Guid> _ids = [];
    private readonly List<DemoOrganisation> _admitted = [];
    private readonly Dictionary<DemoOrganisation, Guid> _listed = [];
    private readonly Dictionary<string, string> _codes = [];

    /// <param name="progress">Told after each service how many are done.</param>
    /// <param name="cancellation">Stops between two services; what is loaded stays, and is marked.</param>
    /// <exception cref="SettingException">The database is not empty.</exception>
    public async Task LoadAsync(IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        await DemoMark.SetAsync(owner, _today, cancellation);
        foreach (var organisation in DemoDirectory.Organisations)
            await AddAsync(organisation, cancellation);
        // Whoever runs a service has its page before the service names it.
        foreach (var organisation in DemoDirectory.Organisations)
            await AdmitAsync(organisation, cancellation);

        var content = new DemoContent(catalogue, _today, _ids);
        for (int i = 0; i < DemoDirectory.Entries.Count; i++)
        {
            var entry = DemoDirectory.Entries[i];
            await LoadAsync(entry, content.Make(entry), cancellation);
            progress?.Report(i + 1);
        }

        foreach (var notice in DemoDirectory.Notices)
            await LoadAsync(notice, cancellation);
        foreach (var answer in DemoDirectory.Answers)
            await LoadAsync(answer, cancellation);
        foreach (var guide in DemoDirectory.Guides)
            await LoadAsync(guide, cancellation);
        // Words of requests are sealed by the keys of months.
        if (months is not null)
        {
            await TrainAsync(months, cancellation);
            await TellAsync(months, cancellation);
        }

        foreach (var agreement in DemoPartners.Agreements)
            await LoadAsync(agreement, cancellation);
        foreach (var consultation in DemoPartners.Consultations)
            await LoadAsync(consultation, cancellation);
        await ProposeAsync(cancellation);
    }

    private async Task TellAsync(MonthKeys keys, CancellationToken cancellation)
    {
        foreach (var message in DemoMessages.All)
        {
            await using var db = Context(app);
            string? code = message.Entry is null ? null : _codes[message.Entry];
            await new MessageService(db, catalogue, secrets, keys, new ReceiptService(db, secrets, keys), new PrivateNotes(secrets)).SendAsync(
                new SendMessage(
                    message.Kind, code, message.Promise is null ? null : catalogue.Criteria.Criteria.First(c => c.Slug == message.Promise).Id, null, message.Named, message.Words, false,
                    Guid.NewGuid().ToByteArray(), _today.PlusDays(-message.DaysAgo)),
                cancellation);
        }
    }

    private async Task AddAsync(DemoOrganisation organisation, CancellationToken cancellation)
    {
        await using var db = Context(app);
        var written = await Organisations(db).CreateAsync(
            new CreateOrganisation(organisation.Kind, DemoContent.Marked(organisation.Name), organisation.Country)
            {
                About = organisation.About is null ? null : DemoContent.Plain(organisation.About),
                PlaceId = organisation.Town.PlaceId,
                Website = organisation.Host is null ? null : $"https://{organisation.Host}/",
                Fields = organisation.Fields,
                PublicName = organisation.Public,
                PublicBadge = organisation.Badge,
                Origin = Origin,
            },
            Actor.CommandLine,
            cancellation);
        _ids[organisation] = written.OrganisationId;
    }

    private async Task AdmitAsync(DemoOrganisation organisation, CancellationToken cancellation)
    {
        await using var asApp = Context(app);
        await using var asOwner = Context(owner);
        var organisations = Organisations(asApp);
        var admission = new OrganisationAdmission(asOwner);
        var id = _ids[organisation];
        if (organisation.RelatedTo is { } related)
            await Organisations(asOwner).RelateAsync(new RelateOrganisations(id, _ids[related], organisation.RelatedBecause!, _today), Actor.CommandLine, cancellation);

        if (organisation.Kind == OrganisationKind.SexWorkerLed)
        {
            var until = _today.PlusMonths(organisation.VouchedForMonths);
            var on = until.PlusMonths(-OrganisationAdmission.Months);
            // The first two have nobody to vouch for them; the directory begins with them.
            var vouchers = _admitted.Where(o => o != organisation.RelatedTo).Take(2).ToArray();
            bool founding = vouchers.Length < 2;
            foreach (var voucher in founding ? [] : vouchers)
            {
                await organisations.VouchAsync(
                    new VouchForOrganisation(id, _ids[voucher], on), new Actor(_ids[voucher], ActorRole.Coordinator), cancellation);
            }

            await admission.AdmitAsync(new AdmitOrganisation(id, on, until, founding), Actor.CommandLine, cancellation);
            _admitted.Add(organisation);
        }

        if (organisation.FrozenForDays is { } days)
        {
            await admission.FreezeAsync(
                new FreezeOrganisation(id, _today.PlusDays(-5), _today.PlusDays(days), Reason), Actor.CommandLine, cancellation);
        }

        await organisations.PublishAsync(new PublishOrganisation(id, _today), Actor.CommandLine, cancellation);
    }

    /// <summary>Written a week before its check, so that the approvals are younger than the words.</summary>
    private async Task LoadAsync(DemoEntry entry, ListingContent content, CancellationToken cancellation)
    {
        await using var db = Context(app);
        await using var asOwner = Context(owner);
        var listings = Listings(db);
        var checkedOn = _today.PlusDays(-entry.CheckedDaysAgo);
        // A community's own service is its own entry; a provider's is kept by whoever proposed it.
        var keeper = entry.Provider.Kind is OrganisationKind.Provider ? FirstChecker(entry) : entry.Provider;
        var proposer = new Actor(_ids[keeper], ActorRole.Proposer);
        // Whoever runs the directory says who runs a service that others have written down.
        var written = await Listings(asOwner).CreateAsync(
            new CreateService(_ids[keeper], content, checkedOn.PlusDays(-7), Origin: Origin), proposer, cancellation);
        _codes[entry.Name.Words] = written.Code;
        if (entry.Training is { } training)
        {
            var issued = _today.PlusMonths(-training.MonthsAgo);
            await Listings(asOwner).CertifyAsync(new CertifyTraining(written.ServiceId, _ids[training.By], issued, training.StaffPercent, FrontDesk: true), cancellation);
        }

        var notes = new PrivateNotes(secrets);
        var proposals = new ProposalService(db, listings);
        if (entry.CheckedBy.Count > 0 || entry.Stage == DemoStage.Declined)
            await proposals.ProposeAsync(new ProposeRevision(written.RevisionId, null, checkedOn.PlusDays(-7)), proposer, cancellation);
        var reviews = new ReviewService(db, listings, proposals, notes);
        foreach (var reviewer in entry.CheckedBy)
        {
            var actor = new Actor(_ids[reviewer], ActorRole.Reviewer);
            await listings.CheckAsync(new CheckFacts(written.RevisionId, _ids[reviewer], entry.How, checkedOn), actor, cancellation);
            var how = entry.How switch
            {
                CheckMethod.Visited => EvidenceKind.Visit,
                CheckMethod.TestContact => EvidenceKind.TestContact,
                _ => EvidenceKind.SpokenAnswer,
            };
            await reviews.RecordAsync(
                new RecordReview(written.RevisionId, _ids[reviewer], null, how, "Asked every question of the sheet. The answers are invented, like all of this.", checkedOn),
                actor,
                cancellation);
        }

        if (entry is { Stage: DemoStage.Listed, CheckedBy.Count: > 1 })
            _listed.TryAdd(entry.Provider, written.ServiceId);
        var actorOfMove = new Actor(_ids[FirstChecker(entry)], ActorRole.Reviewer);
        switch (entry.Stage)
        {
            case DemoStage.Own:
                await listings.PublishAsync(new PublishRevision(written.RevisionId, checkedOn), proposer, cancellation);
                break;
            case DemoStage.Declined:
                await new ReturnService(db, proposals, notes).DeclineAsync(
                    new DeclineRevision(written.RevisionId, actorOfMove.OrganisationId!.Value, null, [catalogue.Criteria.Criteria.First(c => c.Slug == entry.DeclinedFor).Id], Reason, checkedOn),
                    actorOfMove,
                    cancellation);
                break;
            case DemoStage.Suspended or DemoStage.Removed:
                var to = entry.Stage == DemoStage.Suspended ? ServiceState.Suspended : ServiceState.Removed;
                await listings.WithdrawAsync(new WithdrawService(written.ServiceId, to, _today.PlusDays(-10), Reason, Criterion: Confidentiality), to == ServiceState.Suspended ? actorOfMove : Actor.CommandLine, cancellation);
                break;
        }
    }

    private async Task LoadAsync(DemoNotice notice, CancellationToken cancellation)
    {
        await using var db = Context(app);
        var notices = new NoticeService(db, Town);
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var (by, second) = (_ids[notice.By], _ids[notice.ConfirmedBy]);
        var id = await notices.PostAsync(
            new PostNotice(by, new NoticeArea.Around(notice.Town.PlaceId, notice.Km), DemoContent.Plain(notice.Words), now, now + NoticeRules.Alone),
            new Actor(by, ActorRole.Reviewer),
            cancellation);
        await notices.ConfirmAsync(new ConfirmNotice(second, id, now, now + Duration.FromDays(notice.Days)), new Actor(second, ActorRole.Reviewer), cancellation);
    }

    private async Task LoadAsync(DemoAnswer answer, CancellationToken cancellation)
    {
        await using var db = Context(app);
        var answers = new CountryAnswerService(db, catalogue);
        var (by, second, on) = (_ids[answer.By], _ids[answer.ApprovedBy], _today.PlusDays(-answer.CheckedDaysAgo));
        var id = await answers.WriteAsync(
            new WriteCountryAnswer(by, answer.Country, catalogue.FindSituation(answer.Situation)!.Id, answer.Content, on, LookedTwice: true), new Actor(by, ActorRole.Reviewer), cancellation);
        await answers.ApproveAsync(new ApproveCountryAnswer(second, id, on), new Actor(second, ActorRole.Reviewer), cancellation);
    }

    /// <summary>As whoever runs the directory, who has no account.</summary>
    private async Task LoadAsync(DemoGuide guide, CancellationToken cancellation)
    {
        await using var db = Context(owner);
        var guides = new GuideService(db, catalogue, new PrivateNotes(secrets));
        var (by, second, on) = (_ids[guide.By], _ids[guide.ReadBy], _today.PlusDays(-guide.CheckedDaysAgo));
        var writer = new Actor(by, ActorRole.Reviewer);
        var (id, _) = await guides.BeginAsync(new BeginGuide(by, null, guide.Kind, guide.Country, guide.Content(catalogue, _today), on), writer, cancellation);
        await guides.SendAsync(new MoveGuide(id, by, null, on), writer, cancellation);
        await guides.ApproveAsync(new ApproveGuide(id, 1, second, null, on), new Actor(second, ActorRole.Reviewer), cancellation);
    }

    /// <summary>As whoever runs the directory, who has no account.</summary>
    private async Task TrainAsync(MonthKeys months, CancellationToken cancellation)
    {
        await using var db = Context(owner);
        var training = new TrainingService(db, months, new PrivateNotes(secrets), new VettingOptions(), new ReceiptService(db, secrets, months));
        var reader = new TrainingReader(db, months, new PrivateNotes(secrets));
        List<Guid> offers = [];
        foreach (var offer in DemoTrainings.Offers)
            offers.Add(await training.OfferAsync(new WriteOffer(offer.Content, offer.IsPublic), Side(offer.By, _today.PlusDays(-60)), cancellation));
        foreach (var request in DemoTrainings.Requests)
        {
            var (by, asked) = (DemoTrainings.Offers[request.Offer].By, _today.PlusDays(-20));
            var id = request.From is not { } from
                ? (await training.AskAsync(new AskTeaching(offers[request.Offer], Words(request) with { Institution = "North Moor Nursing School (demo)", Email = "office@north-moor-school.example", Course = "Nursing", YearGroup = "2", Hours = "2" }, WantsPeople: false, Guid.NewGuid().ToByteArray(), asked), cancellation)).Id
                : await training.AskAsync(new AskTraining(offers[request.Offer], (await reader.ServicesAsync(_ids[from], cancellation))[0].Id, Words(request), WantsPeople: false), Side(from, asked), cancellation);
            if (request.State is RequestState.Sent)
                continue;
            var answered = Side(by, _today.PlusDays(-15));
            await training.AnswerAsync(id, accepts: request.State is not RequestState.Declined, answered, cancellation);
            if (request.State is not (RequestState.Scheduled or RequestState.Done))
                continue;
            bool isDone = request.State is RequestState.Done;
            var held = _today.PlusDays(isDone ? -8 : 12);
            var session = await training.PlanAsync(
                new PlanTraining(id, null, held, new LocalTime(14, 0), 180, TrainingMode.InPerson, "The meeting room on the first floor (demo)", [TrainingTopic.Confidentiality], IsPaid: true), answered, cancellation);
            if (isDone)
                await training.RecordAsync(session, new Heads(1, 3, 1, 0, 40), Side(by, _today.PlusDays(-7)), cancellation);
        }

        TrainingSide Side(DemoOrganisation of, LocalDate on) => new(_ids[of], null, on);
        static RequestWords Words(DemoRequest request) => new() { Goals = request.Goals, Budget = request.Budget };
    }

    private async Task LoadAsync(DemoAgreement agreement, CancellationToken cancellation)
    {
        await using var db = Context(app);
        var agreements = new AgreementService(db, new PrivateNotes(secrets));
        var (by, with) = (_ids[agreement.By], _ids[agreement.With]);
        var (starts, ends) = (_today.PlusDays(agreement.FromDays), _today.PlusDays(agreement.ToDays));
        var on = LocalDate.Min(starts, _today);
        bool isService = agreement.With.Kind is OrganisationKind.Provider;
        var id = await agreements.WriteAsync(
            new WriteAgreement(agreement.Does, agreement.Money, starts, ends, ends, !agreement.IsPrivate, on)
            {
                ServiceId = isService ? _listed[agreement.With] : null,
                OtherId = isService ? null : with,
                Design = agreement.Design,
            },
            new Actor(by, ActorRole.Coordinator),
            cancellation);
        if (!agreement.Waits)
            await agreements.AnswerAsync(new AnswerAgreement(id, true, !agreement.IsPrivate, on), new Actor(with, isService ? ActorRole.ProviderContact : ActorRole.Coordinator), cancellation);
    }

    private async Task LoadAsync(DemoConsultation consultation, CancellationToken cancellation)
    {
        await using var db = Context(app);
        var consultations = new ConsultationService(db);
        var by = new Actor(_ids[consultation.By], ActorRole.Coordinator);
        var on = _today.PlusDays(-consultation.AskedDaysAgo);
        var id = await consultations.AskAsync(
            new AskConsultation(consultation.Field, consultation.Question, on, on.PlusDays(14)) { Criterion = consultation.Criterion }, by, cancellation);
        foreach (var (who, words) in consultation.Answers)
            await consultations.AnswerAsync(id, words, on.PlusDays(4), new Actor(_ids[who], ActorRole.Proposer), cancellation);
        if (consultation.Outcome is { } outcome)
            await consultations.CloseAsync(id, outcome, on.PlusDays(16), by, cancellation);
    }

    /// <summary>What the councils vote on: one has voted, the others have time.</summary>
    private async Task ProposeAsync(CancellationToken cancellation)
    {
        await using var db = Context(app);
        var (by, voter) = (new Actor(_ids[DemoOrganisations.Loom], ActorRole.Coordinator), new Actor(_ids[DemoOrganisations.Riverbank], ActorRole.Coordinator));
        var motion = await new CriteriaService(db).ProposeAsync(
            new ProposeCriteria(CriteriaChangeKind.Words, _today, "The words in use are not clear to people who use drugs.")
            {
                Criterion = DemoPartners.HouseRules,
                Said = Text.Of("en", "Nobody has to pray, live without sex or stop drugs to get help here.").With("es", "Nadie tiene que rezar, vivir sin sexo ni dejar las drogas para recibir ayuda aquí."),
            },
            by,
            cancellation);
        await new CouncilService(db).VoteAsync(new CastVote(motion, true, _today), voter, cancellation);
    }

    private static DemoOrganisation FirstChecker(DemoEntry entry) => entry.CheckedBy is [var first, ..] ? first : DemoOrganisations.Aire;

    private ListingService Listings(DirectoryDbContext db) => new(db, catalogue, Town, new VettingOptions(), new DirectoryOptions { Id = Origin });

    private OrganisationService Organisations(DirectoryDbContext db) => new(db, Town, new DirectoryOptions { Id = Origin });

    /// <summary>The promise that the invented service did not keep.</summary>
    private const int Confidentiality = 3;

    private ListingPlace? Town(int id) => ListingPlace.Of(gazetteer, id);

    private static DirectoryDbContext Context(NpgsqlDataSource login) =>
        new(DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), login).Options);
}
