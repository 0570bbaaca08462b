using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Web.Accounts;

namespace ServiceDirectory.Web.Http;

/// <summary>"Leave this page": to one neutral page of the operator's choice, whatever else the address says.</summary>
public static class QuickExit
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    public static void MapExit(this IEndpointRouteBuilder app) =>
        app.MapMethods(Links.Exit, [HttpMethods.Get, HttpMethods.Head], async (HttpContext context, IOptions<DirectoryOptions> options) =>
        {
            // Whoever is signed in is not any more. Leaving does not wait for a database that is away.
            if (AccountCookie.Read(context.Request) is { } key)
                await EndAsync(context, key);
            context.Response.Headers["Clear-Site-Data"] = "\"cookies\"";
            context.Response.Headers.Location = options.Value.ExitAddress.AbsoluteUri;
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
        }).AllowAnonymous().DisableRateLimiting();

    private static async Task EndAsync(HttpContext context, string key)
    {
        using var stop = new CancellationTokenSource(s_longestWait);
        try
        {
            await context.RequestServices.GetRequiredService<TicketStore>().EndAsync(key, stop.Token);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or InvalidOperationException)
        {
            // The browser forgets the key all the same, and the ticket ends by itself.
        }
    }
}
