using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Organisations;

/// <summary>
/// Who may approve, and from when to when not. These dates are the owner's alone: the app has no right to write them, so the web
/// program cannot make anybody a voice.
/// </summary>
/// <param name="owner">The private half, as the owner: the command line's.</param>
public sealed class OrganisationAdmission(DirectoryDbContext owner)
{
    /// <summary>How long two vouchers' word counts.</summary>
    public const int Months = 24;

    /// <summary>Lets a sex worker-led organisation approve until a day: for the word of two others, or because the directory begins with it.</summary>
    /// <exception cref="ListingRefusedException">It is of another kind, the time is too long, or two unrelated vouchers are missing.</exception>
    public async Task AdmitAsync(AdmitOrganisation admit, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(admit);
        ArgumentNullException.ThrowIfNull(actor);
        if (admit.Until <= admit.On || admit.Until > admit.On.PlusMonths(Months))
            throw new ListingRefusedException("admission_length", $"An admission ends at most {Months} months after it begins.");
        await using var transaction = await owner.Database.BeginTransactionAsync(cancellation);
        if (!admit.Founding && await VoicesAsync(admit, cancellation) < 2)
        {
            throw new ListingRefusedException(
                "admission_vouched", "Two organisations that may approve themselves, and are not related to it or to each other, have to vouch for it.");
        }

        int admitted = await owner.Organisations.Where(o => o.Id == admit.OrganisationId && o.Kind == OrganisationKind.SexWorkerLed)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.VouchedUntil, admit.Until), cancellation);
        if (admitted == 0)
            throw new ListingRefusedException("admission_kind", "Only a sex worker-led organisation is admitted.");
        owner.Add(DirectoryEvent.OfOrganisation(actor, "admit", admit.OrganisationId, admit.Founding ? "Founding" : null));
        await owner.SaveByRulesAsync(cancellation);
        await DateLedAsync(admit.OrganisationId, admit.On, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// Stops an organisation's approvals for some days. Nothing says "community-led" of it from the first of them until it is
    /// published again afterwards.
    /// </summary>
    /// <exception cref="ListingRefusedException">The days are the wrong way round, or there is no such organisation.</exception>
    public async Task FreezeAsync(FreezeOrganisation freeze, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(freeze);
        ArgumentNullException.ThrowIfNull(actor);
        if (freeze.Until < freeze.From)
            throw new ListingRefusedException("organisation_frozen", "The last day comes before the first.");
        await using var transaction = await owner.Database.BeginTransactionAsync(cancellation);
        int frozen = await owner.Organisations.Where(o => o.Id == freeze.OrganisationId).ExecuteUpdateAsync(
            set => set.SetProperty(o => o.FrozenFrom, freeze.From).SetProperty(o => o.FrozenUntil, freeze.Until), cancellation);
        if (frozen == 0)
            throw new ListingRefusedException("organisation_unknown", "There is no such organisation.");
        owner.Add(DirectoryEvent.OfOrganisation(actor, "freeze", freeze.OrganisationId, freeze.Reason));
        await owner.SaveByRulesAsync(cancellation);
        // Asked on the day before, which knows until when it is still said.
        await DateLedAsync(freeze.OrganisationId, freeze.From.PlusDays(-1), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    // What the organisation chose to have said of it follows its dates at once.
    private async Task DateLedAsync(Guid organisation, LocalDate on, CancellationToken cancellation) =>
        await owner.CallAsync<object>("select directory.date_led($1, $2)", cancellation, Uuid(organisation), Date(on));

    /// <summary>The vouchers whose word reaches to the end of the admission; all that count as one are one.</summary>
    private async Task<int> VoicesAsync(AdmitOrganisation admit, CancellationToken cancellation)
    {
        var vouches = await owner.OrganisationVouches
            .Where(v => v.OrganisationId == admit.OrganisationId && v.VouchedOn <= admit.On).ToListAsync(cancellation);
        var families = new HashSet<Guid>();
        foreach (var vouch in vouches.Where(v => v.VouchedOn.PlusMonths(Months) >= admit.Until))
        {
            var family = await owner.CallAsync<Guid[]>("select directory.family($1)", cancellation, Uuid(vouch.VouchedById));
            if (!family.Contains(admit.OrganisationId) && await MayApproveAsync(vouch.VouchedById, vouch.VouchedOn, cancellation))
                families.Add(family[0]);
        }

        return families.Count;
    }

    private Task<bool> MayApproveAsync(Guid organisation, LocalDate on, CancellationToken cancellation) =>
        owner.CallAsync<bool>("select directory.may_approve($1, $2)", cancellation, Uuid(organisation), Date(on));
}
