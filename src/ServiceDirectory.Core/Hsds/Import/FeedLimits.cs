using ServiceDirectory.Core.Import;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>How much of another directory's list is read.</summary>
public sealed record FeedLimits
{
    /// <summary>What somebody sends by the pages.</summary>
    public static FeedLimits OfPages { get; } = new();

    /// <summary>What whoever runs the directory reads by the command line.</summary>
    public static FeedLimits OfCommandLine { get; } = new() { Bytes = 64 * 1024 * 1024, Inside = 128L * 1024 * 1024, Services = 20_000, Rows = 400_000 };

    /// <summary>Of the file.</summary>
    public int Bytes { get; init; } = SheetLimits.Bytes;

    /// <summary>Of everything that is packed in it, as it comes out.</summary>
    public long Inside { get; init; } = SheetLimits.Inside;

    public int Services { get; init; } = SheetLimits.Rows;

    /// <summary>Rows of all tables, or things of every kind.</summary>
    public int Rows { get; init; } = 100_000;

    /// <summary>Files that are packed in one.</summary>
    public const int Parts = 1_000;

    /// <summary>How many times larger than packed a file may be that is larger than <see cref="AnyRatio"/>.</summary>
    public const int Ratio = 100;

    /// <summary>Bytes below which nobody asks how well it was packed.</summary>
    public const int AnyRatio = 1024 * 1024;

    /// <summary>Characters of a cell: an outline of an area is long.</summary>
    public const int Cell = 256 * 1024;

    /// <summary>Things in things.</summary>
    public const int Depth = 32;

    /// <summary>Kinds in kinds.</summary>
    public const int Parents = 20;

    /// <summary>Corners of an area.</summary>
    public const int Corners = 10_000;

    /// <summary>Kilometres from the middle of the town at which a point is still in it.</summary>
    public const double Far = 100;

    internal SheetSize Table => new(Rows, Rows * 2, Cell, Inside);
}
