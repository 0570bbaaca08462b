using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Permissions;

namespace ServiceDirectory.Web.Curating;

/// <summary>From where somebody acts on this request, and on what.</summary>
/// <param name="Seat">In the organisation of the address.</param>
/// <param name="Entry">That of the address; null: the address has none.</param>
/// <param name="HasVoice">Whether the organisation may approve today.</param>
/// <param name="Role">In which they opened this page.</param>
/// <param name="Now">When.</param>
public sealed record Standing(Seat Seat, EntryStanding? Entry, bool HasVoice, ActorRole Role, Instant Now)
{
    /// <summary>The line by which they may do something here; null: they may not.</summary>
    public PermissionLine? Find(Deed deed) =>
        Entry is null ? PermissionTable.Find(Seat, deed, HasVoice) : PermissionTable.Find(Seat, deed, Entry, HasVoice);
}
