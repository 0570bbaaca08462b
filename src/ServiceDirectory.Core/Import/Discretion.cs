using System.Text.RegularExpressions;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Import;

/// <summary>Takes out of words what gives away where a place is: sentences with its street, with any street, or with a postal code.</summary>
/// <param name="exact">What the list has as its street and postal code.</param>
internal sealed partial class Discretion(IEnumerable<string> exact)
{
    /// <summary>Fewer letters are in too many words.</summary>
    private const int Telling = 4;

    private readonly string[] _exact =
    [
        .. exact.SelectMany(text => text.Split([',', '\n', ';'])).Select(HeaderText.Key)
            .SelectMany(key => new[] { key, string.Join(' ', key.Split(' ').Where(word => !word.Any(char.IsDigit))) })
            .Where(key => key.Length >= Telling && !SaysAStreetOnly().IsMatch(key)).Distinct(),
    ];

    /// <summary>The same without such sentences, and whether there were any.</summary>
    public (string Text, bool IsLess) Clean(string text)
    {
        string[] sentences = Sentence().Split(text);
        string[] kept = [.. sentences.Where(sentence => !Tells(sentence))];
        return kept.Length == sentences.Length ? (text, false) : (string.Join(' ', kept.Select(sentence => sentence.Trim())).Trim(), true);
    }

    public bool Tells(string text) => TextRules.MayNameAStreet(text) || TellsExactly(text);

    /// <summary>For names, in which a street may stand without telling more than "the street team": its own one, or one with a number.</summary>
    public bool TellsInName(string name) => TellsExactly(name) || TextRules.MayHoldAPostalCode(name) || (TextRules.MayNameAStreet(name) && name.Any(char.IsDigit));

    private bool TellsExactly(string text)
    {
        string key = HeaderText.Key(text);
        return _exact.Any(exact => HeaderText.Has(key, exact));
    }

    [GeneratedRegex(@"(?<=[.!?;؛؟])\s+|\n+", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    /// <summary>"Street" alone names none.</summary>
    [GeneratedRegex("^(street|road|avenue|lane|flat|floor|calle|avenida|plaza|strada|bulevardul|شارع)$", RegexOptions.CultureInvariant)]
    private static partial Regex SaysAStreetOnly();
}
