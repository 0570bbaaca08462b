using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServiceDirectory.Core.Import;

/// <summary>The words of a header or a cell as they are compared: small, without marks, with one space between them.</summary>
internal static class HeaderText
{
    public static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        bool isGap = false;
        foreach (char c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format || c == 'ـ')
                continue;
            if (!char.IsLetterOrDigit(c))
            {
                isGap = key.Length > 0;
                continue;
            }

            if (isGap)
                key.Append(' ');
            isGap = false;
            key.Append(Same(char.ToLowerInvariant(c)));
        }

        return key.ToString();
    }

    /// <summary>Names a set of headers: a list with the same ones is used the same way next time.</summary>
    public static byte[] HashOf(IEnumerable<string> headers) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', headers.Select(Key))));

    /// <summary>The words of a phrase stand in a text one after the other, as whole words.</summary>
    public static bool Has(string key, string phrase) => $" {key} ".Contains($" {phrase} ", StringComparison.Ordinal);

    private static char Same(char c) => c switch
    {
        'ى' => 'ي',
        'ة' => 'ه',
        'ı' => 'i',
        'ß' => 's',
        'ł' => 'l',
        'ø' => 'o',
        _ => c,
    };
}
