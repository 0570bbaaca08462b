using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate.Training;

/// <summary>What is asked for, planned and held, for whoever trains and for whoever asked.</summary>
[Needs(Deed.ReadTraining)]
public sealed class IndexModel(TrainingReader trainings) : CurateModel
{
    public IReadOnlyList<TrainingRequest> Requests { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => Requests = await trainings.RequestsAsync(Seat.OrganisationId, cancellationToken);
}
