namespace ServiceDirectory.Core.Import;

/// <summary>A table that somebody keeps elsewhere, as text.</summary>
/// <param name="Headers">Of its columns, as they stand there; empty where a column has none.</param>
/// <param name="Rows">Those that could be read and hold anything.</param>
/// <param name="Unread">Rows that could not be read, and why.</param>
/// <param name="IsGuess">The file does not say in which letters it is written, and they were guessed.</param>
/// <param name="OtherSheets">How many further sheets the file has, which were not read.</param>
public sealed record Sheet(
    IReadOnlyList<string> Headers, IReadOnlyList<SheetRow> Rows, IReadOnlyList<UnreadRow> Unread, bool IsGuess = false, int OtherSheets = 0);

/// <param name="Number">As a spreadsheet counts: the first row of the sheet is 1.</param>
/// <param name="Cells">As many as there are headers.</param>
public sealed record SheetRow(int Number, IReadOnlyList<string> Cells);

/// <param name="Number">As a spreadsheet counts.</param>
/// <param name="Why">What is wrong with it.</param>
public sealed record UnreadRow(int Number, SheetFault Why);

/// <summary>Why a file, or a row of it, is not read.</summary>
public enum SheetFault
{
    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>It has a line of headers and nothing below, or no headers at all.</summary>
    NoRows,

    /// <summary>More bytes than <see cref="SheetLimits.Bytes"/>.</summary>
    TooLarge,

    /// <summary>More rows than <see cref="SheetLimits.Rows"/>.</summary>
    TooManyRows,

    /// <summary>More columns than <see cref="SheetLimits.Columns"/>.</summary>
    TooManyColumns,

    /// <summary>A cell with more characters than <see cref="SheetLimits.Cell"/>.</summary>
    CellTooLong,

    /// <summary>It would be far larger when unpacked.</summary>
    TooMuchInside,

    /// <summary>A kind of file that holds no table: a picture, a letter, a page.</summary>
    NotASheet,

    /// <summary>The format of Excel before 2007.</summary>
    OldExcel,

    /// <summary>It opens with a password only.</summary>
    Password,

    /// <summary>A spreadsheet of LibreOffice.</summary>
    OpenDocument,

    /// <summary>It is damaged.</summary>
    Broken,

    /// <summary>It says that it is written in letters in which it is not.</summary>
    WrongLetters,

    /// <summary>A row with a quotation mark where none can be.</summary>
    Quote,

    /// <summary>A quotation mark that is opened and never closed.</summary>
    OpenQuote,

    /// <summary>A row with more cells than there are headers.</summary>
    MoreCells,

    /// <summary>A row with a sign in it that no keyboard makes.</summary>
    HiddenSign,
}

/// <summary>A file cannot be read. Nothing of it is kept.</summary>
/// <param name="fault">Why.</param>
/// <param name="row">In which row, as a spreadsheet counts; null: it is about the whole file.</param>
/// <param name="inner">What the library said; null: nothing.</param>
public sealed class SheetException(SheetFault fault, int? row = null, Exception? inner = null) : Exception($"{fault} {row}", inner)
{
    public SheetFault Fault { get; } = fault;

    public int? Row { get; } = row;
}

/// <param name="Rows">That hold something.</param>
/// <param name="Lines">Rows, empty ones counted.</param>
/// <param name="Cell">Characters of one.</param>
/// <param name="Letters">Characters of all cells together.</param>
internal sealed record SheetSize(int Rows, int Lines, int Cell, long Letters)
{
    public static SheetSize OfPeople { get; } = new(SheetLimits.Rows, SheetLimits.Lines, SheetLimits.Cell, SheetLimits.Letters);
}

/// <summary>How much is read. A list that people keep by hand has a few hundred rows.</summary>
public static class SheetLimits
{
    public const int Bytes = 8 * 1024 * 1024;

    public const int Rows = 5_000;

    public const int Columns = 100;

    /// <summary>Characters of a cell.</summary>
    public const int Cell = 10_000;

    /// <summary>Bytes of everything that is packed in a file: eight times what a file of 5,000 rows needs.</summary>
    public const long Inside = 48L * 1024 * 1024;

    /// <summary>
    /// Characters of all cells together: a file of a few kilobytes can name the same long text in each of them.
    /// </summary>
    public const long Letters = 16L * 1024 * 1024;

    /// <summary>Files that are packed in one.</summary>
    public const int Parts = 1_000;

    /// <summary>Rows that are looked through, empty ones counted: below the last one of a list some programs leave thousands.</summary>
    public const int Lines = 50_000;
}
