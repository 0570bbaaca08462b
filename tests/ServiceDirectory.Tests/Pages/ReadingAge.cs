using System.Text.RegularExpressions;

namespace ServiceDirectory.Tests.Pages;

/// <summary>
/// The age at which somebody can read a text: for English the Flesch-Kincaid grade (Kincaid and others, 1975), for Spanish the school
/// year of Crawford (1984), each turned into years of age. Both count words in a sentence and syllables in a word. Words that every
/// page is about, and that have no shorter one, count as short: who uses the site has met them.
/// </summary>
internal static partial class ReadingAge
{
    /// <summary>Fewer words make no sentence that a formula was made for.</summary>
    public const int FewestWords = 6;

    private static readonly HashSet<string> s_english =
    [
        "organisation", "organisations", "community", "emergency", "contraception", "immigration", "ambulance", "medicine", "medical", "directory", "history",
        "telephone", "address", "addresses",
    ];

    private static readonly HashSet<string> s_spanish =
    [
        "organización", "organizaciones", "comunitaria", "comunitarias", "comunidad", "emergencia", "anticoncepción", "anticonceptivos", "inmigración", "ambulancia",
        "medicina", "medicamento", "medicamentos", "directorio", "historial", "teléfono", "dirección", "direcciones", "trabajadoras", "trabajadores", "sexuales", "servicio",
        "servicios", "policía", "identificación",
    ];

    /// <summary>Years; null for a text of fewer than <see cref="FewestWords"/> words.</summary>
    public static double? English(string text) => Count(text, EnglishSyllables) is { } count
        ? (0.39 * count.Words / count.Sentences) + (11.8 * count.Syllables / count.Words) - 15.59 + 5
        : null;

    /// <summary>Years; null for a text of fewer than <see cref="FewestWords"/> words.</summary>
    public static double? Spanish(string text) => Count(text, SpanishSyllables) is { } count
        ? (-0.205 * 100 * count.Sentences / count.Words) + (0.049 * 100 * count.Syllables / count.Words) - 3.407 + 6
        : null;

    public static int EnglishSyllables(string word)
    {
        word = word.ToLowerInvariant();
        if (s_english.Contains(word))
            return 2;
        int count = Vowels().Count(word);
        if (count > 1 && word.EndsWith('e') && !word.EndsWith("le", StringComparison.Ordinal))
            count--;
        if (count > 1 && SilentEd().IsMatch(word))
            count--;
        return Math.Max(1, count);
    }

    public static int SpanishSyllables(string word)
    {
        word = word.ToLowerInvariant();
        if (s_spanish.Contains(word))
            return 3;
        const string strong = "aeoáéó";
        int count = 0;
        char before = ' ';
        for (int i = 0; i < word.Length; i++)
        {
            char letter = word[i];
            bool isVowel = (strong + "iuíúü").Contains(letter, StringComparison.Ordinal) || (letter is 'y' && i == word.Length - 1);
            // "que" and "gui" have one vowel.
            if (letter is 'u' && i > 0 && word[i - 1] is 'q' or 'g' && i + 1 < word.Length && word[i + 1] is 'e' or 'i' or 'é' or 'í')
                isVowel = false;
            if (isVowel && (before is ' ' || (strong.Contains(letter, StringComparison.Ordinal) && (strong + "íú").Contains(before, StringComparison.Ordinal))
                || (letter is 'í' or 'ú' && strong.Contains(before, StringComparison.Ordinal))))
                count++;
            before = isVowel ? letter : ' ';
        }

        return Math.Max(1, count);
    }

    private static (int Words, int Sentences, int Syllables)? Count(string text, Func<string, int> syllables)
    {
        var words = Word().Matches(Placeholder().Replace(text, "x")).Select(match => match.Value).ToList();
        int sentences = Sentence().Split(text).Count(part => part.Any(char.IsLetter));
        return words.Count < FewestWords ? null : (words.Count, Math.Max(1, sentences), words.Sum(syllables));
    }

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels();

    [GeneratedRegex("[^td]ed$")]
    private static partial Regex SilentEd();

    [GeneratedRegex(@"[^\W\d_]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"[.!?:;…]+(?:\s|$)|[“”«»]")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Placeholder();
}
