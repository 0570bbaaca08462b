using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Web.Curating;

/// <summary>What somebody has said of another directory's list so far.</summary>
/// <param name="List">What it is called.</param>
/// <param name="Language">BCP 47 tag of the language in which it is written.</param>
/// <param name="Means">By the key of a term what it was said to mean: the number of a need, <see cref="FeedDesk.LeftOut"/>, or empty.</param>
/// <param name="Anyway">Numbers of rows that are brought in although they seem to be there already.</param>
public sealed record FeedAnswers(string List, string Language, IReadOnlyDictionary<string, string> Means, IReadOnlyCollection<int> Anyway);

/// <param name="File">As it was sent.</param>
/// <param name="Feed">What was read of it, and what was not.</param>
/// <param name="Terms">Each with its key on the page.</param>
/// <param name="All">What would be brought in.</param>
/// <param name="Plan">What would become of it.</param>
public sealed record FeedDraft(byte[] File, Feed Feed, IReadOnlyList<(string Key, UsedTerm Term)> Terms, ReadEntries All, ImportPlan Plan);

/// <summary>Reads another directory's list for somebody who may bring it in.</summary>
public sealed class FeedDesk(ImportService imports, FeedMapping mapping, DirectorySecrets secrets, DirectoryCatalogue catalogue)
{
    /// <summary>A term that means nothing of ours.</summary>
    public const string LeftOut = "-";

    /// <summary>Nothing is written.</summary>
    /// <exception cref="FeedException">It cannot be read.</exception>
    public async Task<FeedDraft> ReadAsync(Guid organisation, byte[] file, FeedAnswers answers, LocalDate today, CancellationToken cancellation)
    {
        var feed = await Feed.ReadAsync(file, FeedLimits.OfPages, null, cancellation);
        var remembered = await imports.RememberedTermsAsync(organisation, cancellation);
        string KeyOf(FeedTerm term) => Convert.ToHexString(imports.TermKey(organisation, term.Key));
        var read = mapping.Read(feed, new FeedReading(organisation, answers.List, answers.Language, term => Needs(answers, remembered, KeyOf(term)), today), null, cancellation);
        var terms = read.Terms.Select(term => (KeyOf(term.Term), term)).ToList();
        var all = new ReadEntries(
            organisation,
            read.Rows,
            answers.List,
            answers.Language,
            [.. terms.Where(term => term.term.IsChosen).Select(term => new ChosenTerm(Convert.FromHexString(term.Item1), [.. term.term.Needs]))],
            answers.Anyway);
        return new FeedDraft(file, feed, terms, all, await imports.PlanAsync(all, cancellation));
    }

    /// <summary>The file on its way from one page to the next.</summary>
    public string Seal(Guid organisation, byte[] file, Instant now) => TravellingFile.Seal(secrets, organisation, file, now);

    /// <returns>Null: it is none of ours, or was on its way for too long.</returns>
    public byte[]? Open(Guid organisation, string? text, Instant now) => TravellingFile.Open(secrets, organisation, text, now);

    /// <summary>What was said now, else what was said of the same term before.</summary>
    private int[]? Needs(FeedAnswers answers, IReadOnlyDictionary<string, int[]> remembered, string key)
    {
        string said = answers.Means.GetValueOrDefault(key, "");
        return said == LeftOut ? []
            : said.Length > 0 && catalogue.FindNeed(said) is { } need ? [need.Id]
            : remembered.GetValueOrDefault(key);
    }
}
