using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Organisations;

/// <summary>What is the same for everything that coordinators do for their organisation.</summary>
internal static class CouncilRules
{
    public const int LongestReason = 500;

    /// <summary>Returns the organisation for which somebody acts.</summary>
    /// <exception cref="ListingRefusedException">Only a coordinator speaks for an organisation.</exception>
    public static Guid RequireCoordinator(Actor actor, Guid? of = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor is { Role: ActorRole.Coordinator, OrganisationId: { } own } && (of is null || of == own)
            ? own
            : throw new ListingRefusedException("council_coordinator", "Only a coordinator speaks for an organisation.");
    }

    /// <exception cref="ListingInvalidException">There are no words, or too many.</exception>
    public static void RequireReason(string reason)
    {
        if (TextRules.Refuse(reason, LongestReason) is var (why, message))
            throw new ListingInvalidException([new ListingProblem("reason", why, message)]);
    }
}
