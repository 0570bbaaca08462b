namespace ServiceDirectory.Tests.Http;

/// <summary>What a bored or angry stranger types.</summary>
internal static class HostileValues
{
    /// <summary>As they stand in a request line, and in a form.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "", "+", "%20", "0", "-1", "-0", "%2B1", "1e3", "NaN", "Infinity", "-Infinity", "1,5", "1.5", "0.0000001", "1e-320", "1e309", "101", "201", "2147483648", "-2147483649",
        "99999999999999999999", "0x10", "%D9%A1", "%EF%BC%91", "true", "null", "undefined", "[]", "{}", "[object%20Object]",
        "%27", "%27%27", "%27%20or%201%3D1--", "%27%3Bselect%20pg_sleep(10)--", "%22", "%5C", "%5C%27", "%60", "$1", "$$", "--", "/*", "%3B", ";", "%25", "%", "%%", "%zz", "%u0041", "_",
        "%00", "a%00b", "%FF", "%C0%AF", "%C0%80", "%ED%A0%80", "%ED%B0%80%ED%A0%80", "%F4%90%80%80", "%80", "%E2%28%A1", "%EF%BF%BD", "%EF%BF%BF", "%EF%BB%BF",
        "%E2%80%AE", "%E2%80%8B", "%C2%AD", "%01", "%1F", "%7F", "%C2%85", "%0d%0aSet-Cookie:%20a=b", "%0a", "%0d%0a%0d%0a%3Cb%20data-x%3E",
        "%3Cb%20data-x%3E", "<b%20data-x>", "%22%3E%3Cb%20data-x%3E", "%27%20data-x%3D%27", "%3Cscript%20data-x%3Ealert(1)%3C/script%3E", "%26lt%3Bb%20data-x%26gt%3B",
        "javascript:alert(1)", "data:text/html,x", "//evil.example", "/%5Cevil.example", "https://evil.example/", "%2F%2Fevil.example", "..%2f..%2fetc%2fpasswd", "../../etc/passwd", "file:///etc/passwd",
        "${7*7}", "{{7*7}}", "%24%7Bjndi:ldap://x%7D", "@(7*7)", "%23%7B7*7%7D", "|", "!|!", "!!", "%26", "a%26b", "a%7Cb", "(((((", ")", "a:*", ":*", "*", ".*", "(a+)%2B$", "[a-", "%5Bb%5D",
        "%F0%9F%98%80", "%C4%B0", "%EF%B7%BA", "%F0%9D%95%9D%F0%9D%95%96%F0%9D%95%96%F0%9D%95%95%F0%9D%95%A4", "a%CC%81%CC%81%CC%81%CC%81%CC%81%CC%81%CC%81", "%D8%A7%D9%84%D8%B1%D8%A8%D8%A7%D8%B7",
        "Leeds", "leeds%20leeds%20leeds", "pep", "4", "2644688", "now", "remote", "distance", "en", "ar", "GB", "LS1%204AP", "condom%20broke",
        new string('a', 200), new string('a', 201), new string('9', 5_000), string.Concat(Enumerable.Repeat("%F0%9F%98%80", 1_000)), string.Concat(Enumerable.Repeat("a%20", 100)),
        string.Concat(Enumerable.Repeat("%EF%B7%BA", 66)), string.Concat(Enumerable.Repeat("%CC%81", 200)), new string('(', 200), new string('a', 31_000),
    ];
}
