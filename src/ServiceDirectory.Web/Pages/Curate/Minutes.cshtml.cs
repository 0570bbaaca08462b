using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>How many minutes the reviews of an organisation took, month by month, to claim paid time with. Nobody else reads it.</summary>
[Needs(Deed.ReadEvents)]
public sealed class MinutesModel(ReviewService reviews) : CurateModel
{
    /// <summary>The newest first.</summary>
    public IReadOnlyList<CountedMonth> Months { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Months = await reviews.MinutesAsync(Seat.OrganisationId, cancellationToken);
}
