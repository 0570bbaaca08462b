using System.Globalization;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;

namespace ServiceDirectory.Cli.Commands;

/// <summary>What became of a list, in words.</summary>
internal static class HsdsWords
{
    private static readonly CultureInfo s_plain = CultureInfo.InvariantCulture;

    public static string Of(FeedFault fault) => fault switch
    {
        FeedFault.Empty => "There is nothing in it.",
        FeedFault.TooLarge => "It is too large.",
        FeedFault.TooMuchInside => "It would be far larger when it is unpacked.",
        FeedFault.TooManyParts => "Too many files are packed in it.",
        FeedFault.TooManyRows => "It has too many rows.",
        FeedFault.TooManyColumns => "It has too many columns.",
        FeedFault.CellTooLong => "A cell is too long.",
        FeedFault.TooDeep => "It has things in things, deeper than any list goes.",
        FeedFault.NameTwice => "One thing has the same field twice.",
        FeedFault.Broken => "It is damaged.",
        FeedFault.WrongLetters => "It is not written in UTF-8.",
        FeedFault.FileTwice => "Two files in it are the same table.",
        FeedFault.PathOut => "The name of a file in it leads out of it, or it is a link.",
        FeedFault.NoServices => "No service is in it.",
        FeedFault.Missing => "It is missing.",
        FeedFault.NotText => "There is a group of things where words should be.",
        FeedFault.NotANumber => "It is no number. Write digits, with a point: 53.8.",
        FeedFault.NotADate => "It is no date. Write it as 2026-11-30.",
        FeedFault.NotATime => "It is no time. Write it as 09:30.",
        FeedFault.NotOneOf => "It is none of the words that may stand there.",
        FeedFault.OutOfRange => "It cannot be so, or not there.",
        FeedFault.NotFound => "It names something that is not in the list.",
        FeedFault.OtherTable => "It names a row of another table.",
        FeedFault.OfRefused => "It names a row that was refused.",
        FeedFault.IdTwice => "Another row has the same id.",
        FeedFault.ParentRing => "Its parents lead in a ring, or too far.",
        FeedFault.HiddenSign => "There is a hidden sign in it.",
        FeedFault.NotAnAddress => "It is no address that can be kept.",
        FeedFault.NotAnArea => "It is no outline of an area.",
        FeedFault.EndsTwice => "It ends on a day and after a number of times.",
        FeedFault.EndsFirst => "It ends before it begins.",
        FeedFault.NotEveryWeek => "It is not every week.",
        FeedFault.Ends => "It is over, ends one day, or begins later.",
        FeedFault.Overlaps => "It overlaps with other hours.",
        FeedFault.OtherHours => "These are hours of the building, or of the service elsewhere; those of the place were taken.",
        FeedFault.HoursOfWhat => "Nobody knows of which place or line these hours are.",
        FeedFault.NoCountry => "Nobody says in which country it is dialled. Write it with + and the country's number, or say --country.",
        FeedFault.TooMany => "There are more than can be kept.",
        FeedFault.TooLong => "It is too long.",
        FeedFault.NotRunning => "The service says that it is not running.",
        FeedFault.EntryUnread => "It cannot be read as an entry; the other fields were read.",
        FeedFault.Quote => "A quotation mark is where none can be.",
        FeedFault.OpenQuote => "A quotation mark is opened and never closed.",
        FeedFault.MoreCells => "It has more cells than there are headers.",
        FeedFault.WrongCount => "It holds another number of things than it says.",
        FeedFault.NotWhole => "Its numbers, places and hours are not in the list, and could not be asked for.",
        FeedFault.OtherId => "Asked for by its id, another service came. Its numbers, places and hours are missing.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    public static string Of(RowProblem problem) => problem switch
    {
        RowProblem.NoName => "It has no name.",
        RowProblem.NameTooLong => "Its name is too long.",
        RowProblem.NameTellsStreet => "Its name gives away where it is.",
        RowProblem.CodeUnknown => "It has the code of an entry that is not one of the organisation's.",
        RowProblem.KeyTwice => "Another row is called the same.",
        RowProblem.NotAccepted => "Something of it breaks a rule for entries.",
        RowProblem.Refused => "It was refused: see above.",
        _ => throw new ArgumentOutOfRangeException(nameof(problem)),
    };

    public static string Of(RemarkKind remark) => remark switch
    {
        RemarkKind.StreetLeftOut => "Its street was left out: it may be a place that hides.",
        RemarkKind.SentenceLeftOut => "A sentence that may name its street was left out.",
        RemarkKind.TownUnknown => "No town is called so:",
        RemarkKind.TownGuessed => "The town was taken for:",
        RemarkKind.TownTooSmall => "Its town is too small to hide it; name a larger one.",
        RemarkKind.PhoneUnread => "No telephone number:",
        RemarkKind.PhoneCountry => "The list does not say the country of this number:",
        RemarkKind.HoursOfLine => "Its hours were taken for those of its number:",
        RemarkKind.WebsiteUnread => "Its website was left out.",
        RemarkKind.EmailUnread => "Its e-mail address cannot be read.",
        RemarkKind.EmailOfPerson => "Its e-mail address looks like a person's and was left out.",
        RemarkKind.LanguageUnread => "No language:",
        RemarkKind.NeedUnread => "No need is like it:",
        RemarkKind.TooLong => "It is too long:",
        _ => throw new ArgumentOutOfRangeException(nameof(remark)),
    };

    /// <summary>"services.csv, row 12: ".</summary>
    public static string Where(string? file, long? row)
    {
        string at = row is > 0 ? string.Create(s_plain, $"row {row}") : "";
        string where = string.Join(", ", new[] { file ?? "", at }.Where(part => part.Length > 0));
        return where.Length > 0 ? $"{where}: " : "";
    }

    /// <summary>The report: what would be, what was refused and why, what was left out, and what nobody has said the meaning of.</summary>
    public static async Task WriteAsync(TextWriter output, FeedReport report, FeedEntries read, ImportPlan plan, int most)
    {
        await output.WriteLineAsync(string.Create(
            s_plain,
            $"{plan.Rows.Count} services: {plan.Count(RowFate.New)} new, {plan.Count(RowFate.Changed)} changed, {plan.Count(RowFate.Same)} the same, {plan.Count(RowFate.Unread)} refused, "
            + $"{plan.Count(RowFate.Duplicate)} look like others, {plan.Count(RowFate.Further)} no drafts any more, {plan.NotSeen.Count} not seen."));
        if (plan.NotSeen.Count > 0)
            await output.WriteLineAsync($"Not seen in it, and left as they are: {string.Join(", ", plan.NotSeen.Take(most))}.");
        await ListAsync(output, "Refused, or left out of a service:", report.ProblemCount, most, report.Problems.Select(problem =>
            $"{Where(problem.File, problem.Row)}{(problem.Field.Length > 0 ? $"{problem.Field}: " : "")}{Of(problem.Fault)}{(problem.IsRow ? " Refused." : " Left out.")}{(problem.Words is { } words ? $" [{words}]" : "")}"));
        var refused = plan.Rows.Where(row => row.Fate == RowFate.Unread && row.Problem is not RowProblem.Refused).ToList();
        await ListAsync(output, "Refused services:", refused.Count, most, refused.Select(row => $"{At(row.Row)}{row.Row.Of(ColumnUse.Name)}: {Of(row.Problem!.Value)}"));
        var alike = plan.Rows.Where(row => row.Fate == RowFate.Duplicate).ToList();
        await ListAsync(output, "These look like others and stay out, unless --anyway names their number:", alike.Count, most, alike.Select(row => string.Create(
            s_plain, $"{row.Row.Number}: {row.Row.Of(ColumnUse.Name)}: same {EnumSlug.Of(row.Why!.Value)} as {(row.OfRow is { } other ? $"row {other}" : $"entry {row.Of}")}")));
        var remarks = plan.Rows.Where(row => row.Fate is RowFate.New or RowFate.Changed).SelectMany(row => row.Row.Remarks.Select(remark => (row.Row, remark))).ToList();
        await ListAsync(output, "Look at these:", remarks.Count, most, remarks.Select(row => $"{At(row.Row)}{row.Row.Of(ColumnUse.Name)}: {Of(row.remark.Kind)} {row.remark.Words}".TrimEnd()));
        if (report.People.Count > 0)
            await output.WriteLineAsync($"Names and addresses of people were left out: {Counted(report.People)}.");
        if (report.NoPlace.Count > 0)
            await output.WriteLineAsync($"The directory has no place for: {Counted(report.NoPlace)}.");
        if (report.OtherFiles.Count > 0)
            await output.WriteLineAsync($"Files that are no table: {string.Join(", ", report.OtherFiles.Take(most))}.");
        var open = read.Terms.Where(term => !term.IsChosen).ToList();
        await ListAsync(output, "Nobody has said which needs these are. They were left out; --write-map writes them to a file to fill in:", open.Count, most, open.Select(term =>
            $"{string.Join(" / ", new[] { term.Term.Taxonomy, term.Term.Code, term.Term.Name }.Where(part => part.Length > 0))} ({term.Services.ToString(s_plain)})"
            + (term.Suggested.Count > 0 ? $": perhaps {string.Join(", ", term.Suggested.Select(need => DirectoryCatalogue.Default.FindNeed(need)!.Slug))}" : "")));
    }

    private static string At(ReadRow row) => Where(row.File, row.Number);

    private static string Counted(IReadOnlyDictionary<string, int> counts) => string.Join(", ", counts.Select(count => string.Create(s_plain, $"{count.Key} ({count.Value})")));

    private static async Task ListAsync(TextWriter output, string heading, int count, int most, IEnumerable<string> lines)
    {
        if (count == 0)
            return;
        await output.WriteLineAsync(heading);
        foreach (string line in lines.Take(most))
            await output.WriteLineAsync($"  {line}");
        if (count > most)
            await output.WriteLineAsync(string.Create(s_plain, $"  and {count - most} more"));
    }
}
