using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Training;

/// <summary>The day of a session for somebody's own calendar, for both sides. It says neither what nor where.</summary>
[Needs(Deed.ReadTraining)]
public sealed class CalendarModel(TrainingReader trainings, Wording words) : CurateModel
{
    public async Task<IActionResult> OnGetAsync([FromQuery(Name = TrainingField.Id)] string? id, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(id))
            return new SeeOther(Links.Training(Seat.Code));
        if (!Guid.TryParse(id, out var request) || await trainings.FindAsync(Seat.OrganisationId, request, cancellationToken) is not { Session: { } session })
            return NotFound();
        return File(AppointmentFile.Write(session, words["Training.Appointment"]), AppointmentFile.Type, AppointmentFile.Name);
    }
}
