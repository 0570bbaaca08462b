using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate.Guides;

/// <summary>What an organisation writes, and what waits for the eyes of its reviewers.</summary>
[Needs(Deed.WriteGuides)]
public sealed class IndexModel(GuideService guides) : CurateModel
{
    /// <summary>Keys of headings, each with what stands under it; first what waits for this person.</summary>
    public IReadOnlyList<(string Key, IReadOnlyList<WrittenGuide> Guides)> Groups { get; private set; } = [];

    public bool IsDue(GuideDates dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        return dates.DueOn <= Today;
    }

    /// <summary>Of what is said about the dates of one that was published.</summary>
    public string Key(GuideDates dates) => !IsDue(dates) ? "Written.ShownUntilDue" : dates.HiddenFrom <= Today ? "Written.HiddenSince" : "Written.DueUntil";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        bool mayApprove = May(Deed.ApproveGuides);
        var all = await guides.ListAsync(Seat.OrganisationId, Member.AccountId, mayApprove, cancellationToken);
        var waiting = all.Where(guide => mayApprove && guide.Open is { State: GuideState.Waiting, MaySecond: true }).ToList();
        var ours = all.Where(guide => guide.OrganisationId == Seat.OrganisationId && !waiting.Contains(guide)).ToList();
        Groups = [("Written.Waiting", waiting), ("Written.Ours", ours), ("Written.Approved", [.. all.Except(waiting).Except(ours)])];
    }
}
