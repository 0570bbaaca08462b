using Microsoft.AspNetCore.Authorization;
using NodaTime;
using ServiceDirectory.Core.Accounts;

namespace ServiceDirectory.Web.Accounts;

/// <summary>Somebody came in, or showed a code or a passkey once more, a moment ago: for what changes who may come in.</summary>
public sealed class FreshFactor : AuthorizationHandler<FreshFactor>, IAuthorizationRequirement
{
    public static readonly Duration Longest = Duration.FromMinutes(5);

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, FreshFactor requirement)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Resource is HttpContext http && http.Features.Get<SignedIn>() is { } member
            && http.RequestServices.GetRequiredService<TimeProvider>().Now() - member.Since <= Longest)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
