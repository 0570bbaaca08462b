using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Sharing;

namespace ServiceDirectory.Web.Pages.Lists;

/// <summary>A list that somebody picked by hand. It is held in its link and nowhere else.</summary>
public sealed class ListModel(PickedServices services, PlaceFinder places, TimeProvider clock) : PageModel
{
    public PickedCodes Picked { get; private set; } = null!;

    public PickedList List { get; private set; } = new([]);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Picked = PickedCodes.Read(Request.Query[PickedCodes.Field]);
        if (Picked.Errors.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        if (Picked.Codes.Count == 0)
            return;
        await places.ReadyAsync(cancellationToken);
        List = await services.ReadAsync(
            Picked.Codes, clock.Now(), CultureInfo.CurrentUICulture.Name, id => places.Find(id)?.Zone, cancellationToken);
    }

    /// <summary>The list without what is not there any more: what links of the page hold.</summary>
    public IEnumerable<string> Codes => List.Found.Select(service => service.Hit.Code);

    public string Without(string code) => Links.List(Codes.Where(other => other != code));
}
