using ServiceDirectory.Core.Sharing;

namespace ServiceDirectory.Web.Pages.Lists;

/// <param name="Service">One entry of a list.</param>
/// <param name="All">Codes of the whole list, which somebody reads an entry of.</param>
/// <param name="Without">The address of the same list without it; null: somebody else keeps it.</param>
public sealed record EntryModel(PickedService Service, IReadOnlyList<string> All, string? Without)
{
    /// <summary>What whoever keeps the list says beside it.</summary>
    public string? Note { get; init; }
}
