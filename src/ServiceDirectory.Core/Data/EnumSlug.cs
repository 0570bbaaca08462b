using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ServiceDirectory.Core.Data;

/// <summary>The written form of an enum value everywhere outside the program: <c>SexWorkerLed</c> ↔ <c>sex-worker-led</c>.</summary>
public static class EnumSlug
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ToSlug[value];

    public static IReadOnlyCollection<string> All<T>()
        where T : struct, Enum => Names<T>.FromSlug.Keys;

    public static bool TryParse<T>(string slug, out T value)
        where T : struct, Enum => Names<T>.FromSlug.TryGetValue(slug, out value);

    /// <exception cref="FormatException">The slug names no value.</exception>
    public static T Parse<T>(string slug)
        where T : struct, Enum =>
        TryParse<T>(slug, out var value) ? value : throw new FormatException($"'{slug}' is not a {typeof(T).Name}.");

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ToSlug =
            Enum.GetValues<T>().ToFrozenDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

        public static readonly FrozenDictionary<string, T> FromSlug =
            ToSlug.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }
}

internal sealed class EnumSlugConverter<T>() : ValueConverter<T, string>(v => EnumSlug.Of(v), s => EnumSlug.Parse<T>(s))
    where T : struct, Enum;
