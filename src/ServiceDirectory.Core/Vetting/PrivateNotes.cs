using System.Text;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Vetting;

/// <summary>What members write for one another about a service, sealed: a copy of the database says nothing.</summary>
/// <param name="secrets">The directory's own keys.</param>
public sealed class PrivateNotes(DirectorySecrets secrets)
{
    /// <summary>Characters of one note.</summary>
    public const int Longest = 2_000;

    /// <param name="kind">For example <c>evidence</c>.</param>
    /// <param name="id">Of the row: the note opens nowhere else.</param>
    /// <param name="note">What was written.</param>
    public byte[] Seal(string kind, Guid id, string note) => secrets.Seal($"{kind}-{id}", Encoding.UTF8.GetBytes(note));

    public string Open(string kind, Guid id, byte[] note) => Encoding.UTF8.GetString(secrets.Open($"{kind}-{id}", note));

    /// <summary>A note that can be kept.</summary>
    /// <exception cref="ListingInvalidException">It is empty, too long, or has hidden signs in it.</exception>
    public static string Require(string field, string? note)
    {
        string words = (note ?? "").ReplaceLineEndings("\n").Trim();
        return TextRules.Refuse(words, Longest) is { } refused
            ? throw new ListingInvalidException([new ListingProblem(field, refused.Reason, refused.Message)])
            : words;
    }
}
