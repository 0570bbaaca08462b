using System.Text;

namespace ServiceDirectory.Core.Import;

/// <summary>
/// Cells for people's spreadsheets. What begins with one of a few signs is read as a formula there, and could send off what stands beside
/// it: such a cell gets an apostrophe in front, which our own reader takes off again. In many countries a spreadsheet ends a cell at a
/// semicolon, some at a tab, and does not see our quotation marks then: what would begin a cell there is marked as well.
/// </summary>
public static class SafeCell
{
    private const char Mark = '\'';

    /// <summary>The cell as it may be written.</summary>
    public static string Do(string text) => Marked(text, adds: true);

    /// <summary>The cell as it was before.</summary>
    public static string Undo(string text) => Marked(text, adds: false);

    /// <summary>One mark more, or one less, before each formula; one that had some before keeps them.</summary>
    private static string Marked(string text, bool adds)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? marked = null;
        int written = 0;
        bool begins = true;
        for (int at = 0; at < text.Length; at++)
        {
            if (begins)
            {
                int formula = at;
                while (formula < text.Length && text[formula] == Mark)
                    formula++;
                if (formula < text.Length && (IsFormula(text[formula]) || (at == 0 && text[formula] is ('\t' or '\r' or '\n'))) && (adds || formula > at))
                {
                    marked ??= new StringBuilder(text.Length + 8);
                    marked.Append(text, written, at - written);
                    if (adds)
                        marked.Append(Mark);
                    written = adds ? at : at + 1;
                }

                // The marks themselves begin nothing.
                at = Math.Max(at, formula - 1);
            }

            begins = IsEnd(text[at]) || (begins && text[at] == '"');
        }

        return marked is null ? text : marked.Append(text, written, text.Length - written).ToString();
    }

    private static bool IsFormula(char letter) => letter is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠';

    /// <summary>Some spreadsheet ends a cell here. At the beginning of one, some leave it out.</summary>
    private static bool IsEnd(char letter) => letter is ';' or '\t' or '\r' or '\n';
}
