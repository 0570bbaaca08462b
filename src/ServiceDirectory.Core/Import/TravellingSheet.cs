using System.Text.Json;
using NodaTime;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Import;

/// <summary>
/// A list between the two pages on which it is read. It travels in the page, packed and sealed: until somebody has looked at what its columns
/// are, the program cannot know which of them is a street, and so keeps nothing of it.
/// </summary>
public static class TravellingSheet
{
    /// <returns>Base64url.</returns>
    public static string Seal(DirectorySecrets secrets, Guid organisation, Sheet sheet, Instant now) => Travelling.Seal(
        secrets, Purpose(organisation), stream => JsonSerializer.Serialize(stream, new Sealed(sheet, (now + Travelling.Longest).ToUnixTimeSeconds())));

    /// <returns>Null: there is none, it took too long, or it is not ours or another organisation's.</returns>
    public static Sheet? Open(DirectorySecrets secrets, Guid organisation, string? text, Instant now) => Travelling.Open(
        secrets, Purpose(organisation), text, stream => JsonSerializer.Deserialize<Sealed>(stream) is { } one && one.EndsAt > now.ToUnixTimeSeconds() ? one.Sheet : null);

    private static string Purpose(Guid organisation) => $"import-sheet-v1 {organisation}";

    private sealed record Sealed(Sheet Sheet, long EndsAt);
}
