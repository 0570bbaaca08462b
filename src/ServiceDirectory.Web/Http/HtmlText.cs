using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// Markup written in one go, for the few pieces of which a page has so many that a view for each costs more than all the rest:
/// <c>html.Write($"&lt;p&gt;{words}&lt;/p&gt;")</c> takes what stands in the source as it is, and encodes every value.
/// </summary>
/// <param name="encoder">That of the views.</param>
internal sealed class HtmlText(HtmlEncoder encoder) : IHtmlContent
{
    private readonly StringBuilder _written = new(512);

    /// <summary>What stands in the source is markup, and every value in it is words.</summary>
    public HtmlText Write([InterpolatedStringHandlerArgument("")] Markup markup)
    {
        // It has written itself while it was put together.
        _ = markup;
        return this;
    }

    /// <summary>Attributes of an element whose words are in another language than the page; nothing where they are not.</summary>
    /// <param name="language">BCP 47.</param>
    public void WriteLanguage(string language)
    {
        if (language != CultureInfo.CurrentUICulture.Name)
            Write($" lang=\"{language}\" dir=\"{PageLanguages.Direction(language)}\"");
    }

    /// <summary>It is encoded already.</summary>
    void IHtmlContent.WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        foreach (var part in _written.GetChunks())
            writer.Write(part.Span);
    }

    public override string ToString() => _written.ToString();

    [InterpolatedStringHandler]
    public readonly struct Markup
    {
        private readonly HtmlText _to;

        public Markup(int literalLength, int formattedCount, HtmlText to)
        {
            _ = literalLength + formattedCount;
            _to = to;
        }

        public void AppendLiteral(string markup) => _to._written.Append(markup);

        public void AppendFormatted(string? words)
        {
            if (!string.IsNullOrEmpty(words))
                _to._written.Append(_to.Encode(words));
        }
    }

    private string Encode(string words) => encoder.Encode(words);
}
