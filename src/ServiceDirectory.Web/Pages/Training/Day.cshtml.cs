using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Training;

/// <summary>The day of a session for the calendar of a school, from the page that its code opens. It says neither what nor where.</summary>
[IgnoreAntiforgeryToken]
public sealed class DayModel(TrainingReader trainings, DirectorySecrets secrets, TimeProvider clock, Wording words) : PageModel
{
    /// <summary>Whoever comes by the address alone has no code.</summary>
    public IActionResult OnGet() => new SeeOther(Links.Receipts);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        HttpContext.SendUncompressed();
        string? typed = Request.HasFormContentType ? Request.Form[DayTicket.Field].ToString() : null;
        if (secrets.OpenText<DayTicket>(DayTicket.Purpose, typed, clock.Now()) is not { } ticket
            || await trainings.OfSchoolAsync(ticket.Request, cancellationToken) is not { Session: { } session })
        {
            return new SeeOther(Links.Receipts);
        }

        return File(AppointmentFile.Write(session, words["Training.Appointment"]), AppointmentFile.Type, AppointmentFile.Name);
    }
}

/// <summary>Whose day is asked for, sealed in the page.</summary>
/// <param name="EndsAt">Seconds since 1970.</param>
public sealed record DayTicket(Guid Request, long EndsAt) : ITravelling
{
    public const string Purpose = "training-day";

    /// <summary>Its name in the form.</summary>
    public const string Field = "day-of";
}
