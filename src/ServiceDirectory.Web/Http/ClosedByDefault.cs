using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// An address answers only where it is opened: a folder or page of the lists below, <c>AllowAnonymous()</c> on an endpoint, or a
/// policy of its own, as for members. What nobody opened is not there (404), so a page that somebody adds and forgets shows nothing to anyone.
/// </summary>
public static class ClosedByDefault
{
    /// <summary>Folders whose pages anybody may read.</summary>
    public static readonly IReadOnlyList<string> OpenFolders =
        ["/ByItself", "/Gaps", "/Guides", "/Lists", "/Messages", "/Mirror", "/Needs", "/Now", "/Organisations", "/Receipts", "/Search", "/Services", "/Training"];

    /// <summary>Single pages that anybody may read.</summary>
    public static readonly IReadOnlyList<string> OpenPages = ["/About", "/Error", "/HowWeCheck", "/Index", "/Privacy"];

    /// <summary>Folders whose pages are for members, but for <see cref="WaysIn"/>.</summary>
    public static readonly IReadOnlyList<string> MemberFolders = ["/Account", CurateFolder];

    /// <summary>The folder whose pages ask the table of permissions as well.</summary>
    public const string CurateFolder = "/Curate";

    /// <summary>How somebody becomes one, comes back, or goes, also when their sign-in has ended already.</summary>
    public static readonly IReadOnlyList<string> WaysIn = ["/Account/Join", "/Account/SignIn", "/Account/SignOut"];

    /// <summary>
    /// Pages that change who may come in, or whether an organisation still may: for members who showed two factors a moment ago.
    /// </summary>
    public static readonly IReadOnlyList<string> FreshPages =
        ["/Account/Ways", "/Curate/Admissions", "/Curate/Council", "/Curate/Members", "/Curate/OwnOrganisation"];

    private static readonly AuthorizationPolicy Nobody = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();

    public static void AddClosedByDefault(this IMvcBuilder builder)
    {
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(Nobody);
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, NotThere>();
        builder.Services.AddScoped<EntryStandings>();
        builder.Services.AddScoped<PermissionFilter>();
        builder.AddRazorPagesOptions(options =>
        {
            foreach (var folder in OpenFolders)
                options.Conventions.AddFolderRouteModelConvention(folder, Open);
            foreach (var page in OpenPages.Concat(WaysIn))
                options.Conventions.AddPageRouteModelConvention(page, Open);
            foreach (var folder in MemberFolders)
                options.Conventions.AddFolderRouteModelConvention(folder, ForMembers);
            options.Conventions.AddFolderApplicationModelConvention(CurateFolder, page => page.Filters.Add(new ServiceFilterAttribute(typeof(PermissionFilter))));
        });
    }

    /// <summary>On the route, so that the list of endpoints says it; the framework's own convention waits until a page is first asked for.</summary>
    private static void Open(PageRouteModel page)
    {
        foreach (var selector in page.Selectors)
            selector.EndpointMetadata.Add(new AllowAnonymousAttribute());
    }

    private static void ForMembers(PageRouteModel page)
    {
        if (WaysIn.Contains(page.ViewEnginePath))
            return;
        foreach (var selector in page.Selectors)
            selector.EndpointMetadata.Add(new AuthorizeAttribute(FreshPages.Contains(page.ViewEnginePath) ? Members.FreshPolicy : Members.Policy));
    }

    private sealed class NotThere : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (policy != Nobody)
                return MembersOnly.HandleAsync(next, context, policy, authorizeResult);
            // An unknown address and the framework's own 405 are no endpoint of ours: they have nothing to hide.
            if (context.GetEndpoint() is not RouteEndpoint)
                return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
    }
}
