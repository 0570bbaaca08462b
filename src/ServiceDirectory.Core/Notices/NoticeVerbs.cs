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
/// <param name="AccountId">Who, so that somebody else confirms it; null: the command line.</param>
public sealed record PostNotice(Guid OrganisationId, NoticeArea Area, Text Words, Instant At, Instant EndsAt, bool LookedTwice = false, Guid? AccountId = null);

/// <param name="OrganisationId">Whose member stands by it; where an account is not known, another organisation than the first, and not related to it.</param>
/// <param name="NoticeId">The notice.</param>
/// <param name="At">Now.</param>
/// <param name="EndsAt">Its new end, <see cref="NoticeRules.ConfirmedDays"/> days after its beginning at most.</param>
/// <param name="AccountId">Another person than the first; null: the command line.</param>
public sealed record ConfirmNotice(Guid OrganisationId, Guid NoticeId, Instant At, Instant EndsAt, Guid? AccountId = null);

/// <summary>A notice as members see it.</summary>
/// <param name="Notice">As the public reads it.</param>
/// <param name="AccountId">Who wrote it; null: the command line.</param>
public sealed record WrittenNotice(Guid Id, Guid OrganisationId, Guid? AccountId, bool IsConfirmed, Notice Notice);

public sealed record EndNotice(Guid OrganisationId, Guid NoticeId, Instant At);
