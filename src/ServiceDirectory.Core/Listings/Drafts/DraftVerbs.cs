using NodaTime;

namespace ServiceDirectory.Core.Listings.Drafts;

/// <param name="Language">BCP 47 tag of the language in which it is written.</param>
public sealed record StartEntry(Guid OrganisationId, string Name, string Language, Profile Profile, ProviderKind? ProviderKind, LocalDate On)
{
    /// <summary>Codes of entries that look alike, of which somebody said that this is another one.</summary>
    public IReadOnlyList<string> OtherThan { get; init; } = [];

    public Phone? Phone { get; init; }

    public WebAddress? Website { get; init; }

    /// <summary>GeoNames id of a town: the place is private until somebody says otherwise.</summary>
    public int? TownId { get; init; }
}

/// <param name="Seen"><see cref="ListingSections.Fingerprint"/> of the section as it was when the page was opened.</param>
/// <param name="Change">What was typed there, put into a description. Called on what is there now, which may have other sections.</param>
public sealed record SaveSection(
    Guid ServiceId, Guid OrganisationId, ListingSection Section, string Seen, Func<ListingContent, ListingContent> Change, LocalDate On);

/// <param name="IsSaved">False: somebody else saved the same section meanwhile, and nothing was written over it.</param>
/// <param name="Now">What stands there now.</param>
public sealed record SavedSection(bool IsSaved, ListingContent Now);

/// <param name="AccountId">Who hands it in; null: the command line.</param>
public sealed record HandIn(Guid ServiceId, Guid OrganisationId, LocalDate On, Guid? AccountId = null);

public sealed record TakeNewest(Guid ServiceId, Guid OrganisationId, LocalDate On);

public sealed record WithdrawProposal(Guid ServiceId, Guid OrganisationId, LocalDate On);

public sealed record AnotherOne(Guid ServiceId, Guid OrganisationId, string Code, LocalDate On);

/// <summary>What an organisation works on.</summary>
/// <param name="Content">Its draft; without one the newest that was handed in.</param>
/// <param name="HasDraft">Something is written that was not handed in.</param>
/// <param name="Base">What the draft was begun from.</param>
/// <param name="Newest">The newest that was handed in, by whomever.</param>
/// <param name="Published">What the public reads; null: nothing.</param>
public sealed record WorkingCopy(
    ListingContent Content, bool HasDraft, ListingContent Base, ListingContent Newest, ListingContent? Published)
{
    public required int BaseNumber { get; init; }

    public required int NewestNumber { get; init; }

    public int? PublishedNumber { get; init; }

    public IReadOnlyList<string> OtherThan { get; init; } = [];

    /// <summary>Something waits to be judged.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>What waits was handed in by this organisation, and nobody has judged it yet.</summary>
    public bool IsOursWaiting { get; init; }

    /// <summary>Somebody handed in something else since the draft was begun.</summary>
    public bool IsStale => HasDraft && NewestNumber > BaseNumber;
}
