namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Names of the parameters of the reports.</summary>
public static class ReportField
{
    public const string Year = "year";
}
