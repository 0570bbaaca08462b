using System.Text.RegularExpressions;
using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Notices;

/// <summary>What may stand in a notice: a line about a place, never a street, an address, a person or a way to reach one.</summary>
public static partial class NoticeRules
{
    /// <summary>The longest text, in characters of one language.</summary>
    public const int LongestText = 200;

    public const double SmallestRadiusKm = 1;

    public const double LargestRadiusKm = 100;

    /// <summary>How long one reviewer's notice lasts at most.</summary>
    public static readonly Duration Alone = Duration.FromHours(24);

    /// <summary>How many days after its beginning a notice that a second person has confirmed ends at most.</summary>
    public const int ConfirmedDays = 30;

    /// <summary>What is wrong with a notice; warnings are for somebody to look twice at.</summary>
    internal static IEnumerable<ListingProblem> Check(PostNotice notice, Func<int, ListingPlace?> places)
    {
        foreach (var problem in TextRules.Check("words", notice.Words, LongestText))
            yield return problem;
        foreach (var (language, words) in notice.Words.In)
        {
            var field = $"words.in.{language}";
            foreach (var problem in CheckLine(field, words.Value))
                yield return problem;
        }

        switch (notice.Area)
        {
            case NoticeArea.Around around when places(around.PlaceId) is null:
                yield return new ListingProblem("placeId", "unknown", $"There is no place {around.PlaceId}.");
                break;
            case NoticeArea.Around { Km: not (>= SmallestRadiusKm and <= LargestRadiusKm) }:
                yield return new ListingProblem("km", "out-of-range", $"Give a radius from {SmallestRadiusKm} to {LargestRadiusKm} km.");
                break;
            case NoticeArea.Whole { Code: var code } when !Countries.Contains(code.Split('.')[0]):
                yield return new ListingProblem("area", "unknown", $"There is no area {code}. Write a country such as GB, or a region such as GB.ENG.");
                break;
        }

        if (notice.EndsAt <= notice.At)
            yield return new ListingProblem("endsAt", "out-of-range", "It has to end later than now.");
    }

    /// <summary>What must not stand in a line that anybody may come to read: an address, a number, perhaps a street.</summary>
    internal static IEnumerable<ListingProblem> CheckLine(string field, string words)
    {
        if (words.Contains('\n', StringComparison.Ordinal))
            yield return new ListingProblem(field, "several-lines", "Write it in one line.");
        if (words.Contains('@', StringComparison.Ordinal) || words.Contains("://", StringComparison.Ordinal) || words.Contains("www.", StringComparison.OrdinalIgnoreCase))
            yield return new ListingProblem(field, "address", "Take the address out. A notice leads to nobody.");
        if (TextRules.MayHoldAPostalCode(words) || LongNumber().IsMatch(words))
            yield return new ListingProblem(field, "number", "Take the number out. It can be a postal code or a telephone number.");
        else if (TextRules.MayNameAStreet(words))
            yield return new ListingProblem(field, "street", "This may name a street. Never name a street, a venue or a person; look twice.", IsWarning: true);
    }

    /// <summary>Seven digits and more, also with spaces between: no time and no date is as long.</summary>
    [GeneratedRegex(@"[0-9](?:[ ()]{0,2}[0-9]){6,}", RegexOptions.CultureInvariant)]
    private static partial Regex LongNumber();
}
