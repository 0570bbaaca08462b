using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Contacts of an entry, each to be ticked after a call.</summary>
/// <param name="Checked">Fact → when somebody last looked at the value that stands there.</param>
/// <param name="Typed">What was ticked of a fact; null: nothing.</param>
/// <param name="Method">How, as it was sent; null: nothing.</param>
public sealed record FactTicksModel(string Code, ListingContent Content, IReadOnlyDictionary<string, LocalDate> Checked, Func<string, string?> Typed, string? Method)
{
    /// <summary>Those that are asked about; null: all.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>A warning can follow, as people read the entry.</summary>
    public bool MayBeWrong { get; init; } = true;
}
