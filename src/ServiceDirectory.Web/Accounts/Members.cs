using ServiceDirectory.Core.Accounts;

namespace ServiceDirectory.Web.Accounts;

/// <summary>Pages that only members see.</summary>
public static class Members
{
    /// <summary>The name of the rule that two factors were shown.</summary>
    public const string Policy = "member";

    /// <summary>The name of the rule that they were shown a moment ago (<see cref="FreshFactor"/>).</summary>
    public const string FreshPolicy = "fresh";

    /// <summary>Who asks.</summary>
    /// <exception cref="InvalidOperationException">The address is not for members, so nobody was looked at.</exception>
    public static SignedIn Member(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<SignedIn>() ?? throw new InvalidOperationException("Nobody is signed in here.");
    }
}
