using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Core.Vetting;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Organisations;

/// <summary>What the councils see of one another. Not for those that have no voice.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="council">Counts.</param>
public sealed class CouncilReader(DirectoryDbContext context, CouncilService council)
{
    /// <summary>Days for which an ended vote is still shown.</summary>
    private const int DaysShown = 60;

    /// <summary>Everybody who takes part, by code.</summary>
    public async Task<IReadOnlyList<NamedOrganisation>> OrganisationsAsync(CancellationToken cancellation = default) =>
        await context.Organisations.AsNoTracking().Where(o => o.LeftOn == null).OrderBy(o => o.Code)
            .Select(o => new NamedOrganisation(o.Id, o.Code, o.Name, o.Kind, o.IsGuest, o.FrozenUntil)).ToListAsync(cancellation);

    /// <summary>What is voted on, what ends first at the top, and what was decided lately.</summary>
    public async Task<IReadOnlyList<MotionLine>> MotionsAsync(Guid own, LocalDate on, CancellationToken cancellation = default)
    {
        var since = on.PlusDays(-DaysShown);
        var found = await context.Motions.AsNoTracking().Where(m => m.DecidedOn == null || m.DecidedOn > since)
            .OrderBy(m => m.DecidedOn != null).ThenBy(m => m.ClosesOn).ToListAsync(cancellation);
        List<MotionLine> lines = [];
        foreach (var motion in found)
        {
            var concerned = await context.CallAsync<Guid[]>("select directory.motion_concerns($1)", cancellation, Uuid(motion.Id));
            var family = await context.CallAsync<Guid[]>("select directory.motion_family($1, $2)", cancellation, Uuid(motion.Id), Uuid(own));
            bool hasVoted = await context.MotionVotes.AnyAsync(v => v.MotionId == motion.Id && family.Contains(v.OrganisationId), cancellation);
            lines.Add(new MotionLine(motion, await council.CountAsync(motion.Id, motion.DecidedOn ?? on, cancellation))
            {
                Change = motion.Kind is MotionKind.Criteria ? await context.Set<CriteriaChange>().AsNoTracking().SingleOrDefaultAsync(c => c.MotionId == motion.Id, cancellation) : null,
                Consulted = await context.Set<Consultation>().CountAsync(c => c.MotionId == motion.Id, cancellation),
                About = await NameAsync(motion.OrganisationId, cancellation),
                Other = await NameAsync(motion.OtherId, cancellation),
                ServiceCode = await context.Services.Where(s => s.Id == motion.ServiceId).Select(s => s.Code).SingleOrDefaultAsync(cancellation),
                HasVoted = hasVoted,
                MayVote = motion.Outcome is null && !hasVoted && on <= motion.ClosesOn && !concerned.Contains(own),
            });
        }

        return lines;
    }

    /// <summary>Who is proposed.</summary>
    public async Task<IReadOnlyList<AdmissionLine>> AdmissionsAsync(Guid own, LocalDate on, CancellationToken cancellation = default)
    {
        var found = await context.Admissions.AsNoTracking().Where(a => a.EndedOn == null)
            .Join(context.Organisations, a => a.OrganisationId, o => o.Id, (a, o) => new { Admission = a, o.Name, o.Country, o.VouchedUntil })
            .OrderBy(a => a.Admission.ProposedOn).ToListAsync(cancellation);
        List<AdmissionLine> lines = [];
        foreach (var one in found)
        {
            var voices = await context.CallAsync<LocalDate[]>("select directory.admission_voices($1, $2)", cancellation, Uuid(one.Admission.Id), Date(on));
            var objection = await context.Motions.Where(m => m.AdmissionId == one.Admission.Id).Select(m => new { m.Outcome }).SingleOrDefaultAsync(cancellation);
            LocalDate? until = voices.Length > 1 ? voices[1].PlusDays(AdmissionService.ObjectionDays) : null;
            lines.Add(new AdmissionLine(one.Admission.Id, one.Admission.OrganisationId, one.Name, one.Country, one.Admission.ProposedOn, voices.Length, until)
            {
                IsRenewal = one.VouchedUntil is not null,
                HasVouched = await context.OrganisationVouches.AnyAsync(
                    v => v.OrganisationId == one.Admission.OrganisationId && v.VouchedById == own && v.VouchedOn >= one.Admission.ProposedOn, cancellation),
                IsObjected = objection is not null,
                MayObject = objection is null && (until is null || on < until),
                MayFinish = until <= on && (objection is null || objection.Outcome is MotionOutcome.Carried),
            });
        }

        return lines;
    }

