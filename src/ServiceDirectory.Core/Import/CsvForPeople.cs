using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ServiceDirectory.Core.Import;

/// <summary>CSV as RFC 4180 has it, in UTF-8 that says so, in which no cell is read as a formula.</summary>
public static class CsvForPeople
{
    public static byte[] Write(IEnumerable<IEnumerable<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", ShouldQuote = IsQuoted }))
        {
            foreach (var row in rows)
            {
                foreach (string cell in row)
                    csv.WriteField(SafeCell.Do(cell));
                csv.NextRecord();
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The library quotes a cell with both signs of an end of line in it, and not one with either.</summary>
    private static bool IsQuoted(ShouldQuoteArgs cell) => ConfigurationFunctions.ShouldQuote(cell) || cell.Field.AsSpan().ContainsAny('\r', '\n');
}
