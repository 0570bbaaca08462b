using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>How an organisation is shown, with whom it counts as one, and that it leaves: for its coordinators.</summary>
[Needs(Deed.DescribeOrganisation)]
public sealed class OwnOrganisationModel(OrganisationService organisations, CouncilService council, CouncilReader reader, Wording words) : CouncilForm(words)
{
    public Organisation Own { get; private set; } = null!;

    /// <summary>With whom it can count as one; empty for those without a voice, who see no others.</summary>
    public IReadOnlyList<NamedOrganisation> Others { get; private set; } = [];

    /// <summary>With whom it counts as one, and who has to agree first.</summary>
    public IReadOnlyList<RelationLine> Relations { get; private set; } = [];

    private static string Language => System.Globalization.CultureInfo.CurrentUICulture.Name;

    /// <summary>What stands in a field: what was typed where it was refused, else what is there.</summary>
    public string Shown(string field, string? stored) => WrongAt is CouncilField.Name ? Typed(field) : stored ?? "";

    public bool IsTicked(string field, bool stored) => WrongAt is CouncilField.Name ? Typed(field).Length > 0 : stored;

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        Task Show() => Task.CompletedTask;
        string here = Links.OwnOrganisation(Seat.Code);
        if ((Id(CouncilField.Agree) ?? Id(CouncilField.Refuse)) is { } related)
        {
            var answer = new AnswerRelation(Seat.OrganisationId, related, Id(CouncilField.Agree) is not null, Today);
            return await DoAsync(CouncilField.Agree, () => organisations.AnswerRelationAsync(answer, Actor, cancellationToken), Show, here);
        }

        if (Id(CouncilField.Relate) is { } other && May(Deed.SpeakInCouncil))
        {
            return Typed(CouncilField.RelateReason) is { Length: > 0 and <= ListingLimits.Note } reason
                ? await DoAsync(CouncilField.Relate, () => organisations.RelateAsync(new RelateOrganisations(Seat.OrganisationId, other, reason, Today), Actor, cancellationToken), Show, here)
                : await RefuseAsync(CouncilField.Relate, Words["Refused.empty"], Show);
        }

        if (Request.Has(CouncilField.Leave))
        {
            return Typed(CouncilField.Leave).Trim() == Seat.Code
                ? await DoAsync(CouncilField.Leave, () => council.LeaveAsync(Today, Actor, cancellationToken), Show, Links.Account)
                : await RefuseAsync(CouncilField.Leave, Words["Own.LeaveWrong"], Show);
        }

        if (Typed(CouncilField.Name).Trim() is not { Length: > 0 } name)
            return await RefuseAsync(CouncilField.Name, Words["Refused.empty"], Show);
        return await DoAsync(CouncilField.Name, () => organisations.DescribeAsync(Describe(name), Actor, cancellationToken), Show, here);
    }

    private DescribeOrganisation Describe(string name) =>
        new(Seat.OrganisationId, Renamed(Own.Name, name), Today)
        {
            About = Typed(CouncilField.AboutText).Trim() is { Length: > 0 } about ? Own.About is { } was ? Renamed(was, about) : Text.Of(Language, about) : null,
            Website = Typed(CouncilField.Website).Trim() is { Length: > 0 } website ? website : null,
            PublicName = Request.Has(CouncilField.PublicName),
            PublicBadge = Own.Kind is OrganisationKind.SexWorkerLed && Request.Has(CouncilField.PublicBadge),
            Fields = Own.Kind is OrganisationKind.Allied ? Fields : [],
        };

    /// <summary>Translations belong to the words that they were made of; other words have none.</summary>
    private static Text Renamed(Text was, string words) => was.OriginalWords == words ? was : Text.Of(was.Original, words);

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Own = await reader.DescriptionAsync(Seat.OrganisationId, cancellation);
        Relations = await reader.RelationsAsync(Seat.OrganisationId, cancellation);
        Others = May(Deed.SpeakInCouncil) ? [.. (await reader.OrganisationsAsync(cancellation)).Where(o => o.Id != Seat.OrganisationId)] : [];
    }
}
