using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ServiceDirectory.Core.Import;

/// <summary>Reads a table of text: cells between commas, semicolons, tabs or bars.</summary>
internal static class CsvSheet
{
    private const string Signs = ",;\t|";

    // How programs say which sign they used; it is not a row.
    private const string Named = "sep=";

    // Lines that are looked at to find the sign.
    private const int Looked = 10;

    private static readonly Encoding s_western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <param name="file">Its bytes.</param>
    /// <param name="size">How much of it is read; null: as of a list that people keep by hand.</param>
    /// <param name="isForPeople">Written for a spreadsheet: a sign that keeps a cell from being a formula is taken off.</param>
    public static Sheet Read(byte[] file, SheetSize? size = null, bool isForPeople = true)
    {
        var (text, isGuess) = Decode(file);
        char sign = SignOf(ref text);
        RequireShortLines(text, sign, (size ?? SheetSize.OfPeople).Cell);
        var rows = new SheetRows(size);
        bool isBad = false;
        using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = sign.ToString(),
            HasHeaderRecord = false,
            IgnoreBlankLines = false,
            BadDataFound = _ => isBad = true,
        });
        while (parser.Read())
        {
            isBad = false;
            if (parser.Count > SheetLimits.Columns * 2)
                throw new SheetException(SheetFault.TooManyColumns, parser.Row);
            string[] cells = parser.Record ?? [];
            if (IsOpen(parser.RawRecord, sign))
                rows.Refuse(parser.Row, SheetFault.OpenQuote);
            else if (isBad)
                rows.Refuse(parser.Row, SheetFault.Quote);
            else
                rows.Add(parser.Row, isForPeople ? [.. cells.Select(SafeCell.Undo)] : cells);
        }

        return rows.ToSheet(isGuess);
    }

    /// <summary>By the mark at its beginning; without one UTF-8, and what is no UTF-8 in the letters that Western Windows uses, which is a guess.</summary>
    private static (string Text, bool IsGuess) Decode(byte[] file)
    {
        var marked = file switch
        {
            [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => throw new SheetException(SheetFault.WrongLetters),
            [0xEF, 0xBB, 0xBF, ..] => (Encoding: (Encoding)new UTF8Encoding(false, throwOnInvalidBytes: true), Mark: 3),
            [0xFF, 0xFE, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2),
            [0xFE, 0xFF, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2),
            _ => (new UTF8Encoding(false, throwOnInvalidBytes: true), 0),
        };
        if (marked.Encoding is UTF8Encoding && file.AsSpan().Contains((byte)0))
            throw new SheetException(SheetFault.NotASheet);
        try
        {
            return (marked.Encoding.GetString(file, marked.Mark, file.Length - marked.Mark), false);
        }
        catch (DecoderFallbackException)
        {
            return marked.Mark == 0 ? (s_western.GetString(file), true) : throw new SheetException(SheetFault.WrongLetters);
        }
    }

    /// <summary>The sign that stands most often in the first line, or where several do, in those below. Takes a line off that only names it.</summary>
    private static char SignOf(ref string text)
    {
        if (text.StartsWith(Named, StringComparison.OrdinalIgnoreCase) && text.Length > Named.Length && text.IndexOf('\n', StringComparison.Ordinal) is > 0 and < 8 and var end)
        {
            char named = text[Named.Length];
            text = text[(end + 1)..];
            return named;
        }

        var lines = FirstLines(text);
        return Signs.OrderByDescending(sign => Count(lines[0], sign)).ThenByDescending(sign => lines.Sum(line => Count(line, sign))).First();
    }

    private static List<string> FirstLines(string text)
    {
        using var reader = new StringReader(text);
        var lines = new List<string>();
        while (lines.Count < Looked && reader.ReadLine() is { } line)
        {
            if (line.AsSpan().ContainsAny(Signs))
                lines.Add(line);
        }

        return lines.Count > 0 ? lines : [""];
    }

    private static int Count(string line, char sign)
    {
        int count = 0;
        bool isQuoted = false;
        foreach (char c in line)
        {
            isQuoted ^= c == '"';
            if (c == sign && !isQuoted)
                count++;
        }

        return count;
    }

    /// <param name="most">Signs in one line: more than cells can be, and few enough that a file of nothing else takes no memory.</param>
    private static void RequireShortLines(string text, char sign, int most)
    {
        int signs = 0, row = 1;
        foreach (char c in text)
        {
            if (c == '\n')
                (signs, row) = (0, row + 1);
            else if (c == sign && ++signs > most)
                throw new SheetException(SheetFault.TooManyColumns, row);
        }
    }

    /// <summary>Its last cell begins with a quotation mark that is not closed.</summary>
    private static bool IsOpen(string record, char sign)
    {
        bool isStart = true, isQuoted = false;
        foreach (char c in record)
        {
            if (c == '"' && (isStart || isQuoted))
                isQuoted = !isQuoted;
            // After one that closes another may follow, which then stands for itself.
            isStart = c == sign || (c == '"' && !isQuoted);
        }

        return isQuoted;
    }
}
