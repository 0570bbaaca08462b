using System.Globalization;
using Ganss.Xss;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Guides;

/// <summary>
/// Markdown of guides: headings, paragraphs, lists, quotes, strong words and links, and nothing else. What else is typed is refused when it is
/// written, and made harmless once more each time it is shown, whoever wrote it into the database.
/// </summary>
public static class GuideMarkup
{
    /// <summary>Lists in lists in lists are as deep as anybody can follow.</summary>
    public const int Deepest = 4;

    private const int LastHeading = 4;

    private static (string Reason, string Message) TooDeep => ("too-deep", "Lists, quotes or signs stand too deep in each other.");

    /// <summary>What a link may be, besides an address of this site.</summary>
    private static readonly string[] s_schemes = ["https:", "http:", "tel:", "mailto:"];

    // Raw HTML is not read as such: what looks like it stays words.
    private static readonly MarkdownPipeline s_shown = new MarkdownPipelineBuilder().DisableHtml().Build();

    private static readonly MarkdownPipeline s_typed = new MarkdownPipelineBuilder().Build();

    private static readonly HtmlSanitizer s_sanitizer = Sanitizer();

    /// <summary>The reason why Markdown cannot be kept; null: it can.</summary>
    public static (string Reason, string Message)? Refuse(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        if (markdown.Length > GuideRules.LongestBody)
            return ("too-long", $"This has {markdown.Length} characters; there is room for {GuideRules.LongestBody}.");
        if (Parse(markdown, s_typed) is not { } document)
            return TooDeep;
        foreach (var part in document.Descendants())
        {
            switch (part)
            {
                case HtmlBlock or HtmlInline:
                    return ("raw-html", "This has HTML in it, or something that looks like it. Use plain signs: # for headings, - for lists, ** for strong words.");
                case LinkInline { IsImage: true }:
                    return ("image", "A guide has no pictures.");
                case LinkInline { Url: var url } when !IsAllowed(url):
                case AutolinkInline other when !IsAllowed(other):
                    return ("link", "A link begins with https://, http://, tel:, mailto: or, on this site, with one /.");
                case Block block when Depth(block) > Deepest:
                    return TooDeep;
            }
        }

        return Html(document) is null ? TooDeep : null;
    }

    /// <summary>As HTML that is safe on any page.</summary>
    /// <param name="markdown">As it was typed.</param>
    /// <param name="level">Of its highest heading: 2 right below the page's own, 3 in a part of it.</param>
    /// <param name="inside">The address of a page of this site, such as <c>/needs/4</c>, as the page links to it.</param>
    public static string Render(string markdown, int level, Func<string, string> inside)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        ArgumentNullException.ThrowIfNull(inside);
        if (markdown.Length > GuideRules.LongestBody || Parse(markdown, s_shown) is not { } document)
            return "";
        int highest = document.Descendants<HeadingBlock>().Select(heading => heading.Level).DefaultIfEmpty(1).Min();
        foreach (var heading in document.Descendants<HeadingBlock>())
            heading.Level = Math.Min(heading.Level - highest + level, LastHeading);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (link.IsImage || !IsAllowed(link.Url))
            {
                // Its words stay.
                var words = new ContainerInline();
                link.ReplaceBy(words, copyChildren: true);
            }
            else
            {
                if (link.Url!.StartsWith('/'))
                    link.Url = inside(link.Url);
                link.Title = null;
                link.GetAttributes().AddProperty("rel", "noreferrer noopener");
            }
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (IsAllowed(link))
                link.GetAttributes().AddProperty("rel", "noreferrer noopener");
            else
                link.ReplaceBy(new LiteralInline(link.Url));
        }

        return Html(document) is { } html ? s_sanitizer.Sanitize(html) : "";
    }

    /// <summary>Null: it stands too deep in itself to be written.</summary>
    private static string? Html(MarkdownDocument document)
    {
        using var html = new StringWriter(CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(html);
        s_shown.Setup(renderer);
        try
        {
            renderer.Render(document);
        }
        catch (ArgumentException)
        {
            return null;
        }

        return html.ToString();
    }

    private static bool IsAllowed(AutolinkInline link) => link.IsEmail || IsAllowed(link.Url);

    /// <summary>Whether a link leads to where links of guides may lead.</summary>
    public static bool IsAllowed(string? url) =>
        url is not null && !url.Any(sign => char.IsControl(sign) || char.IsWhiteSpace(sign) || sign == '\\')
        && (s_schemes.Any(scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && url.Length > scheme.Length)
                && (!url.StartsWith("http", StringComparison.OrdinalIgnoreCase) || TextRules.IsHttp(url))
            || (url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal)));

    /// <summary>Null: it stands too deep in itself to be read.</summary>
    private static MarkdownDocument? Parse(string markdown, MarkdownPipeline pipeline)
    {
        try
        {
            return Markdown.Parse(markdown, pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static int Depth(Block block)
    {
        int depth = 0;
        for (var above = block.Parent; above is not null; above = above.Parent)
            depth += above is ListBlock or QuoteBlock ? 1 : 0;
        return depth;
    }

    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(["h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote"], StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href", "rel", "start"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "tel", "mailto"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
        })
        {
            KeepChildNodes = true,
        };
        return sanitizer;
    }
}
