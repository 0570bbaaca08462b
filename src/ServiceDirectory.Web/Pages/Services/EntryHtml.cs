using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Services;

/// <summary>What an entry has dozens of: texts of its own under words of ours, and lists of facts, each with when it was looked at. As with cards, a view for each cost most of the page.</summary>
public sealed class EntryHtml(Wording words, Say say, SayFacts sayFacts, SayChecks sayChecks, HtmlEncoder encoder)
{
    /// <summary>A text of the entry; nothing where it has none.</summary>
    /// <param name="entry">Knows when it was checked.</param>
    /// <param name="label">Key of the heading; null: the heading above says it.</param>
    /// <param name="text">What they say.</param>
    /// <param name="fact">The name by which it is checked.</param>
    public IHtmlContent Said(EntryView entry, string? label, Text? text, string fact)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (text is null)
            return HtmlString.Empty;
        var html = new HtmlText(encoder);
        if (label is not null)
            html.Write($"<h3>{words[label]}</h3>\n");
        WriteText(html, text, isNote: false);
        WriteCheck(html, entry, fact);
        return html;
    }

    /// <summary>A list of facts, each with its shape; nothing where there are none.</summary>
    /// <param name="entry">Knows them, and when each was checked.</param>
    /// <param name="question">Numbers of the facts that answer one question.</param>
    /// <param name="site">Those of one site; null: of all of it.</param>
    public IHtmlContent Facts(EntryView entry, IEnumerable<int> question, Guid? site = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        HtmlText? html = null;
        foreach (var (facet, fact) in entry.Facts(question, site))
        {
            html ??= new HtmlText(encoder).Write($"<ul class=\"facts rows\">\n");
            var said = sayFacts.Fact(facet, fact?.Yes, fact?.Value);
            html.Write($"<li class=\"{said.Class}\">\n<span aria-hidden=\"true\">{said.Shape}</span> {said.Words}\n");
            WriteText(html, fact?.Note, isNote: true);
            if (fact is not null)
                WriteCheck(html, entry, fact.Id.ToString());
            html.Write($"</li>\n");
        }

        return html?.Write($"</ul>\n") ?? (IHtmlContent)HtmlString.Empty;
    }

    private void WriteCheck(HtmlText html, EntryView entry, string fact)
    {
        if (sayChecks.Fact(entry.CheckOf(fact)) is { } check)
            html.Write($"<small>{check}</small>\n");
    }

    /// <summary>Words in another language than the page say so, and the reader is told which it is.</summary>
    private void WriteText(HtmlText html, Text? text, bool isNote)
    {
        if (text?.For(CultureInfo.CurrentUICulture.Name) is not { Value.Length: > 0 } spoken)
            return;
        string element = isNote ? "span" : "p";
        html.Write($"<{element}");
        if (isNote)
            html.Write($" class=\"note\"");
        html.WriteLanguage(spoken.Language);
        html.Write($">{spoken.Value}</{element}>");
        if (say.Origin(text) is { } origin)
            html.Write($" <small class=\"origin\">{origin}</small>");
        html.Write($"\n");
    }
}
