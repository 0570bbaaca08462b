using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>
/// A form as the page rendered it, filled and sent the way a browser does: hidden fields and tokens included, a field or choice
/// that is not there cannot be filled.
/// </summary>
internal sealed partial class Form
{
    private readonly IHtmlFormElement _form;
    private readonly string _page;
    private readonly Dictionary<string, string[]> _filled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Name, byte[] Bytes)> _files = new(StringComparer.Ordinal);

    private Form(IHtmlFormElement form, string page)
    {
        _form = form;
        _page = page;
    }

    /// <param name="document">The page.</param>
    /// <param name="page">Its address, to which the form's own is relative.</param>
    /// <param name="selector">Which form; there has to be exactly one.</param>
    public static Form On(IHtmlDocument document, string page, string selector = "main form") =>
        new((IHtmlFormElement)Assert.Single(document.QuerySelectorAll(selector)), page);

    public Form Fill(string field, params string[] values)
    {
        var inputs = Fields(field).ToList();
        Assert.True(inputs.Count > 0, $"The form has no field '{field}'.");
        foreach (var value in values)
            Assert.True(inputs.Any(i => Accepts(i, value)), $"The field '{field}' cannot take '{value}'.");
        _filled[field] = values;
        return this;
    }

    /// <summary>Chooses a file.</summary>
    public Form Attach(string field, string name, byte[] bytes)
    {
        Assert.Contains(Fields(field), f => f is IHtmlInputElement { Type: "file" });
        _files[field] = (name, bytes);
        return this;
    }

    /// <param name="browser">Sends it.</param>
    /// <param name="button">The value of the button pressed, for a form with several; null: the first that has a name.</param>
    public Task<HttpResponseMessage> SendAsync(HttpClient browser, string? button = null)
    {
        var pairs = Pairs(button).ToList();
        var action = _form.GetAttribute("action") is { Length: > 0 } written ? written : _page;
        var address = new Uri(new Uri(browser.BaseAddress!, _page), action);
        if (string.Equals(_form.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase))
            return browser.PostAsync(address, Content(pairs));

        var query = string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        return browser.GetAsync(new UriBuilder(address) { Query = query }.Uri);
    }

    /// <summary>Names of everything that it sends.</summary>
    public IReadOnlyList<string> Names => [.. _form.Elements.Select(element => element.GetAttribute("name")).OfType<string>().Where(name => name.Length > 0).Distinct()];

    /// <summary>The form as it stands, with other bytes in one field.</summary>
    /// <param name="browser">Sends it.</param>
    /// <param name="field">The field.</param>
    /// <param name="encoded">What stands in it, in the letters of a form.</param>
    public Task<HttpResponseMessage> SendWithAsync(HttpClient browser, string field, string encoded)
    {
        var pairs = Pairs(null).Where(pair => pair.Key != field).Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}");
        var content = new StringContent(string.Join('&', pairs.Append($"{Uri.EscapeDataString(field)}={encoded}")), System.Text.Encoding.ASCII);
        content.Headers.ContentType = new("application/x-www-form-urlencoded");
        return browser.PostAsync(new Uri(new Uri(browser.BaseAddress!, _page), _form.GetAttribute("action") is { Length: > 0 } action ? action : _page), content);
    }

    private HttpContent Content(List<KeyValuePair<string, string>> pairs)
    {
        if (_form.Enctype != "multipart/form-data")
            return new FormUrlEncodedContent(pairs);
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in pairs)
            content.Add(new StringContent(value), name);
        foreach (var field in _form.Elements.OfType<IHtmlInputElement>().Where(input => input.Type == "file").Select(input => input.Name!))
        {
            // A browser sends a nameless one where none was chosen.
            var (name, bytes) = _files.GetValueOrDefault(field, ("", []));
            var part = new ByteArrayContent(bytes);
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{field}\"; filename=\"{name}\"");
            content.Add(part);
        }

        return content;
    }

    private IEnumerable<IHtmlElement> Fields(string name) => _form.Elements.Where(e => e.GetAttribute("name") == name);

    private static bool Accepts(IHtmlElement field, string value) => field switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio" } input => input.Value == value,
        IHtmlSelectElement select => select.Options.Any(o => o.Value == value),
        IHtmlInputElement { Type: "hidden" } => false,
        _ => true,
    };

    private IEnumerable<KeyValuePair<string, string>> Pairs(string? button)
    {
        var pressed = _form.Elements.Where(IsButton).FirstOrDefault(b => button is null
            ? !string.IsNullOrEmpty(b.GetAttribute("name"))
            : b.GetAttribute("value") == button);
        Assert.True(button is null || pressed is not null, $"The form has no button '{button}'.");
        var sent = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in _form.Elements)
        {
            var name = field.GetAttribute("name");
            if (string.IsNullOrEmpty(name) || field.HasAttribute("disabled") || (IsButton(field) && field != pressed))
                continue;
            if (_filled.TryGetValue(name, out var values))
            {
                foreach (var value in sent.Add(name) ? values : [])
                    yield return new(name, NewLines().Replace(value, "\r\n"));
                continue;
            }

            foreach (var value in Values(field))
                yield return new(name, value);
        }
    }

    private static IEnumerable<string> Values(IHtmlElement field) => field switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio" } input => input.IsChecked ? [input.Value] : [],
        IHtmlInputElement { Type: "file" } => [],
        IHtmlInputElement input => [input.Value],
        IHtmlTextAreaElement area => [NewLines().Replace(area.Value, "\r\n")],
        IHtmlSelectElement select => select.Options.Where(o => o.IsSelected).Select(o => o.Value),
        IHtmlButtonElement press => [press.Value],
        _ => [],
    };

    private static bool IsButton(IHtmlElement field) =>
        field is IHtmlInputElement { Type: "submit" or "image" or "button" or "reset" } or IHtmlButtonElement;

    [GeneratedRegex("\r\n|\r|\n")]
    private static partial Regex NewLines();
}
