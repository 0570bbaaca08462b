using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Import;

/// <summary>Websites and e-mail addresses as people write them.</summary>
internal static class ContactText
{
    private static readonly char[] s_between = [' ', '\n', ';', ',', '|', '<', '>', '(', ')'];

    /// <summary>What addresses of a desk begin with, in the directory's languages.</summary>
    private static readonly string[] s_desks =
    [
        "info", "contact", "contacto", "office", "hello", "help", "helpline", "support", "admin", "enquir", "inquir", "reception", "advice", "team", "mail", "email", "post",
        "clinic", "service", "welcome", "referral", "duty", "general", "secretar", "oficina", "ayuda", "hola", "atencion", "consulta", "recepcion", "asesoria", "ajutor",
        "birou", "receptie", "consiliere", "sesizari", "public", "outreach", "health", "legal", "project", "centre", "center", "centro", "centru", "kontakt",
    ];

    /// <summary>A whole address of http or https; null: it is none.</summary>
    public static string? Website(string text)
    {
        if (text.Split(s_between, StringSplitOptions.RemoveEmptyEntries) is not [var first, ..])
            return null;
        string address = first.Contains("://", StringComparison.Ordinal) ? first : $"https://{first.TrimStart('/')}";
        return address.Length <= ListingLimits.Address && TextRules.IsHttp(address) ? address : null;
    }

    /// <summary>An e-mail address; null: there is none.</summary>
    public static string? Email(string text)
    {
        string? first = text.Split(s_between, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => word.Contains('@', StringComparison.Ordinal));
        string? address = first?.Replace("mailto:", "", StringComparison.OrdinalIgnoreCase).TrimEnd('.');
        return address is { Length: <= ListingLimits.Address } && TextRules.IsEmail(address) ? address : null;
    }

    /// <summary>Not known as that of a desk: who has it may be anybody, and a name that is left out can be typed again.</summary>
    /// <param name="address">An e-mail address.</param>
    /// <param name="names">What the service and those who run it are called.</param>
    public static bool IsOfPerson(string address, string names)
    {
        if (TextRules.MayNameAPerson(address))
            return true;
        string desk = address.Split('@')[0].ToLowerInvariant();
        if (s_desks.Any(word => desk.StartsWith(word, StringComparison.Ordinal) || desk.EndsWith(word, StringComparison.Ordinal)))
            return false;
        string domain = address.Split('@')[1].ToLowerInvariant();
        string letters = new([.. desk.Where(char.IsLetter)]);
        string called = HeaderText.Key(names).Replace(" ", "", StringComparison.Ordinal);
        return letters.Length < 3 || !(called.Contains(letters, StringComparison.Ordinal) || domain.Split('.')[0].Contains(letters, StringComparison.Ordinal));
    }

    /// <summary>A website as it is compared: without what makes no difference.</summary>
    public static string SameSite(string address)
    {
        string bare = address.Split("://", 2)[^1].TrimEnd('/').ToLowerInvariant();
        return bare.StartsWith("www.", StringComparison.Ordinal) ? bare[4..] : bare;
    }
}
