using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Web.Pages.Curate.Training;

/// <summary>Several of a list.</summary>
/// <param name="Name">Of the field.</param>
/// <param name="Label">What is asked.</param>
/// <param name="Wrong">What was wrong; null: nothing.</param>
/// <param name="Options">Value and words.</param>
/// <param name="Chosen">Values of those that are ticked.</param>
public sealed record TicksModel(string Name, string Label, string? Wrong, IEnumerable<(string Value, string Words)> Options, IReadOnlyList<string> Chosen)
{
    public static IEnumerable<(string Value, string Words)> Of<T>(Func<T, string> say)
        where T : struct, Enum => Enum.GetValues<T>().Select(value => (EnumSlug.Of(value), say(value)));
}
