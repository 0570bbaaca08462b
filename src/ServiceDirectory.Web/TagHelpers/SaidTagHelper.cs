using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.TagHelpers;

/// <summary>
/// Puts somebody else's words into an element: <c>&lt;p said="@card.Summary"&gt;</c>. Marks the language and direction where
/// they are not the page's, and leaves the element out where there are no words.
/// </summary>
[HtmlTargetElement(Attributes = Attribute)]
public sealed class SaidTagHelper : TagHelper
{
    private const string Attribute = "said";

    /// <summary>A <see cref="CardText"/> or a <see cref="Text"/>.</summary>
    [HtmlAttributeName(Attribute)]
    public object? Said { get; set; }

    /// <summary>The language of the card, when it is not the page's.</summary>
    [HtmlAttributeName("said-in")]
    public string? In { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var page = CultureInfo.CurrentUICulture.Name;
        var (value, language) = Said switch
        {
            CardText text => (text.Value, text.Lang ?? In ?? page),
            Text text => text.For(page) is var spoken ? (spoken.Value, spoken.Language) : default,
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

        output.Content.SetContent(value);
    }
}
