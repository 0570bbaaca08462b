using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using PhoneNumbers;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web;

/// <summary>How phone numbers and addresses on the web are written and linked.</summary>
public sealed class SayContacts(IOptions<DirectoryOptions> options)
{
    /// <summary>A few megabytes. Writing one takes the library as long as all other words of a card take.</summary>
    private const int MostWritten = 20_000;

    private readonly ConcurrentDictionary<string, WrittenNumber?> _written = new(StringComparer.Ordinal);

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
        if (Written(number) is not { } written)
            return (number, number);
        var home = written.CountryCode == PhoneNumberUtil.GetInstance().GetCountryCodeForRegion(reader ?? options.Value.HomeCountry);
        return (home ? written.National : written.International, number);
    }

    /// <summary>Null: it is no number. Told by the number alone, so that what is remembered says nothing of who reads it.</summary>
    private WrittenNumber? Written(string number)
    {
        if (_written.TryGetValue(number, out var known))
            return known;
        if (_written.Count >= MostWritten)
            _written.Clear();
        return _written[number] = Write(number);
    }

    private static WrittenNumber? Write(string number)
    {
        try
        {
            var library = PhoneNumberUtil.GetInstance();
            var parsed = library.Parse(number, null);
            return new WrittenNumber(parsed.CountryCode, library.Format(parsed, PhoneNumberFormat.NATIONAL), library.Format(parsed, PhoneNumberFormat.INTERNATIONAL));
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private sealed record WrittenNumber(int CountryCode, string National, string International);

    /// <summary>Only these are ever made into links.</summary>
    public static bool IsWebAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";
}
