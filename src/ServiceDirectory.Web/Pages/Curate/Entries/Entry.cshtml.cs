using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>One entry for those who look after entries: where it is, what it lacks, what waits, and what may be done with it.</summary>
[Needs(Deed.ReadEntry)]
public sealed class EntryModel(DraftService drafts, DuplicateCheck duplicates, PlaceFinder places) : CurateModel
{
    public const string ToHandIn = "hand-in";
    public const string ToWithdraw = "withdraw";
    public const string ToDiscard = "discard";
    public const string ToTakeNewest = "newest";

    [BindProperty(Name = CurateField.Do)]
    public string? Do { get; set; }

    /// <summary>The code of an entry that looks alike and is another one.</summary>
    [BindProperty(Name = CurateField.Other)]
    public string? Other { get; set; }

    /// <summary>Somebody else was faster.</summary>
    [FromQuery(Name = CurateField.Moved)]
    public string? Moved { get; set; }

    [FromQuery(Name = CurateField.Saved)]
    public string? Saved { get; set; }

    public WorkingCopy Copy { get; private set; } = null!;

    public IReadOnlyList<MissingPart> Missing { get; private set; } = [];

    public Lookalikes Lookalikes { get; private set; } = new([], false);

    /// <summary>What others handed in since the draft was begun.</summary>
    public IReadOnlyList<ListingChange> Since { get; private set; } = [];

    /// <summary>The key of why something was not done; null: it was.</summary>
    public string? Refused { get; private set; }

    public bool MayWrite => May(Deed.WriteEntry);

    public bool CanHandIn => MayWrite && !Copy.IsStale && !Missing.Any(part => part.IsNeeded) && (Copy.HasDraft || Entry.State == ServiceState.Working);

    /// <summary>What this organisation handed in and nobody has judged yet.</summary>
    public bool CanWithdraw => MayWrite && Copy.IsOursWaiting;

    /// <summary>What somebody who looks at what waits does next: the key of its words, and its address; null: others look.</summary>
    public (string Key, string Address)? Onward =>
        Copy.Published is { } published && ChangeClasses.Of(published, Copy.Newest) is not (null or ChangeClass.Promises) && May(Deed.PublishSmallChange)
            ? ("Recheck.ChangeTitle", Links.SmallChange(Seat.Code, Entry.Code))
            : May(Deed.Judge) ? ("Judge.Title", Links.Review(Seat.Code, Entry.Code)) : null;

    public string? TownOf(Lookalike one) => one.PlaceId is { } id ? places.Find(id)?.Name : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        Copy = await drafts.ReadAsync(Entry.ServiceId, Seat.OrganisationId, cancellationToken);
        Missing = drafts.Missing(Copy.Content, Entry.State);
        Since = Copy.IsStale ? ListingDiff.Between(Copy.Base, Copy.Newest) : [];
        if (MayWrite)
        {
            Lookalikes = await duplicates.FindAsync(
                LookFor.Like(Copy.Content, Seat.OrganisationId, Seat.Roles.Contains(ActorRole.Reviewer)) with { Self = Entry.ServiceId, OtherThan = Copy.OtherThan }, cancellationToken);
        }

        return Page();
    }

    [Needs(Deed.WriteEntry)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            switch (Do)
            {
                case ToHandIn:
                    await drafts.HandInAsync(new HandIn(Entry.ServiceId, Seat.OrganisationId, Today, Member.AccountId), Actor, cancellationToken);
                    break;
                case ToWithdraw:
                    await drafts.WithdrawAsync(new WithdrawProposal(Entry.ServiceId, Seat.OrganisationId, Today), Actor, cancellationToken);
                    break;
                case ToDiscard:
                    await drafts.DiscardAsync(Entry.ServiceId, Seat.OrganisationId, Actor, cancellationToken);
                    break;
                case ToTakeNewest:
                    await drafts.TakeNewestAsync(new TakeNewest(Entry.ServiceId, Seat.OrganisationId, Today), Actor, cancellationToken);
                    break;
                default:
                    if (Other is not { Length: 6 })
                        return await RefuseAsync("Entry.Refused.Unknown", cancellationToken);
                    await drafts.SetApartAsync(new AnotherOne(Entry.ServiceId, Seat.OrganisationId, Other, Today), Actor, cancellationToken);
                    break;
            }

            return new SeeOther(Links.Entry(Seat.Code, Entry.Code));
        }
        catch (ListingInvalidException)
        {
            return await RefuseAsync("Entry.Refused.Missing", cancellationToken);
        }
        catch (ListingRefusedException refused)
        {
            return await RefuseAsync(
                refused.Rule switch
                {
                    "draft_stale" => "Entry.Refused.Stale",
                    "draft_same" => "Entry.Refused.Same",
                    "draft_judged" => "Entry.Refused.Judged",
                    _ => "Entry.Refused.Unknown",
                },
                cancellationToken);
        }
    }

    private async Task<IActionResult> RefuseAsync(string why, CancellationToken cancellation)
    {
        Refused = why;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return await OnGetAsync(cancellation);
    }
}
