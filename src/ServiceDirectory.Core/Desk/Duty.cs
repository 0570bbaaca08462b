using NodaTime;

namespace ServiceDirectory.Core.Desk;

/// <summary>Who of an organisation looks first at what comes in, in one week.</summary>
public sealed class Duty
{
    public required Guid OrganisationId { get; init; }

    /// <summary>A Monday.</summary>
    public required LocalDate Week { get; init; }

    public required Guid AccountId { get; set; }
}

/// <summary>A private address by which somebody's own calendar asks how much waits for them.</summary>
public sealed class CalendarAddress
{
    public required Guid AccountId { get; init; }

    /// <summary>32 bytes, from <see cref="Secrets.DirectorySecrets.HashOf"/>.</summary>
    public required byte[] CodeHash { get; init; }
}
