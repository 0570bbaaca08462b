using NodaTime;

namespace ServiceDirectory.Core.Listings.Warnings;

/// <summary>A warning as it stands beside an entry, without whose it is.</summary>
/// <param name="Kind">What.</param>
/// <param name="From">The first moment at which it is read.</param>
/// <param name="Until">The first moment at which nobody reads it.</param>
/// <param name="Site">Closed: at this place only; null: everywhere.</param>
/// <param name="On">Closed: the day on the clocks of that place.</param>
/// <param name="Contact">Not working or hidden: the number or address.</param>
public sealed record PublishedWarning(WarningKind Kind, Instant From, Instant Until, Guid? Site = null, LocalDate? On = null, string? Contact = null);
