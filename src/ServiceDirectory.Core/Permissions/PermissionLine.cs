using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Permissions;

/// <summary>One line of the table: whoever has one of the roles may do it, where all the rest holds.</summary>
/// <param name="Deed">What.</param>
/// <param name="Roles">Any of them; an organisation of the wrong kind has no such role. The first that somebody has is recorded.</param>
public sealed record PermissionLine(Deed Deed, IReadOnlyList<ActorRole> Roles)
{
    /// <summary>What the organisation is to the entry; empty: this is not about an entry.</summary>
    public IReadOnlyList<Relation> Relations { get; init; } = [];

    /// <summary>The states of the entry; empty: any.</summary>
    public IReadOnlyList<ServiceState> States { get; init; } = [];

    /// <summary>Not where the organisation is tied to whoever runs the service.</summary>
    public bool Untied { get; init; }

    /// <summary>Only where the organisation runs the service, or counts as one with whoever does.</summary>
    public bool Tied { get; init; }

    /// <summary>Only on days on which the organisation may approve: sex worker-led, vouched for, not frozen.</summary>
    public bool Voice { get; init; }

    /// <summary>Only of an organisation that keeps entries: an educator keeps none.</summary>
    public bool Keeps { get; init; }
}
