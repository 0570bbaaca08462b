using System.Buffers;

namespace ServiceDirectory.Core.Import;

/// <summary>The words of a cell as they are kept and compared.</summary>
internal static class SheetText
{
    private static readonly SearchValues<char> s_hidden =
        SearchValues.Create("\0\ufffd\ufffe\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");

    /// <summary>Without space round them, and with one sign for each end of a line; null: there is a sign in them that no keyboard makes.</summary>
    /// <exception cref="SheetException">It is too long.</exception>
    public static string? Clean(string? cell, int number, int longest = SheetLimits.Cell)
    {
        if (string.IsNullOrWhiteSpace(cell))
            return "";
        if (cell.Length > longest)
            throw new SheetException(SheetFault.CellTooLong, number);
        string text = cell.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\t', ' ').Replace('\u00a0', ' ').Trim();
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
                i++;
            else if (char.IsSurrogate(text[i]) || (char.IsControl(text[i]) && text[i] != '\n'))
                return null;
        }

        return text.AsSpan().ContainsAny(s_hidden) ? null : text;
    }
}
