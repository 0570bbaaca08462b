using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Notices;

/// <summary>Where a notice is true.</summary>
public abstract record NoticeArea
{
    /// <param name="PlaceId">GeoNames id of a town.</param>
    /// <param name="Km">The radius round its centre, 1 to 100.</param>
    public sealed record Around(int PlaceId, double Km) : NoticeArea;

    /// <param name="Code">A country (<c>GB</c>) or first-level region (<c>GB.ENG</c>).</param>
    public sealed record Whole(string Code) : NoticeArea;
}

/// <param name="OrganisationId">Whose notice it is.</param>
/// <param name="Area">Where it is true.</param>
/// <param name="Words">One sentence or two, in their languages.</param>
/// <param name="At">Now: it begins at once.</param>
/// <param name="EndsAt">The first moment at which nobody reads it, <see cref="NoticeRules.Alone"/> later at most.</param>
/// <param name="LookedTwice">Somebody has looked again at what may name a street, and it does not.</param>
public sealed record PostNotice(Guid OrganisationId, NoticeArea Area, Text Words, Instant At, Instant EndsAt, bool LookedTwice = false);

/// <param name="OrganisationId">Whose member stands by it: another organisation than the first, and not related to it.</param>
/// <param name="NoticeId">The notice.</param>
/// <param name="At">Now.</param>
/// <param name="EndsAt">Its new end, <see cref="NoticeRules.ConfirmedDays"/> days after its beginning at most.</param>
public sealed record ConfirmNotice(Guid OrganisationId, Guid NoticeId, Instant At, Instant EndsAt);

public sealed record EndNotice(Guid OrganisationId, Guid NoticeId, Instant At);
