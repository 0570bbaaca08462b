using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using NodaTime;

namespace ServiceDirectory.Core.Listings;

/// <summary>
/// A free text with its original language and any translations. Every text of a listing is one of these from the first
/// revision on, so that adding a language later changes no stored document.
/// </summary>
public sealed record Text
{
    /// <summary>BCP 47 tag of the language in which the text was first written, for example <c>en</c> or <c>pt-BR</c>.</summary>
    public required string Original { get; init; }

    /// <summary>Language tag → words. Holds the original language always.</summary>
    public required IReadOnlyDictionary<string, Words> In { get; init; }

    /// <summary>A text in one language.</summary>
    public static Text Of(string language, string words) =>
        new() { Original = language, In = new SortedDictionary<string, Words>(StringComparer.Ordinal) { [language] = new Words { Value = words } } };

    /// <summary>The same text with a translation that belongs to today's original.</summary>
    public Text With(string language, string words, Guid? by = null, LocalDate? on = null, bool machine = false) =>
        this with
        {
            In = new SortedDictionary<string, Words>(In.ToDictionary(), StringComparer.Ordinal)
            {
                [language] = new Words { Value = words, By = by, On = on, Machine = machine, Of = Fingerprint(OriginalWords) },
            },
        };

    /// <summary>The words as they were first written.</summary>
    [JsonIgnore]
    public string OriginalWords => In[Original].Value;

    /// <summary>The words in a language, in the same language of no region (<c>pt</c> for <c>pt-BR</c>), or else the original.</summary>
    /// <param name="language">BCP 47 tag of the page that is being written.</param>
    public Spoken For(string language)
    {
        string chosen = LanguageTag.WithBase(language).FirstOrDefault(In.ContainsKey) ?? Original;
        var words = In[chosen];
        bool older = chosen != Original && words.Of is not null && words.Of != Fingerprint(OriginalWords);
        return new Spoken(words.Value, chosen, words.Machine, older);
    }

    /// <summary>Characters of a <see cref="Fingerprint"/>.</summary>
    public const int FingerprintLength = 16;

    /// <summary>Names the original that a translation was made from: the first 16 hex digits of its SHA-256.</summary>
    public static string Fingerprint(string words) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words.Normalize()))[..8]);
}

/// <summary>The words of a text in one language and where they come from.</summary>
public sealed record Words
{
    public required string Value { get; init; }

    /// <summary>The organisation that translated or checked the words; null for an original.</summary>
    public Guid? By { get; init; }

    public LocalDate? On { get; init; }

    /// <summary>True while the words come from a machine and no speaker has read them.</summary>
    public bool Machine { get; init; }

    /// <summary><see cref="Text.Fingerprint"/> of the original that these words translate; null for the original itself.</summary>
    public string? Of { get; init; }
}

/// <summary>Words chosen for a reader, with what a page must say about them.</summary>
/// <param name="Value">The words.</param>
/// <param name="Language">BCP 47 tag of the language they are in, which may differ from the page's.</param>
/// <param name="Machine">No speaker has read this translation.</param>
/// <param name="OlderThanOriginal">The original has changed since it was translated.</param>
public readonly record struct Spoken(string Value, string Language, bool Machine, bool OlderThanOriginal)
{
    /// <summary><c>rtl</c> or <c>ltr</c>, for the <c>dir</c> attribute.</summary>
    public string Direction => CultureInfo.GetCultureInfo(Language).TextInfo.IsRightToLeft ? "rtl" : "ltr";
}
