using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>A council asks allied organisations about a promise: question, answers and what came of it, on one page.</summary>
[Needs(Deed.Consult)]
public sealed class ConsultationsModel(ConsultationService consultations, CriteriaService criteria, Wording words) : CouncilForm(words)
{
    private const int UsualDays = 14;

    public IReadOnlyList<ConsultationLine> Lines { get; private set; } = [];

    public CriteriaSet Newest { get; private set; } = null!;

    /// <summary>What the votes that are asked about would change.</summary>
    public IReadOnlyDictionary<Guid, CriteriaChange> Changes { get; private set; } = new Dictionary<Guid, CriteriaChange>();

    public bool MayAsk => May(Deed.SpeakInCouncil);

    /// <summary>The vote that is asked about; null: a promise.</summary>
    public Guid? Vote => Guid.TryParse(Sent(PartnerField.Vote), out var vote) && Changes.ContainsKey(vote) ? vote : null;

    public string Until => Typed(PartnerField.Until) is { Length: > 0 } typed ? typed : Today.PlusDays(UsualDays).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        Task Show() => Task.CompletedTask;
        string here = Links.Consultations(Seat.Code);
        // Of those that they may see.
        if (Id(PartnerField.Consultation) is { } one && Lines.Any(line => line.Consultation.Id == one))
        {
            return Request.Has(PartnerField.Outcome)
                ? await DoAsync(PartnerField.Consultation, () => consultations.CloseAsync(one, Typed(PartnerField.Outcome), Today, Actor, cancellationToken), Show, here)
                : await DoAsync(PartnerField.Consultation, () => consultations.AnswerAsync(one, Typed(PartnerField.Says), Today, Actor, cancellationToken), Show, here);
        }

        if (!MayAsk || Slug<OrganisationField>(Typed(PartnerField.Field)) is not { } field || Day(PartnerField.Until) is not { } until)
            return await RefuseAsync(PartnerField.Question, Words["Refused.empty"], Show);
        return await DoAsync(PartnerField.Question, () => consultations.AskAsync(
            new AskConsultation(field, Typed(PartnerField.Question), Today, until)
            {
                MotionId = Vote,
                Criterion = Vote is null && int.TryParse(Typed(PartnerField.Promise), NumberStyles.None, CultureInfo.InvariantCulture, out int promise) ? promise : null,
            },
            Actor, cancellationToken), Show, here);
    }

    private string Sent(string field) => Request.HasFormContentType ? Typed(field) : Request.Query[field].ToString();

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Lines = await consultations.OfAsync(Seat.OrganisationId, Standing.HasVoice, Today, cancellation);
        Newest = await criteria.NewestAsync(cancellation);
        Guid[] asked = [.. Lines.Select(line => line.Consultation.MotionId).OfType<Guid>(), .. MayAsk && Guid.TryParse(Sent(PartnerField.Vote), out var vote) ? new[] { vote } : []];
        Changes = await criteria.ChangesAsync(asked, cancellation);
    }

    /// <summary>What a list of promises begins with.</summary>
    public string? ChosenPromise => Sent(PartnerField.Promise);
}
