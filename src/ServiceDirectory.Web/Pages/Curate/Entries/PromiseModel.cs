namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Which promise, to choose from.</summary>
/// <param name="Promises">Numbers of the catalogue.</param>
/// <param name="Chosen">Null: none yet.</param>
/// <param name="Wrong">What was wrong; null: nothing.</param>
public sealed record PromiseModel(IEnumerable<int> Promises, int? Chosen, string? Wrong);
