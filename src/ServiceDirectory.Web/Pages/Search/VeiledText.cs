using System.Buffers.Text;
using System.Text;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>
/// Typed words as they stand in our own addresses: <c>night</c> is <c>~bmlnaHQ</c>, a tilde and the Base64url (RFC 4648) of its
/// UTF-8. Nobody reads them over a shoulder, in a list of pages or in a message. It hides nothing from whoever looks closely.
/// </summary>
public static class VeiledText
{
    private const char Mark = '~';

    public static string Of(string text) => Mark + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>The words again. What is not veiled, or says nothing that can be typed, is taken as it stands.</summary>
    public static string Read(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length < 2 || value[0] != Mark || !Base64Url.IsValid(value.AsSpan(1)))
            return value;
        try
        {
            var text = SoundText.Strict.GetString(Base64Url.DecodeFromChars(value.AsSpan(1))).Trim();
            return text.Length > 0 && SoundText.IsSound(text) ? text : value;
        }
        catch (DecoderFallbackException)
        {
            return value;
        }
    }
}
