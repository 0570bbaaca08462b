namespace ServiceDirectory.Core.Places;

/// <summary>A place that ends a text about something else, as in "std clinic leeds".</summary>
/// <param name="Place">The place; always of the home country.</param>
/// <param name="Others">Places called the same, likeliest first, to be offered beside the results.</param>
/// <param name="Before">The text before the place, as typed, without "in" or "near" at its end; empty when the text is only a place.</param>
public sealed record PlaceInTail(Place Place, IReadOnlyList<Place> Others, string Before);

/// <summary>The last few words of a text, which may be a place.</summary>
/// <remarks>
/// Towns are called Bath, Reading and Sandwich. A name that is an everyday word too counts only where the text itself says that a place is
/// meant: by a word such as "in" before it, or by a capital letter that no other word of the text has.
/// </remarks>
internal sealed class PlaceTail
{
    /// <summary>"Newcastle upon Tyne, United Kingdom" has five words; few places and their countries have more.</summary>
    private const int MostWords = 6;

    private const int FewestLetters = 3;

    // In the languages of the interface and its neighbours; "close to" and "cerca de" before "to" and "de" alone, which say too little.
    private static readonly string[][] Prepositions =
    [
        .. new[]
        {
            "close to", "next to", "in", "near", "nearby", "at", "around", "cerca de", "en", "aproape de", "langa", "in jurul", "pres de", "autour de",
            "dans", "nahe", "bei", "في", "قرب", "بالقرب من",
        }.Select(words => PlaceText.Fold(words).Split(' ')).OrderByDescending(words => words.Length),
    ];

    private static readonly HashSet<string> Articles = new(StringComparer.Ordinal) { "the", "la", "el", "le", "les", "los", "las" };

    // German writes every noun with a capital, so that there it says nothing.
    private static readonly HashSet<string> WithCapitalNouns = new(StringComparer.Ordinal) { "DE", "AT", "CH", "LI", "LU" };

    private readonly bool _isAnnounced;
    private readonly bool _standsOut;

    private PlaceTail(string[] words, string before, bool isAnnounced, bool standsOut)
    {
        Words = words;
        Before = before;
        _isAnnounced = isAnnounced;
        _standsOut = standsOut;
    }

    /// <summary>The folded words, at least one.</summary>
    public string[] Words { get; }

    /// <summary>What was typed before them, without "in" or "near" at its end.</summary>
    public string Before { get; }

    /// <summary>The ends of a text, the longest first.</summary>
    /// <param name="text">As typed, of any length; no more of it is read than may be a place.</param>
    public static IEnumerable<PlaceTail> Of(string text)
    {
        var starts = new List<int>();
        for (var i = text.Length - 1; i >= 0 && starts.Count < MostWords; i--)
        {
            if (!char.IsWhiteSpace(text[i]) && (i == 0 || char.IsWhiteSpace(text[i - 1])))
                starts.Add(i);
        }

        for (var i = starts.Count - 1; i >= 0; i--)
        {
            var (before, tail) = (text[..starts[i]], text[starts[i]..]);
            if (PlaceText.Fold(tail) is not { Length: > 0 } folded)
                continue;
            var rest = WithoutPreposition(before, out var isAnnounced);
            yield return new PlaceTail(folded.Split(' '), rest, isAnnounced, StandsOut(before, tail));
        }
    }

    /// <summary>True when these first words of the tail may be a place's name, and are not more likely said in passing.</summary>
    /// <param name="name">The name, folded, word by word.</param>
    /// <param name="words">What is an everyday word.</param>
    /// <param name="homeCountry">The directory's own country: it says how its people use capitals.</param>
    /// <param name="mayBeEveryday">The caller has reason to think that an everyday word means a town here.</param>
    public bool MayBeNamed(IReadOnlyCollection<string> name, EverydayWords words, string homeCountry, bool mayBeEveryday)
    {
        if (name.Sum(word => word.Length) < FewestLetters && !PlaceText.IsDense(string.Concat(name)))
            return false;
        if (mayBeEveryday || !name.All(words.Contains))
            return true;
        return (_standsOut && !WithCapitalNouns.Contains(homeCountry)) || (_isAnnounced && !name.All(words.ContainsAfterPreposition));
    }

    private static string WithoutPreposition(string before, out bool isAnnounced)
    {
        var words = before.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var folded = words.Select(PlaceText.Fold).ToArray();
        var end = folded.Length > 0 && Articles.Contains(folded[^1]) ? folded.Length - 1 : folded.Length;
        var preposition = Prepositions.FirstOrDefault(words => folded.AsSpan(..end).EndsWith(words));
        // "In Bath" is a place, "in the bath" is not.
        isAnnounced = preposition is not null && end == folded.Length;
        return string.Join(' ', preposition is null ? words : words[..(end - preposition.Length)]).TrimEnd(',', ';', ':', '-', '–');
    }

    /// <summary>True for "need help in Bath", not for "Bath" or "Need A Bath": phones begin every text with a capital, and some people every word.</summary>
    private static bool StandsOut(string before, string tail) =>
        char.IsUpper(tail[0]) && before.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Any(word => char.IsLower(word[0]));
}
