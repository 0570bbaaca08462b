using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Curating;

/// <summary>
/// Opens the pages below <c>/curate</c>: finds the organisation and the entry of the address, and asks <see cref="PermissionTable"/>. What
/// somebody may not do is not there (404), before anything of what they sent is read.
/// </summary>
public sealed class PermissionFilter(EntryStandings entries, TimeProvider clock) : IAsyncAuthorizationFilter
{
    /// <summary>The part of an address that names the organisation for which somebody acts.</summary>
    public const string Organisation = "organisation";

    /// <summary>The part of an address that names an entry.</summary>
    public const string Entry = "entry";

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Result = await DecideAsync(context.HttpContext, ((CompiledPageActionDescriptor)context.ActionDescriptor).ModelTypeInfo!, context.RouteData.Values);
    }

    /// <summary>What a page asks for: of the handler for the request's method, else of the page.</summary>
    public static Deed? DeedOf(Type model, string method)
    {
        ArgumentNullException.ThrowIfNull(model);
        string verb = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
        var handler = model.GetMethods().FirstOrDefault(m => m.Name.Equals($"On{verb}", StringComparison.OrdinalIgnoreCase) || m.Name.Equals($"On{verb}Async", StringComparison.OrdinalIgnoreCase));
        return (handler?.GetCustomAttribute<NeedsAttribute>() ?? model.GetCustomAttribute<NeedsAttribute>())?.Deed;
    }

    private async Task<IActionResult?> DecideAsync(HttpContext context, Type model, RouteValueDictionary route)
    {
        if (DeedOf(model, context.Request.Method) is not { } deed || context.Member().SeatOf(route[Organisation] as string ?? "") is not { } seat)
            return new NotFoundResult();
        var now = clock.Now();
        var today = now.InUtc().Date;
        bool hasVoice = await entries.HasVoiceAsync(seat.OrganisationId, today, context.RequestAborted);
        if (!route.ContainsKey(Entry))
            return Open(PermissionTable.Find(seat, deed, hasVoice), null);
        if (await entries.FindAsync(seat.OrganisationId, route[Entry] as string ?? "", today, context.RequestAborted) is not { } entry)
            return new NotFoundResult();
        // A guest has a voice where it was invited.
        hasVoice = hasVoice || await entries.MayJudgeAsync(seat.OrganisationId, entry.ServiceId, today, context.RequestAborted);
        var line = PermissionTable.Find(seat, deed, entry, hasVoice);
        // Somebody else was faster: the page of the entry says where it is now.
        if (line is null && deed != Deed.ReadEntry && PermissionTable.MayInAnotherState(seat, deed, entry, hasVoice)
            && PermissionTable.Find(seat, Deed.ReadEntry, entry, hasVoice) is not null)
        {
            return new SeeOther(Links.Entry(seat.Code, entry.Code, hasMoved: HttpMethods.IsPost(context.Request.Method)));
        }

        return Open(line, entry);

        IActionResult? Open(PermissionLine? allowed, EntryStanding? on)
        {
            if (allowed is null)
                return new NotFoundResult();
            context.Features.Set(new Standing(seat, on, hasVoice, PermissionTable.RoleOf(allowed, seat), now));
            return null;
        }
    }
}
