using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Mirror;

namespace ServiceDirectory.Web.Pages.Mirror;

/// <summary>What a copy of the directory is and how old; on the site itself it is not there.</summary>
public sealed class IndexModel(MirrorPages mirror) : PageModel
{
    public MirrorDates Dates { get; private set; } = null!;

    public IActionResult OnGet()
    {
        if (!mirror.IsOn)
            return NotFound();
        Dates = mirror.Dates;
        return Page();
    }
}
