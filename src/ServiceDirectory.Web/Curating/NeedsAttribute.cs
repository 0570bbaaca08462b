using ServiceDirectory.Core.Permissions;

namespace ServiceDirectory.Web.Curating;

/// <summary>What somebody has to be allowed to do for a page to open: on a page model for every request, on a handler for its own.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(Deed deed) : Attribute
{
    public Deed Deed { get; } = deed;
}
