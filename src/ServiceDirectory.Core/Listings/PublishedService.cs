using System.Text.Json;
using NodaTime;
using ServiceDirectory.Core.Listings.Warnings;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Core.Listings;

/// <summary>An entry as the public reads it, whole.</summary>
public sealed class PublishedService
{
    public required string Code { get; init; }

    public required EntryState State { get; init; }

    /// <summary>Public code of the organisation that runs it, where that has a page.</summary>
    public string? Organisation { get; init; }

    /// <summary>The approved revision without its consent, in the shape of <see cref="ContentVersion"/>.</summary>
    public required string Content { get; init; }

    public required int ContentVersion { get; init; }

    /// <summary>Fact (<see cref="ListingFacts"/>) → its last check, or null where its value has changed since.</summary>
    public required string Checks { get; init; }

    /// <summary>What was found out since (<see cref="PublishedWarning"/>), also what has ended by its date.</summary>
    public required string Warnings { get; init; }

    /// <summary>What is known of each promise.</summary>
    public string Promises { get; init; } = "[]";

    /// <summary>The last full check.</summary>
    public required LocalDate CheckedOn { get; init; }

    public required LocalDate DueOn { get; init; }

    /// <summary>The first day (UTC) on which nobody finds it.</summary>
    public required LocalDate HiddenFrom { get; init; }

    /// <summary>The first day on which the training no longer counts.</summary>
    public LocalDate? TrainedUntil { get; init; }

    public LocalDate? TrainedOn { get; init; }

    /// <summary>The first day on which it is said no longer that its community leads it.</summary>
    public LocalDate? LedUntil { get; init; }

    /// <summary>The last day on which "full" counts.</summary>
    public LocalDate? FullUntil { get; init; }

    /// <summary>The service agreed to its street on paper.</summary>
    public bool PrintAddress { get; init; }

    /// <summary>The description as it may be read at a moment: without what is hidden then, closed where it is.</summary>
    /// <exception cref="NotSupportedException">It was published by a newer program.</exception>
    public ListingContent ReadContent(Instant now) => ReadWarnings(now).Shown(Upcasters.Default.Read(Content, ContentVersion));

    public WarningsNow ReadWarnings(Instant now) => WarningsNow.Read(Warnings, now);

    /// <summary>Fact → its last check; null: changed, not checked yet. Facts that nobody ever looked at are absent.</summary>
    public IReadOnlyDictionary<string, PublishedCheck?> ReadChecks() =>
        JsonSerializer.Deserialize<Dictionary<string, PublishedCheck?>>(Checks, ContentJson.Options) ?? [];

    /// <summary>The promises that were found to be kept, in the order of the catalogue; none where nobody judged.</summary>
    public IReadOnlyList<PublishedPromise> ReadPromises() => JsonSerializer.Deserialize<PublishedPromise[]>(Promises, ContentJson.Options) ?? [];
}

/// <summary>A promise that was found to be kept.</summary>
/// <param name="Id">The criterion's.</param>
/// <param name="On">When it was judged last.</param>
/// <param name="By">By how many organisations, those that are related counted once.</param>
/// <param name="How">How it was found out, the kinds in alphabetical order; may be empty.</param>
/// <param name="Version">The version of the promises by which it was judged last; null: of an entry that was written before that was kept.</param>
public sealed record PublishedPromise(int Id, LocalDate On, int By, IReadOnlyList<EvidenceKind> How, int? Version = null);

/// <summary>When and how a fact was last looked at.</summary>
public sealed record PublishedCheck(LocalDate On, CheckMethod How);

/// <summary>An entry or organisation that has left.</summary>
public sealed class GoneCode
{
    public required string Code { get; init; }

    /// <summary>GeoNames id of its town.</summary>
    public int? PlaceId { get; init; }
}

/// <summary>An address that was printed once and now leads elsewhere.</summary>
public sealed class MovedCode
{
    public required string Old { get; init; }

    public required string Current { get; init; }
}
