using System.Buffers;
using System.Text.RegularExpressions;
using NodaTime;

namespace ServiceDirectory.Core.Listings;

/// <summary>What may stand in words that people wrote, and what must not.</summary>
internal static partial class TextRules
{
    // They turn the reading order of a page around, so that a number can be shown backwards. Arabic needs none of them.
    private static readonly SearchValues<char> DirectionOverrides = SearchValues.Create("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069");

    /// <summary>The reason why a text cannot be kept, or null.</summary>
    public static (string Reason, string Message)? Refuse(string text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
            return ("empty", "Write something here, or take the field away.");
        if (text.Length > longest)
            return ("too-long", $"This has {text.Length} characters; there is room for {longest}.");
        if (text.AsSpan().ContainsAny(DirectionOverrides))
            return ("direction-override", "This has a hidden sign that turns the reading direction around. Type it again by hand.");
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
                i++;
            else if (char.IsSurrogate(text[i]))
                return ("broken-character", "This has half of a character in it. Type it again by hand.");
            else if (char.IsControl(text[i]) && text[i] is not '\n')
                return ("control-character", "This has a hidden control sign in it. Type it again by hand.");
        }

        return null;
    }

    /// <summary>What is wrong with a text in any of its languages.</summary>
    public static IEnumerable<ListingProblem> Check(string path, Text text, int longest)
    {
        if (LanguageTag.Canonical(text.Original) != text.Original)
            yield return new ListingProblem($"{path}.original", "unknown", "This is not the tag of a language. Examples: en, ro, pt-BR.");
        if (!text.In.ContainsKey(text.Original))
        {
            yield return new ListingProblem($"{path}.in", "no-original", "The words in the original language are missing.");
            yield break;
        }

        if (text.In.Count > ListingLimits.Languages)
        {
            yield return new ListingProblem(
                $"{path}.in", "too-many", $"There are {text.In.Count} languages; there is room for {ListingLimits.Languages}.");
            yield break;
        }

        foreach (var (language, words) in text.In)
        {
            if (LanguageTag.Canonical(language) != language)
                yield return new ListingProblem($"{path}.in", "unknown", $"'{language}' is not the tag of a language. Examples: en, ro, pt-BR.");
            if (Refuse(words.Value, longest) is { } refused)
                yield return new ListingProblem($"{path}.in.{language}", refused.Reason, refused.Message);
            if (RefuseDate(words.On) is { } date)
                yield return new ListingProblem($"{path}.in.{language}.on", date.Reason, date.Message);
            // It is published, so nothing may hide in it.
            if (words.Of is { } of && !(of.Length == Text.FingerprintLength && of.All(char.IsAsciiHexDigitLower)))
                yield return new ListingProblem($"{path}.in.{language}.of", "not-a-fingerprint", "This does not name the words that were translated.");
        }
    }

    /// <summary>Refuses a year that nobody means, such as 0026 or 20026, and that no database or calendar reckons with.</summary>
    public static (string Reason, string Message)? RefuseDate(LocalDate? date) =>
        date is { } day && (day.Year is < ListingLimits.FirstYear or > ListingLimits.LastYear)
            ? ("out-of-range", $"Give a year from {ListingLimits.FirstYear} to {ListingLimits.LastYear}.")
            : null;

    /// <summary>Refuses what is no whole minute: hours are kept and said in minutes.</summary>
    public static (string Reason, string Message)? RefuseTime(LocalTime time) =>
        time.TickOfDay % NodaConstants.TicksPerMinute == 0 ? null : ("seconds", "Times have hours and minutes only.");

    /// <summary>Words that name a street, or something that looks like a postal code: they can give away a private place.</summary>
    public static bool MayNameAStreet(string text) => StreetWord().IsMatch(text) || MayHoldAPostalCode(text);

    public static bool MayHoldAPostalCode(string text) => PostalCode().IsMatch(text);

    public static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0 && HasDomain(uri);

    /// <summary>What <see cref="Uri"/> takes for a host can still be no name that letters of the internet can be made of; it says so only when asked.</summary>
    private static bool HasDomain(Uri uri)
    {
        try
        {
            return uri.IdnHost.Contains('.', StringComparison.Ordinal);
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    public static bool IsHttps(string url) => IsHttp(url) && url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public static bool IsEmail(string address) => Email().IsMatch(address);

    /// <summary>Two names with a dot before the @ look like a person's address.</summary>
    public static bool MayNameAPerson(string address) => PersonalEmail().IsMatch(address);

    [GeneratedRegex(
        @"\b(street|road|avenue|lane|close|drive|court|terrace|square|flat|floor|apartment|calle|avenida|plaza|paseo|strada|bulevardul|bd|piața|piata|rue|boulevard|straße|strasse|via)\b|شارع|زنقة|ساحة",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex StreetWord();

    [GeneratedRegex(@"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s?[0-9][A-Z]{2}\b|\b[0-9]{5,6}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PostalCode();

    [GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"^[a-z]{2,}[._][a-z]{2,}@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PersonalEmail();
}
