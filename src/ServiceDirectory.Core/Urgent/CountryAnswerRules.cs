using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Urgent;

/// <summary>What may stand in a country answer.</summary>
public static class CountryAnswerRules
{
    /// <summary>The longest text, in characters of one language: it is read in a hurry.</summary>
    public const int LongestText = 400;

    /// <summary>The longest text beside a number.</summary>
    public const int LongestFor = 80;

    public const int MostLines = 5;

    /// <summary>The most spans of hours of a line: three for each day.</summary>
    public const int MostHours = 21;

    /// <summary>What is wrong with an answer; warnings are for somebody to look twice at.</summary>
    internal static IEnumerable<ListingProblem> Check(WriteCountryAnswer answer, DirectoryCatalogue catalogue)
    {
        if (!Countries.Contains(answer.Country))
            yield return new ListingProblem("country", "unknown", $"There is no country {answer.Country}. Write two capital letters, such as GB.");
        if (catalogue.Situations.All(situation => situation.Id != answer.Situation))
            yield return new ListingProblem("situation", "unknown", $"There is no situation {answer.Situation}.");
        foreach (var problem in TextRules.Check("words", answer.Content.Words, LongestText))
            yield return problem;
        if (answer.Content.Lines.Count > MostLines)
            yield return new ListingProblem("lines", "too-many", $"There are {answer.Content.Lines.Count} lines; there is room for {MostLines}.");
        foreach (var (position, line) in answer.Content.Lines.Index())
        {
            foreach (var problem in TextRules.Check($"lines[{position}].for", line.For, LongestFor))
                yield return problem;
            if (line.Hours.Count > MostHours)
                yield return new ListingProblem($"lines[{position}].hours", "too-many", $"There are {line.Hours.Count} spans of hours; there is room for {MostHours}.");
            if (line.Hours.Any(hours => hours.Day is IsoDayOfWeek.None))
                yield return new ListingProblem($"lines[{position}].hours", "unknown", "A day is monday to sunday; leave it out for every day.");
            if (line.Hours.Select(hours => TextRules.RefuseTime(hours.Opens) ?? TextRules.RefuseTime(hours.Closes)).FirstOrDefault(wrong => wrong is not null) is { } time)
                yield return new ListingProblem($"lines[{position}].hours", time.Reason, time.Message);
            if (PhoneRules.Check(line.Number, answer.Country) is { } wrong)
                yield return new ListingProblem($"lines[{position}].number", wrong.Reason, wrong.Message, wrong.IsWarning);
        }
    }
}
