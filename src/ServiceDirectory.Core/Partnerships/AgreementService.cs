using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Vetting;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Partnerships;

/// <summary>
/// Agreements: written by a sex worker-led organisation, answered by the other one, shown where both said so, until they end. What may be shown,
/// the database decides (<c>0071_agreements.sql</c>).
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="notes">Seals what they agreed.</param>
public sealed class AgreementService(DirectoryDbContext context, PrivateNotes notes)
{
    /// <summary>Characters of each text on co-design.</summary>
    public const int LongestDesign = 280;

    private const string Kind = "agreement";

    /// <summary>Everything that an organisation has a part in, what waits first, then what ends first.</summary>
    public async Task<IReadOnlyList<AgreementLine>> OfAsync(Guid organisation, LocalDate on, CancellationToken cancellation = default)
    {
        var found = await context.Set<Agreement>().FromSql(
            $"""
            select a.* from directory.agreement a
            where a.organisation_id = {organisation} or a.other_id = {organisation}
              or directory.runs_published({organisation}, a.service_id)
            """).AsNoTracking().ToListAsync(cancellation);
        List<AgreementLine> lines = [];
        foreach (var one in found.OrderBy(a => a.AgreedOn is not null || a.RefusedOn is not null || a.EndedOn is not null || a.EndsOn < on).ThenBy(a => a.EndsOn).ThenBy(a => a.Id))
        {
            bool isOurs = one.OrganisationId == organisation;
            var names = await context.Organisations.AsNoTracking().Where(o => o.Id == one.OrganisationId || o.Id == one.OtherId).ToDictionaryAsync(o => o.Id, o => o.Name, cancellation);
            string? code = await context.Services.Where(s => s.Id == one.ServiceId).Select(s => s.Code).SingleOrDefaultAsync(cancellation);
            bool waits = one is { AgreedOn: null, RefusedOn: null, EndedOn: null } && one.EndsOn >= on;
            bool hasContact = one.ServiceId is { } service && await context.CallAsync<bool>("select directory.has_contact($1)", cancellation, Uuid(service));
            lines.Add(new AgreementLine(one, isOurs, notes.Open(Kind, one.Id, one.Does))
            {
                Own = names[one.OrganisationId],
                Other = one.OtherId is { } other ? names[other] : await ServiceNameAsync(one.ServiceId!.Value, cancellation),
                ServiceCode = code,
                MayAnswer = waits && (isOurs ? one.ServiceId is not null && !hasContact : true),
                IsWaiting = waits,
                IsShown = one is { WantsPublic: true, AgreedPublic: true, EndedOn: null } && one.EndsOn >= on,
            });
        }

        return lines;
    }

    /// <summary>Writes one, which counts once the other one agrees.</summary>
    /// <exception cref="ListingInvalidException">Something is missing, too long, or its days do not fit.</exception>
    /// <exception cref="ListingRefusedException">The actor's organisation has no voice, or the service is its own.</exception>
    public async Task<Guid> WriteAsync(WriteAgreement write, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        var own = Organisations.CouncilRules.RequireCoordinator(actor);
        string does = PrivateNotes.Require("does", write.Does);
        Require(write);
        var id = Guid.NewGuid();
        context.Add(new Agreement
        {
            Id = id,
            OrganisationId = own,
            ServiceId = write.ServiceId,
            OtherId = write.OtherId,
            WrittenOn = write.On,
            Does = notes.Seal(Kind, id, does),
            Money = write.Money,
            StartsOn = write.StartsOn,
            EndsOn = write.EndsOn,
            ReviewsOn = write.ReviewsOn,
            WantsPublic = write.WantsPublic,
            Planned = write.Design?.Planned,
            Ran = write.Design?.Ran,
            Judged = write.Design?.Judged,
            Paid = write.Design?.Paid,
        });
        context.Add(write.ServiceId is { } service
            ? DirectoryEvent.OfService(actor, "write-agreement", service, reason: null)
            : DirectoryEvent.OfOrganisation(actor, "write-agreement", write.OtherId ?? own, reason: null));
        await context.SaveByRulesAsync(cancellation);
        return id;
    }

    /// <summary>The other one's answer; of a service that has nobody here, as whoever wrote it was told, and then never public.</summary>
    /// <exception cref="ListingRefusedException">It was answered, it is over, or somebody else answers it.</exception>
    public Task AnswerAsync(AnswerAgreement answer, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<object>(
            "select directory.answer_agreement($1, $2, $3, $4, $5, $6)", cancellation,
            Uuid(answer.AgreementId), Uuid(actor.OrganisationId), Truth(answer.Yes), Truth(answer.IsPublic), Date(answer.On), Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>Ends it before its day.</summary>
    /// <returns>False: it was ended before.</returns>
    /// <exception cref="ListingRefusedException">The actor's organisation has no part in it.</exception>
    public Task<bool> EndAsync(Guid agreement, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<bool>(
            "select directory.end_agreement($1, $2, $3, $4)", cancellation, Uuid(agreement), Uuid(actor.OrganisationId), Date(on), Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>Both looked at it again; says when they do next.</summary>
    /// <exception cref="ListingRefusedException">It is not the actor's organisation's, or the day lies after its end.</exception>
    public Task ReviewAsync(Guid agreement, LocalDate next, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<object>(
            "select directory.review_agreement($1, $2, $3, $4, $5)", cancellation,
            Uuid(agreement), Uuid(actor.OrganisationId), Date(next), Date(on), Words(EnumSlug.Of(actor.Role)));
    }

    private async Task<Text> ServiceNameAsync(Guid service, CancellationToken cancellation)
    {
        var newest = await context.Revisions.AsNoTracking().Where(r => r.ServiceId == service).OrderByDescending(r => r.Number).FirstAsync(cancellation);
        return Upcasters.Default.Read(newest.Content, newest.ContentVersion).Name;
    }

    private static void Require(WriteAgreement write)
    {
        List<ListingProblem> problems = [];
        if (write.ServiceId is null == write.OtherId is null)
            problems.Add(new ListingProblem("with", "missing", "Say with whom."));
        if (write.EndsOn <= write.StartsOn || write.EndsOn < write.On || write.EndsOn > write.StartsOn.PlusMonths(36))
            problems.Add(new ListingProblem("ends", "out-of-range", "It ends after it begins, within three years."));
        if (write.ReviewsOn < write.StartsOn || write.ReviewsOn > write.EndsOn)
            problems.Add(new ListingProblem("reviews", "out-of-range", "Look at it again before it ends."));
        if (write.Design is { } design)
        {
            Text?[] said = [design.Planned, design.Ran, design.Judged];
            problems.AddRange(said.OfType<Text>().SelectMany(text => TextRules.Check("design", text, LongestDesign)).Select(p => p with { Field = "design" }));
            if (design.Paid is null == said.Any(text => text is not null) || write.ServiceId is null)
                problems.Add(new ListingProblem("paid", "missing", "Say how, and whether sex workers were paid for it."));
        }

        if (problems.Count > 0)
            throw new ListingInvalidException(problems);
    }
}

/// <param name="IsOurs">The organisation wrote it.</param>
/// <param name="Does">Who does what.</param>
public sealed record AgreementLine(Agreement Agreement, bool IsOurs, string Does)
{
    public required Text Own { get; init; }

    /// <summary>The service, or the other organisation.</summary>
    public required Text Other { get; init; }

    public string? ServiceCode { get; init; }

    public bool IsWaiting { get; init; }

    public bool MayAnswer { get; init; }

    public bool IsShown { get; init; }
}
