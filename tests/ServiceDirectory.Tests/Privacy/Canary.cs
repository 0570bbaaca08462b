using System.Security.Cryptography;
using System.Text;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// A made-up word that nothing else on the machine holds. Everything that one visitor sends begins with it and goes on with where
/// it was sent, so that one look finds all of it and says what it was.
/// </summary>
internal sealed class Canary
{
    /// <summary>Short enough to be tried as a postal code, which is the one text of a visitor that reaches the database by itself.</summary>
    private const int Length = 10;

    private readonly int _network = RandomNumberGenerator.GetInt32(20, 250);

    public string Mark { get; } = RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz", Length / 2) + RandomNumberGenerator.GetString("23456789", Length / 2);

    /// <summary>What is sent in one place.</summary>
    public string In(string place) => Mark + place;

    /// <summary>The address that a visitor really comes from. All of 127.0.0.0/8 is this machine.</summary>
    /// <param name="visit">Another number, another visitor.</param>
    public string Address(int visit) => $"127.{_network}.{255 - _network}.{visit}";

    /// <summary>An address that a request claims for itself (RFC 5737).</summary>
    public static string Claimed(int visit) => $"203.0.113.{visit}";

    /// <summary>What to look for, with the name under which it is reported: the word and the addresses, in the forms in which programs write texts.</summary>
    public IReadOnlyList<(string Form, byte[] Bytes)> Forms =>
    [
        .. Written(Mark),
        ("address", Encoding.ASCII.GetBytes(Address(0)[..^1])),
        ("claimed address", Encoding.ASCII.GetBytes(Claimed(0)[..^1])),
    ];

    private static IEnumerable<(string, byte[])> Written(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        yield return ("as it is", bytes);
        yield return ("in capitals", Encoding.ASCII.GetBytes(text.ToUpperInvariant()));
        yield return ("in UTF-16", Encoding.Unicode.GetBytes(text));
        yield return ("in hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)));
        yield return ("in capital hex", Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)));
        // Base64 looks different for each of three positions; what depends on neighbours is cut off.
        for (int before = 0; before < 3; before++)
        {
            var coded = Convert.ToBase64String([.. new byte[before], .. bytes]).TrimEnd('=');
            yield return ("in base64", Encoding.ASCII.GetBytes(coded[(before == 0 ? 0 : before + 1)..^1]));
        }
    }
}
