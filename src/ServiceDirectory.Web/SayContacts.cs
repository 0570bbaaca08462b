using Microsoft.Extensions.Options;
using PhoneNumbers;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web;

/// <summary>How phone numbers and addresses on the web are written and linked.</summary>
public sealed class SayContacts(IOptions<DirectoryOptions> options)
{
    /// <summary>
    /// A number as somebody writes it down who is in a country, and as a phone dials it from anywhere: another country's numbers with
    /// its code, as they would reach somebody else there.
    /// </summary>
    /// <param name="number">E.164, or a short one.</param>
    /// <param name="reader">Where the reader is, as far as it is known: ISO 3166-1 alpha-2; null: in the home country.</param>
    public (string Shown, string Dialled) Phone(string number, string? reader = null)
    {
        ArgumentNullException.ThrowIfNull(number);
        // Helplines of three to six digits are no numbers to the library; they are shown and dialled as they are.
        if (!number.StartsWith('+'))
            return (number, number);
        try
        {
            var library = PhoneNumberUtil.GetInstance();
            var country = reader ?? options.Value.HomeCountry;
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
