using System.Security.Cryptography;
using System.Text;
using NodaTime;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Import;

/// <summary>Which row of a list became which entry, so that the same list can be read again.</summary>
public sealed class ImportRow
{
    public required Guid OrganisationId { get; init; }

    /// <summary>What the list calls the row, or its name and town, by the directory's own key: nobody without it can test a guess.</summary>
    public required byte[] RowKey { get; init; }

    public required Guid ServiceId { get; init; }

    /// <summary>What was read of it, as JSON by use: all of it stands in a revision as well.</summary>
    public required string Values { get; set; }

    /// <summary>Of a whole entry that was read: by the name of each part a keyed hash of what it said.</summary>
    public string Parts { get; set; } = "{}";

    /// <summary>What the list is called, by the directory's own key; null: it is a spreadsheet.</summary>
    public byte[]? ListKey { get; init; }

    /// <summary>What else the list says, sealed; null: nothing.</summary>
    public byte[]? Note { get; set; }

    public required LocalDate TakenOn { get; set; }

    internal static byte[]? SealNote(DirectorySecrets secrets, Guid service, string? note) =>
        note is null ? null : secrets.Seal(Purpose(service), Encoding.UTF8.GetBytes(note));

    /// <summary>Null: there is none, or the keys were exchanged since.</summary>
    internal static string? OpenNote(DirectorySecrets secrets, Guid service, byte[]? note)
    {
        try
        {
            return note is null ? null : Encoding.UTF8.GetString(secrets.Open(Purpose(service), note));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string Purpose(Guid service) => $"import-note-v1 {service}";
}

/// <summary>Which needs an organisation takes another directory's word for a kind of help for.</summary>
public sealed class ImportTerm
{
    public required Guid OrganisationId { get; init; }

    /// <summary>The word and whose it is, by the directory's own key.</summary>
    public required byte[] WordKey { get; init; }

    /// <summary>Ids of the catalogue; none: it was looked at and left out.</summary>
    public required int[] Needs { get; set; }

    public required LocalDate UsedOn { get; set; }
}

/// <summary>How an organisation used the columns of a list with these headers.</summary>
public sealed class ImportMapping
{
    public required Guid OrganisationId { get; init; }

    /// <summary>SHA-256 of the headers: what they are called, the list knows.</summary>
    public required byte[] HeaderHash { get; init; }

    /// <summary>As <c>EnumSlug</c> writes them, one for each column.</summary>
    public required string[] Uses { get; set; }

    public required LocalDate UsedOn { get; set; }
}