    /// <summary>Those that one organisation asks to freeze, in the last days.</summary>
    public async Task<IReadOnlyList<Text>> FreezeAskedAsync(LocalDate on, CancellationToken cancellation = default)
    {
        var since = on.PlusDays(-CouncilService.FreezeDays);
        return await context.FreezeVoices.Where(v => v.FrozeOn == null && v.VoicedOn >= since).Select(v => v.OrganisationId).Distinct()
            .Join(context.Organisations, id => id, o => o.Id, (_, o) => o.Name).ToListAsync(cancellation);
    }

    /// <summary>An organisation as it describes itself.</summary>
    public Task<Organisation> DescriptionAsync(Guid organisation, CancellationToken cancellation = default) =>
        context.Organisations.AsNoTracking().SingleAsync(o => o.Id == organisation, cancellation);

    /// <summary>With whom an organisation counts as one, and who has to agree first.</summary>
    public async Task<IReadOnlyList<RelationLine>> RelationsAsync(Guid own, CancellationToken cancellation = default)
    {
        var found = await context.Database.SqlQuery<Related>(
            $"""
            select o.id, n.reason, n.awaits
            from directory.organisation_relation n join directory.organisation o on o.id = case {own} when n.organisation_id then n.related_id else n.organisation_id end
            where {own} in (n.organisation_id, n.related_id)
            order by n.awaits is null, o.code
            """).ToListAsync(cancellation);
        List<RelationLine> lines = [];
        foreach (var one in found)
            lines.Add(new RelationLine(one.Id, (await NameAsync(one.Id, cancellation))!, one.Reason, one.Awaits is not null, one.Awaits == own));
        return lines;
    }

    /// <summary>Those that a coordinator let in and in which nobody works yet, so that they invite the first.</summary>
    public async Task<IReadOnlyList<NamedOrganisation>> EmptyAsync(Guid own, CancellationToken cancellation = default) =>
        await context.Organisations.AsNoTracking()
            .Where(o => (o.AdmittedBy == own || context.Admissions.Any(a => a.OrganisationId == o.Id && a.ProposedBy == own && a.Outcome == AdmissionOutcome.Admitted))
                && o.LeftOn == null && !context.Memberships.Any(m => m.OrganisationId == o.Id))
            .OrderBy(o => o.Code)
            .Select(o => new NamedOrganisation(o.Id, o.Code, o.Name, o.Kind, o.IsGuest, o.FrozenUntil)).ToListAsync(cancellation);

    private async Task<Text?> NameAsync(Guid? organisation, CancellationToken cancellation) =>
        organisation is null ? null : await context.Organisations.Where(o => o.Id == organisation).Select(o => o.Name).SingleAsync(cancellation);

    private sealed record Related(Guid Id, string Reason, Guid? Awaits);
}

/// <summary>One that counts as one with another, or is said to.</summary>
/// <param name="Reason">What they share.</param>
/// <param name="IsWaiting">Somebody has to agree first.</param>
/// <param name="IsAsked">Whoever reads this has to agree, and not the other one.</param>
public sealed record RelationLine(Guid OrganisationId, Text Name, string Reason, bool IsWaiting, bool IsAsked);

/// <param name="FrozenUntil">The last day of a freeze, also one that is over; null: it never was.</param>
public sealed record NamedOrganisation(Guid Id, string Code, Text Name, OrganisationKind Kind, bool IsGuest, LocalDate? FrozenUntil);

public sealed record MotionLine(Motion Motion, MotionCount Count)
{
    /// <summary>What would change of the promises; null: the vote is about something else.</summary>
    public CriteriaChange? Change { get; init; }

    /// <summary>How often allied organisations were asked about it.</summary>
    public int Consulted { get; init; }

    public Text? About { get; init; }

    public Text? Other { get; init; }

    public string? ServiceCode { get; init; }

    /// <summary>The organisation has, or a related one.</summary>
    public bool HasVoted { get; init; }

    public bool MayVote { get; init; }
}

/// <param name="Voices">Of councils that vouch; related ones are one.</param>
/// <param name="ObjectionsUntil">The first day on which nobody can object; null: a voice is missing.</param>
public sealed record AdmissionLine(Guid Id, Guid OrganisationId, Text Name, string Country, LocalDate ProposedOn, int Voices, LocalDate? ObjectionsUntil)
{
    public bool IsRenewal { get; init; }

    public bool HasVouched { get; init; }

    public bool IsObjected { get; init; }

    public bool MayObject { get; init; }

    public bool MayFinish { get; init; }
}
