using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>What reviewers asked back, for the organisation that handed it in.</summary>
[Needs(Deed.AnswerQuestions)]
public sealed class QuestionsModel(ProposalService proposals, ReturnService returns, Wording wording) : CurateModel
{
    [BindProperty(Name = VettingField.Which)]
    public string? TypedWhich { get; set; }

    [BindProperty(Name = VettingField.Answer)]
    public string? TypedAnswer { get; set; }

    /// <summary>None for anybody but who handed it in.</summary>
    public IReadOnlyList<AskedQuestion> Asked { get; private set; } = [];

    public string? Wrong { get; private set; }

    public string? Refused { get; private set; }

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        try
        {
            if (Guid.TryParse(TypedWhich, out var which) && Asked.Any(q => q.Id == which))
            {
                await returns.AnswerAsync(new AnswerBack(which, Member.AccountId, TypedAnswer, Today), Actor, cancellationToken);
                return new SeeOther(Links.Questions(Seat.Code, Entry.Code));
            }

            Refused = wording["Judge.Refused.other"];
        }
        catch (ListingInvalidException)
        {
            Wrong = wording["Judge.Wrong.answer"];
        }
        catch (ListingRefusedException refused)
        {
            Refused = wording.Refusal(refused);
        }

        return NotSaved();
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        if (await proposals.FindAsync(Entry.ServiceId, cancellation) is { } waits && await proposals.IsOfAsync(waits, Seat.OrganisationId, cancellation))
            Asked = await returns.OfAsync(waits, Actor, cancellation);
    }
}
