namespace ServiceDirectory.Core.Audit;

/// <summary>What looking at every event found.</summary>
/// <param name="Rows">How many are in order, from the first.</param>
/// <param name="Head">The hash of the last of those. Written down elsewhere, it shows later whether rows were cut off at the end.</param>
/// <param name="Broken">The first thing that is wrong; null: nothing.</param>
/// <param name="Known">The number of the event whose hash was given; null: none was given, or it is not there.</param>
public sealed record ChainReport(long Rows, byte[] Head, BrokenChain? Broken, long? Known);

/// <param name="Number">Of the row; 0 where it is the end that is missing.</param>
public sealed record BrokenChain(ChainFault Fault, long Number)
{
    /// <summary>Where the row stands now, for one that was moved.</summary>
    public long? NowAt { get; init; }
}

public enum ChainFault
{
    /// <summary>It is not what was written.</summary>
    Changed,

    /// <summary>It is not there.</summary>
    Removed,

    /// <summary>It stands in the place of another.</summary>
    Moved,

    /// <summary>It is there and never came into the chain.</summary>
    Added,

    /// <summary>No row has the hash that was given: the end was cut off, or the whole was written anew.</summary>
    CutOff,
}
