using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Core.Import;

/// <summary>Which entries of an organisation are looked at.</summary>
public enum EntriesShown
{
    /// <summary>Those that no public page shows.</summary>
    NotPublic,

    Public,

    All,

    /// <summary>What everybody reads, whoever keeps it.</summary>
    Everybody,
}

/// <summary>An organisation's own entries, to be looked through.</summary>
/// <param name="catalogue">Names of needs.</param>
/// <param name="places">Towns by number.</param>
/// <param name="towns">What a listing has to know of them.</param>
public sealed class WorkingList(DirectoryCatalogue catalogue, Func<int, Place?> places, Func<int, ListingPlace?> towns)
{
    private readonly ListingValidator _validator = new(catalogue, towns);

    /// <summary>Those whose name, town or need has all the words that were typed.</summary>
    /// <param name="entries">All of them.</param>
    /// <param name="shown">Which.</param>
    /// <param name="words">What was typed, in the language of the page or of the entry; empty: no matter.</param>
    /// <param name="language">Of the page.</param>
    public IReadOnlyList<OwnEntry> Find(IReadOnlyList<OwnEntry> entries, EntriesShown shown, string words, string language)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(words);
        string[] wanted = HeaderText.Key(words).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. entries.Where(entry => shown is EntriesShown.All || IsPublic(entry.State) == (shown is EntriesShown.Public))
                .Where(entry => wanted.Length == 0 || Holds(Words(entry, language), wanted)),
        ];
    }

    public static bool IsPublic(ServiceState state) => state is ServiceState.Provisional or ServiceState.Own or ServiceState.Listed;

    /// <summary>What it lacks before it can be published: names of fields, each once.</summary>
    public IReadOnlyList<string> Missing(ListingContent content) =>
        [.. _validator.Validate(content, ListingUse.Publication).Where(problem => !problem.IsWarning).Select(problem => problem.Field.Split('[', '.')[0]).Distinct()];

    private static bool Holds(string words, string[] wanted) => wanted.All(word => words.Contains(word, StringComparison.Ordinal));

    private string Words(OwnEntry entry, string language) => HeaderText.Key(string.Join(' ',
    [
        .. entry.Content.OtherNames.Prepend(entry.Content.Name).SelectMany(name => name.In.Values).Select(name => name.Value),
        .. entry.Content.Sites.Select(site => places(site.PlaceId)?.FullName ?? ""),
        .. entry.Content.Needs.Select(catalogue.FindNeed).OfType<Need>().Select(need => catalogue.Label(need, language)),
        entry.Code,
    ]));
}
