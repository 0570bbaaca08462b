using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Training;

/// <summary>What a school was taught, to be printed for it.</summary>
[Needs(Deed.Train)]
public sealed class RecordModel(TrainingReader trainings) : CurateModel
{
    public PrintedTeaching Taught { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = TrainingField.Id)] string? id, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(id))
            return new SeeOther(Links.Training(Seat.Code));
        if (!Guid.TryParse(id, out var request) || await trainings.TeachingAsync(Seat.OrganisationId, request, Today, cancellationToken) is not { } taught)
            return NotFound();
        Taught = taught;
        return Page();
    }
}
