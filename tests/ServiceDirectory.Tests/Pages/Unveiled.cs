using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Addresses, or a page with addresses in it, as somebody reads them who takes the trouble.</summary>
internal static partial class Unveiled
{
    /// <summary>Every <c>q=~bmlnaHQ</c> as <c>q=night</c>. Words that stand in an address as they were typed fail.</summary>
    public static string Read(string? text)
    {
        Assert.NotNull(text);
        Assert.DoesNotMatch("[?&;](q|near)=(?!~)", text);
        return Veiled().Replace(text, found => $"{found.Groups[1].Value}={Encoding.UTF8.GetString(Base64Url.DecodeFromChars(found.Groups[2].Value))}");
    }

    [GeneratedRegex("\\b(q|near)=~([\\w-]+)")]
    private static partial Regex Veiled();
}
