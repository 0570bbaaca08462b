using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Web.Pages.Lists;

/// <summary>A list that an organisation keeps, for whoever has its address. One that ended is as one that never was.</summary>
public abstract class KeptPageModel(PublicContext published, SharedEntries entries, TimeProvider clock) : PageModel
{
    public PickedList List { get; private set; } = new([]);

    /// <summary>The code as it stands in links.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Entry, by the code under which the list has it → what is said beside it.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; private set; } = new Dictionary<string, string>();

    /// <summary>The last day.</summary>
    public LocalDate EndsOn { get; private set; }

    protected LocalDate Today => clock.Now().InUtc().Date;

    /// <summary>False: there is no such list.</summary>
    protected async Task<bool> ReadAsync(string typed, CancellationToken cancellation)
    {
        // Its length would tell something of what opens it.
        HttpContext.SendUncompressed();
        if (await published.KeptListAsync(typed, Today, cancellation) is not { } kept)
            return false;
        Code = KeptCode.Parse(typed)!;
        EndsOn = kept.Until.PlusDays(-1);
        var all = kept.ReadEntries();
        List = (await entries.OfCodesAsync(all.Select(entry => entry.Code), cancellation)).List!;
        Notes = all.Where(entry => entry.Note is not null).ToDictionary(entry => entry.Code, entry => entry.Note!);
        return true;
    }
}

/// <summary>On a screen.</summary>
public sealed class KeptModel(PublicContext published, SharedEntries entries, TimeProvider clock) : KeptPageModel(published, entries, clock)
{
    public IReadOnlyList<string> Codes => [.. List.Found.Select(service => service.Hit.Code)];

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken) =>
        await ReadAsync(code, cancellationToken) ? Page() : NotFound();
}

/// <summary>As a sheet, with its notes; its square leads back to the kept list.</summary>
public sealed class KeptPrintModel(PublicContext published, SharedEntries entries, TimeProvider clock) : KeptPageModel(published, entries, clock)
{
    public SheetModel Sheet { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        if (!await ReadAsync(code, cancellationToken))
            return NotFound();
        var chosen = PickedCodes.Read(Request.Query[PickedCodes.Field]);
        var only = List.Only(chosen.Codes);
        // Nothing that is on it: all of it.
        Sheet = new SheetModel(only.Found.Count == 0 ? List : only, SheetOptions.Read(Request.Query), Today) { Kept = Code, Notes = Notes };
        if (Sheet.Options.Errors.Count + chosen.Errors.Count > 0)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
