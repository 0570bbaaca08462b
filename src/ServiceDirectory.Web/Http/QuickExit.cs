using Microsoft.Extensions.Options;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web.Http;

/// <summary>"Leave this page": to one neutral page of the operator's choice, whatever else the address says.</summary>
public static class QuickExit
{
    public static void MapExit(this IEndpointRouteBuilder app) =>
        app.MapMethods(Links.Exit, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, IOptions<DirectoryOptions> options) =>
        {
            context.Response.Headers["Clear-Site-Data"] = "\"cookies\"";
            context.Response.Headers.Location = options.Value.ExitAddress.AbsoluteUri;
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
        }).AllowAnonymous().DisableRateLimiting();
}
