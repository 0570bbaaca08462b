using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Guides;

/// <param name="OrganisationId">Who writes it.</param>
/// <param name="AccountId">Who of them; null: the command line.</param>
/// <param name="Kind">What it is about; that does not change.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null: it is true everywhere.</param>
/// <param name="Content">As far as it is written.</param>
/// <param name="On">Today.</param>
public sealed record BeginGuide(Guid OrganisationId, Guid? AccountId, GuideKind Kind, string? Country, GuideContent Content, LocalDate On);

/// <param name="Edition">Of what somebody saw before they changed it.</param>
public sealed record SaveGuide(Guid GuideId, Guid OrganisationId, Guid? AccountId, GuideContent Content, int Edition, LocalDate On);

/// <summary>Something that one person does with a guide on a day.</summary>
public sealed record MoveGuide(Guid GuideId, Guid OrganisationId, Guid? AccountId, LocalDate On);

/// <param name="Edition">Of what they read.</param>
public sealed record ApproveGuide(Guid GuideId, int Edition, Guid OrganisationId, Guid? AccountId, LocalDate On);

/// <param name="Note">What has to change first, for those who wrote it.</param>
public sealed record ReturnGuide(Guid GuideId, Guid OrganisationId, Guid? AccountId, string Note, LocalDate On);

/// <summary>A guide as members see it.</summary>
/// <param name="Edition">Counts what was saved.</param>
/// <param name="Open">What is being written or waits; null: nothing.</param>
/// <param name="Shown">What is published; null: nothing.</param>
public sealed record WrittenGuide(Guid Id, string Code, Guid OrganisationId, Text Organisation, GuideKind Kind, string? Country, int Edition, GuideVersion? Open, GuideVersion? Shown)
{
    /// <summary>The newest of its words.</summary>
    public GuideContent Content => (Open ?? Shown ?? Last)!.Content;

    /// <summary>What was withdrawn; null: there is something newer.</summary>
    public GuideVersion? Last { get; init; }

    /// <summary>When it is due and hidden; null: the public does not read it.</summary>
    public GuideDates? Dates { get; init; }
}

/// <param name="Note">Why it came back; null: it did not, or it is not for this reader.</param>
/// <param name="MaySecond">The one who asks wrote nothing of it.</param>
public sealed record GuideVersion(Guid Id, GuideState State, GuideContent Content, LocalDate WrittenOn, LocalDate? SentOn, Guid? JudgedBy, bool MaySecond, string? Note);

public sealed record GuideDates(LocalDate CheckedOn, LocalDate DueOn, LocalDate HiddenFrom);
