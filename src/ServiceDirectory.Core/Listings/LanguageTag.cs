using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ServiceDirectory.Core.Listings;

/// <summary>BCP 47 language tags as far as a directory needs them: language, script and region.</summary>
public static partial class LanguageTag
{
    // Sign languages that ICU, and so the framework, does not know by name.
    private static readonly FrozenSet<string> SignLanguages =
        new[] { "asf", "bfi", "bzs", "csl", "dse", "fsl", "gsg", "ise", "isg", "mfs", "nzs", "psr", "rms", "rsl", "ssp", "tsq", "vgt" }
            .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> NotALanguage =
        new[] { "iv", "mis", "mul", "und", "zxx" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The tag in its usual spelling (<c>PT-br</c> → <c>pt-BR</c>, <c>eng</c> → <c>en</c>), or null when it names no language.</summary>
    public static string? Canonical(string? tag)
    {
        if (tag is null || Shape().Match(tag) is not { Success: true } match)
            return null;
        string language = match.Groups["language"].Value.ToLowerInvariant();
        if (!SignLanguages.Contains(language))
        {
            var culture = CultureInfo.GetCultureInfo(language);
            if (culture.ThreeLetterISOLanguageName.Length == 0)
                return null;
            language = culture.TwoLetterISOLanguageName;
        }

        if (NotALanguage.Contains(language))
            return null;
        string script = match.Groups["script"].Value;
        string region = match.Groups["region"].Value.ToUpperInvariant();
        if (region.Length == 2 && !Countries.Contains(region))
            return null;
        return string.Join('-', new[]
        {
            language,
            script.Length == 0 ? "" : char.ToUpperInvariant(script[0]) + script[1..].ToLowerInvariant(),
            region,
        }.Where(part => part.Length > 0));
    }

    /// <summary>The tag and its language alone: <c>pt-BR</c> is found by who looks for <c>pt</c>.</summary>
    public static IEnumerable<string> WithBase(string tag) => tag.Contains('-', StringComparison.Ordinal) ? [tag, tag.Split('-')[0]] : [tag];

    [GeneratedRegex("^(?<language>[A-Za-z]{2,3})(-(?<script>[A-Za-z]{4}))?(-(?<region>[A-Za-z]{2}|[0-9]{3}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
