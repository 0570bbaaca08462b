using System.Buffers;
using System.Text.RegularExpressions;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Cli.Setup;

/// <summary>What a collective has to say before there is anything.</summary>
/// <param name="Name">The bland name in titles.</param>
/// <param name="Address">The host name of the site.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Languages">As <see cref="DirectoryOptions.Languages"/>; empty: all.</param>
/// <param name="Keepers">The public keys of two people of two organisations.</param>
internal sealed partial record Answers(string Name, string Address, string Country, string Languages, IReadOnlyList<string> Keepers)
{
    private const int Count = 5;

    private const int LongestName = 60;

    private const int LongestAddress = 253;

    /// <summary>What means something of its own where <c>.env</c> is read.</summary>
    private static readonly SearchValues<char> s_quoting = SearchValues.Create("\"'\\$#`");

    /// <summary>What was said as options; null where nothing was.</summary>
    internal sealed record Given(string? Name, string? Address, string? Country, string? Languages, string? Keepers);

    /// <exception cref="SettingException">A given one does not do, or nobody answers.</exception>
    public static async Task<Answers> AskAsync(Questions questions, Given given, CancellationToken cancellation) => new(
        await questions.AskAsync(Count, "What is the site called? It stands in titles and on phones: choose a bland name, such as \"Local Help\".", given.Name, ReadName, cancellation),
        await questions.AskAsync(Count, "Under which name is it reached? Without https://, such as help.example. Certificates are listed in public: bland as well.", given.Address, ReadAddress, cancellation),
        await questions.AskAsync(Count, "In which country? Two capital letters, such as GB. Its places are meant first.", given.Country, ReadCountry, cancellation),
        await questions.AskAsync(Count, $"In which languages? Of {string.Join(", ", DirectoryCatalogue.Default.Languages)}; en first, commas between them. Nothing: all.", given.Languages, ReadLanguages, cancellation),
        await questions.AskAsync(
            Count,
            "Who keeps the backups? Two people of two organisations. Each runs  age-keygen -o keeper.key  on a machine of their own, and tells you\n" +
            "the line \"Public key: age1…\". Write both, with a space between them. The other half you must never see.",
            given.Keepers,
            ReadKeepers,
            cancellation));

    private static string ReadName(string typed) =>
        typed.Length is 0 or > LongestName || typed.Any(char.IsControl) || typed.AsSpan().ContainsAny(s_quoting)
            ? throw new SettingException($"A name has 1 to {LongestName} letters, and none of \" ' \\ $ # ` in it.")
            : typed;

    private static string ReadAddress(string typed) =>
        typed.Length <= LongestAddress && HostName().IsMatch(typed)
            ? typed
            : throw new SettingException("That is no name of a host. Write it in small letters, with a dot and without https:// or a path, such as help.example.");

    private static string ReadCountry(string typed) =>
        typed.Length == 2 && typed.All(char.IsAsciiLetterUpper) && CountryNames.Of(typed, "en") != typed
            ? typed
            : throw new SettingException($"'{typed}' is no country. Write two capital letters, such as GB.");

    private static string ReadLanguages(string typed)
    {
        string[] languages = typed.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries);
        var known = DirectoryCatalogue.Default.Languages.ToList();
        if (languages.FirstOrDefault(language => !known.Contains(language)) is { } unknown)
            throw new SettingException($"'{unknown}' is none of {string.Join(", ", known)}.");
        if (languages.Length > 0 && (languages[0] != known[0] || languages.Distinct().Count() != languages.Length))
            throw new SettingException($"Write {known[0]} first, and each once. {known[0]} is what all others fall back to.");
        return string.Join(';', languages);
    }

    private static IReadOnlyList<string> ReadKeepers(string typed)
    {
        string[] keys = typed.Split([' ', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (keys.Any(key => key.StartsWith("AGE-SECRET-KEY", StringComparison.OrdinalIgnoreCase)))
            throw new SettingException("That is the secret half of a key. Its keeper makes a new one now: this one has been seen. Write the public half, age1….");
        if (keys.FirstOrDefault(key => KeeperKey.Parse(key) is null) is { } wrong)
            throw new SettingException($"'{wrong}' is no public key, or has a slip in it. One is age1 and 58 letters more, as age-keygen prints it.");
        if (keys.Distinct().Count() != 2 || keys.Length != 2)
            throw new SettingException("Two keys are needed, of two people of two organisations: one alone could be lost, or be made to open.");
        return keys;
    }

    [GeneratedRegex(@"^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();
}
