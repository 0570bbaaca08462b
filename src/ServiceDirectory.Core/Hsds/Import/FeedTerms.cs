using System.Globalization;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Import;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>Another directory's word for a kind of help.</summary>
/// <param name="Taxonomy">Whose word it is, as the list says it; empty: it does not say.</param>
/// <param name="Code">Empty: it has none.</param>
/// <param name="Name">What it is called.</param>
public sealed record FeedTerm(string Taxonomy, string Code, string Name)
{
    /// <summary>By what it is known again.</summary>
    public string Key => $"{Taxonomy}\n{(Code.Length > 0 ? Code : Name)}";
}

/// <param name="Term">Of the list.</param>
/// <param name="Services">How many services have it.</param>
/// <param name="Needs">Ids of the needs for which it is taken; none: it is left out.</param>
/// <param name="IsChosen">Somebody said so, now or before; false: nobody has looked at it.</param>
/// <param name="Suggested">Ids of needs that it may mean. Never taken by themselves.</param>
public sealed record UsedTerm(FeedTerm Term, int Services, IReadOnlyList<int> Needs, bool IsChosen, IReadOnlyList<int> Suggested);

/// <summary>The file that says which terms of another directory are which needs: CSV, one term to a line, to be filled in by hand.</summary>
public static class FeedTermFile
{
    private static readonly string[] s_headers = ["taxonomy", "code", "term", "services", "needs", "suggested"];

    /// <param name="terms">Of a list.</param>
    /// <param name="catalogue">Names of needs.</param>
    public static byte[] Write(IEnumerable<UsedTerm> terms, DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return CsvForPeople.Write(
        [
            s_headers,
            .. terms.Select(term => new[]
            {
                term.Term.Taxonomy, term.Term.Code, term.Term.Name, term.Services.ToString(CultureInfo.InvariantCulture),
                term.IsChosen && term.Needs.Count == 0 ? "-" : Slugs(term.Needs), Slugs(term.Suggested),
            }),
        ]);

        string Slugs(IEnumerable<int> needs) => string.Join(' ', needs.Select(need => catalogue.FindNeed(need)!.Slug));
    }

    /// <summary>The needs of each term that was filled in: words between spaces, or "-" for none.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="catalogue">What needs there are.</param>
    /// <exception cref="SettingException">It is no such file, or names a need that there is none of.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<int>> Read(byte[] file, DirectoryCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        Sheet sheet;
        try
        {
            sheet = SheetReader.Read(file);
        }
        catch (SheetException e) when (e.Fault is SheetFault.NoRows)
        {
            return new Dictionary<string, IReadOnlyList<int>>();
        }
        catch (SheetException e)
        {
            throw new SettingException($"The mapping file cannot be read: {e.Message.Trim()}.", e);
        }

        int[] at = [.. s_headers.Take(5).Select(header => sheet.Headers.ToList().IndexOf(header))];
        if (at.Where(column => column != 3).Any(column => column < 0) || at[0] < 0 || at[4] < 0)
            throw new SettingException($"The mapping file has no line of headers with {string.Join(", ", s_headers)}.");
        if (sheet.Unread is [var unread, ..])
            throw new SettingException($"The mapping file, row {unread.Number}: it cannot be read ({unread.Why}).");
        var chosen = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        foreach (var row in sheet.Rows)
        {
            string[] words = row.Cells[at[4]].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            // Nobody has said anything of it yet.
            if (words.Length == 0)
                continue;
            var needs = words is ["-"] ? [] : words.Select(word => catalogue.FindNeed(word)?.Id
                ?? throw new SettingException($"The mapping file, row {row.Number}, needs: There is no need '{FeedText.Shown(word)}'.")).Distinct().ToList();
            if (!chosen.TryAdd(new FeedTerm(row.Cells[at[0]], row.Cells[at[1]], row.Cells[at[2]]).Key, needs))
                throw new SettingException($"The mapping file, row {row.Number}: the same term stands in it twice.");
        }

        return chosen;
    }
}
