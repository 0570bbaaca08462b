using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Everything that an organisation entered, as CSV for a spreadsheet.</summary>
[Needs(Deed.ExportEntries)]
public sealed class EntriesFileModel(OwnEntries entries, EntrySheet sheet, PlaceFinder places) : CurateModel
{
    private const string Type = "text/csv; charset=utf-8";

    /// <summary>Whoever only asks whether it is there has taken nothing out.</summary>
    public IActionResult OnHead() => Content("", Type);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        var own = await entries.TakeOutAsync(Seat.OrganisationId, Actor, cancellationToken);
        HttpContext.SendUncompressed();
        // Somebody who sees the name in a folder learns nothing from it.
        return File(sheet.Write(own), Type, "list.csv");
    }
}
