using NetTopologySuite.Geometries;
using NodaTime;

namespace ServiceDirectory.Core.Hsds;

/// <summary>Which entries are asked for. Everything that is said has to be true of one.</summary>
public sealed record HsdsFilter
{
    public static HsdsFilter None { get; } = new();

    /// <summary>Any words: all of them are in its names or descriptions.</summary>
    public string? Search { get; init; }

    /// <summary>Ids of terms and of taxonomies: of each it has one word at least.</summary>
    public IReadOnlyList<Guid> Terms { get; init; } = [];

    /// <summary>Numbers of needs, of which it has one at least; empty: any.</summary>
    public IReadOnlyList<int> Needs { get; init; } = [];

    public Guid? Organization { get; init; }

    /// <summary>What others read of it changed then or later.</summary>
    public Instant? ModifiedAfter { get; init; }

    /// <summary>It has a place within <see cref="Metres"/> of here, or comes here. What is hidden is nowhere but in the middle of its town.</summary>
    public Point? Near { get; init; }

    /// <summary>0 to 200,000.</summary>
    public double Metres { get; init; }
}
