using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace ServiceDirectory.Core.Import;

/// <summary>Reads the first visible sheet of an XLSX file that holds a list.</summary>
internal static class XlsxSheet
{
    // The library asks for the letters of older files even where it reads none.
    static XlsxSheet() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static Sheet Read(byte[] file)
    {
        XlsxParts.Require(file);
        try
        {
            using var stream = new MemoryStream(file, writable: false);
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(stream);
            return Read(reader);
        }
        catch (ExcelDataReader.Exceptions.InvalidPasswordException)
        {
            throw new SheetException(SheetFault.Password);
        }
        // A file that was made to do harm makes the library fail in ways that it does not name.
        catch (Exception e) when (e is not (SheetException or OutOfMemoryException))
        {
            throw new SheetException(SheetFault.Broken, null, e);
        }
    }

    private static Sheet Read(IExcelDataReader reader)
    {
        SheetException? last = null;
        int sheets = reader.ResultsCount;
        do
        {
            if (reader.VisibleState != "visible")
                continue;
            try
            {
                return ReadOne(reader).ToSheet(otherSheets: sheets - 1);
            }
            // The first sheet may be empty and the list stand on the second.
            catch (SheetException e) when (e.Fault is SheetFault.Empty or SheetFault.NoRows)
            {
                last = e;
            }
        }
        while (reader.NextResult());
        throw last ?? new SheetException(SheetFault.Empty);
    }

    private static SheetRows ReadOne(IExcelDataReader reader)
    {
        var rows = new SheetRows();
        for (int number = 1; reader.Read(); number++)
        {
            // What is filled further out was refused before (XlsxParts); the rest of a wide row is only painted.
            rows.Add(number, [.. Enumerable.Range(0, Math.Min(reader.FieldCount, SheetLimits.Columns * 2)).Select(at => Text(reader.GetValue(at)))]);
        }

        return rows;
    }

    /// <summary>As a person would type it: a telephone number that the program took for a number keeps all its digits.</summary>
    private static string Text(object? value) => value switch
    {
        null => "",
        string text => SafeCell.Undo(text),
        bool yes => yes ? "yes" : "no",
        double number => number.ToString("0.##########", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString(@"hh\:mm", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
