using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ServiceDirectory.Core.Import;

namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>Words of another directory as they may stand in an entry: without markup, and without signs that no keyboard makes.</summary>
internal static class FeedText
{
    /// <summary>Tags of a text that somebody wrote: a parser takes its time with thousands in one another.</summary>
    private const int MostTags = 500;

    private static readonly string[] s_blocks = ["P", "DIV", "LI", "BR", "TR", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL"];

    private static readonly string[] s_hidden = ["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "NOSCRIPT", "TITLE", "HEAD"];

    /// <summary>Plain words; null: there is a sign in them that no keyboard makes.</summary>
    public static string? Plain(string text)
    {
        if (text.Length == 0)
            return "";
        if (LooksLikeMarkup(text))
            text = text.Count(c => c == '<') > MostTags ? WithoutTags(text) : WithoutMarkup(text);
        return SheetText.Clean(text, 0, FeedLimits.Cell);
    }

    /// <summary>As it can be printed to a terminal or a page, whatever it is.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            shown.Append(category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? "·" : rune.ToString());
        }

        return shown.ToString();
    }

    private static bool LooksLikeMarkup(string text)
    {
        for (int at = text.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = text.IndexOf('<', at + 1))
        {
            if (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '/' or '!')
                return true;
        }

        return text.Contains('&', StringComparison.Ordinal) && text.Contains(';', StringComparison.Ordinal);
    }

    private static string WithoutMarkup(string text)
    {
        using var document = new HtmlParser().ParseDocument($"<body>{text}");
        var words = new StringBuilder(text.Length);
        // Not by recursion: tags in tags can be as many as there are letters.
        INode? node = document.Body;
        while (node is not null)
        {
            bool isHidden = node is IElement element && s_hidden.Contains(element.TagName);
            if (node is IText said)
                words.Append(said.Data);
            else if (node is IElement block && s_blocks.Contains(block.TagName))
                words.Append('\n');
            node = (isHidden ? null : node.FirstChild) ?? Next(node, document.Body!);
        }

        return string.Join('\n', words.ToString().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
    }

    private static string WithoutTags(string text)
    {
        var words = new StringBuilder(text.Length);
        bool isTag = false;
        foreach (char c in text)
        {
            isTag = c == '<' || (isTag && c != '>');
            if (!isTag && c != '>')
                words.Append(c);
        }

        return words.ToString();
    }

    private static INode? Next(INode node, INode root)
    {
        for (INode? at = node; at is not null && at != root; at = at.Parent)
        {
            if (at.NextSibling is { } next)
                return next;
        }

        return null;
    }
}
