using ServiceDirectory.Core.Desk;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Where the things on the desk are done.</summary>
public static class DeskKinds
{
    /// <param name="row">What waits.</param>
    /// <param name="organisation">Code of the one for which somebody acts.</param>
    public static string Address(DeskRow row, string organisation)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Kind switch
        {
            _ => Links.Entry(organisation, row.Code),
        };
    }
}
