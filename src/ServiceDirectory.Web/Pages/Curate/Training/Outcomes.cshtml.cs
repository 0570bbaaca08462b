using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate.Training;

/// <summary>What those said who came: whole years that are over, rounded to five, and nothing under five.</summary>
[Needs(Deed.Train)]
public sealed class OutcomesModel(OutcomeService outcomes) : CurateModel
{
    public IReadOnlyList<OutcomeTotal> Totals { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Totals = await outcomes.TotalsAsync(Seat.OrganisationId, Today, cancellationToken);
}
