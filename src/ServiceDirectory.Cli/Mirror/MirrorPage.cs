using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace ServiceDirectory.Cli.Mirror;

/// <summary>A page of the site made into a file that needs no server: its links lead to files beside it, and what only the site can do is taken out.</summary>
/// <param name="languages">That the site offers, English first.</param>
/// <param name="exit">Where "Leave this page" leads.</param>
internal sealed class MirrorPage(IReadOnlyList<string> languages, Uri exit)
{
    /// <summary>Scripts that a page of a mirror loads besides its own, in their order: the days first.</summary>
    public static readonly IReadOnlyList<string> Scripts = [DatesFile, OwnScript];

    /// <summary>Of the site, for pages of a mirror alone.</summary>
    public const string OwnScript = "mirror.js";

    public const string DatesFile = "mirror-dates.js";

    // What a server says in headers, a file says itself.
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

    private static readonly string[] s_data = ["data-words", "data-entries", "data-towns"];

    private readonly HtmlParser _parser = new();

    /// <summary>The file, the addresses of the site to which it leads that a mirror has as well, and the files of the site that it needs.</summary>
    /// <param name="name">Of the file, below the mirror's folder.</param>
    /// <param name="html">As the site wrote it.</param>
    public (string Html, IReadOnlyList<string> Links, IReadOnlyList<string> Files) Make(string name, string html)
    {
        var document = _parser.ParseDocument(html);
        string up = string.Concat(Enumerable.Repeat("../", name.Count(sign => sign == '/')));
        foreach (var gone in document.QuerySelectorAll(".live, form:not(.needs), form.needs .stay, form.needs input, datalist, meta[name=robots]"))
            gone.Remove();
        foreach (var form in document.QuerySelectorAll("form.needs"))
            form.Replace([.. form.ChildNodes]);
        foreach (var label in document.QuerySelectorAll("label"))
            label.Replace([.. label.ChildNodes]);
        var links = new List<string>();
        var files = Data(document, up);
        foreach (var link in document.QuerySelectorAll("a[href]"))
            Turn(link, up, links, files);
        foreach (var (element, attribute) in document.QuerySelectorAll("link[href]").Select(element => (element, "href"))
            .Concat(document.QuerySelectorAll("script[src]").Select(element => (element, "src"))))
        {
            string file = FileName(element.GetAttribute(attribute)!);
            files.Add(file);
            element.SetAttribute(attribute, up + file);
        }

        var head = document.Head!;
        foreach (string script in Scripts)
        {
            var element = document.CreateElement("script");
            element.SetAttribute("src", up + script);
            element.SetAttribute("defer", "");
            head.Append(element);
        }

        AddMeta("referrer", "no-referrer", "name");
        AddMeta("Content-Security-Policy", Policy, "http-equiv");
        return (document.ToHtml(), links, files);

        void AddMeta(string key, string content, string attribute)
        {
            var meta = document.CreateElement("meta");
            meta.SetAttribute(attribute, key);
            meta.SetAttribute("content", content);
            // After the encoding, which has to be among the first bytes, and before everything that it is about.
            head.InsertBefore(meta, head.QuerySelector("meta[charset]")?.NextSibling);
        }
    }

    /// <summary>What a page loads by script when it is asked to, and where it finds the page of a service.</summary>
    private static List<string> Data(IDocument document, string up)
    {
        var files = new List<string>();
        if (document.QuerySelector("main[data-entries]") is not { } page)
            return files;
        // Nothing to fetch: the page says so.
        if (page.QuerySelector("[data-fetch]") is null)
        {
            foreach (string part in s_data)
                page.RemoveAttribute(part);
            return files;
        }

        foreach (string part in s_data)
        {
            string file = page.GetAttribute(part)!.TrimStart('/');
            files.Add(file);
            page.SetAttribute(part, up + file);
        }

        page.SetAttribute("data-service", up + page.GetAttribute("data-service")!.TrimStart('/'));
        page.SetAttribute("data-ending", ".html");
        return files;
    }

    private void Turn(IElement link, string up, List<string> links, List<string> files)
    {
        string address = link.GetAttribute("href")!;
        if (address.Length == 0 || address[0] != '/')
        {
            // Telephone numbers, and places elsewhere, to which somebody goes by choice.
            return;
        }

        if (address == "/exit")
        {
            link.SetAttribute("href", exit.AbsoluteUri);
        }
        else if (MirrorAddress.IsData(address))
        {
            files.Add(address[1..]);
            link.SetAttribute("href", up + address[1..]);
        }
        else if (MirrorAddress.FileOf(address, languages) is { } file)
        {
            links.Add(address.Split('#')[0]);
            int part = address.IndexOf('#', StringComparison.Ordinal);
            link.SetAttribute("href", up + file + (part < 0 ? "" : address[part..]));
        }
        else
        {
            // The words stay, and lead nowhere.
            link.Replace([.. link.ChildNodes]);
        }
    }

    private static string FileName(string address) => address.Split('?')[0].TrimStart('/');
}
