namespace ServiceDirectory.Core.Import;

/// <summary>
/// Cells for people's spreadsheets. What begins with one of a few signs is read as a formula there, and could send off what stands beside
/// it: such a cell gets an apostrophe in front, which our own reader takes off again.
/// </summary>
public static class SafeCell
{
    private const char Mark = '\'';

    /// <summary>The cell as it may be written.</summary>
    public static string Do(string text) => IsRead(text) ? Mark + text : text;

    /// <summary>The cell as it was before.</summary>
    public static string Undo(string text) => text.Length > 1 && text[0] == Mark && IsRead(text) ? text[1..] : text;

    /// <summary>It begins a formula, after any number of our own signs: one that had some before keeps them.</summary>
    private static bool IsRead(string text)
    {
        var rest = text.AsSpan().TrimStart(Mark);
        return rest.Length > 0 && rest[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';
    }
}
