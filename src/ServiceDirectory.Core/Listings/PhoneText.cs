using PhoneNumbers;

namespace ServiceDirectory.Core.Listings;

/// <summary>Telephone numbers as people write them down.</summary>
public static class PhoneText
{
    /// <summary>The number as a description keeps it: E.164, or a short one as it is dialled. What is no number comes back as it was typed.</summary>
    /// <param name="typed">"0113 496 0123", "+44 (0)113 496 0123", "00 34 …", "116 123".</param>
    /// <param name="country">In which it is dialled so: ISO 3166-1 alpha-2.</param>
    public static string Read(string typed, string country)
    {
        ArgumentNullException.ThrowIfNull(typed);
        string digits = string.Concat(typed.Where(c => char.IsDigit(c) || c == '+').Select(c => c == '+' ? '+' : (char)('0' + (int)char.GetNumericValue(c))));
        try
        {
            var number = PhoneNumberUtil.GetInstance().Parse(typed, country);
            // A short one has no country code that anybody dials.
            if (!digits.StartsWith('+') && ShortNumberInfo.GetInstance().IsPossibleShortNumberForRegion(number, country))
                return digits;
            return PhoneNumberUtil.GetInstance().IsPossibleNumber(number) ? PhoneNumberUtil.GetInstance().Format(number, PhoneNumberFormat.E164) : digits.Length > 0 ? digits : typed.Trim();
        }
        catch (NumberParseException)
        {
            return typed.Trim();
        }
    }
}
