namespace ServiceDirectory.Web.Sharing;

/// <summary>Ways to hand a list on, none of which says what somebody looked for.</summary>
/// <param name="Codes">Of its entries, in their order; at least one.</param>
public sealed record HandOnModel(IReadOnlyList<string> Codes)
{
    /// <summary>Path and query, short enough to be typed from paper.</summary>
    public string Address => Links.ShortList(Codes);
}
