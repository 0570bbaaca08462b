using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Cli.Demo;

/// <summary>An invented organisation. Its name gets the same mark as every other name.</summary>
/// <param name="Name">In the language of its country.</param>
/// <param name="Kind">What it is in the directory.</param>
/// <param name="Runs">What kind of provider it is of its own services.</param>
/// <param name="Town">Where it is.</param>
/// <param name="Country">ISO 3166-1.</param>
public sealed record DemoOrganisation(Said Name, OrganisationKind Kind, ProviderKind Runs, Town Town, string Country)
{
    public Said? About { get; init; }

    public string? Host { get; init; }

    /// <summary>Has a page under its name.</summary>
    public bool Public { get; init; }

    /// <summary>Shown as community-led.</summary>
    public bool Badge { get; init; }

    /// <summary>What an allied one knows about.</summary>
    public IReadOnlyList<OrganisationField> Fields { get; init; } = [];

    /// <summary>Months from the day of loading until the vouchers' word ends; negative: it has ended.</summary>
    public int VouchedForMonths { get; init; } = 18;

    /// <summary>Days from the day of loading until it may approve again.</summary>
    public int? FrozenForDays { get; init; }

    /// <summary>Counts as one with this organisation.</summary>
    public DemoOrganisation? RelatedTo { get; init; }

    public string? RelatedBecause { get; init; }
}
