using FsCheck;
using FsCheck.Fluent;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>
/// Whatever five organisations do in whatever order (two related, one that runs the service, one allied, one that has nothing to do with
/// any): nothing is listed without two unrelated ones whose reviews found everything met.
/// </summary>
public sealed class StateMoveTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private enum Move
    {
        Revise,
        Propose,
        Start,
        Judge,
        JudgeUnclear,
        Record,
        Contact,
        Ask,
        Answer,
        Decline,
        TakeBack,
        Publish,
        Object,
        AnswerObjection,
        Suspend,
        Withdraw,
        PlainApproval,
        PlainState,
    }

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact, Property(81), Property(83)]
    public async Task NoSequence_Lists_WithoutTwoUnrelatedCompleteReviews()
    {
        var given = database.Given;
        var (one, related, runs) = (await given.SexWorkerLedAsync("One"), await given.SexWorkerLedAsync("Related"), await given.SexWorkerLedAsync("Runs"));
        await given.RelatedAsync(one, related);
        var (allied, apart) = (await given.OrganisationAsync("Allied", OrganisationKind.Allied), await given.SexWorkerLedAsync("Apart"));
        Organisation[] all = [one, related, runs, allied, apart];
        // Often what leads somewhere, and often the two that could list it, so that the rare end is reached at all.
        var move = from kind in Gen.Frequency(
                       (3, Gen.Constant(Move.Record)), (3, Gen.Constant(Move.Contact)), (3, Gen.Constant(Move.Judge)), (2, Gen.Constant(Move.Propose)),
                       (2, Gen.Constant(Move.Start)), (8, Gen.Elements(Enum.GetValues<Move>())))
                   from who in Gen.Choose(0, all.Length - 1)
                   select (kind, who);
        int runsOf = FullRun.IsAsked ? 100 : 25, listed = 0;
        foreach (var sequence in Gen.ArrayOf(move, 24).Sample(runsOf))
        {
            var clinic = Sample.Clinic();
            var world = new World(await _desk.WriteAsync(clinic with { Provider = clinic.Provider with { OrganisationId = runs.Id } }, one)) { Runs = runs.Id };
            foreach (var (kind, who) in sequence)
            {
                try
                {
                    await DoAsync(world, kind, all[who], allied);
                }
                catch (Exception refused) when (refused is ListingRefusedException or ListingInvalidException or Npgsql.PostgresException)
                {
                    // What a rule stands against has not happened.
                }

                listed += await CheckAsync(world, sequence) ? 1 : 0;
            }
        }

        // The way there is open, so that the test does not rest on a closed door.
        Assert.True(listed > 0, "Nothing was ever listed.");
    }

    /// <returns>Whether it is listed, which then rests on what it has to.</returns>
    private async Task<bool> CheckAsync(World world, IEnumerable<(Move Kind, int Who)> sequence)
    {
        var state = await _desk.PublicAsync<string>(world.First, "p.state");
        if (!state.Contains("listed"))
            return false;
        // Told here by names and numbers, with none of the functions that decide it.
        long voices = await database.Owner.OneAsync<long>(
            """
            select count(distinct case o.name -> 'in' -> 'en' ->> 'value' when 'Related' then 'One' else o.name -> 'in' -> 'en' ->> 'value' end)
            from directory.service s
            join directory.approval a on a.revision_id = s.published_revision_id
            join directory.review v on v.id = a.review_id and v.revision_id = a.revision_id and v.organisation_id = a.organisation_id
            join directory.organisation o on o.id = a.organisation_id
            where s.id = $1 and v.handed_in_on is not null and v.tie = 'none' and o.kind = 'sex-worker-led'
              and o.name -> 'in' -> 'en' ->> 'value' in ('One', 'Related', 'Apart')
              and (select count(*) from directory.verdict d where d.review_id = v.id and d.verdict = 'met' and d.criterion = any ($2)) = cardinality($2)
            """,
            world.First.ServiceId,
            s_required);
        Assert.True(voices >= 2, $"Listed with {voices} voices after: {string.Join(", ", sequence)}");
        return true;
    }

    private static readonly int[] s_required = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(Profile.Health)).Select(c => c.Id)];

    private async Task DoAsync(World world, Move move, Organisation by, Organisation allied)
    {
        await using var context = database.Context();
        var listings = _desk.Listings(context);
        var (proposals, reviews, returns) = (VettingDesk.Proposals(context, listings), VettingDesk.Reviews(context, listings), VettingDesk.Returns(context, listings));
        var (actor, today, now) = (new Actor(by.Id, ActorRole.Reviewer), Given.Today, world.Newest);
        switch (move)
        {
            case Move.Revise:
                var clinic = Sample.Clinic($"Version {now.Number + 1}");
                world.Newest = await listings.ReviseAsync(new ReviseService(now.ServiceId, by.Id, clinic with { Provider = clinic.Provider with { OrganisationId = world.Runs } }, today), actor, Stop);
                break;
            case Move.Propose:
                await proposals.ProposeAsync(new ProposeRevision(now.RevisionId, null, today), actor, Stop);
                break;
            case Move.Start:
                await reviews.StartAsync(new StartReview(now.ServiceId, by.Id, null, today), actor, Stop);
                break;
            case Move.Judge or Move.JudgeUnclear:
                var review = await reviews.StartAsync(new StartReview(now.ServiceId, by.Id, null, today), actor, Stop);
                int edition = await database.App.OneAsync<int>("select edition from directory.review where id = $1", review);
                var verdicts = s_required.ToDictionary(c => c, c => move == Move.JudgeUnclear && c == s_required[now.Number % 3] ? Verdict.Unclear : Verdict.Met);
                await reviews.SaveAsync(new SaveReview(review, null, edition, verdicts, DeclaredTie.None, null, today), actor, Stop);
                await reviews.HandInAsync(new HandInReview(review, null, today), actor, Stop);
                break;
            case Move.Record:
                await reviews.RecordAsync(new RecordReview(now.RevisionId, by.Id, null, EvidenceKind.Visit, "Went there", today), actor, Stop);
                break;
            case Move.Contact:
                await VettingDesk.Evidence(context).AddAsync(new AddEvidence(now.ServiceId, false, by.Id, null, EvidenceKind.SpokenAnswer, null, "Asked", s_required, today), actor, Stop);
                break;
            case Move.Ask:
                await returns.AskAsync(new AskBack(now.RevisionId, by.Id, null, "Why?", today), actor, Stop);
                break;
            case Move.Answer:
                foreach (var question in await database.App.ListAsync<Guid>("select id from directory.question where revision_id = $1 and answered_on is null", now.RevisionId))
                    await returns.AnswerAsync(new AnswerBack(question, null, "So", today), actor, Stop);
                break;
            case Move.Decline:
                await returns.DeclineAsync(new DeclineRevision(now.RevisionId, by.Id, null, [6], "Not met", today), actor, Stop);
                break;
            case Move.TakeBack:
                await proposals.TakeBackAsync(new TakeBack(now.RevisionId, today), actor, Stop);
                break;
            case Move.Publish:
                await listings.PublishAsync(new PublishRevision(now.RevisionId, today), actor, Stop);
                break;
            case Move.Object:
                await VettingDesk.Words(context).SayAsync(new SayWord(now.ServiceId, allied.Id, null, WordKind.Objection, [4], "No", today), actor, Stop);
                break;
            case Move.AnswerObjection:
                foreach (var word in await database.App.ListAsync<Guid>("select id from directory.word where service_id = $1 and answered_on is null", now.ServiceId))
                    await VettingDesk.Words(context).AnswerAsync(new AnswerWord(word, by.Id, null, "Asked again", today), actor, Stop);
                break;
            case Move.Suspend or Move.Withdraw:
                await listings.WithdrawAsync(
                    new WithdrawService(now.ServiceId, move == Move.Suspend ? ServiceState.Suspended : ServiceState.Working, today, "So"), actor, Stop);
                break;
            case Move.PlainApproval:
                await database.App.RunAsync(VettingDesk.Approval(now, by));
                break;
            case Move.PlainState:
                await database.App.RunAsync("select directory.move_service($1, 'listed', null, 'command-line', null)", now.ServiceId);
                break;
        }
    }

    private sealed class World(WrittenRevision first)
    {
        public WrittenRevision First { get; } = first;

        public WrittenRevision Newest { get; set; } = first;

        public Guid? Runs { get; init; }
    }
}
