using System.Numerics;

namespace ServiceDirectory.Core.Places;

/// <summary>How well a name stands for the thing it names.</summary>
internal enum NameKind
{
    /// <summary>The name that is shown.</summary>
    Main,

    /// <summary>A name people use, in some language.</summary>
    Other,

    /// <summary>A code ("TX", "CGN") or a machine's transliteration ("lun dun"): counts only when typed whole.</summary>
    Weak,
}

/// <summary>One thing that a name can mean.</summary>
/// <param name="Target">What is named: an index into the caller's list.</param>
/// <param name="Kind">How well the name stands for it.</param>
internal readonly record struct NameHit(int Target, NameKind Kind);

/// <summary>
/// Names, sorted, in three flat arrays: exact and prefix look-up by halving, misspellings by length and letters.
/// About 25 bytes a name, where one string each would take 70.
/// </summary>
internal sealed class NameIndex
{
    private const int KindBits = 2;
    private const int MinFuzzyLength = 4;
    private const int MaxFuzzyLength = 40;

    private readonly char[] _text;
    private readonly int[] _textStarts;
    private readonly int[] _hits;
    private readonly int[] _hitStarts;

    // Names that may be misspelt, by length; the letters of each as bits of a number beside it.
    private readonly int[] _fuzzyNames;
    private readonly uint[] _fuzzyLetters;
    private readonly int[] _fuzzyStarts;

    private NameIndex(char[] text, int[] textStarts, int[] hits, int[] hitStarts)
    {
        _text = text;
        _textStarts = textStarts;
        _hits = hits;
        _hitStarts = hitStarts;

        var fuzzy = Enumerable.Range(0, Count).Where(CanBeMisspelt).ToArray();
        _fuzzyStarts = new int[MaxFuzzyLength + 2];
        foreach (var name in fuzzy)
            _fuzzyStarts[Name(name).Length + 1]++;
        for (var length = 1; length < _fuzzyStarts.Length; length++)
            _fuzzyStarts[length] += _fuzzyStarts[length - 1];
        _fuzzyNames = new int[fuzzy.Length];
        _fuzzyLetters = new uint[fuzzy.Length];
        var next = _fuzzyStarts.ToArray();
        foreach (var name in fuzzy)
        {
            var slot = next[Name(name).Length]++;
            _fuzzyNames[slot] = name;
            _fuzzyLetters[slot] = Letters(Name(name));
        }
    }

    /// <summary>As <see cref="Write"/> wrote it.</summary>
    public NameIndex(ImageReader from)
    {
        _text = from.Array<char>();
        _textStarts = from.Array<int>();
        _hits = from.Array<int>();
        _hitStarts = from.Array<int>();
        _fuzzyNames = from.Array<int>();
        _fuzzyLetters = from.Array<uint>();
        _fuzzyStarts = from.Array<int>();
    }

    public void Write(ImageWriter to)
    {
        to.Array<char>(_text);
        to.Array<int>(_textStarts);
        to.Array<int>(_hits);
        to.Array<int>(_hitStarts);
        to.Array<int>(_fuzzyNames);
        to.Array<uint>(_fuzzyLetters);
        to.Array<int>(_fuzzyStarts);
    }

    /// <summary>How many different names there are.</summary>
    public int Count => _textStarts.Length - 1;

