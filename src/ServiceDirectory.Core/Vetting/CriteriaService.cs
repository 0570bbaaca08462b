using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Core.Vetting;

/// <summary>
/// The promises as they are judged, and how they change: a council proposes one change, all councils vote, and a vote that is carried makes
/// the next version. Writing it is the database's own; nothing here can.
/// </summary>
/// <param name="context">The private half, as the app.</param>
public sealed class CriteriaService(DirectoryDbContext context)
{
    public const int LongestWords = 300;

    public const int LongestHow = 500;

    /// <summary>Days for which votes are taken: the longest that there is, as others may be asked first.</summary>
    public const int VoteDays = 30;

    /// <summary>Months that may lie between a vote that asks for more and the day on which what was not judged by it is hidden.</summary>
    public const int FewestMonths = 3;

    public const int MostMonths = 12;

    /// <summary>The promises by which is judged today.</summary>
    public Task<CriteriaSet> NewestAsync(CancellationToken cancellation = default) => context.CriteriaAsync(cancellation);

    /// <summary>What votes are about, by the vote.</summary>
    public async Task<IReadOnlyDictionary<Guid, CriteriaChange>> ChangesAsync(IReadOnlyCollection<Guid> motions, CancellationToken cancellation = default) =>
        await context.Set<CriteriaChange>().AsNoTracking().Where(c => motions.Contains(c.MotionId)).ToDictionaryAsync(c => c.MotionId, cancellation);

    /// <summary>The first day on which a public entry is hidden because nobody judged a promise that was added; null: none is missing.</summary>
    public async Task<LocalDate?> UntilAsync(Guid service, LocalDate on, CancellationToken cancellation = default) =>
        (await context.Database.SqlQuery<LocalDate?>(
            $"select directory.promises_until(published_revision_id, {on}) as \"Value\" from directory.service where id = {service} and published_revision_id is not null")
            .ToListAsync(cancellation)).SingleOrDefault();

    /// <summary>Asks all councils for a vote on one change.</summary>
    /// <returns>The vote.</returns>
    /// <exception cref="ListingInvalidException">Something is missing, or too long.</exception>
    /// <exception cref="ListingRefusedException">The actor's organisation has no vote, it is so already, or there is a vote about this promise.</exception>
    public async Task<Guid> ProposeAsync(ProposeCriteria propose, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(propose);
        var own = CouncilRules.RequireCoordinator(actor);
        Require(propose);
        CouncilRules.RequireReason(propose.Reason);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        var motion = new Motion
        {
            Id = Guid.NewGuid(),
            Kind = MotionKind.Criteria,
            AskedBy = own,
            AskedOn = propose.On,
            ClosesOn = propose.On.PlusDays(VoteDays),
            Reason = propose.Reason,
        };
        context.Add(motion);
        context.Add(DirectoryEvent.Of(actor, "open", "motion", motion.Id, EnumSlug.Of(MotionKind.Criteria)));
        await context.SaveByRulesAsync(cancellation);
        context.Add(new CriteriaChange
        {
            MotionId = motion.Id,
            Kind = propose.Kind,
            Criterion = propose.Criterion,
            Principle = propose.Principle,
            Profiles = [.. propose.Profiles.Distinct().Order().Select(EnumSlug.Of)],
            Said = propose.Said,
            Ask = propose.Ask,
            How = propose.How,
            BrokenWhen = propose.BrokenWhen,
            Months = propose.Months,
        });
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return motion.Id;
    }

    private static void Require(ProposeCriteria propose)
    {
        List<ListingProblem> problems = [];
        bool isNew = propose.Kind is CriteriaChangeKind.Added;
        if (isNew != propose.Criterion is null)
            problems.Add(new ListingProblem("criterion", "missing", "Say which promise."));
        if (isNew && propose.Principle is not (>= 1 and <= 4))
            problems.Add(new ListingProblem("principle", "missing", "Say to which principle it belongs."));
        if (isNew || propose.Kind is CriteriaChangeKind.Words)
            Words("said", propose.Said, LongestWords);
        if (isNew)
        {
            Words("ask", propose.Ask, LongestWords);
            Plain("how", propose.How, LongestHow);
            Plain("broken-when", propose.BrokenWhen, LongestWords);
        }

        if (isNew || propose.Kind is CriteriaChangeKind.Required or CriteriaChangeKind.Profiles)
        {
            if (propose.Profiles.Count == 0)
                problems.Add(new ListingProblem("profiles", "missing", "Say to whom it applies."));
            if (propose.Months is not (>= FewestMonths and <= MostMonths))
                problems.Add(new ListingProblem("months", "out-of-range", "Give 3 to 12 months."));
        }

        if (problems.Count > 0)
            throw new ListingInvalidException(problems);

        void Words(string field, Text? text, int longest)
        {
            if (text is null)
                problems.Add(new ListingProblem(field, "empty", "Write something here."));
            else
                problems.AddRange(TextRules.Check(field, text, longest).Select(p => p with { Field = field }));
        }

        void Plain(string field, string? typed, int longest)
        {
            if (TextRules.Refuse(typed ?? "", longest) is var (why, message))
                problems.Add(new ListingProblem(field, why, message));
        }
    }
}
