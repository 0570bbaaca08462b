namespace ServiceDirectory.Core.Listings;

/// <summary>Something about a description that somebody has to look at.</summary>
/// <param name="Field">Where, as a path in the document: <c>sites[0].hours[2].closes</c>.</param>
/// <param name="Reason">A stable word for programs, for example <c>too-long</c>.</param>
/// <param name="Message">Plain English that says what to do.</param>
/// <param name="IsWarning">It may stay as it is; somebody should look twice.</param>
public sealed record ListingProblem(string Field, string Reason, string Message, bool IsWarning = false);

/// <summary>What a description is wanted for.</summary>
public enum ListingUse
{
    /// <summary>To be kept: what is there has to be right, what is missing may be missing.</summary>
    Draft,

    /// <summary>To be shown: everything that decides a visit has to be there.</summary>
    Publication,
}

/// <summary>A description has errors. Nothing was stored of it.</summary>
public sealed class ListingInvalidException(IReadOnlyList<ListingProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(p => $"{p.Field}: {p.Message}")))
{
    public IReadOnlyList<ListingProblem> Problems { get; } = problems;
}
