using System.Text.Json;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Training;

/// <summary>What may stand in an offer and in a request.</summary>
public static class OfferRules
{
    public const int LongestTitle = 120;

    public const int ShortestMinutes = 15;

    public const int LongestMinutes = 2_400;

    public const int LargestGroup = 500;

    /// <summary>Characters of one line of a request.</summary>
    public const int LongestLine = 120;

    /// <summary>Characters of what somebody wants to learn, and of a place.</summary>
    public const int LongestNote = 1_000;

    public static OfferContent Read(string content) =>
        JsonSerializer.Deserialize<OfferContent>(content, ContentJson.Options) ?? throw new JsonException("An offer is empty.");

    /// <summary>What is wrong with an offer, by field.</summary>
    public static IEnumerable<ListingProblem> Check(OfferContent offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        foreach (var problem in TextRules.Check("title", offer.Title, LongestTitle))
            yield return problem;
        if (offer.Topics.Count == 0 || offer.Topics.Distinct().Count() != offer.Topics.Count)
            yield return new ListingProblem("topics", "empty", "Choose what it is about.");
        if (offer.Audiences.Count == 0 || offer.Audiences.Distinct().Count() != offer.Audiences.Count)
            yield return new ListingProblem("audiences", "empty", "Choose whom it is for.");
        if (offer.Modes.Count == 0 || offer.Modes.Distinct().Count() != offer.Modes.Count)
            yield return new ListingProblem("modes", "empty", "Choose where it can be held.");
        if (offer.Minutes is < ShortestMinutes or > LongestMinutes)
            yield return new ListingProblem("minutes", "out-of-range", "Give its length in minutes.");
        if (offer.LargestGroup is < 1 or > LargestGroup)
            yield return new ListingProblem("largestGroup", "out-of-range", "Say how many people can come.");
        if (offer.Languages.Count is 0 or > 10 || offer.Languages.Any(tag => LanguageTag.Canonical(tag) != tag))
            yield return new ListingProblem("languages", "unknown", "Name the languages in which it is held.");
    }

    /// <summary>What is wrong with the words of a request, by field.</summary>
    /// <param name="words">What was written.</param>
    /// <param name="isEducator">Whether they come from a school that has no account here.</param>
    public static IEnumerable<ListingProblem> Check(RequestWords words, bool isEducator)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (TextRules.Refuse(words.Goals, LongestNote) is { } goals)
            yield return new ListingProblem("goals", goals.Reason, goals.Message);
        foreach (var (field, line, isNeeded) in new[]
        {
            ("institution", words.Institution, isEducator), ("course", words.Course, isEducator), ("year-group", words.YearGroup, false),
            ("hours", words.Hours, false), ("budget", words.Budget, false),
        })
        {
            if ((line is not null || isNeeded) && TextRules.Refuse(line ?? "", LongestLine) is { } refused)
                yield return new ListingProblem(field, refused.Reason, refused.Message);
        }

        if (!isEducator)
            yield break;
        if (words.Email is null || !TextRules.IsEmail(words.Email))
            yield return new ListingProblem("email", "not-an-address", "Give an e-mail address of your school.");
        else if (TextRules.MayNameAPerson(words.Email))
            yield return new ListingProblem("email", "person", "Give an address that is not of one person.");
    }

    /// <summary>What is wrong with a teaching record, by field.</summary>
    public static IEnumerable<ListingProblem> Check(NoteTeaching note)
    {
        ArgumentNullException.ThrowIfNull(note);
        foreach (var (field, words, longest, isNeeded) in new[]
        {
            ("institution", note.Words.Institution, LongestLine, true), ("course", note.Words.Course, LongestLine, true),
            ("year-group", note.Words.YearGroup, LongestLine, false), ("goals", note.Words.Goals, LongestNote, true),
        })
        {
            if ((isNeeded || words is not null) && TextRules.Refuse(words ?? "", longest) is { } refused)
                yield return new ListingProblem(field, refused.Reason, refused.Message);
        }

        if (note.Hours is < 1 or > 500)
            yield return new ListingProblem("hours", "out-of-range", "Say how many hours it took.");
    }

    /// <summary>Whether there is money: a nought is none.</summary>
    public static bool HasBudget(RequestWords words) => words?.Budget?.Any(letter => char.IsDigit(letter) ? char.GetNumericValue(letter) > 0 : char.IsLetter(letter)) is true;
}
