namespace ServiceDirectory.Web.Sharing;

/// <summary>Names of parameters of what is handed on; people print some of them.</summary>
public static class SharingField
{
    /// <summary>Path and query of the page that a square leads to.</summary>
    public const string For = "for";
}
