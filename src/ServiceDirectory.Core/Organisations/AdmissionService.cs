using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Organisations;

/// <summary>
/// How organisations come in. A sex worker-led one is proposed, vouched for by two, open to objections for 14 days, and then admitted for 24
/// months by the database's own function, which looks at all of it again. Any other one is let in by a coordinator of a sex worker-led one.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="organisations">Writes them.</param>
/// <param name="invitations">Ways in for first coordinators.</param>
public sealed class AdmissionService(DirectoryDbContext context, OrganisationService organisations, InvitationService invitations)
{
    /// <summary>Days for an objection, once two have vouched.</summary>
    public const int ObjectionDays = 14;

    /// <summary>Days in which the councils vote on one.</summary>
    private const int VotingDays = 30;

    /// <summary>Proposes a sex worker-led organisation that is not here yet, and vouches for it.</summary>
    /// <returns>The number of the admission.</returns>
    /// <exception cref="ListingInvalidException">Something in it is wrong; nothing was written.</exception>
    /// <exception cref="ListingRefusedException">The actor's organisation has no voice, or is related to it.</exception>
    public async Task<Guid> ProposeAsync(ProposeOrganisation propose, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(propose);
        CouncilRules.RequireCoordinator(actor);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var create = new CreateOrganisation(OrganisationKind.SexWorkerLed, propose.Name, propose.Country)
        {
            About = propose.About,
            IsGuest = propose.IsGuest,
            IsNetwork = propose.IsNetwork,
        };
        var written = await organisations.CreateAsync(create, actor, cancellation);
        var admission = await RenewAsync(new RenewAdmission(written.OrganisationId, propose.On), actor, cancellation);
        foreach (var related in propose.Related.Distinct())
            await organisations.RelateAsync(new RelateOrganisations(written.OrganisationId, related, "Declared at its admission.", propose.On), actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return admission;
    }

    /// <summary>Proposes an organisation that is here once more, and vouches for it.</summary>
    /// <exception cref="ListingRefusedException">The actor's organisation has no voice or is related to it, or it is proposed already.</exception>
    public async Task<Guid> RenewAsync(RenewAdmission renew, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(renew);
        var own = CouncilRules.RequireCoordinator(actor);
        var admission = new Admission { Id = Guid.NewGuid(), OrganisationId = renew.OrganisationId, ProposedBy = own, ProposedOn = renew.On };
        context.Add(admission);
        context.Add(new OrganisationVouch { OrganisationId = renew.OrganisationId, VouchedById = own, VouchedOn = renew.On });
        context.Add(DirectoryEvent.OfOrganisation(actor, "propose", renew.OrganisationId, reason: null));
        await context.SaveByRulesAsync(cancellation);
        return admission.Id;
    }

    /// <summary>Gives the organisation's word for one that is proposed.</summary>
    /// <exception cref="ListingRefusedException">It is not proposed, or the actor's organisation has done so today.</exception>
    public async Task VouchAsync(FinishAdmission vouch, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(vouch);
        var own = CouncilRules.RequireCoordinator(actor);
        var organisation = await OpenAsync(vouch.AdmissionId, cancellation);
        await organisations.VouchAsync(new VouchForOrganisation(organisation, own, vouch.On), actor, cancellation);
    }

    /// <summary>Says that a condition is not met. The councils vote on it.</summary>
    /// <returns>The number of the vote.</returns>
    /// <exception cref="ListingInvalidException">There is no reason.</exception>
    /// <exception cref="ListingRefusedException">The time for it is over, somebody has done so, or the actor's organisation has no voice.</exception>
    public async Task<Guid> ObjectAsync(ObjectToAdmission objection, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objection);
        var own = CouncilRules.RequireCoordinator(actor);
        CouncilRules.RequireReason(objection.Reason);
        var organisation = await OpenAsync(objection.AdmissionId, cancellation);
        var motion = new Motion
        {
            Id = Guid.NewGuid(),
            Kind = MotionKind.AdmissionObjection,
            OrganisationId = organisation,
            AdmissionId = objection.AdmissionId,
            Condition = objection.Condition,
            AskedBy = own,
            AskedOn = objection.On,
            ClosesOn = objection.On.PlusDays(VotingDays),
            Reason = objection.Reason,
        };
        context.Add(motion);
        context.Add(DirectoryEvent.OfOrganisation(actor, "object", organisation, EnumSlug.Of(objection.Condition)));
        await context.SaveByRulesAsync(cancellation);
        return motion.Id;
    }

    /// <summary>Admits an organisation, once all is there.</summary>
    /// <returns>The last day on which it may approve.</returns>
    /// <exception cref="ListingRefusedException">A voice is missing, the 14 days are not over, or an objection stands.</exception>
    public async Task<LocalDate> FinishAsync(FinishAdmission finish, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(finish);
        var own = CouncilRules.RequireCoordinator(actor);
        return await context.CallAsync<LocalDate>(
            "select directory.admit_organisation($1, $2, $3, $4)", cancellation, Uuid(finish.AdmissionId), Date(finish.On), Uuid(own), Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>Lets in an organisation that is not sex worker-led.</summary>
    /// <returns>The way in for its first coordinator, shown once.</returns>
    /// <exception cref="ListingInvalidException">Something in it is wrong; nothing was written.</exception>
    /// <exception cref="ListingRefusedException">The actor's organisation has no voice, or it is sex worker-led.</exception>
    public async Task<MadeInvitation> WelcomeAsync(WelcomeOrganisation welcome, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(welcome);
        var own = CouncilRules.RequireCoordinator(actor);
        if (welcome.Kind is OrganisationKind.SexWorkerLed)
            throw new ListingRefusedException("admission_kind", "A sex worker-led organisation is proposed, and vouched for by two.");
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var create = new CreateOrganisation(welcome.Kind, welcome.Name, welcome.Country) { Fields = welcome.Fields, AdmittedBy = own };
        var written = await organisations.CreateAsync(create, actor, cancellation);
        var made = await invitations.MakeFirstAsync(new InviteFirst(written.OrganisationId, welcome.At), actor, cancellation);
        await transaction.CommitAsync(cancellation);
        return made;
    }

    private async Task<Guid> OpenAsync(Guid admission, CancellationToken cancellation) =>
        await context.Admissions.Where(a => a.Id == admission && a.EndedOn == null).Select(a => (Guid?)a.OrganisationId).SingleOrDefaultAsync(cancellation)
        ?? throw new ListingRefusedException("admission_unknown", "It is not proposed.");
}
