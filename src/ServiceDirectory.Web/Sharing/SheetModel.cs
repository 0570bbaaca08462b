using NodaTime;
using ServiceDirectory.Core.Sharing;

namespace ServiceDirectory.Web.Sharing;

/// <summary>A sheet to be printed.</summary>
/// <param name="List">What stands on it.</param>
/// <param name="Options">How.</param>
/// <param name="Today">In UTC.</param>
public sealed record SheetModel(PickedList List, SheetOptions Options, LocalDate Today)
{
    /// <summary>The search has more than fit on a sheet.</summary>
    public bool HasMore { get; init; }

    /// <summary>The code of a kept list; null: its address holds it.</summary>
    public string? Kept { get; init; }

    /// <summary>Entry, by the code under which the list has it → what whoever keeps the list says beside it.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Codes => [.. List.Found.Select(service => service.Hit.Code)];

    /// <summary>Path and query of the page that the sheet leads back to.</summary>
    public string Address => Kept is null ? Links.ShortList(Codes) : Links.KeptList(Kept);

    /// <summary>Where the form that lays it out is sent.</summary>
    public string Form => Kept is null ? Links.ListSheetForm : Links.KeptListSheet(Kept);
}
