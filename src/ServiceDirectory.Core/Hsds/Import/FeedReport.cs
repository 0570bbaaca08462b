namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>Why a file, a row of it or a field is not taken.</summary>
public enum FeedFault
{
    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>More bytes than <see cref="FeedLimits.Bytes"/>.</summary>
    TooLarge,

    /// <summary>It would be far larger when unpacked.</summary>
    TooMuchInside,

    /// <summary>More files are packed in it than there are tables.</summary>
    TooManyParts,

    TooManyRows,

    TooManyColumns,

    CellTooLong,

    /// <summary>Things in things, further than anything of the format goes.</summary>
    TooDeep,

    /// <summary>One thing says the same field twice: nobody knows which counts.</summary>
    NameTwice,

    /// <summary>It is damaged.</summary>
    Broken,

    /// <summary>It is not written in UTF-8.</summary>
    WrongLetters,

    /// <summary>Two files in it are the same table.</summary>
    FileTwice,

    /// <summary>A name in it leads out of it, or it is a link to something else.</summary>
    PathOut,

    /// <summary>No service is in it.</summary>
    NoServices,

    /// <summary>What has to be there is not.</summary>
    Missing,

    /// <summary>A list or a group where words should be, or words where one of them should be.</summary>
    NotText,

    NotANumber,

    NotADate,

    NotATime,

    /// <summary>None of the words that may stand there.</summary>
    NotOneOf,

    OutOfRange,

    /// <summary>It names something that is not in the list.</summary>
    NotFound,

    /// <summary>It names a row of another table.</summary>
    OtherTable,

    /// <summary>It names a row that was refused.</summary>
    OfRefused,

    /// <summary>Another row has the same id and says something else.</summary>
    IdTwice,

    /// <summary>Its parents lead back to it, or further than anybody means.</summary>
    ParentRing,

    /// <summary>A sign in it that no keyboard makes.</summary>
    HiddenSign,

    /// <summary>No address of the web with http or https.</summary>
    NotAnAddress,

    /// <summary>No area of the earth.</summary>
    NotAnArea,

    /// <summary>It ends on a day and after a number of times.</summary>
    EndsTwice,

    /// <summary>It ends before it begins.</summary>
    EndsFirst,

    /// <summary>Not every week: the directory keeps normal weeks.</summary>
    NotEveryWeek,

    /// <summary>It ended, or ends one day: the directory keeps normal weeks.</summary>
    Ends,

    /// <summary>It overlaps with other hours.</summary>
    Overlaps,

    /// <summary>Hours of the building, or of the service elsewhere, where the place has some that are surer.</summary>
    OtherHours,

    /// <summary>Hours of which nobody knows of what they are: no place was read, and no line is the only one.</summary>
    HoursOfWhat,

    /// <summary>A telephone number that does not say its country, as nothing else does.</summary>
    NoCountry,

    TooMany,

    TooLong,

    /// <summary>The service says that it is not running.</summary>
    NotRunning,

    /// <summary>What a directory like this one wrote beside it cannot be read.</summary>
    EntryUnread,

    /// <summary>A quotation mark where none can be.</summary>
    Quote,

    /// <summary>A quotation mark that is opened and never closed.</summary>
    OpenQuote,

    /// <summary>More cells than there are headers.</summary>
    MoreCells,

    /// <summary>The page holds another number of things than it says.</summary>
    WrongCount,

    /// <summary>The list has a service without what is in it, and it could not be asked for by itself.</summary>
    NotWhole,

    /// <summary>Asked for by its id, another service came.</summary>
    OtherId,
}

/// <summary>Something that was not taken.</summary>
/// <param name="File">Of the package, or the page of a feed.</param>
/// <param name="Row">As a spreadsheet counts, or which of the things in it; 0: it is about the whole file.</param>
/// <param name="Field">Which; empty: the row.</param>
/// <param name="Fault">Why.</param>
/// <param name="Words">What stands there, shortened; null: nothing that helps.</param>
/// <param name="IsRow">The whole row was not taken.</param>
public sealed record FeedProblem(string File, int Row, string Field, FeedFault Fault, string? Words, bool IsRow);

/// <summary>The list cannot be read. Nothing of it is kept.</summary>
/// <param name="fault">Why.</param>
/// <param name="file">In which file of a package; empty: the whole.</param>
/// <param name="row">In which row or line; null: not known.</param>
/// <param name="inner">What the library said; null: nothing.</param>
public sealed class FeedException(FeedFault fault, string file = "", long? row = null, Exception? inner = null) : Exception($"{fault} {file} {row}", inner)
{
    public FeedFault Fault { get; } = fault;

    public string File { get; } = file;

    public long? Row { get; } = row;
}

/// <summary>What became of everything that a list says and that is no entry: refused, left out, without a place here.</summary>
public sealed class FeedReport
{
    /// <summary>Problems that are named one by one.</summary>
    public const int Most = 1_000;

    private readonly List<FeedProblem> _problems = [];
    private readonly SortedDictionary<string, int> _people = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _noPlace = new(StringComparer.Ordinal);

    /// <summary>The first of them.</summary>
    public IReadOnlyList<FeedProblem> Problems => _problems;

    /// <summary>All of them.</summary>
    public int ProblemCount { get; private set; }

    /// <summary>Fields with names of people, and how often they were there. None of them was kept.</summary>
    public IReadOnlyDictionary<string, int> People => _people;

    /// <summary>Tables and fields for which the directory has no place, and how often they were there.</summary>
    public IReadOnlyDictionary<string, int> NoPlace => _noPlace;

    /// <summary>Files of a package that are no table of the format.</summary>
    public IReadOnlyList<string> OtherFiles { get; internal set; } = [];

    internal void Refuse(FeedItem item, string field, FeedFault fault, string? words = null)
    {
        item.IsRefused = true;
        Add(new FeedProblem(item.File, item.Row, item.Path(field), fault, Short(words), IsRow: true));
    }

    internal void LeaveOut(FeedItem item, string field, FeedFault fault, string? words = null) =>
        Add(new FeedProblem(item.File, item.Row, item.Path(field), fault, Short(words), IsRow: false));

    internal void Add(FeedProblem problem)
    {
        ProblemCount++;
        if (_problems.Count < Most)
            _problems.Add(problem);
    }

    /// <summary>What was found while one thing was read by itself.</summary>
    internal void Add(FeedReport other)
    {
        foreach (var problem in other.Problems)
            Add(problem);
        foreach (var (field, count) in other.People)
            _people[field] = _people.GetValueOrDefault(field) + count;
        foreach (var (field, count) in other.NoPlace)
            _noPlace[field] = _noPlace.GetValueOrDefault(field) + count;
    }

    internal void Person(string field) => _people[field] = _people.GetValueOrDefault(field) + 1;

    internal void WithoutPlace(string field) => _noPlace[field] = _noPlace.GetValueOrDefault(field) + 1;

    private static string? Short(string? words) => words is null ? null : FeedText.Shown(words.Length > 60 ? $"{words[..60]}…" : words);
}
