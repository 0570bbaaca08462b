using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages;

/// <summary>One page for every status that is an error. Asked for by its own address it does not exist.</summary>
[IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    internal const string RetryAfterSeconds = "60";

    private static readonly int[] Known =
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status403Forbidden,
        StatusCodes.Status404NotFound,
        StatusCodes.Status405MethodNotAllowed,
        StatusCodes.Status410Gone,
        StatusCodes.Status413PayloadTooLarge,
        StatusCodes.Status429TooManyRequests,
        StatusCodes.Status503ServiceUnavailable,
    ];

    /// <summary>The status whose words are shown: for those without words of their own, the general ones.</summary>
    public int Words => Known.Contains(Response.StatusCode)
        ? Response.StatusCode
        : Response.StatusCode < StatusCodes.Status500InternalServerError
            ? StatusCodes.Status400BadRequest
            : StatusCodes.Status500InternalServerError;

    /// <summary>Nothing can be looked up: whoever cannot wait is told so first.</summary>
    public bool IsAway => Response.StatusCode is StatusCodes.Status503ServiceUnavailable;

    /// <summary>To be sent again when the directory is back; null: there is nothing to send.</summary>
    public SentForm? Sent { get; private set; }

    /// <summary>Without parameters: to bind one, the framework would read a form again that was refused for what it is.</summary>
    public async Task OnGetAsync()
    {
        if (!ErrorPages.IsRunning(HttpContext))
            Response.StatusCode = StatusCodes.Status404NotFound;
        if (IsAway || Response.StatusCode is StatusCodes.Status429TooManyRequests)
            Response.Headers.RetryAfter = RetryAfterSeconds;
        if (IsAway)
            Sent = await SentForm.ReadAsync(HttpContext, HttpContext.RequestAborted);
    }
}
