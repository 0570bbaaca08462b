namespace ServiceDirectory.Core.Permissions;

/// <summary>What an organisation is to an entry.</summary>
public enum Relation
{
    /// <summary>It keeps the entry.</summary>
    Own,

    /// <summary>It counts as one with whoever keeps it.</summary>
    Related,

    /// <summary>It runs the service, or counts as one with whoever does, and does not keep the entry.</summary>
    Runs,

    /// <summary>None of these.</summary>
    Other,
}
