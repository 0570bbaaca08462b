using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.TagHelpers;

/// <summary>
/// Puts somebody else's words into an element: <c>&lt;p said="@card.Summary"&gt;</c>, or their name:
/// <c>&lt;h1 said-name="@card.Name"&gt;</c>. Marks the language and direction where they are not the page's, and leaves the
/// element out where there are no words. After words, which one has to be able to read, the reader is told their language too.
/// </summary>
[HtmlTargetElement(Attributes = Words)]
[HtmlTargetElement(Attributes = Name)]
public sealed class SaidTagHelper(Say say) : TagHelper
{
    private const string Words = "said";
    private const string Name = "said-name";

    /// <summary>A <see cref="CardText"/> or a <see cref="Text"/>.</summary>
    [HtmlAttributeName(Words)]
    public object? Said { get; set; }

    /// <summary>The same, where it is what something is called.</summary>
    [HtmlAttributeName(Name)]
    public object? Called { get; set; }

    /// <summary>The language of the card, when it is not the page's.</summary>
    [HtmlAttributeName("said-in")]
    public string? In { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var page = CultureInfo.CurrentUICulture.Name;
        var (value, language, origin) = (Said ?? Called) switch
        {
            CardText text => (text.Value, text.Lang ?? In ?? page, say.Origin(text.Lang ?? In ?? page)),
            Text text => text.For(page) is var spoken ? (spoken.Value, spoken.Language, say.Origin(text)) : default,
            _ => default,
        };
        if (string.IsNullOrEmpty(value))
        {
            output.SuppressOutput();
            return;
        }

        if (language != page)
        {
            output.Attributes.SetAttribute("lang", language);
            output.Attributes.SetAttribute("dir", PageLanguages.Direction(language));
        }

        // A browser that translates the page leaves a name as it stands on the door.
        if (Called is not null)
            output.Attributes.SetAttribute("translate", "no");
        output.Content.SetContent(value);
        if (Said is not null && origin is not null)
            output.PostElement.AppendHtml(" <small class=\"origin\">").Append(origin).AppendHtml("</small>");
    }
}
