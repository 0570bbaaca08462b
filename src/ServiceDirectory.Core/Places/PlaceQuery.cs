using System.Buffers;

namespace ServiceDirectory.Core.Places;

/// <summary>A typed text, cut into words, with the places where it can be cut in two.</summary>
internal sealed class PlaceQuery
{
    /// <summary>Cutting costs the square of the words, and no place is named in more.</summary>
    private const int MaxWords = 16;

    private static readonly SearchValues<char> Commas = SearchValues.Create(",;/|()[]\n\r\t،、，；·");

    // Words before a place that are not part of it, in the languages of the interface and its neighbours.
    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "near", "in", "at", "around", "by", "from", "the", "to", "close", "next",
        "cerca", "de", "en", "a", "la", "el", "pres", "dans", "langa", "din", "nahe", "bei", "vicino", "perto", "em",
    };

    private static readonly HashSet<string> Directions = new(StringComparer.Ordinal)
    {
        "north", "south", "east", "west", "central", "inner", "outer", "greater", "downtown", "northeast", "northwest", "southeast", "southwest",
        "old", "upper", "lower", "centre", "center", "centro", "gran", "city", "town", "village", "of", "area", "metro", "region", "borough",
    };

    private PlaceQuery(string[][] parts)
    {
        Parts = parts;
        Words = [.. parts.SelectMany(part => part)];
        Key = string.Concat(Words);
    }

    /// <summary>The words between commas; at least one part, none empty.</summary>
    public string[][] Parts { get; }

    /// <summary>All words in order.</summary>
    public string[] Words { get; }

    /// <summary>All words in one.</summary>
    public string Key { get; }

    /// <summary>Null when the text holds no letter.</summary>
    public static PlaceQuery? Parse(string text)
    {
        var parts = new List<string[]>();
        var rest = text.AsSpan();
        var words = 0;
        while (!rest.IsEmpty && words < MaxWords)
        {
            var end = rest.IndexOfAny(Commas);
            var part = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            var folded = PlaceText.Fold(part.ToString());
            if (folded.Length == 0)
                continue;
            var cut = folded.Split(' ').Take(MaxWords - words).ToArray();
            words += cut.Length;
            parts.Add(cut);
        }

        return parts.Any(part => part.Any(word => word.Any(char.IsLetter))) ? new PlaceQuery([.. parts]) : null;
    }

    /// <summary>Without words that hold a digit (house numbers, postal codes); null when nothing changes or nothing is left.</summary>
    public PlaceQuery? WithoutNumbers() => Where(word => !word.Any(char.IsDigit));

    /// <summary>Without "near", "in", "the" at the beginning; null when nothing changes or nothing is left.</summary>
    public PlaceQuery? WithoutFillers() => WithoutStart(Fillers.Contains);

    /// <summary>Without "north", "central", "city of" at the beginning and "city centre" at the end; null when nothing changes or nothing is left.</summary>
    public PlaceQuery? WithoutDirections() => WithoutStart(word => Directions.Contains(word) || Fillers.Contains(word)) ?? WithoutEnd();

    private PlaceQuery? WithoutEnd()
    {
        var last = Parts[0];
        var kept = last.Reverse().SkipWhile(Directions.Contains).Reverse().ToArray();
        return kept.Length == last.Length || kept.Length == 0 ? null : new PlaceQuery([kept, .. Parts[1..]]);
    }

    private PlaceQuery? WithoutStart(Func<string, bool> isFiller)
    {
        var kept = Parts[0].SkipWhile(isFiller).ToArray();
        if (kept.Length == Parts[0].Length || (kept.Length == 0 && Parts.Length == 1))
            return null;
        return new PlaceQuery(kept.Length == 0 ? Parts[1..] : [kept, .. Parts[1..]]);
    }

    private PlaceQuery? Where(Func<string, bool> keep)
    {
        var kept = Parts.Select(part => part.Where(keep).ToArray()).Where(part => part.Length > 0).ToArray();
        return kept.Length == 0 || kept.Sum(part => part.Length) == Words.Length ? null : new PlaceQuery(kept);
    }
}
