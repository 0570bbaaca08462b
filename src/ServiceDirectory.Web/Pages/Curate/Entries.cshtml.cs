using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>The working list: everything that an organisation entered, for its members.</summary>
[Needs(Deed.ReadWorkingList)]
public sealed class EntriesModel(OwnEntries entries, PublicEntries publicEntries, WorkingList list, PlaceFinder places) : CurateModel
{
    public const int PerPage = 50;

    private const int LongestWords = 200;

    private const int LastPage = 100;

    [FromQuery(Name = SearchField.Q)]
    public string? TypedWords { get; set; }

    [FromQuery(Name = CurateField.Shown)]
    public string? TypedShown { get; set; }

    [FromQuery(Name = SearchField.Page)]
    public int TypedPage { get; set; } = 1;

    [FromQuery(Name = CurateField.Added)]
    public int? Added { get; set; }

    [FromQuery(Name = CurateField.Changed)]
    public int? Changed { get; set; }

    public EntriesQuery Search { get; private set; } = new("", EntriesShown.NotPublic);

    /// <summary>Those of this page, with what each lacks.</summary>
    public IReadOnlyList<(OwnEntry Entry, IReadOnlyList<string> Missing)> Rows { get; private set; } = [];

    /// <summary>On all pages.</summary>
    public int Count { get; private set; }

    /// <summary>Whatever was typed.</summary>
    public int All { get; private set; }

    /// <summary>What everybody reads, where that was looked for: of others, too.</summary>
    public IReadOnlyList<PublicEntry> Others { get; private set; } = [];

    /// <summary>Whoever may say something about the entries of others finds them here.</summary>
    public bool MayLookEverywhere => May(Deed.ImportEntries);

    public IEnumerable<EntriesShown> Choices => Enum.GetValues<EntriesShown>().Where(shown => shown is not EntriesShown.Everybody || MayLookEverywhere);

    public int Pages => Math.Max(1, (Count + PerPage - 1) / PerPage);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var shown = EntriesShown.NotPublic;
        bool isRight = ModelState.IsValid && TypedPage is >= 1 and <= LastPage && (TypedWords?.Length ?? 0) <= LongestWords
            && (TypedShown is null || EnumSlug.TryParse(TypedShown, out shown)) && Choices.Contains(shown);
        if (!isRight)
            return BadRequest();
        await places.ReadyAsync(cancellationToken);
        Search = new EntriesQuery(TypedWords?.Trim() ?? "", shown);
        if (shown is EntriesShown.Everybody)
        {
            Others = await publicEntries.FindAsync(Search.Words, cancellationToken);
            Count = Others.Count;
            return Page();
        }

        var all = await entries.ReadAsync(Seat.OrganisationId, cancellationToken);
        var found = list.Find(all, shown, Search.Words, CultureInfo.CurrentUICulture.Name);
        (Count, All) = (found.Count, all.Count);
        Rows = [.. found.Skip((TypedPage - 1) * PerPage).Take(PerPage).Select(entry => (entry, list.Missing(entry.Content)))];
        return Page();
    }
}
