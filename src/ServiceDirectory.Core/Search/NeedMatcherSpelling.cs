using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Core.Search;

/// <summary>How far a word is from another.</summary>
internal sealed class NeedMatcherSpelling(MatchingRules rules)
{
    private readonly MatchingRules.Replacement[] _sounds = [.. rules.Languages.Values.SelectMany(l => l.Sounds)];

    /// <summary>The word as it sounds: "phone" and "fone" are one, and so are single and double letters.</summary>
    public string Sound(string word)
    {
        foreach (var sound in _sounds)
            word = word.Replace(sound.From, sound.To, StringComparison.Ordinal);

        Span<char> single = stackalloc char[word.Length];
        int length = 0;
        foreach (char c in word)
        {
            if (length == 0 || single[length - 1] != c)
                single[length++] = c;
        }

        return new string(single[..length]);
    }

    /// <summary>Which letters a word has: a bit for each, some shared.</summary>
    public static uint Letters(string word)
    {
        uint letters = 0;
        foreach (char c in word)
            letters |= 1u << (c & 31);
        return letters;
    }

    /// <summary>Letters wrong, missing, too many or swapped with their neighbour; over <paramref name="most"/> when there are more.</summary>
    public static int Slips(string a, string b, int most)
    {
        Span<int> beforeLast = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int slips = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    slips = Math.Min(slips, beforeLast[j - 2] + 1);
                row[j] = slips;
                least = Math.Min(least, slips);
            }

            if (least > most)
                return least;
            var free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }

        return last[b.Length];
    }
}
