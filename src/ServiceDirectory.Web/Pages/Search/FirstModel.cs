using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>What to do and by when, and whom to call.</summary>
/// <param name="Needs">What is looked for.</param>
/// <param name="Urgent">By situation.</param>
/// <param name="HasLines">A line for each need follows.</param>
public sealed record FirstModel(IReadOnlyList<Need> Needs, IReadOnlyList<UrgentLines> Urgent, bool HasLines)
{
    /// <summary>What to do is said here; else in the line of each need, so that none is named twice on a small screen.</summary>
    public bool SaysNotes => Needs.Count == 1 || !HasLines;
}
