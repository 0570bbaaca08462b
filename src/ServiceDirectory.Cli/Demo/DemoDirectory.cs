namespace ServiceDirectory.Cli.Demo;

/// <summary>Everything that is invented, in the order in which it is loaded.</summary>
public static class DemoDirectory
{
    public static IReadOnlyList<DemoEntry> Entries { get; } =
    [
        .. DemoLeeds.Entries,
        .. DemoSkipton.Entries,
        .. DemoManchester.Entries,
        .. DemoLondon.Entries,
        .. DemoDublin.Entries,
        .. DemoSevilla.Entries,
        .. DemoCluj.Entries,
        .. DemoRabat.Entries,
        .. DemoRemote.Entries,
    ];

    public static IReadOnlyList<DemoNotice> Notices => DemoNotices.All;

    public static IReadOnlyList<DemoAnswer> Answers => DemoAnswers.All;

    public static IReadOnlyList<DemoGuide> Guides => DemoGuides.All;

    /// <summary>Those that run or check an entry, and those that only show what an organisation can come to.</summary>
    public static IReadOnlyList<DemoOrganisation> Organisations { get; } =
    [
        .. Entries.SelectMany(e => e.CheckedBy.Append(e.Provider))
            .Concat(Entries.Select(e => e.Training?.By).OfType<DemoOrganisation>())
            .Append(DemoOrganisations.Harbour)
            .Append(DemoOrganisations.OldMill)
            .Distinct(),
    ];
}
