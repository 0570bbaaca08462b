using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>The needs of the catalogue to choose from. They are the same for everybody who reads a language, so they are written once.</summary>
public sealed class NeedChoices(Say say, DirectoryCatalogue catalogue, HtmlEncoder encoder)
{
    private readonly ConcurrentDictionary<string, IHtmlContent> _written = new(StringComparer.Ordinal);

    /// <summary>Options of a <c>select</c>, by group, in the language of the page.</summary>
    public IHtmlContent Options => _written.GetOrAdd(CultureInfo.CurrentUICulture.Name, _ => Write());

    private HtmlText Write()
    {
        var html = new HtmlText(encoder);
        foreach (var group in catalogue.Groups)
        {
            html.Write($"<optgroup label=\"{say.Label(group)}\">\n");
            foreach (var need in group.Needs)
                html.Write($"<option value=\"{need.Id.ToString(CultureInfo.InvariantCulture)}\">{say.Label(need)}</option>\n");
            html.Write($"</optgroup>\n");
        }

        return html;
    }
}
