using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;

namespace ServiceDirectory.Core.Secrets;

/// <summary>What travels in a page and comes back with its form, for a while.</summary>
public interface ITravelling
{
    /// <summary>Seconds since 1970.</summary>
    long EndsAt { get; }
}

/// <summary>Values as sealed text: nobody reads or changes them on the way.</summary>
public static class SealedText
{
    /// <summary>Sealed, it stands in no page as it is, so that no letter has to be written as six.</summary>
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="secrets">Seal it.</param>
    /// <param name="purpose">What it is and whose: it opens only for the same words.</param>
    /// <param name="value">Anything that JSON takes.</param>
    /// <returns>Base64url.</returns>
    public static string SealText<T>(this DirectorySecrets secrets, string purpose, T value)
        where T : class, ITravelling
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return Base64Url.EncodeToString(secrets.Seal(purpose, JsonSerializer.SerializeToUtf8Bytes(value, s_json)));
    }

    /// <returns>Null: there is none, it took too long, or it is not ours or of another purpose.</returns>
    public static T? OpenText<T>(this DirectorySecrets secrets, string purpose, string? text, Instant now)
        where T : class, ITravelling
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(secrets.Open(purpose, Base64Url.DecodeFromChars(text))) is { } value && value.EndsAt > now.ToUnixTimeSeconds() ? value : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
