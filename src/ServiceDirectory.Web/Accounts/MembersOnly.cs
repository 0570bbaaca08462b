using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Web.Accounts;

/// <summary>
/// What happens to somebody who has to sign in, or to show a code once more, before an address opens. Whoever only looks is sent
/// there and back. Whoever sent a form gets the page in its place, with what they typed kept in it.
/// </summary>
internal static class MembersOnly
{
    private static readonly object s_kept = new();

    private static readonly AuthorizationMiddlewareResultHandler s_named = new();

    public static async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult result)
    {
        bool isStale = result.Forbidden && context.Features.Get<SignedIn>() is not null && policy.Requirements.OfType<FreshFactor>().Any();
        if (!isStale && !result.Challenged)
            await s_named.HandleAsync(next, context, policy, result);
        else if (HttpMethods.IsPost(context.Request.Method))
            await ShowInPlaceAsync(next, context, isStale ? "/Account/Confirm" : "/Account/SignIn");
        else if (isStale)
            SendTo(context, Links.Confirm(Links.In(context.Request.Path + context.Request.QueryString)));
        else
            await s_named.HandleAsync(next, context, policy, result);
    }

    /// <summary>What was sent, sealed; null: nothing, or more than can be kept.</summary>
    public static (string? Form, bool IsTooLarge) Kept(HttpContext context) => context.Items[s_kept] is ValueTuple<string?, bool> kept ? kept : default;

    private static void SendTo(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
    }

    private static async Task ShowInPlaceAsync(RequestDelegate next, HttpContext context, string page)
    {
        var services = context.RequestServices;
        // A sign-in that is over still says whose it was, until the next one sweeps it out.
        var account = context.Features.Get<SignedIn>()?.AccountId
            ?? (AccountCookie.Read(context.Request) is { } key ? await services.GetRequiredService<TicketStore>().WhoseAsync(key, context.RequestAborted) : null);
        context.Items[s_kept] = await KeptForm.KeepAsync(
            context.Request, services.GetRequiredService<DirectorySecrets>(), account, services.GetRequiredService<TimeProvider>().Now());
        context.SetEndpoint(services.GetRequiredService<EndpointDataSource>().Endpoints
            .First(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>()?.ViewEnginePath == page));
        context.Request.RouteValues.Clear();
        context.Request.RouteValues["page"] = page;
        // The page is shown, not sent to: none of the fields is its own.
        context.Request.Method = HttpMethods.Get;
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await next(context);
    }
}
