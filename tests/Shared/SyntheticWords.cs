namespace ServiceDirectory.Tests.Synthetic;

/// <summary>
/// Invented words: a few that most entries use and thousands that few do. Those of one language are not those of another.
/// </summary>
public static class SyntheticWords
{
    private const int Different = 4000;

    private static readonly string[] s_syllables =
        ["ba", "ke", "li", "mo", "nu", "pra", "ste", "vi", "ro", "zu", "da", "fen", "gi", "hol", "tu"];

    private static readonly double[] s_weights = Weights();

    /// <summary>The name, perhaps another name, and the summary of a service in each of its languages.</summary>
    public static IReadOnlyList<SyntheticText> Texts(IEnumerable<string> languages, Random random)
    {
        // A proper name is the same in all languages; the rest is said in each.
        string proper = Word(random.Next(Different), "");
        string? other = random.Next(4) == 0 ? Word(random.Next(Different), "") : null;
        return [.. languages.Select(language => new SyntheticText(
            language, $"{proper} {Common(language, random)}", other, string.Join(' ', Enumerable.Range(0, 12).Select(_ => Common(language, random)))))];
    }

    /// <param name="rank">0 is the word that most use.</param>
    /// <param name="language">BCP 47 tag.</param>
    public static string Common(int rank, string language) => Word(rank, language);

    /// <summary>A word as common as it is in texts.</summary>
    public static string Used(Random random, string language)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Common(language, random);
    }

    private static string Common(string language, Random random)
    {
        int index = Array.BinarySearch(s_weights, random.NextDouble() * s_weights[^1]);
        return Word(index < 0 ? ~index : index, language);
    }

    private static string Word(int number, string language)
    {
        string word = "";
        for (int rest = number + 1; rest > 0; rest /= s_syllables.Length)
            word += s_syllables[rest % s_syllables.Length];
        return word + language;
    }

    private static double[] Weights()
    {
        double sum = 0;
        return [.. Enumerable.Range(0, Different).Select(rank => sum += 1 / Math.Pow(rank + 2, 0.9))];
    }
}

/// <param name="Language">BCP 47 tag.</param>
/// <param name="Name">Two words.</param>
/// <param name="OtherName">One word.</param>
/// <param name="Summary">A dozen words.</param>
public sealed record SyntheticText(string Language, string Name, string? OtherName = null, string Summary = "");