    /// <summary>Builds the index. The list is sorted in place.</summary>
    public static NameIndex Build(List<(string Name, NameHit Hit)> names)
    {
        // Comparing four letters packed in a number decides nearly every comparison, at a tenth of the cost of two strings.
        var order = new ulong[names.Count];
        var sorted = names.ToArray();
        for (var i = 0; i < sorted.Length; i++)
            order[i] = FirstLetters(sorted[i].Name);
        Array.Sort(order, sorted);
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && order[end] == order[start];)
                end++;
            if (end - start > 1)
            {
                Array.Sort(sorted, start, end - start, Comparer<(string Name, NameHit Hit)>.Create(static (a, b) =>
                    string.CompareOrdinal(a.Name, b.Name) is var byName and not 0 ? byName
                    : a.Hit.Target != b.Hit.Target ? a.Hit.Target.CompareTo(b.Hit.Target)
                    : a.Hit.Kind.CompareTo(b.Hit.Kind)));
            }
        }

        return Pack(sorted);
    }

    /// <summary>What is called exactly this.</summary>
    public IEnumerable<NameHit> Exact(string name)
    {
        var index = LowerBound(name);
        return index < Count && Name(index).SequenceEqual(name) ? Hits(index) : [];
    }

    /// <summary>The numbers of the names that begin so, as a half-open range.</summary>
    public (int Start, int End) Prefix(string start)
    {
        var first = LowerBound(start);
        int low = first, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Name(middle).StartsWith(start))
                low = middle + 1;
            else
                high = middle;
        }

        return (first, low);
    }

    /// <summary>
    /// The names that differ by no more than one slip (up to five letters) or two (longer): a letter wrong, missing, too many,
    /// or swapped with its neighbour. Nothing for names under four letters, nor for scripts where a letter is a syllable.
    /// </summary>
    public IEnumerable<(int Name, int Slips)> Fuzzy(string name)
    {
        if (name.Length is < MinFuzzyLength or > MaxFuzzyLength - 2 || PlaceText.IsDense(name))
            yield break;
        var most = name.Length <= 5 ? 1 : 2;
        var letters = Letters(name);
        for (var length = Math.Max(MinFuzzyLength - 1, name.Length - most); length <= name.Length + most; length++)
        {
            for (var slot = _fuzzyStarts[length]; slot < _fuzzyStarts[length + 1]; slot++)
            {
                // A slip changes at most one letter on either side, so more differing letters rule the name out.
                var other = _fuzzyLetters[slot];
                if (BitOperations.PopCount(letters & ~other) > most || BitOperations.PopCount(other & ~letters) > most)
                    continue;
                var slips = Slips(name, Name(_fuzzyNames[slot]), most);
                if (slips <= most)
                    yield return (_fuzzyNames[slot], slips);
            }
        }
    }

    /// <summary>The name with this number.</summary>
    public ReadOnlySpan<char> Name(int index) => _text.AsSpan(_textStarts[index].._textStarts[index + 1]);

    /// <summary>What is called by the name with this number.</summary>
    public IEnumerable<NameHit> Hits(int index)
    {
        for (var i = _hitStarts[index]; i < _hitStarts[index + 1]; i++)
            yield return new NameHit(_hits[i] >> KindBits, (NameKind)(_hits[i] & ((1 << KindBits) - 1)));
    }

    /// <summary>
    /// Edit distance with swaps of neighbours (optimal string alignment), or anything above <paramref name="most"/> when it is more than that.
    /// </summary>
    internal static int Slips(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
            return most + 1;
        Span<int> rows = stackalloc int[3 * (MaxFuzzyLength + 1)];
        var beforeLast = rows[..(b.Length + 1)];
        var last = rows.Slice(MaxFuzzyLength + 1, b.Length + 1);
        var current = rows.Slice(2 * (MaxFuzzyLength + 1), b.Length + 1);
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var slips = a[i - 1] == b[j - 1] ? last[j - 1] : 1 + Math.Min(last[j - 1], Math.Min(last[j], current[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    slips = Math.Min(slips, beforeLast[j - 2] + 1);
                current[j] = slips;
                least = Math.Min(least, slips);
            }

            if (least > most)
                return most + 1;
            var spare = beforeLast;
            beforeLast = last;
            last = current;
            current = spare;
        }

        return last[b.Length];
    }

    private static NameIndex Pack((string Name, NameHit Hit)[] sorted)
    {
        var textStarts = new List<int>(sorted.Length);
        var hitStarts = new List<int>(sorted.Length);
        var hits = new List<int>(sorted.Length);
        var text = new List<char>(sorted.Length * 10);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i].Name != sorted[i - 1].Name)
            {
                textStarts.Add(text.Count);
                hitStarts.Add(hits.Count);
                text.AddRange(sorted[i].Name.AsSpan());
            }
            else if (sorted[i].Hit.Target == sorted[i - 1].Hit.Target)
            {
                continue; // the same name again, of a lesser kind
            }

            hits.Add(sorted[i].Hit.Target << KindBits | (int)sorted[i].Hit.Kind);
        }

        textStarts.Add(text.Count);
        hitStarts.Add(hits.Count);
        return new NameIndex([.. text], [.. textStarts], [.. hits], [.. hitStarts]);
    }

    private static ulong FirstLetters(string name)
    {
        ulong letters = 0;
        for (var i = 0; i < 4; i++)
            letters = letters << 16 | (i < name.Length ? name[i] : 0u);
        return letters;
    }

    private static uint Letters(ReadOnlySpan<char> name)
    {
        uint letters = 0;
        foreach (var c in name)
            letters |= 1u << (c & 31);
        return letters;
    }

    private bool CanBeMisspelt(int index)
    {
        var name = Name(index);
        return name.Length is >= MinFuzzyLength - 1 and <= MaxFuzzyLength
            && HasStrongHit(index)
            && !PlaceText.IsDense(name);
    }

    private bool HasStrongHit(int index)
    {
        for (var i = _hitStarts[index]; i < _hitStarts[index + 1]; i++)
        {
            if ((_hits[i] & ((1 << KindBits) - 1)) != (int)NameKind.Weak)
                return true;
        }

        return false;
    }

    private int LowerBound(string name)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Name(middle).SequenceCompareTo(name) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
