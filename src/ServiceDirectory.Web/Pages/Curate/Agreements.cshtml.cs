using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>What an organisation agreed with services and with others: write, answer, look at again, end.</summary>
[Needs(Deed.KeepAgreements)]
public sealed class AgreementsModel(AgreementService agreements, CouncilReader reader, EntryStandings entries, Wording words) : CouncilForm(words)
{
    public IReadOnlyList<AgreementLine> Lines { get; private set; } = [];

    /// <summary>With whom one can be made; empty for those without a voice, who see no others.</summary>
    public IReadOnlyList<NamedOrganisation> Others { get; private set; } = [];

    /// <summary>They may write one.</summary>
    public bool MayWrite => Standing.HasVoice && May(Deed.SpeakInCouncil);

    private static string Language => CultureInfo.CurrentUICulture.Name;

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Task Show() => ShowAsync(cancellationToken);
        Task<IActionResult> Do(string form, Func<Task> verb) => DoAsync(form, verb, Show, Links.Agreements(Seat.Code));
        if (Id(PartnerField.Agree) is { } agree)
            return await Do(PartnerField.Agree, () => agreements.AnswerAsync(new AnswerAgreement(agree, true, Request.Has(PartnerField.AgreePublic), Today), Actor, cancellationToken));
        if (Id(PartnerField.Refuse) is { } refuse)
            return await Do(PartnerField.Agree, () => agreements.AnswerAsync(new AnswerAgreement(refuse, false, false, Today), Actor, cancellationToken));
        if (Id(PartnerField.End) is { } end)
            return await Do(PartnerField.Agree, () => agreements.EndAsync(end, Today, Actor, cancellationToken));
        if (Id(PartnerField.Review) is { } review)
        {
            return Day(PartnerField.Next) is { } next
                ? await Do(PartnerField.Agree, () => agreements.ReviewAsync(review, next, Today, Actor, cancellationToken))
                : await RefuseAsync(PartnerField.Agree, Words["Refused.empty"], Show);
        }

        if (!MayWrite || !Request.Has(PartnerField.Does))
            return await RefuseAsync(PartnerField.Does, Words["Refused.Other"], Show);
        var service = await ServiceAsync(cancellationToken);
        if (Typed(PartnerField.With).Trim().Length > 0 && service is null)
            return await RefuseAsync(PartnerField.Does, Words["Refused.agreement-entry"], Show);
        if (Day(PartnerField.Starts) is not { } starts || Day(PartnerField.Ends) is not { } ends)
            return await RefuseAsync(PartnerField.Does, Words["Refused.empty"], Show);
        return await Do(PartnerField.Does, () => agreements.WriteAsync(
            new WriteAgreement(Typed(PartnerField.Does), Typed(PartnerField.Money) == "yes", starts, ends, Day(PartnerField.Reviews) ?? ends, Request.Has(PartnerField.Public), Today)
            {
                ServiceId = service,
                OtherId = service is null ? Id(PartnerField.Other) : null,
                Design = Design(),
            },
            Actor, cancellationToken));
    }

    private CoDesign? Design()
    {
        Text? Said(string field) => Typed(field).ReplaceLineEndings("\n").Trim() is { Length: > 0 } typed ? Text.Of(Language, typed) : null;
        var design = new CoDesign { Planned = Said(PartnerField.Planned), Ran = Said(PartnerField.Ran), Judged = Said(PartnerField.Judged), Paid = Slug<DesignPay>(Typed(PartnerField.Paid)) };
        return design == new CoDesign() ? null : design;
    }

    /// <summary>Only of entries that they may see anyway.</summary>
    private async Task<Guid?> ServiceAsync(CancellationToken cancellation) =>
        Typed(PartnerField.With).Trim() is { Length: > 0 } code && await entries.FindAsync(Seat.OrganisationId, code, Today, cancellation) is { } entry
            && PermissionTable.Find(Seat, Deed.ReadEntry, entry, Standing.HasVoice) is not null ? entry.ServiceId : null;

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Lines = await agreements.OfAsync(Seat.OrganisationId, Today, cancellation);
        Others = MayWrite ? [.. (await reader.OrganisationsAsync(cancellation)).Where(o => o.Id != Seat.OrganisationId)] : [];
    }
}
