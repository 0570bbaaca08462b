using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Hours, languages, a telephone number: what was checked by one reviewer is public at once.</summary>
[Needs(Deed.PublishSmallChange)]
public sealed class SmallChangeModel(SmallChangeService changes, EntryStandings standings, SayReachable say, PlaceFinder places) : CurateModel
{
    [BindProperty(Name = KeepingField.Method)]
    public string? TypedMethod { get; set; }

    /// <summary>The revision that was on the screen, so that nobody publishes words that they have not read.</summary>
    [BindProperty(Name = VettingField.Revision)]
    public string? TypedRevision { get; set; }

    /// <summary>Null: nothing small waits.</summary>
    public SmallChange? Waiting { get; private set; }

    /// <summary>Another person has to look at it than this one, who wrote it.</summary>
    public bool IsOwn { get; private set; }

    /// <summary>They have a tie to the service, as a person or through their organisation.</summary>
    public bool IsTied { get; private set; }

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>What it was and what it will be, where that differs; null: it was not there, or will not be.</summary>
    public IReadOnlyList<(string Label, string? Before, string? After)> Changed { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        if (Waiting is null || !EnumSlug.TryParse<CheckMethod>(TypedMethod ?? "", out var method))
        {
            Refused = Waiting is null ? null : "Recheck.MethodWrong";
            return NotSaved();
        }

        if (TypedRevision != Waiting.RevisionId.ToString())
        {
            Refused = "Judge.Refused.review-newer";
            return NotSaved();
        }

        try
        {
            await changes.PublishAsync(new PublishSmallChange(Waiting.RevisionId, Seat.OrganisationId, Member.AccountId, method, Today), Actor, cancellationToken);
            return new SeeOther(Links.Entry(Seat.Code, Entry.Code));
        }
        catch (ListingRefusedException refused)
        {
            Refused = refused.Rule switch
            {
                "carry_person" => "Recheck.OtherPerson",
                "fact_check_tie" or "approval_tie" => "Suspension.Tie",
                _ => "Suspension.Refused",
            };
        }
        catch (ListingInvalidException)
        {
            Refused = "Recheck.Incomplete";
        }

        return NotSaved();
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        await places.ReadyAsync(cancellation);
        IsTied = await standings.IsTiedAsync(Entry.ServiceId, Seat.OrganisationId, Member.AccountId, Today, cancellation);
        Waiting = await changes.FindAsync(Entry.ServiceId, cancellation);
        if (Waiting is null)
            return;
        IsOwn = Waiting.Change is ChangeClass.Contact && await changes.WroteContactAsync(Waiting.RevisionId, Member.AccountId, cancellation);
        var (before, after) = (say.All(Waiting.Before).ToList(), say.All(Waiting.After).ToList());
        Changed = [.. before.Concat(after).Select(fact => fact.Key).Distinct()
            .Select(key => (Before: before.Find(fact => fact.Key == key), After: after.Find(fact => fact.Key == key)))
            .Where(pair => pair.Before?.Shown != pair.After?.Shown)
            .Select(pair => ((pair.After ?? pair.Before)!.Label, pair.Before?.Shown, pair.After?.Shown))];
    }
}
