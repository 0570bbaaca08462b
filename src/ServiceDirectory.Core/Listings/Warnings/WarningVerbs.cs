using NodaTime;

namespace ServiceDirectory.Core.Listings.Warnings;

public enum WarningKind
{
    /// <summary>Until the end of today, on the clocks of the place.</summary>
    Closed,

    /// <summary>Takes nobody new.</summary>
    Full,

    /// <summary>Nobody answers there, or somebody else does.</summary>
    NotWorking,

    /// <summary>One way to get in touch, which nobody may see any more.</summary>
    Hidden,
}

/// <param name="ServiceId">Whom it is about.</param>
/// <param name="OrganisationId">Who says so.</param>
/// <param name="Kind">What.</param>
/// <param name="At">Now: it begins at once.</param>
/// <param name="Days">How long, 1 to <see cref="WarningRules.MostDays"/>; of no meaning for <see cref="WarningKind.Closed"/>.</param>
/// <param name="ContactId">Which phone, message, website or e-mail; for <see cref="WarningKind.NotWorking"/> and <see cref="WarningKind.Hidden"/>.</param>
/// <param name="SiteId">Which place is closed; null: all of them.</param>
public sealed record WarnOfService(
    Guid ServiceId, Guid OrganisationId, WarningKind Kind, Instant At, int Days = WarningRules.UsualDays, Guid? ContactId = null, Guid? SiteId = null);

/// <param name="ServiceId">Whose warning it has to be.</param>
/// <param name="OrganisationId">The one that gave it, or one whose reviewer takes it back.</param>
public sealed record EndWarning(Guid WarningId, Guid ServiceId, Guid OrganisationId, Instant At);

public static class WarningRules
{
    public const int MostDays = 30;

    public const int UsualDays = 7;
}

/// <summary>A warning as members see it.</summary>
/// <param name="Contact">What is meant, as it stood.</param>
/// <param name="Ends">The first moment at which nobody reads it.</param>
public sealed record GivenWarning(Guid Id, WarningKind Kind, string? Contact, Guid? SiteId, Guid OrganisationId, Instant Ends);
