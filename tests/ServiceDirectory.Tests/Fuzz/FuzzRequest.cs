using System.Globalization;
using System.Text;

namespace ServiceDirectory.Tests.Fuzz;

/// <summary>A request as it goes over the wire, one letter a byte.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="IsBroken">It ends before its end, or is no request: a server may hang up without a word.</param>
internal sealed record FuzzRequest(string Bytes, bool IsBroken = false)
{
    private static readonly string[] s_types =
    [
        "text/plain", "application/json", "application/xml", "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x",
        "application/octet-stream", "x", "/", "text/html; charset=\"", "application/x-www-form-urlencoded, text/plain",
    ];

    /// <summary>What a reader asks for.</summary>
    public static FuzzRequest Read(HostileText text, string method, string address, string? cookie = null) =>
        new($"{method} {address} HTTP/1.1\r\n{Head(text, cookie)}\r\n");

    /// <summary>What a form sends: mostly as a browser writes it.</summary>
    public static FuzzRequest Send(HostileText text, string address, IReadOnlyList<FuzzField> fields, bool inParts, string? cookie = null)
    {
        bool asked = inParts ? !text.IsOneOf(30) : text.IsOneOf(8);
        string boundary = "x" + text.Next(1_000_000).ToString(CultureInfo.InvariantCulture);
        string body = asked ? Parts(text, fields, boundary) : string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Escape(text, field.Value)}"));
        string type = asked ? $"multipart/form-data; boundary={boundary}" : "application/x-www-form-urlencoded";
        if (text.IsOneOf(30))
            type = text.Any(s_types);
        if (text.IsOneOf(30))
            body = text.Changed(body);
        string head = $"POST {address} HTTP/1.1\r\n{Head(text, cookie)}Content-Type: {type}\r\n";
        return text.Next(60) switch
        {
            0 => new($"{head}Content-Length: {body.Length + text.Next(500) + 1}\r\n\r\n{body}", IsBroken: true),
            1 => new($"{head}Transfer-Encoding: chunked\r\n\r\n{body.Length.ToString("x", CultureInfo.InvariantCulture)}{text.Any(["z", ";" + new string('a', 200), "\n", " ", "ffffffff"])}\r\n{body}\r\n0\r\n\r\n", IsBroken: true),
            2 or 3 => new($"{head}Transfer-Encoding: chunked\r\n\r\n{Chunks(text, body)}0\r\n\r\n"),
            _ => new($"{head}Content-Length: {body.Length}\r\n\r\n{body}"),
        };
    }

    /// <summary>As far as it helps whoever reads about it.</summary>
    public string Brief
    {
        get
        {
            var brief = new StringBuilder();
            foreach (char letter in Bytes.Length > 1_500 ? Bytes[..1_500] : Bytes)
                brief.Append(letter is >= ' ' and <= '~' ? letter.ToString() : letter == '\n' ? "⏎" : letter == '\r' ? "" : $"\\x{(int)letter:X2}");
            return brief.ToString();
        }
    }

    private static string Escape(HostileText text, string value) => text.IsOneOf(4)
        ? text.Escaped(value)
        : string.Concat(value.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '~' ? letter.ToString() : $"%{(int)letter:X2}"));

    private static string Chunks(HostileText text, string body)
    {
        var chunks = new StringBuilder();
        for (int at = 0; at < body.Length;)
        {
            int length = Math.Min(1 + text.Next(4_000), body.Length - at);
            chunks.Append(CultureInfo.InvariantCulture, $"{length:x}\r\n{body.AsSpan(at, length)}\r\n");
            at += length;
        }

        return chunks.ToString();
    }

    private static string Parts(HostileText text, IReadOnlyList<FuzzField> fields, string boundary)
    {
        var body = new StringBuilder();
        foreach (var field in fields)
        {
            string name = text.IsOneOf(60) ? text.Raw() : field.Name;
            body.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
            if (field.FileName is { } file)
                body.Append(CultureInfo.InvariantCulture, $"; filename=\"{file}\"\r\nContent-Type: {(text.IsOneOf(6) ? text.Any(s_types) : "text/csv")}");
            else if (text.IsOneOf(60))
                body.Append(CultureInfo.InvariantCulture, $"\r\n{text.Any(["Content-Type: text/plain; charset=utf-7", "Content-Transfer-Encoding: base64", "X: " + new string('a', 3_000), "Content-Disposition: x"])}");
            body.Append(CultureInfo.InvariantCulture, $"\r\n\r\n{field.Value}\r\n");
        }

        if (!text.IsOneOf(30))
            body.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n");
        return body.ToString();
    }

    /// <summary>Headers that a browser or a proxy sends, each now and then as neither would.</summary>
    private static string Head(HostileText text, string? cookie)
    {
        var head = new StringBuilder("Host: localhost\r\nConnection: close\r\n");
        if (cookie is not null)
            head.Append(CultureInfo.InvariantCulture, $"Cookie: {cookie}\r\n");
        for (int left = text.IsOneOf(3) ? text.Next(4) : 0; left > 0; left--)
        {
            // No line may end in it: that would be another request, which RawRequestTests looks at.
            string value = Line(text.IsOneOf(2) ? text.Raw() : text.Plausible());
            head.Append(text.Next(13) switch
            {
                0 => $"Accept-Language: {text.Any(["ar", "ro;q=0.5, es", "*", "en;q=9", "en;q=-1", "x-" + value, value])}\r\n",
                1 when cookie is null => $"Cookie: {text.Any(["__Host-account=" + value, "a=b; a=c", value, "=;=;", ".AspNetCore.Antiforgery.x=" + value])}\r\n",
                2 => $"Range: {text.Any(["bytes=0-", "bytes=-1", "bytes=9999999999-", "bytes=0-0,1-1,2-2", "bytes=5-2", value])}\r\n",
                3 => $"If-None-Match: {text.Any(["*", "\"x\"", "W/\"x\", \"y\"", value])}\r\n",
                4 => $"If-Modified-Since: {text.Any(["Sat, 29 Oct 1994 19:43:31 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", value])}\r\n",
                5 => $"Origin: {text.Any(["null", "http://localhost", "https://evil.example", value])}\r\n",
                6 => $"Sec-Fetch-Site: {text.Any(["same-origin", "none", "cross-site", value])}\r\n",
                7 => $"X-Forwarded-For: {text.Any(["203.0.113.7", "::1", "203.0.113.7, 198.51.100.1", "1.2.3.4:99999", value])}\r\nX-Forwarded-Proto: {text.Any(["https", "http", "javascript", value])}\r\n",
                8 => $"Accept: {text.Any(["*/*", "application/json", "text/html;q=0", "application/x-ndjson", value])}\r\n",
                9 => $"Accept-Encoding: {text.Any(["identity", "identity;q=0", "x", value.Length > 20 ? "x" : "x" + value.Replace("br", "", StringComparison.Ordinal).Replace("gz", "", StringComparison.Ordinal).Replace('*', 'x')])}\r\n",
                10 => $"Referer: {value}\r\nUser-Agent: {value}\r\n",
                11 => $"X-HTTP-Method-Override: DELETE\r\nX-Original-URL: /curate\r\nX-Forwarded-Host: evil.example\r\nForwarded: for={value};host=evil.example\r\n",
                _ => $"X-{HostileText.Marker}: {value}\r\n",
            });
        }

        return head.ToString();
    }

    private static string Line(string value) => string.Concat(value.Where(letter => letter is not ('\r' or '\n' or '\0')).Take(900));
}
