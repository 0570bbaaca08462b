using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Desk;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>The desk: what waits for an organisation, who looks first this week, and where to go from here.</summary>
[Needs(Deed.ReadDesk)]
public sealed class DeskModel(DeskService desk, DutyService duties, MembershipService memberships, CalendarService calendars, AuditService audit) : CurateModel
{
    /// <summary>A calendar address is wanted, or a new one.</summary>
    public const string NewAddress = "new";

    /// <summary>It is wanted no more.</summary>
    public const string NoAddress = "none";

    [BindProperty(Name = CurateField.Week)]
    public string? TypedWeek { get; set; }

    [BindProperty(Name = CurateField.Member)]
    public string? TypedMember { get; set; }

    [BindProperty(Name = CurateField.Calendar)]
    public string? Calendar { get; set; }

    public IReadOnlyList<DeskRow> Rows { get; private set; } = [];

    public IReadOnlyList<DutyWeek> Weeks { get; private set; } = [];

    /// <summary>Who can be named for a week; empty for those who do not name anybody.</summary>
    public IReadOnlyList<Member> Members { get; private set; } = [];

    /// <summary>The last event of all, for those who read events: the chain cannot show that its end was cut off, but a note on paper can.</summary>
    public (long Number, byte[] Hash)? Head { get; private set; }

    public bool HasCalendar { get; private set; }

    /// <summary>A calendar address that was just made: shown once.</summary>
    public string? NewCalendar { get; private set; }

    public IEnumerable<DeskLink> Where => DeskLink.All.Where(link => May(link.Deed));

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Request.Has(CurateField.Week))
            return May(Deed.NameDuty) ? await NameAsync(cancellationToken) : NotFound();
        if (Calendar == NewAddress)
        {
            NewCalendar = $"{HttpContext.Site()}{Links.Calendar(SecretCode.Show(await calendars.MakeAsync(Member.AccountId, cancellationToken)))}";
            HttpContext.SendUncompressed();
        }
        else if (Calendar == NoAddress)
            await calendars.EndAsync(Member.AccountId, cancellationToken);
        await ShowAsync(cancellationToken);
        return Page();
    }

    public static string Value(LocalDate week) => LocalDatePattern.Iso.Format(week);

    private async Task<IActionResult> NameAsync(CancellationToken cancellation)
    {
        var week = LocalDatePattern.Iso.Parse(TypedWeek ?? "");
        var members = await memberships.OfAsync(Seat.OrganisationId, cancellation);
        var somebody = members.SingleOrDefault(member => member.Name == TypedMember);
        if (!week.Success || (somebody is null && !string.IsNullOrEmpty(TypedMember)))
            return NotFound();
        try
        {
            await duties.NameAsync(new NameDuty(Seat.OrganisationId, week.Value, somebody?.AccountId, Today), Actor with { Role = ActorRole.Coordinator }, cancellation);
        }
        catch (ListingRefusedException)
        {
            // A week that is over meanwhile, or somebody who has left: what the page shows now says so.
        }

        return new SeeOther(Links.Desk(Seat.Code));
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Rows = await desk.ForAsync(Seat, Today, cancellation);
        Head = May(Deed.ReadEvents) ? await audit.HeadAsync(cancellation) : null;
        Weeks = await duties.OfAsync(Seat.OrganisationId, Today, cancellation);
        Members = May(Deed.NameDuty) ? await memberships.OfAsync(Seat.OrganisationId, cancellation) : [];
        HasCalendar = await calendars.HasAsync(Member.AccountId, cancellation);
    }
}
