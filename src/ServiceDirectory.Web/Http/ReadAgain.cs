using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// A page whose connection to the database ended in the middle is made once more: nobody who reads has to see that the primary went away where a standby
/// goes on, that a server was started anew, or that a migration changed the tables meanwhile. Only what anybody may read, and only what is sent as a whole: of a stream a part may be gone already.
/// </summary>
internal static class ReadAgain
{
    /// <summary>Behind everything that counts or refuses: the page alone is made again.</summary>
    public static void UseReadAgain(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!IsRead(context))
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception lost) when (ErrorPages.IsLost(lost) && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            await next(context);
        }
    });

    /// <summary>The form of a search is answered with an address, and changes nothing.</summary>
    private static bool IsRead(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } of && of.GetMetadata<IAllowAnonymous>() is not null
        && (of.GetMetadata<PageActionDescriptor>() is { } page
            ? IsReading(context.Request.Method) || page.ViewEnginePath == "/Search/Index"
            : of.GetMetadata<SentWhole>() is not null && IsReading(context.Request.Method));

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
}

/// <summary>Marks an address that is no page and whose answer is made before any of it is sent.</summary>
internal sealed class SentWhole
{
    public static readonly SentWhole Mark = new();
}
