using PhoneNumbers;

namespace ServiceDirectory.Web;

/// <summary>How phone numbers and addresses on the web are written and linked.</summary>
public static class SayContacts
{
    /// <summary>A number as it is written in the country, and as a phone dials it from anywhere.</summary>
    public static (string Shown, string Dialled) Phone(string number, string country)
    {
        ArgumentNullException.ThrowIfNull(number);
        // Helplines of three to six digits are no numbers to the library; they are shown and dialled as they are.
        if (!number.StartsWith('+'))
            return (number, number);
        try
        {
            var library = PhoneNumberUtil.GetInstance();
            var parsed = library.Parse(number, country);
            var home = parsed.CountryCode == library.GetCountryCodeForRegion(country);
            return (library.Format(parsed, home ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL), number);
        }
        catch (NumberParseException)
        {
            return (number, number);
        }
    }

    /// <summary>Only these are ever made into links.</summary>
    public static bool IsWebAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";
}
