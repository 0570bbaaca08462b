using PhoneNumbers;

namespace ServiceDirectory.Core.Listings;

/// <summary>Telephone numbers, as the world's numbering plans have them.</summary>
internal static class PhoneRules
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();
    private static readonly ShortNumberInfo Short = ShortNumberInfo.GetInstance();

    private const int LongestShort = 6;

    /// <summary>Groups of digits that are tried in one text.</summary>
    private const int Tries = 100;

    /// <summary>The problem with a number, or null.</summary>
    /// <param name="number">E.164, or a short number as it is dialled.</param>
    /// <param name="country">Where a short number works: ISO 3166-1 alpha-2.</param>
    /// <remarks>
    /// Numbering plans change and short helplines are missing from every list, so what only looks odd is a warning: a real number
    /// that is refused helps nobody.
    /// </remarks>
    public static (string Reason, string Message, bool IsWarning)? Check(string number, string country)
    {
        if (number.Length is < 3 or > 16 || !number.AsSpan(number[0] == '+' ? 1 : 0).ContainsOnlyDigits())
            return ("not-a-number", "Write the number with + and the country code, or a short number as it is dialled; digits only.", false);
        try
        {
            if (number[0] != '+')
            {
                return Short.IsPossibleShortNumberForRegion(Util.Parse(number, country), country)
                    ? null
                    : ("odd-short-number", $"No list knows {number} as a short number in {country}. Call it once to be sure.", true);
            }

            var parsed = Util.Parse(number, null);
            if (Util.Format(parsed, PhoneNumberFormat.E164) != number)
                return ("not-e164", $"Write it as {Util.Format(parsed, PhoneNumberFormat.E164)}.", false);
            return Util.IsValidNumber(parsed)
                ? null
                : ("odd-number", "This does not look like a number in use. Call it once to be sure.", true);
        }
        catch (NumberParseException)
        {
            return ("not-a-number", "This is not a telephone number.", false);
        }
    }

    /// <summary>The telephone numbers in words that people wrote, in the spelling of <see cref="Check"/>.</summary>
    /// <param name="text">One or several, with any signs between, and whatever stands beside them.</param>
    /// <param name="country">Where numbers are dialled that do not say so themselves; null: those are none, but for the shortest.</param>
    public static IReadOnlyList<string> Read(string text, string? country)
    {
        // No more than a few digits: a line of a country, such as 116123.
        string digits = new([.. text.Where(char.IsAsciiDigit)]);
        if (digits.Length is >= 3 and <= LongestShort && text.All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '.'))
            return [digits];
        return
        [
            .. Util.FindNumbers(text, country, PhoneNumberUtil.Leniency.POSSIBLE, Tries)
                .Select(match => Util.Format(match.Number, PhoneNumberFormat.E164)).Where(number => Check(number, country ?? "") is null or { IsWarning: true }).Distinct(),
        ];
    }

    /// <summary>The country whose number it is; null: it says none.</summary>
    public static string? CountryOf(string number)
    {
        try
        {
            return number.StartsWith('+') && Util.GetRegionCodeForNumber(Util.Parse(number, null)) is { } country && Countries.Contains(country) ? country : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
