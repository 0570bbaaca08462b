using ServiceDirectory.Core.Desk;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Who does the things on the desk, and where.</summary>
public static class DeskKinds
{
    /// <param name="row">What waits.</param>
    /// <param name="organisation">Code of the one for which somebody acts.</param>
    public static string Address(DeskRow row, string organisation)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row is { Code: { } entry } ? Links.Entry(organisation, entry) : Links.Desk(organisation);
    }
}
