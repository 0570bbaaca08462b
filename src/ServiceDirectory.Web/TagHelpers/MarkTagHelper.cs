using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ServiceDirectory.Web.TagHelpers;

/// <summary>Marks for machines: <c>mark-place="5"</c> becomes <c>data-place="5"</c>, and nothing where there is no value.</summary>
[HtmlTargetElement(Attributes = Prefix + "*")]
public sealed class MarkTagHelper : TagHelper
{
    private const string Prefix = "mark-";

    [HtmlAttributeName(DictionaryAttributePrefix = Prefix)]
    public IDictionary<string, string?> Marks { get; set; } = new Dictionary<string, string?>();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (var (name, value) in Marks)
        {
            if (!string.IsNullOrEmpty(value))
                output.Attributes.SetAttribute($"data-{name}", value);
        }
    }
}
