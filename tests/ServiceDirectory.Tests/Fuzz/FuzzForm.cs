using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace ServiceDirectory.Tests.Fuzz;

/// <summary>A form of a page, and what somebody hostile makes of it.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="Form">As it is shown.</param>
internal sealed record FuzzForm(string Address, IHtmlFormElement Form)
{
    private const string File = "file";

    /// <summary>What changes what is there goes by these.</summary>
    public static IReadOnlyList<FuzzForm> Posted(IHtmlDocument page, string address) =>
        [.. page.QuerySelectorAll<IHtmlFormElement>("main form[method=post]").Select(form => new FuzzForm(form.GetAttribute("action") is { Length: > 0 } action ? action : address, form))];

    public bool TakesFile => Form.Elements.OfType<IHtmlInputElement>().Any(input => input.Type == File);

    /// <summary>Filled, with some of its fields as nobody should fill them.</summary>
    /// <param name="text">Decides what.</param>
    /// <param name="file">The bytes of a file, one letter each.</param>
    /// <param name="parameters">Names that other forms have.</param>
    public IReadOnlyList<FuzzField> Fill(HostileText text, string file, IReadOnlyList<string> parameters)
    {
        List<FuzzField> fields = [];
        // In one of some nothing is wrong but what is hostile in one field: so far come most.
        int most = text.Any([8, 8, 3, 20]);
        var buttons = Form.Elements.OfType<IHtmlButtonElement>().Where(button => button.Name is { Length: > 0 }).ToList();
        foreach (var element in Form.Elements)
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name || element is IHtmlButtonElement)
                continue;
            if (element is IHtmlInputElement { Type: File })
            {
                fields.Add(new FuzzField(name, file, text.IsOneOf(5) ? text.Raw() : "list.csv"));
                continue;
            }

            string? value = element switch
            {
                IHtmlInputElement { Type: "checkbox" or "radio" } choice => choice.IsChecked || text.IsOneOf(3) ? choice.Value : null,
                IHtmlSelectElement select => select.Options.Any() ? text.Any([.. select.Options.Select(option => option.Value)]) : null,
                IHtmlInputElement { Type: "hidden" } hidden => hidden.Value,
                IHtmlInputElement input => input.Value is { Length: > 0 } given && !text.IsOneOf(4) ? given : text.Plausible(),
                IHtmlTextAreaElement area => area.Value is { Length: > 0 } given && !text.IsOneOf(4) ? given : text.Plausible(),
                _ => null,
            };
            if (value is null)
                continue;
            string raw = HostileText.Letters(value);
            // What is hidden is most often what lets a form in at all.
            bool isHidden = element is IHtmlInputElement { Type: "hidden" };
            if (text.IsOneOf(isHidden ? most * 4 : most))
            {
                switch (text.Next(6))
                {
                    case 0:
                        continue;
                    case 1:
                        fields.Add(new FuzzField(name, raw));
                        break;
                    case 2:
                        raw = text.Changed(raw);
                        break;
                    default:
                        raw = text.Raw();
                        break;
                }
            }

            fields.Add(new FuzzField(name, raw));
        }

        if (buttons.Count > 0 && !text.IsOneOf(10))
        {
            var pressed = text.Any(buttons);
            fields.Add(new FuzzField(pressed.Name!, HostileText.Letters(pressed.Value)));
        }

        if (text.IsOneOf(8))
            fields.Add(new FuzzField(text.Any(parameters), text.Raw()));
        if (text.IsOneOf(20) && fields.Count > 0)
        {
            var some = text.Any(fields);
            fields.Add(some with { Name = text.Any([some.Name + "[]", some.Name + "[0]", some.Name + ".x", some.Name.ToUpperInvariant(), "[" + some.Name, some.Name + "[0][a"]) });
        }

        return fields;
    }
}

/// <param name="Name">Of the field.</param>
/// <param name="Value">Bytes, one letter each.</param>
/// <param name="FileName">Null: it is no file.</param>
internal sealed record FuzzField(string Name, string Value, string? FileName = null);
