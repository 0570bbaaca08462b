using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using ServiceDirectory.Core.Import;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>
/// Reads a package of tables: a zip with one CSV file for each. The names in it are compared with those of the tables and used for nothing
/// else; what comes out is counted while it comes, whatever the package says of itself.
/// </summary>
internal static partial class PackageFeed
{
    private const int EndOfDirectory = 0x06054b50, InDirectory = 0x02014b50;

    // What a system of Unix keeps of a file: a link to another one.
    private const int Link = 0xA000, KindOfFile = 0xF000;

    private static readonly string[] s_spreadsheets = ["xl/workbook.xml", "mimetype", "[Content_Types].xml"];

    /// <summary>A zip that is no spreadsheet.</summary>
    public static bool Is(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith("PK\u0003\u0004"u8))
            return false;
        try
        {
            if (CountEntries(file) is null)
                return true;
            using var archive = new ZipArchive(new MemoryStream(file.ToArray(), writable: false), ZipArchiveMode.Read);
            return !archive.Entries.Any(entry => s_spreadsheets.Contains(entry.FullName));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            // Those who read spreadsheets say what is wrong.
            return false;
        }
    }

    /// <exception cref="FeedException">It cannot be read.</exception>
    public static void Read(Feed feed, ReadOnlyMemory<byte> file, IProgress<FeedProgress>? progress, CancellationToken cancellation)
    {
        if (CountEntries(file.Span) is null)
            throw new FeedException(FeedFault.TooManyParts);
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file.ToArray(), writable: false), ZipArchiveMode.Read);
            var tables = Tables(feed, archive);
            long left = feed.Limits.Inside;
            int done = 0;
            foreach (var (table, entry) in tables)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new FeedProgress(done++, tables.Count));
                ReadTable(feed, table, entry.Name, Unpack(entry, ref left));
            }

            progress?.Report(new FeedProgress(done, tables.Count));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw new FeedException(FeedFault.Broken, "", null, e);
        }
    }

    /// <summary>The tables of the package. A folder around all of them, as some programs make one, is no matter.</summary>
    private static List<(string Table, ZipArchiveEntry Entry)> Tables(Feed feed, ZipArchive archive)
    {
        var tables = new List<(string Table, ZipArchiveEntry Entry)>();
        var others = new List<string>();
        foreach (var entry in archive.Entries)
        {
            string name = entry.FullName;
            string shown = FeedText.Shown(name.Length > 60 ? $"{name[..60]}…" : name);
            if (name.Contains('\\', StringComparison.Ordinal) || name.StartsWith('/') || name.Contains("..", StringComparison.Ordinal)
                || name.Contains(':', StringComparison.Ordinal) || ((entry.ExternalAttributes >> 16) & KindOfFile) == Link)
            {
                throw new FeedException(FeedFault.PathOut, shown);
            }

            if (name.EndsWith('/') || name.StartsWith("__MACOSX/", StringComparison.Ordinal) || entry.Name == "datapackage.json")
                continue;
            if (TableFile().Match(name) is not { Success: true } match || FeedTables.Find(match.Groups["table"].Value.ToLowerInvariant()) is not { } table)
                others.Add(shown);
            else if (tables.Exists(other => other.Table == table))
                throw new FeedException(FeedFault.FileTwice, shown);
            else
                tables.Add((table, entry));
        }

        feed.Report.OtherFiles = others;
        return tables;
    }

    private static byte[] Unpack(ZipArchiveEntry entry, ref long left)
    {
        if (entry.Length > left)
            throw new FeedException(FeedFault.TooMuchInside, entry.Name);
        // An entry can say less than it holds, so both are asked: what it says, and what comes.
        long most = Math.Min(left, Math.Max(FeedLimits.AnyRatio, entry.CompressedLength * FeedLimits.Ratio));
        using var counted = new CountedStream(entry.Open(), most);
        using var bytes = new MemoryStream();
        try
        {
            counted.CopyTo(bytes);
        }
        catch (SheetException)
        {
            throw new FeedException(FeedFault.TooMuchInside, entry.Name);
        }

        left -= bytes.Length;
        return bytes.ToArray();
    }

    private static void ReadTable(Feed feed, string table, string file, byte[] bytes)
    {
        feed.Open(table);
        Sheet sheet;
        try
        {
            if (bytes.Length == 0)
                return;
            sheet = CsvSheet.Read(bytes, feed.Limits.Table, isForPeople: false);
        }
        catch (SheetException e) when (e.Fault is SheetFault.NoRows or SheetFault.Empty)
        {
            return;
        }
        catch (SheetException e)
        {
            throw new FeedException(Fault(e.Fault), file, e.Row, e);
        }

        string[] names = [.. sheet.Headers.Select(header => header.Trim().ToLowerInvariant())];
        if (names.Where(name => name.Length > 0).GroupBy(name => name).Any(group => group.Count() > 1))
            throw new FeedException(FeedFault.NameTwice, file, 1);
        foreach (var row in sheet.Unread)
        {
            feed.Count(file, row.Number);
            feed.Report.Add(new FeedProblem(file, row.Number, "", Fault(row.Why), null, IsRow: true));
        }

        foreach (var row in sheet.Rows)
        {
            feed.Count(file, row.Number);
            ReadRow(feed, table, file, names, row);
        }
    }

    private static void ReadRow(Feed feed, string table, string file, string[] names, SheetRow row)
    {
        if (table == "contacts")
        {
            feed.Report.Person(table);
            return;
        }

        var item = new FeedItem(table, file, row.Number);
        for (int at = 0; at < names.Length; at++)
        {
            string name = FeedTables.Field(table, names[at]), cell = row.Cells[at];
            if (cell.Length == 0 || name.Length == 0)
                continue;
            if (name is "attention" or "assurer_email" or "updated_by")
                feed.Report.Person(name);
            else
                item.Set(name, new FeedValue(cell));
        }

        if (table == "metadata")
            feed.Report.WithoutPlace(table);
        else if (!feed.IsOfPerson(item))
            feed.Add(item);
    }

    private static FeedFault Fault(SheetFault fault) => fault switch
    {
        SheetFault.TooManyRows => FeedFault.TooManyRows,
        SheetFault.TooManyColumns => FeedFault.TooManyColumns,
        SheetFault.CellTooLong => FeedFault.CellTooLong,
        SheetFault.TooMuchInside => FeedFault.TooMuchInside,
        SheetFault.WrongLetters => FeedFault.WrongLetters,
        SheetFault.Quote => FeedFault.Quote,
        SheetFault.OpenQuote => FeedFault.OpenQuote,
        SheetFault.MoreCells => FeedFault.MoreCells,
        SheetFault.HiddenSign => FeedFault.HiddenSign,
        _ => FeedFault.Broken,
    };

    /// <summary>
    /// How many files are in it, by its own directory, which is walked through here: the library would make an object of each before it says
    /// how many there are. Null: too many.
    /// </summary>
    private static int? CountEntries(ReadOnlySpan<byte> file)
    {
        int end = file.LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + 22 > file.Length || BinaryPrimitives.ReadInt32LittleEndian(file[end..]) != EndOfDirectory)
            throw new InvalidDataException();
        uint said = BinaryPrimitives.ReadUInt16LittleEndian(file[(end + 10)..]), at = BinaryPrimitives.ReadUInt32LittleEndian(file[(end + 16)..]);
        // The form for packages with more files or bytes than any of these has writes all bits there.
        if (said == ushort.MaxValue || at == uint.MaxValue)
            return null;
        int count = 0;
        for (long offset = at; offset + 46 <= file.Length && BinaryPrimitives.ReadInt32LittleEndian(file[(int)offset..]) == InDirectory;)
        {
            if (++count > FeedLimits.Parts)
                return null;
            var entry = file[(int)offset..];
            offset += 46 + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }

        return count;
    }

    [GeneratedRegex(@"^(?:[^/]+/)?(?<table>[A-Za-z_]{1,60})\.csv$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TableFile();
}
