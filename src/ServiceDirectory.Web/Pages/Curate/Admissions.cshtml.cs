using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>How other organisations come in. For coordinators of those that have a voice.</summary>
[Needs(Deed.SpeakInCouncil)]
public sealed class AdmissionsModel(AdmissionService admission, CouncilReader reader, InvitationService invitations, Wording words) : CouncilForm(words)
{
    public IReadOnlyList<AdmissionLine> Admissions { get; private set; } = [];

    public IReadOnlyList<NamedOrganisation> Organisations { get; private set; } = [];

    /// <summary>Those that they let in, and in which nobody works yet.</summary>
    public IReadOnlyList<NamedOrganisation> Empty { get; private set; } = [];

    /// <summary>A way in for a first coordinator that was just made: shown once.</summary>
    public string? NewLink { get; private set; }

    public IEnumerable<NamedOrganisation> Others => Organisations.Where(o => o.Id != Seat.OrganisationId && o.Kind is OrganisationKind.SexWorkerLed);

    private static string Language => System.Globalization.CultureInfo.CurrentUICulture.Name;

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Task Show() => ShowAsync(cancellationToken);
        Task<IActionResult> Do(string form, Func<Task> verb) => DoAsync(form, verb, Show, Links.Admissions(Seat.Code));
        if (Id(CouncilField.Vouch) is { } vouch)
            return await Do(CouncilField.Vouch, () => admission.VouchAsync(new FinishAdmission(vouch, Today), Actor, cancellationToken));
        if (Id(CouncilField.Finish) is { } finish)
            return await Do(CouncilField.Vouch, () => admission.FinishAsync(new FinishAdmission(finish, Today), Actor, cancellationToken));
        if (Id(CouncilField.Renew) is { } renew)
            return await Do(CouncilField.Renew, () => admission.RenewAsync(new RenewAdmission(renew, Today), Actor, cancellationToken));
        if (Id(CouncilField.Against) is { } against && Slug<AdmissionCondition>(Typed(CouncilField.Condition)) is { } condition)
            return await Do(CouncilField.Against, () => admission.ObjectAsync(new ObjectToAdmission(against, condition, Today, Typed(CouncilField.ObjectReason)), Actor, cancellationToken));
        if (Typed(CouncilField.Propose) is { Length: > 0 } name)
            return await Do(CouncilField.Propose, () => ProposeAsync(name, cancellationToken));
        if (Id(CouncilField.First) is { } first)
            return await LinkAsync(CouncilField.First, () => invitations.MakeFirstAsync(new InviteFirst(first, Now), Actor, cancellationToken), Show);
        if (Typed(CouncilField.Welcome) is { Length: > 0 } other && Slug<OrganisationKind>(Typed(CouncilField.WelcomeKind)) is { } kind)
        {
            var welcome = new WelcomeOrganisation(kind, Text.Of(Language, other), Typed(CouncilField.WelcomeCountry), Now) { Fields = kind is OrganisationKind.Allied ? Fields : [] };
            return await LinkAsync(CouncilField.Welcome, () => admission.WelcomeAsync(welcome, Actor, cancellationToken), Show);
        }

        string[] forms = [CouncilField.Against, CouncilField.Welcome, CouncilField.Renew];
        return await RefuseAsync(forms.FirstOrDefault(Request.Has) ?? CouncilField.Propose, Words["Refused.empty"], Show);
    }

    private Task<Guid> ProposeAsync(string name, CancellationToken cancellation) => admission.ProposeAsync(
        new ProposeOrganisation(Text.Of(Language, name), Typed(CouncilField.Country), Today)
        {
            Related = [.. Ticked(CouncilField.Related).Select(typed => Guid.TryParse(typed, out var id) ? id : (Guid?)null).OfType<Guid>()],
            IsGuest = Request.Has(CouncilField.IsGuest) || Request.Has(CouncilField.IsNetwork),
            IsNetwork = Request.Has(CouncilField.IsNetwork),
        }, Actor, cancellation);

    /// <summary>A link is shown once, so there is no way back to it.</summary>
    private async Task<IActionResult> LinkAsync(string form, Func<Task<MadeInvitation>> make, Func<Task> show)
    {
        MadeInvitation? made = null;
        var answer = await DoAsync(form, async () => made = await make(), show, Links.Admissions(Seat.Code));
        if (made is null || answer is not SeeOther)
            return answer;
        NewLink = $"{HttpContext.Site()}{Links.Join(SecretCode.Show(made.Code))}";
        HttpContext.SendUncompressed();
        await show();
        return Page();
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Admissions = await reader.AdmissionsAsync(Seat.OrganisationId, Today, cancellation);
        Organisations = await reader.OrganisationsAsync(cancellation);
        Empty = await reader.EmptyAsync(Seat.OrganisationId, cancellation);
    }
}
