using System.Text;

namespace ServiceDirectory.Core.Sharing;

/// <summary>Entries as contacts for a telephone: vCard 3.0 (RFC 2426), which every telephone reads.</summary>
public static class ContactCards
{
    /// <summary>Octets of a line, without its end (RFC 2426, section 2.6).</summary>
    private const int LongestLine = 75;

    /// <returns>UTF-8, one card below the other; lines end with both signs.</returns>
    public static byte[] Write(IEnumerable<ContactCard> cards)
    {
        ArgumentNullException.ThrowIfNull(cards);
        var text = new StringBuilder();
        foreach (var card in cards)
        {
            Line("BEGIN:VCARD");
            Line("VERSION:3.0");
            Line($"FN:{Escaped(card.Name)}");
            // Nobody's first and last name: telephones that ask for them show the whole one.
            Line($"N:;{Escaped(card.Name)};;;");
            foreach (string number in card.Numbers)
                Line($"TEL;TYPE=VOICE:{Escaped(number)}");
            Line($"URL:{Escaped(card.Address)}");
            Line($"NOTE:{Escaped(card.Note)}");
            Line("END:VCARD");
        }

        return Encoding.UTF8.GetBytes(text.ToString());

        void Line(string line)
        {
            int octets = 0;
            foreach (var letter in line.EnumerateRunes())
            {
                if (octets + letter.Utf8SequenceLength > LongestLine)
                {
                    text.Append("\r\n ");
                    octets = 1;
                }

                text.Append(letter);
                octets += letter.Utf8SequenceLength;
            }

            text.Append("\r\n");
        }
    }

    /// <summary>Inside a value these signs mean something; an end of line would begin another one.</summary>
    private static string Escaped(string text) => text.ReplaceLineEndings("\n")
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}

/// <param name="Name">As it is called on paper.</param>
/// <param name="Numbers">As a telephone dials them.</param>
/// <param name="Address">Of its page, whole.</param>
/// <param name="Note">When it was checked.</param>
public sealed record ContactCard(string Name, IReadOnlyList<string> Numbers, string Address, string Note);
