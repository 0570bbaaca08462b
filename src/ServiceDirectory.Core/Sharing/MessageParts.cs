using System.Text;

namespace ServiceDirectory.Core.Sharing;

/// <summary>
/// Entries as text for telephone messages. A message holds 160 characters of the alphabet that every telephone has (3GPP TS 23.038, where a few
/// signs take two places), and 70 where one letter is of another script. No entry is cut in two: what does not fit begins another part.
/// </summary>
public static class MessageParts
{
    /// <summary>The most characters of any part.</summary>
    public const int Longest = 160;

    /// <summary>The most of a part with letters that are not in the alphabet of telephones, unless a single entry needs more.</summary>
    public const int LongestInOtherScripts = 70;

    // Of a message that is sent in pieces, each piece says which it is, and has less room.
    private const int Piece = 153;
    private const int PieceInOtherScripts = 67;

    private const string Alphabet =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string InTwoPlaces = "^{}\\[~]|€";

    private const string Cut = "...";

    /// <summary>The entries in their order, each whole, in as few parts as that allows.</summary>
    public static IReadOnlyList<MessagePart> Of(IEnumerable<MessageEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var parts = new List<MessagePart>();
        MessagePart? open = null;
        foreach (var entry in entries)
        {
            var alone = Alone(entry);
            if (open is null)
            {
                open = alone;
            }
            else if (Part($"{open.Text}\n{alone.Text}") is { Messages: 1 } both)
            {
                open = both;
            }
            else
            {
                parts.Add(open);
                open = alone;
            }
        }

        if (open is not null)
            parts.Add(open);
        return parts;
    }

    /// <summary>The fullest way to say an entry that fits; else the shortest one.</summary>
    private static MessagePart Alone(MessageEntry entry)
    {
        MessagePart[] ways = [.. entry.Ends.Select(end => Part(Plain(entry.Name + end)))];
        var shortest = ways[^1];
        return ways.FirstOrDefault(way => way.Messages == 1) ?? (shortest.Length <= Longest ? shortest : Shortened(Plain(entry.Name), Plain(entry.Ends[^1])));
    }

    /// <summary>Only a very long name is ever cut; what one dials or opens never is.</summary>
    private static MessagePart Shortened(string name, string end)
    {
        int room = name.Length;
        while (room > 0)
        {
            room--;
            if (char.IsHighSurrogate(name[room > 0 ? room - 1 : 0]))
                continue;
            if (Part(name[..room].TrimEnd() + Cut + end) is { Length: <= Longest } part)
                return part;
        }

        return Part(end.Trim());
    }

    /// <summary>Signs of the printer's that every telephone has in a plainer form.</summary>
    private static string Plain(string text) => new StringBuilder(text.Normalize())
        .Replace('’', '\'').Replace('‘', '\'').Replace('“', '"').Replace('”', '"').Replace('–', '-').Replace('—', '-').Replace('‑', '-')
        .Replace("…", Cut).Replace('\u00a0', ' ').Replace('\u202f', ' ').ToString();

    private static MessagePart Part(string text)
    {
        bool isPlain = text.All(letter => Alphabet.Contains(letter, StringComparison.Ordinal) || InTwoPlaces.Contains(letter, StringComparison.Ordinal));
        int length = isPlain ? text.Length + text.Count(letter => InTwoPlaces.Contains(letter, StringComparison.Ordinal)) : text.Length;
        var (whole, piece) = isPlain ? (Longest, Piece) : (LongestInOtherScripts, PieceInOtherScripts);
        return new MessagePart(text, length, isPlain, length <= whole ? 1 : (length + piece - 1) / piece);
    }
}

/// <param name="Name">As it is called on paper.</param>
/// <param name="Ends">What follows the name, from the fullest to the shortest; at least one.</param>
public sealed record MessageEntry(string Name, IReadOnlyList<string> Ends);

/// <param name="Text">Whole entries, one below the other.</param>
/// <param name="Length">As a telephone counts: characters, some of which take two places.</param>
/// <param name="IsPlain">Every letter is in the alphabet of telephones, so that a message holds 160; else it holds 70.</param>
/// <param name="Messages">How many messages it is sent as; more than one only where a single entry needs them.</param>
public sealed record MessagePart(string Text, int Length, bool IsPlain, int Messages);
