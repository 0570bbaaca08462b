using System.IO.Compression;
using System.Text;
using System.Xml;

namespace ServiceDirectory.Core.Import;

/// <summary>
/// Looks through everything that is packed in an XLSX file before it is read: how much there is in truth, whatever the file says, and
/// where its cells stand. A library that reads it takes memory for the furthest cell that is named.
/// </summary>
internal static class XlsxParts
{
    /// <summary>Columns of cells that hold nothing: some programs paint far beyond a list. The library takes room for all of them in each row.</summary>
    private const int MostPainted = 1_000;

    private static readonly XmlReaderSettings s_xml = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <exception cref="SheetException">It is too large inside, too wide or too long, damaged, or no spreadsheet.</exception>
    public static void Require(byte[] file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
            if (archive.Entries.Count > SheetLimits.Parts)
                throw new SheetException(SheetFault.TooMuchInside);
            RequireWorkbook(archive);
            if (archive.Entries.Sum(entry => Math.Min(entry.Length, SheetLimits.Inside + 1)) > SheetLimits.Inside)
                throw new SheetException(SheetFault.TooMuchInside);
            long left = SheetLimits.Inside;
            foreach (var entry in archive.Entries)
                RequirePart(entry, ref left);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw new SheetException(SheetFault.Broken);
        }
    }

    private static void RequireWorkbook(ZipArchive archive)
    {
        if (archive.GetEntry("xl/workbook.xml") is not null)
            return;
        if (archive.GetEntry("mimetype") is not { Length: < 200 } kind)
            throw new SheetException(SheetFault.NotASheet);
        using var reader = new StreamReader(kind.Open(), Encoding.ASCII);
        throw new SheetException(
            reader.ReadToEnd().StartsWith("application/vnd.oasis.opendocument.spreadsheet", StringComparison.Ordinal) ? SheetFault.OpenDocument : SheetFault.NotASheet);
    }

    private static void RequirePart(ZipArchiveEntry entry, ref long left)
    {
        using var counted = new CountedStream(entry.Open(), left);
        try
        {
            // Any part may be named as a sheet, so each is looked at as one.
            RequireCells(counted);
        }
        catch (XmlException)
        {
            // A picture, or damaged: the library comes no further either.
        }

        counted.CopyTo(Stream.Null);
        left = counted.Left;
    }

    private static void RequireCells(Stream part)
    {
        using var xml = XmlReader.Create(part, s_xml);
        int rows = 0, column = 0;
        bool isFilled = false;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "row")
            {
                (isFilled, column) = (false, 0);
                if (int.TryParse(xml.GetAttribute("r"), out int number) && number > SheetLimits.Lines)
                    throw new SheetException(SheetFault.TooManyRows, number);
            }
            else if (xml.LocalName == "c")
            {
                column = xml.GetAttribute("r") is { } at ? ColumnOf(at) : column + 1;
                if (column > MostPainted)
                    throw new SheetException(SheetFault.TooManyColumns);
            }
            else if (xml.LocalName is "v" or "is" && column > SheetLimits.Columns * 2)
            {
                throw new SheetException(SheetFault.TooManyColumns);
            }
            else if (xml.LocalName is "v" or "is" && !isFilled)
            {
                isFilled = true;
                // With room for a title and headers.
                if (++rows > SheetLimits.Rows * 2)
                    throw new SheetException(SheetFault.TooManyRows);
            }
        }
    }

    /// <summary>"A1" is in the first; what is beyond every column there can be is just that.</summary>
    private static int ColumnOf(string cell)
    {
        int column = 0;
        foreach (char letter in cell.TakeWhile(char.IsAsciiLetter))
            column = Math.Min((column * 26) + (letter & 0x1F), MostPainted + 1);
        return column;
    }
}
