using System.Text.RegularExpressions;

namespace ServiceDirectory.Cli.Mirror;

/// <summary>
/// Which addresses of the site a mirror has, and in which file each is. Names of files hold numbers and codes, as addresses do. What is
/// not named here is not taken: a new page has to be thought of first.
/// </summary>
public static partial class MirrorAddress
{
    private static readonly string[] s_plain = ["needs", "now", "guides", "how-we-check", "about", "mirror", "private"];

    private static readonly string[] s_data = ["/hsds/package.zip", "/hsds/package.json"];

    /// <param name="address">Path and query, as a link of the site holds it.</param>
    /// <param name="languages">That the site offers, English first.</param>
    /// <returns>A path below the mirror's folder; null: it is not taken.</returns>
    public static string? FileOf(string address, IReadOnlyList<string> languages)
    {
        string[] halves = address.Split('#')[0].Split('?', 2);
        string[] parts = halves[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        string folder = "";
        if (parts is [var first, ..] && languages.Contains(first))
        {
            folder = first == languages[0] ? "" : first + "/";
            parts = parts[1..];
        }

        return Name(parts, halves is [_, var query] ? query : "") is { } name ? $"{folder}{name}.html" : null;
    }

    /// <summary>Everything at once, for other directories: a file as it is.</summary>
    public static bool IsData(string address) => s_data.Contains(address);

    private static string? Name(string[] parts, string query) => (parts, query) switch
    {
        ([], "") => "index",
        ([var page], "") when s_plain.Contains(page) => page,
        (["private"], _) when Country().Match(query) is { Success: true } country => $"private-{country.Groups[1].Value}",
        (["guides"], _) when Country().Match(query) is { Success: true } country => $"guides-{country.Groups[1].Value}",
        (["now", var situation], "") when Number().IsMatch(situation) => $"now/{situation}",
        (["now", var situation], _) when Number().IsMatch(situation) && Country().Match(query) is { Success: true } country => $"now/{situation}-{country.Groups[1].Value}",
        (["needs", var need], "") when Number().IsMatch(need) => $"needs/{need}",
        (["services" or "organisations" or "guides", var code], "") when Code().IsMatch(code) => $"{parts[0]}/{code}",
        (["search"], _) => SearchName(query) is { } search ? "search/" + search : null,
        _ => null,
    };

    /// <summary>A search by needs in a place, or from afar: a town, a need and a place, the pages of either. Filters are for the site.</summary>
    private static string? SearchName(string query)
    {
        var parts = new List<string>();
        bool isBound = false;
        foreach (string part in query.Split('&'))
        {
            switch (part.Split('='))
            {
                case ["need", var need] when Number().IsMatch(need):
                    parts.Add("n" + need);
                    break;
                case ["place", var place] when Number().IsMatch(place):
                    parts.Add("p" + place);
                    isBound = true;
                    break;
                case ["reach", "remote"]:
                    parts.Add("remote");
                    isBound = true;
                    break;
                case ["page", var page] when Number().IsMatch(page):
                    parts.Add("page" + page);
                    break;
                default:
                    return null;
            }
        }

        return isBound ? string.Join('-', parts) : null;
    }

    [GeneratedRegex("^[0-9]{1,9}$")]
    private static partial Regex Number();

    [GeneratedRegex("^[0-9a-z]{6}$")]
    private static partial Regex Code();

    [GeneratedRegex("^country=([A-Z]{2})$")]
    private static partial Regex Country();
}
