namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>Several lines to write.</summary>
/// <param name="Name">Of <see cref="CurateField"/>; also its id.</param>
/// <param name="Label">What it is.</param>
/// <param name="Help">What to write; null: nothing to say.</param>
/// <param name="Wrong">What was wrong; null: nothing.</param>
/// <param name="Value">What was written.</param>
public sealed record NoteModel(string Name, string Label, string? Help, string? Wrong, string? Value);
