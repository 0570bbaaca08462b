using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Permissions;

/// <summary>An entry as one organisation stands to it: all that permissions are decided by.</summary>
/// <param name="Code">Its public code.</param>
/// <param name="KeeperId">The organisation whose entry it is.</param>
/// <param name="IsTied">The organisation runs the service, or counts as one with whoever does.</param>
public sealed record EntryStanding(Guid ServiceId, string Code, ServiceState State, Guid KeeperId, Relation Relation, bool IsTied);
