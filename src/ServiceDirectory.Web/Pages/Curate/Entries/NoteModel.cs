namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Several lines to write.</summary>
/// <param name="Name">Of <see cref="CurateField"/>; also its id, where there is one of it on the page.</param>
/// <param name="Label">What it is.</param>
/// <param name="Help">What to write; null: nothing to say.</param>
/// <param name="Wrong">What was wrong; null: nothing.</param>
/// <param name="Value">What was written.</param>
public sealed record NoteModel(string Name, string Label, string? Help, string? Wrong, string? Value)
{
    /// <summary>Where several forms of a page have such a field each has an id of its own: else all labels are those of the first.</summary>
    public string Id { get; init; } = Name;

    public string? Described => (Wrong, Help) switch
    {
        (null, null) => null,
        (null, _) => $"{Id}-help",
        (_, null) => $"{Id}-wrong",
        _ => $"{Id}-wrong {Id}-help",
    };
}
