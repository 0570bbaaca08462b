namespace ServiceDirectory.Core.Import;

/// <summary>Takes the rows of a file one by one, as they come, and holds them to the limits.</summary>
/// <param name="size">Null: of a list that people keep by hand.</param>
internal sealed class SheetRows(SheetSize? size = null)
{
    /// <summary>Above its headers a list may have a title.</summary>
    private const int MostTitles = 10;

    private readonly SheetSize _size = size ?? SheetSize.OfPeople;
    private readonly List<SheetRow> _rows = [];
    private readonly List<UnreadRow> _unread = [];
    private string[]? _headers;
    private long _letters;
    private (int Number, string[] Cells)? _title;

    public void Add(int number, IReadOnlyList<string?> cells)
    {
        if (number > _size.Lines)
            throw new SheetException(SheetFault.TooManyRows, number);
        _letters += cells.Sum(cell => cell?.Length ?? 0);
        if (_letters > _size.Letters)
            throw new SheetException(SheetFault.TooMuchInside, number);
        string?[] clean = [.. cells.Select(cell => SheetText.Clean(cell, number, _size.Cell))];
        int last = Array.FindLastIndex(clean, cell => cell is not "");
        if (last < 0)
            return;
        if (last >= SheetLimits.Columns)
            throw new SheetException(SheetFault.TooManyColumns, number);
        if (_headers is null)
            AddHeaders(number, [.. clean.Take(last + 1).Select(cell => cell ?? "")]);
        else if (last >= _headers.Length)
            Refuse(number, SheetFault.MoreCells);
        else if (clean.Contains(null))
            Refuse(number, SheetFault.HiddenSign);
        else
            Keep(new SheetRow(number, [.. Enumerable.Range(0, _headers.Length).Select(at => at < clean.Length ? clean[at]! : "")]));
    }

    public void Refuse(int number, SheetFault why)
    {
        if (_rows.Count + _unread.Count >= _size.Rows)
            throw new SheetException(SheetFault.TooManyRows, number);
        _unread.Add(new UnreadRow(number, why));
    }

    /// <exception cref="SheetException">There is no list in it.</exception>
    public Sheet ToSheet(bool isGuess = false, int otherSheets = 0)
    {
        // A list of one column has no second header.
        if (_headers is null && _title is { } only)
            _headers = only.Cells;
        if (_headers is null)
            throw new SheetException(SheetFault.Empty);
        return _rows.Count + _unread.Count == 0 ? throw new SheetException(SheetFault.NoRows) : new Sheet(_headers, _rows, _unread, isGuess, otherSheets);
    }

    private void AddHeaders(int number, string[] cells)
    {
        // The first row with two words in it: what stands alone above it is a title.
        if (cells.Count(cell => cell.Length > 0) > 1)
        {
            _headers = cells;
            return;
        }

        if (_title is not { } before)
        {
            _title = (number, cells);
            return;
        }

        if (number < MostTitles)
            return;
        _headers = before.Cells;
        Add(number, cells);
    }

    private void Keep(SheetRow row)
    {
        if (_rows.Count + _unread.Count >= _size.Rows)
            throw new SheetException(SheetFault.TooManyRows, row.Number);
        _rows.Add(row);
    }
}
