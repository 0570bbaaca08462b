using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Core.Partnerships;

/// <summary>Consultation: question, answers and outcome of one matter. Silence stops nothing.</summary>
/// <param name="context">The private half, as the app.</param>
public sealed class ConsultationService(DirectoryDbContext context)
{
    public const int LongestQuestion = 500;

    public const int LongestAnswer = 1_000;

    public const int FewestDays = 7;

    public const int MostDays = 60;

    /// <summary>Everything that a council sees, or an allied organisation of its fields, what is open first.</summary>
    public async Task<IReadOnlyList<ConsultationLine>> OfAsync(Guid organisation, bool hasVoice, LocalDate on, CancellationToken cancellation = default)
    {
        var own = await context.Organisations.AsNoTracking().SingleAsync(o => o.Id == organisation, cancellation);
        bool isAllied = own.Kind is OrganisationKind.Allied;
        OrganisationField[] fields = [.. own.Fields.Select(EnumSlug.Parse<OrganisationField>)];
        var found = await context.Set<Consultation>().AsNoTracking().Where(c => hasVoice || (isAllied && fields.Contains(c.Field)))
            .OrderBy(c => c.ClosedOn != null).ThenByDescending(c => c.AskedOn).ThenBy(c => c.Id).ToListAsync(cancellation);
        List<ConsultationLine> lines = [];
        foreach (var one in found)
        {
            var answers = await context.Set<ConsultationAnswer>().AsNoTracking().Where(a => a.ConsultationId == one.Id)
                .Join(context.Organisations, a => a.OrganisationId, o => o.Id, (a, o) => new { a.OrganisationId, o.Name, a.AnsweredOn, a.Answer })
                .OrderBy(a => a.AnsweredOn).ThenBy(a => a.OrganisationId).ToListAsync(cancellation);
            lines.Add(new ConsultationLine(
                one, await context.Organisations.Where(o => o.Id == one.OrganisationId).Select(o => o.Name).SingleAsync(cancellation),
                [.. answers.Select(a => new SaidAnswer(a.Name, a.AnsweredOn, a.Answer))])
            {
                MayAnswer = isAllied && one.ClosedOn is null && on <= one.EndsOn && !answers.Exists(a => a.OrganisationId == organisation),
                MayClose = hasVoice && one.OrganisationId == organisation && one.ClosedOn is null && (on > one.EndsOn || await HaveAllAnsweredAsync(one, cancellation)),
            });
        }

        return lines;
    }

    /// <summary>Nobody of those who were asked has still to speak.</summary>
    private async Task<bool> HaveAllAnsweredAsync(Consultation asked, CancellationToken cancellation)
    {
        string field = EnumSlug.Of(asked.Field);
        return !await context.Organisations.AnyAsync(
            o => o.Kind == OrganisationKind.Allied && o.LeftOn == null && o.Fields.Contains(field)
                && !context.Set<ConsultationAnswer>().Any(a => a.ConsultationId == asked.Id && a.OrganisationId == o.Id),
            cancellation);
    }

    /// <summary>Asks all allied organisations that know of a field.</summary>
    /// <exception cref="ListingInvalidException">There are no words, or too few or too many days.</exception>
    /// <exception cref="ListingRefusedException">The actor's organisation has no voice, or there is no such promise or vote.</exception>
    public async Task<Guid> AskAsync(AskConsultation ask, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var own = CouncilRules.RequireCoordinator(actor);
        string question = Require("question", ask.Question, LongestQuestion);
        if (ask.EndsOn < ask.On.PlusDays(FewestDays) || ask.EndsOn > ask.On.PlusDays(MostDays))
            throw new ListingInvalidException([new ListingProblem("ends", "out-of-range", "Give them 7 to 60 days.")]);
        if (ask.Criterion is null == ask.MotionId is null)
            throw new ListingInvalidException([new ListingProblem("about", "missing", "Say which promise this is about.")]);
        var id = Guid.NewGuid();
        context.Add(new Consultation
        {
            Id = id,
            OrganisationId = own,
            Field = ask.Field,
            Criterion = ask.Criterion,
            MotionId = ask.MotionId,
            Question = question,
            AskedOn = ask.On,
            EndsOn = ask.EndsOn,
        });
        context.Add(DirectoryEvent.OfOrganisation(actor, "ask-consultation", own, reason: null));
        await context.SaveByRulesAsync(cancellation);
        return id;
    }

    /// <summary>An allied organisation says what it thinks, once.</summary>
    /// <exception cref="ListingInvalidException">There are no words.</exception>
    /// <exception cref="ListingRefusedException">It is not of this field, it has answered, or it is over.</exception>
    public async Task AnswerAsync(Guid consultation, string? answer, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.OrganisationId is not { } own)
            throw new ListingRefusedException("consultation_field", "An allied organisation answers.");
        context.Add(new ConsultationAnswer { ConsultationId = consultation, OrganisationId = own, AnsweredOn = on, Answer = Require("answer", answer, LongestAnswer) });
        context.Add(DirectoryEvent.OfOrganisation(actor, "answer-consultation", own, reason: null));
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>Whoever asked writes what came of it.</summary>
    /// <exception cref="ListingInvalidException">There are no words.</exception>
    /// <exception cref="ListingRefusedException">It is another one's, others have time to answer, or it was written before.</exception>
    public async Task CloseAsync(Guid consultation, string? outcome, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        var own = CouncilRules.RequireCoordinator(actor);
        string words = Require("outcome", outcome, LongestAnswer);
        var found = await context.Set<Consultation>().SingleOrDefaultAsync(c => c.Id == consultation && c.OrganisationId == own, cancellation)
            ?? throw new ListingRefusedException("consultation_over", "There is no such question of this organisation.");
        found.Outcome = words;
        found.ClosedOn = on;
        context.Add(DirectoryEvent.OfOrganisation(actor, "close-consultation", own, reason: null));
        await context.SaveByRulesAsync(cancellation);
    }

    private static string Require(string field, string? typed, int longest)
    {
        string words = (typed ?? "").ReplaceLineEndings("\n").Trim();
        return TextRules.Refuse(words, longest) is var (why, message) ? throw new ListingInvalidException([new ListingProblem(field, why, message)]) : words;
    }
}
