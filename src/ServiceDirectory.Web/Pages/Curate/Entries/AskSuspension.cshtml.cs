using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Asks those who may suspend; a reviewer answers within two days.</summary>
[Needs(Deed.AskSuspension)]
public sealed class AskSuspensionModel(SuspensionService suspensions, CriteriaService criteria) : CurateModel
{
    [BindProperty(Name = CurateField.Criterion)]
    public string? TypedCriterion { get; set; }

    [BindProperty(Name = CurateField.Reason)]
    public string? TypedReason { get; set; }

    /// <summary>What this organisation has asked and nobody has answered; null: nothing.</summary>
    public OpenRequest? Asked { get; private set; }

    /// <summary>What was said to what this organisation asked last; null: nothing.</summary>
    public RequestAnswer? Answer { get; private set; }

    /// <summary>The key of what was wrong with the promise; null: nothing.</summary>
    public string? WrongCriterion { get; private set; }

    /// <summary>The key of what was wrong with the reason; null: nothing.</summary>
    public string? WrongReason { get; private set; }

    public bool IsRefused { get; private set; }

    public IReadOnlyList<int> Promises { get; private set; } = [];

    public int? Criterion => int.TryParse(TypedCriterion, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Promises.Contains(id) ? id : null;

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ReadPromisesAsync(cancellationToken);
        try
        {
            if (Criterion is { } criterion)
            {
                await suspensions.AskAsync(new AskSuspension(Entry.ServiceId, Seat.OrganisationId, criterion, TypedReason ?? "", Today), Actor, cancellationToken);
                return new SeeOther(Links.AskSuspension(Seat.Code, Entry.Code));
            }

            WrongCriterion = "Suspension.WhichWrong";
        }
        catch (ListingInvalidException)
        {
            WrongReason = "Suspension.WordsWrong";
        }
        catch (ListingRefusedException)
        {
            IsRefused = true;
        }

        await ShowAsync(cancellationToken);
        return NotSaved();
    }

    private async Task ReadPromisesAsync(CancellationToken cancellation) =>
        Promises = [.. (await criteria.NewestAsync(cancellation)).Criteria.Where(criterion => criterion.Required).Select(criterion => criterion.Id)];

    private async Task ShowAsync(CancellationToken cancellation)
    {
        await ReadPromisesAsync(cancellation);
        Asked = (await suspensions.RequestsAsync(Entry.ServiceId, Actor, cancellation)).FirstOrDefault(request => request.IsOurs);
        Answer = await suspensions.AnswerToAsync(Entry.ServiceId, Actor, cancellation);
    }
}
