using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>
/// Whatever seven organisations and their people do in whatever order, on days that move on (two related, one that runs the service, one allied,
/// three that have nothing to do with any until somebody relates them): nothing comes to be listed without two unrelated ones, by two people,
/// whose reviews found everything met; and what was suspended not without two that looked at that promise.
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
        JudgeRedLines,
        Record,
        Contact,
        Ask,
        Answer,
        Decline,
        TakeBack,
        Publish,
        Object,
        AnswerObjection,
        Withdraw,
        Renew,
        Suspend,
        SuspendByReviewer,
        Confirm,
        Lift,
        Kept,
        Appeal,
        Overturn,
        Check,
        DeclareTie,
        Relate,
        Freeze,
        Days,
        PlainApproval,
        PlainState,
    }

    /// <summary>A promise that is no red line.</summary>
    private const int Promise = 9;

    private static readonly int[] s_required = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.Required && c.Profiles.Contains(Profile.Health)).Select(c => c.Id)];

    private static readonly int[] s_red = [.. DirectoryCatalogue.Default.Criteria.Criteria.Where(c => c.RedLine).Select(c => c.Id)];

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact, Property(81), Property(83)]
    public async Task NoSequence_Lists_WithoutTwoUnrelatedCompleteReviews()
    {
        // Often what leads somewhere, so that the rare ends are reached at all: each of these in a row, by whomever.
        var (one, other) = (StepOf(World.One), StepOf(World.Apart, World.Third));
        Gen<Step[]> ByTwo(Func<Step, Step, Step[]> steps) => from a in one from b in other from swap in Gen.Elements(true, false) select swap ? steps(b, a) : steps(a, b);
        var list = ByTwo((a, b) => [a with { Move = Move.Propose }, a with { Move = Move.Record }, b with { Move = Move.Record }]);
        var few = Gen.Frequency(
            (8, from move in Gen.Elements(Enum.GetValues<Move>()) from step in StepOf() select new[] { step with { Move = move } }),
            (1, list),
            (3, ByTwo((a, b) => [a with { Move = Move.SuspendByReviewer }, b with { Move = Move.Confirm }])),
            (2, ByTwo((a, b) => [a with { Move = Move.Kept }, b with { Move = Move.Kept }])),
            (1, ByTwo((a, b) => [a with { Move = Move.Lift }, b with { Move = Move.Lift }])),
            (1, ByTwo((a, b) => [a with { Move = Move.Appeal }, a with { Move = Move.Overturn }, b with { Move = Move.Overturn }])),
            (3, ByTwo((a, b) =>
                [a with { Move = Move.Renew }, a with { Move = Move.Contact }, a with { Move = Move.Judge }, b with { Move = Move.Contact }, b with { Move = Move.JudgeRedLines }])),
            (1, from step in StepOf() select new[] { step with { Move = Move.Days }, step with { Move = Move.Check } }));
        var way = from first in Gen.Frequency((2, list), (1, few)) from more in Gen.ArrayOf(few, 12) select first.Concat(more.SelectMany(steps => steps)).ToArray();
        // And each of the ways back once as it is meant, so that the test does not rest on closed doors.
        Step Of(Move move, int who, int person = 0) => new(move, who, person, 31);
        Step[] suspended =
        [
            Of(Move.Propose, World.One), Of(Move.Record, World.One), Of(Move.Record, World.Apart), Of(Move.SuspendByReviewer, World.Third), Of(Move.Confirm, World.Apart),
        ];
        Step[][] meant =
        [
            [.. suspended, Of(Move.Kept, World.One), Of(Move.Kept, World.Third)],
            [.. suspended[..^1], Of(Move.Lift, World.One), Of(Move.Lift, World.Apart)],
            [.. suspended[..^2], Of(Move.SuspendByReviewer, World.Apart), Of(Move.Appeal, World.One), Of(Move.Overturn, World.Third), Of(Move.Overturn, World.Fourth)],
            [
                .. suspended, Of(Move.Renew, World.One), Of(Move.Contact, World.One), Of(Move.Judge, World.One), Of(Move.Contact, World.Apart),
                Of(Move.JudgeRedLines, World.Apart) with { Days = 31 },
            ],
        ];
        // Ways that are none: the renewal without a word of the second about that promise; one person, or one who has a tie, for two; related
        // ones; whoever is frozen, in judging and in saying that it is kept again.
        Step[][] shorter =
        [
            [.. meant[^1][..^1], meant[^1][^1] with { Days = 32 }],
            [Of(Move.Propose, World.One), Of(Move.Record, World.One, 1), Of(Move.Record, World.Apart, 1)],
            [Of(Move.Propose, World.One), Of(Move.DeclareTie, World.Third, 1), Of(Move.Record, World.One, 1), Of(Move.Record, World.Apart)],
            [Of(Move.Propose, World.One), Of(Move.Record, World.One, World.People - 1), Of(Move.Record, World.Apart)],
            [Of(Move.Propose, World.One), Of(Move.Record, World.One), Of(Move.Record, World.Related), Of(Move.Record, World.Runs)],
            [Of(Move.Freeze, World.One) with { Days = 1 }, Of(Move.Propose, World.One), Of(Move.Record, World.One), Of(Move.Record, World.Apart)],
            [.. suspended, Of(Move.Days, World.One), Of(Move.Kept, World.One), Of(Move.Freeze, World.One) with { Days = 1 }, Of(Move.Kept, World.Third)],
        ];
        int runsOf = FullRun.IsAsked ? 60 : 8, listed = 0, back = 0;
        foreach (var sequence in meant.Concat(shorter).Concat(way.Sample(runsOf)))
        {
            var world = await WorldAsync();
            foreach (var step in sequence)
            {
                world.Steps.Add(step);
                try
                {
                    await DoAsync(world, step);
                }
                catch (Exception refused) when (refused is ListingRefusedException or ListingInvalidException or Npgsql.PostgresException or DbUpdateException)
                {
                    // What a rule stands against has not happened.
                }

                var reached = await CheckAsync(world);
                listed += reached is null ? 0 : 1;
                back += reached == "back" ? 1 : 0;
            }
        }

        Assert.True(listed > meant.Length, "Nothing else was ever listed.");
        Assert.True(back >= meant.Length, "What was suspended did not come back.");

        // Often of these, and then of all.
        static Gen<Step> StepOf(params int[] often) =>
            from who in Gen.Frequency((often.Length > 0 ? 6 : 0, Gen.Elements(often.Length > 0 ? often : [0])), (1, Gen.Choose(0, World.Organisations - 1)))
            from person in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Choose(1, World.People - 1)))
            from days in Gen.Choose(1, 50)
            select new Step(Move.Start, who, person, days);
    }

    /// <returns>How it came to be listed with what was done last: <c>new</c>, <c>back</c> from a suspension; null: it did not.</returns>
    private async Task<string?> CheckAsync(World world)
    {
        long event_ = await database.Owner.OneAsync<long>("select coalesce(max(id), 0) from directory.event where subject_id = $1 and to_state = 'listed'", world.Service);
        string? ended = (await database.Owner.ListAsync<string>("select outcome from directory.suspension where service_id = $1 and outcome is not null and id <> all ($2)", world.Service, world.Ended.ToArray()))
            .SingleOrDefault();
        var suspension = ended is null ? Guid.Empty : (await database.Owner.ListAsync<Guid>(
            "select id from directory.suspension where service_id = $1 and outcome is not null and id <> all ($2)", world.Service, world.Ended.ToArray())).Single();
        if (ended is not null)
            world.Ended.Add(suspension);
        if (event_ == world.Listed)
            return null;
        world.Listed = event_;
        string after = $"after: {string.Join(", ", world.Steps)}";
        // Told here by names and numbers, with none of the functions that decide it.
        var approvals = (await database.Owner.ListAsync<string>(
            """
            select jsonb_build_object('Organisation', a.organisation_id, 'Account', v.account_id, 'On', a.approved_on::text,
              'Met', array(select d.criterion from directory.verdict d where d.review_id = v.id and d.verdict = 'met'),
              'Renews', exists (select from directory.renewal n where n.revision_id = a.revision_id),
              'Tied', exists (select from directory.declared_tie t where t.service_id = s.id and t.account_id = v.account_id))::text
            from directory.service s
            join directory.approval a on a.revision_id = s.published_revision_id
            join directory.review v on v.id = a.review_id and v.revision_id = a.revision_id and v.organisation_id = a.organisation_id
            where s.id = $1 and v.handed_in_on is not null and v.tie = 'none'
            """,
            world.Service)).ConvertAll(row => JsonSerializer.Deserialize<Voice>(row)!);
        int[] asked = ended == "republished" ? [.. s_red, Promise] : s_red;
        var voices = approvals.FindAll(voice => world.HadVoice(voice.Organisation, voice.Day) && !voice.Tied && voice.Account != world.Member && !asked.Except(voice.Met).Any());
        bool two = voices.Exists(a => !s_required.Except(a.Met).Any() && voices.Exists(
            b => !world.CountAsOne(a.Organisation, b.Organisation) && (a.Account is null || a.Account != b.Account) && (b.Renews || !s_required.Except(b.Met).Any())));
        Assert.True(two, $"Listed by {string.Join(", ", voices.Select(voice => world.Name(voice.Organisation)))} {after}");
        if (ended is "lifted" or "reinstated" or "overturned")
        {
            var (table, word) = ended switch { "lifted" => ("suspension_word", "lift"), "reinstated" => ("suspension_word", "kept"), _ => ("appeal_word", "overturn") };
            var said = (await database.Owner.ListAsync<string>(
                $"select jsonb_build_object('Organisation', organisation_id, 'Account', account_id, 'On', given_on::text)::text from directory.{table} where suspension_id = $1 and word = $2",
                suspension,
                word)).ConvertAll(row => JsonSerializer.Deserialize<Voice>(row)!);
            var heard = said.FindAll(voice => world.HadVoice(voice.Organisation, voice.Day) && voice.Account != world.Member && (ended != "reinstated" || voice.Day > world.Today.PlusDays(-60)));
            Assert.True(
                heard.Exists(a => heard.Exists(b => !world.CountAsOne(a.Organisation, b.Organisation) && (a.Account is null || a.Account != b.Account))),
                $"Back ({ended}) by {string.Join(", ", heard.Select(voice => world.Name(voice.Organisation)))} {after}");
        }

        return ended is null ? "new" : "back";
    }

    private async Task<World> WorldAsync()
    {
        var given = database.Given;
        var all = new List<Organisation>();
        foreach (string name in new[] { "One", "Related", "Runs", "Allied", "Apart", "Third", "Fourth" })
            all.Add(name == "Allied" ? await given.OrganisationAsync(name, OrganisationKind.Allied) : await given.SexWorkerLedAsync(name));
        var accounts = new List<Guid?> { null };
        for (int i = 1; i < World.People; i++)
            accounts.Add((await given.AccountAsync()).Id);
        await given.RelatedAsync(all[World.One], all[World.Related]);
        // The last of the people works where the service is run, and sits elsewhere, too.
        await database.App.RunAsync(
            "insert into directory.membership (id, account_id, organisation_id, role, since) values (gen_random_uuid(), $1, $2, 'proposer', $3)", accounts[^1]!.Value, all[World.Runs].Id, Given.Today);
        var clinic = Sample.Clinic();
        var first = await _desk.WriteAsync(clinic with { Provider = clinic.Provider with { OrganisationId = all[World.Runs].Id } }, all[World.One]);
        return new World(all, accounts, first);
    }

    private async Task DoAsync(World world, Step step)
    {
        await using var context = database.Context();
        var listings = _desk.Listings(context);
        var (proposals, reviews, returns) = (VettingDesk.Proposals(context, listings), VettingDesk.Reviews(context, listings), VettingDesk.Returns(context, listings));
        var suspensions = VettingDesk.Suspensions(context, listings);
        var (by, account, today) = (world.All[step.Who], world.Accounts[step.Person], world.Today);
        var actor = new Actor(by.Id, ActorRole.Reviewer);
        var now = world.First with
        {
            RevisionId = await database.App.OneAsync<Guid>("select id from directory.revision where service_id = $1 order by number desc limit 1", world.Service),
            Number = await database.App.OneAsync<int>("select max(number) from directory.revision where service_id = $1", world.Service),
        };
        switch (step.Move)
        {
            case Move.Revise:
                var clinic = Sample.Clinic($"Version {now.Number + 1}");
                await listings.ReviseAsync(new ReviseService(world.Service, by.Id, clinic with { Provider = clinic.Provider with { OrganisationId = world.All[World.Runs].Id } }, today), actor, Stop);
                break;
            case Move.Propose:
                await proposals.ProposeAsync(new ProposeRevision(now.RevisionId, account, today), actor, Stop);
                break;
            case Move.Start:
                await reviews.StartAsync(new StartReview(world.Service, by.Id, account, today), actor, Stop);
                break;
            case Move.Judge or Move.JudgeUnclear or Move.JudgeRedLines or Move.DeclareTie:
                var review = await reviews.StartAsync(new StartReview(world.Service, by.Id, account, today), actor, Stop);
                int edition = await database.App.OneAsync<int>("select edition from directory.review where id = $1", review);
                int[] asked = step.Move == Move.JudgeRedLines ? step.Days % 2 == 0 ? s_red : [.. s_red, Promise] : s_required;
                var verdicts = asked.ToDictionary(c => c, c => step.Move == Move.JudgeUnclear && c == s_required[now.Number % 3] ? Verdict.Unclear : Verdict.Met);
                await reviews.SaveAsync(
                    new SaveReview(review, account, edition, verdicts, step.Move == Move.DeclareTie ? DeclaredTie.Relative : DeclaredTie.None, null, today), actor, Stop);
                if (step.Move != Move.DeclareTie)
                    await reviews.HandInAsync(new HandInReview(review, account, today), actor, Stop);
                break;
            case Move.Record:
                await reviews.RecordAsync(new RecordReview(now.RevisionId, by.Id, account, EvidenceKind.Visit, "Went there", today), actor, Stop);
                break;
            case Move.Contact:
                await VettingDesk.Evidence(context).AddAsync(new AddEvidence(world.Service, false, by.Id, account, EvidenceKind.SpokenAnswer, null, "Asked", s_required, today), actor, Stop);
                break;
            case Move.Ask:
                await returns.AskAsync(new AskBack(now.RevisionId, by.Id, account, "Why?", today), actor, Stop);
                break;
            case Move.Answer:
                foreach (var question in await database.App.ListAsync<Guid>("select id from directory.question where revision_id = $1 and answered_on is null", now.RevisionId))
                    await returns.AnswerAsync(new AnswerBack(question, account, "So", today), actor, Stop);
                break;
            case Move.Decline:
                // Seldom, as nothing follows.
                if (step.Days < 10)
                    await returns.DeclineAsync(new DeclineRevision(now.RevisionId, by.Id, account, [6], "Not met", today), actor, Stop);
                break;
            case Move.TakeBack:
                await proposals.TakeBackAsync(new TakeBack(now.RevisionId, today), actor, Stop);
                break;
            case Move.Publish:
                await listings.PublishAsync(new PublishRevision(now.RevisionId, today), actor, Stop);
                break;
            case Move.Object:
                await VettingDesk.Words(context).SayAsync(new SayWord(world.Service, world.All[World.Allied].Id, account, WordKind.Objection, [4], "No", today), actor, Stop);
                break;
            case Move.AnswerObjection:
                foreach (var word in await database.App.ListAsync<Guid>("select id from directory.word where service_id = $1 and answered_on is null", world.Service))
                    await VettingDesk.Words(context).AnswerAsync(new AnswerWord(word, by.Id, account, "Asked again", today), actor, Stop);
                break;
            case Move.Withdraw or Move.Suspend:
                await listings.WithdrawAsync(
                    new WithdrawService(world.Service, step.Move == Move.Suspend ? ServiceState.Suspended : ServiceState.Working, today, "So", Promise), actor, Stop);
                break;
            case Move.Renew:
                await VettingDesk.Rechecks(context, listings).StartAsync(
                    new StartRecheck(world.Service, account, step.Days % 5 == 0 ? [ChangedSince.Law] : [], today), actor, Stop);
                break;
            case Move.SuspendByReviewer:
                await suspensions.SuspendAsync(new SuspendService(world.Service, by.Id, account, Promise, "They told a landlord.", "A new rule.", today), actor, Stop);
                break;
            case Move.Confirm or Move.Lift or Move.Kept:
                var voice = step.Move switch { Move.Confirm => SuspensionVoice.Confirm, Move.Lift => SuspensionVoice.Lift, _ => SuspensionVoice.Kept };
                foreach (var open in await OpenAsync(world))
                    await suspensions.JudgeAsync(new JudgeSuspension(open, by.Id, account, voice, "Asked them.", today), actor, Stop);
                break;
            case Move.Appeal:
                foreach (var open in await OpenAsync(world))
                    await database.Owner.RunAsync("insert into directory.appeal (suspension_id, asked_on) values ($1, $2) on conflict do nothing", open, today);
                break;
            case Move.Overturn:
                foreach (var open in await OpenAsync(world))
                    await suspensions.JudgeAppealAsync(new JudgeAppeal(open, by.Id, account, true, "Another clinic.", today), new Actor(by.Id, ActorRole.Panel), Stop);
                break;
            case Move.Check:
                await listings.CheckAsync(new CheckFacts(now.RevisionId, by.Id, CheckMethod.Called, today, null, account), actor, Stop);
                break;
            case Move.Relate:
                // Seldom, as it is for ever.
                var other = world.All[(step.Who + 1 + (step.Days % (World.Organisations - 1))) % World.Organisations];
                if (step.Days < 15)
                {
                    await database.Given.RelatedAsync(by, other);
                    world.Relate(by.Id, other.Id);
                }

                break;
            case Move.Freeze:
                if (step.Days < 15)
                {
                    await database.Given.FrozenAsync(by, today, today.PlusDays(13));
                    world.Frozen[by.Id] = today;
                }

                break;
            case Move.Days:
                world.Today = today.PlusDays(step.Days);
                break;
            case Move.PlainApproval:
                await database.App.RunAsync(VettingDesk.Approval(now, by, today));
                break;
            case Move.PlainState:
                await database.App.RunAsync("select directory.move_service($1, 'listed', null, 'command-line', null)", world.Service);
                break;
        }
    }

    private Task<List<Guid>> OpenAsync(World world) => database.App.ListAsync<Guid>("select id from directory.suspension where service_id = $1 and outcome is null", world.Service);

    /// <param name="Who">Which organisation.</param>
    /// <param name="Person">Which of the people who may sit in any of them; 0: nobody known.</param>
    /// <param name="Days">Where days move on, how many; else it decides between two.</param>
    private sealed record Step(Move Move, int Who, int Person, int Days);

    private sealed record Voice(Guid Organisation, Guid? Account, string On, int[] Met, bool Renews, bool Tied)
    {
        public LocalDate Day => NodaTime.Text.LocalDatePattern.Iso.Parse(On).Value;
    }

    private sealed class World(IReadOnlyList<Organisation> all, IReadOnlyList<Guid?> accounts, WrittenRevision first)
    {
        public const int One = 0;
        public const int Related = 1;
        public const int Runs = 2;
        public const int Allied = 3;
        public const int Apart = 4;
        public const int Third = 5;
        public const int Fourth = 6;
        public const int Organisations = 7;
        public const int People = 4;

        /// <summary>Organisations that count as one, each by the first of them.</summary>
        private readonly Dictionary<Guid, Guid> _families = all.ToDictionary(o => o.Id, o => o.Id == all[Related].Id ? all[One].Id : o.Id);

        public IReadOnlyList<Organisation> All => all;

        public IReadOnlyList<Guid?> Accounts => accounts;

        /// <summary>Works where the service is run.</summary>
        public Guid? Member => accounts[^1];

        public WrittenRevision First => first;

        public Guid Service => first.ServiceId;

        public LocalDate Today { get; set; } = Given.Today;

        /// <summary>Since when, for 14 days; of those that were frozen more than once, the last time.</summary>
        public Dictionary<Guid, LocalDate> Frozen { get; } = [];

        public List<Step> Steps { get; } = [];

        /// <summary>Suspensions that were over before.</summary>
        public HashSet<Guid> Ended { get; } = [];

        /// <summary>The last event that said it was listed.</summary>
        public long Listed { get; set; }

        public string Name(Guid organisation) => all.Single(o => o.Id == organisation).Name.In["en"].Value;

        public bool CountAsOne(Guid one, Guid other) => _families[one] == _families[other];

        public void Relate(Guid one, Guid other)
        {
            var (to, from) = (_families[one], _families[other]);
            foreach (var member in _families.Where(f => f.Value == from).Select(f => f.Key).ToList())
                _families[member] = to;
        }

        /// <summary>Whether an organisation could judge this service on a day.</summary>
        public bool HadVoice(Guid organisation, LocalDate on) =>
            organisation != all[Allied].Id && !CountAsOne(organisation, all[Runs].Id) && on <= Given.Today.PlusYears(1)
            && !(Frozen.TryGetValue(organisation, out var from) && on >= from && on <= from.PlusDays(13));
    }
}
