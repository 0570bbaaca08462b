using PhoneNumbers;

namespace ServiceDirectory.Core.Listings;

/// <summary>Telephone numbers, as the world's numbering plans have them.</summary>
internal static class PhoneRules
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();
    private static readonly ShortNumberInfo Short = ShortNumberInfo.GetInstance();

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

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
