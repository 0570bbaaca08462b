namespace ServiceDirectory.Web.Sharing;

/// <summary>Ways to hand a list on, none of which says what somebody looked for.</summary>
/// <param name="Codes">Of its entries, in their order; at least one.</param>
public sealed record HandOnModel(IReadOnlyList<string> Codes)
{
    /// <summary>The code of a kept list; null: its address holds it.</summary>
    public string? Kept { get; init; }

    /// <summary>Path and query, short enough to be typed from paper.</summary>
    public string Address => Kept is null ? Links.ShortList(Codes) : Links.KeptList(Kept);

    public string Sheet => Kept is null ? Links.ListSheet(Codes) : Links.KeptListSheet(Kept);
}
