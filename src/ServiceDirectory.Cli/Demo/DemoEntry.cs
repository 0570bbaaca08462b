using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Cli.Demo;

/// <summary>
/// An invented service as it is written in the town files: as little ceremony as possible, so that the words can be read and
/// mended. <see cref="DemoContent"/> turns it into the document that everybody else writes.
/// </summary>
public sealed record DemoEntry
{
    /// <summary>Without the mark that it is invented; that is added to every name.</summary>
    public required Said Name { get; init; }

    public IReadOnlyList<Said> OtherNames { get; init; } = [];

    public Said? PaperName { get; init; }

    public required Profile Profile { get; init; }

    public required DemoOrganisation Provider { get; init; }

    /// <summary>Slugs of the catalogue, separated by spaces.</summary>
    public required string Needs { get; init; }

    /// <summary>Slugs of access facts, separated by spaces; a leading <c>-</c> is a known no.</summary>
    public required string Access { get; init; }

    /// <summary>Notes on access facts, by slug.</summary>
    public IReadOnlyDictionary<string, Said> AccessNotes { get; init; } = new Dictionary<string, Said>();

    public IReadOnlyList<DemoSite> Sites { get; init; } = [];

    public IReadOnlyList<DemoPhone> Phones { get; init; } = [];

    public IReadOnlyList<DemoChannel> Messages { get; init; } = [];

    /// <summary>Host name below <c>.example</c>, which no registry will ever give to anybody (RFC 2606).</summary>
    public string? Host { get; init; }

    /// <summary>The part of a role's e-mail address before the @ of <see cref="Host"/>.</summary>
    public string? Mailbox { get; init; }

    /// <summary>What is sent by post, always in a plain packet.</summary>
    public Said? ByPost { get; init; }

    /// <summary>Countries or regions that remote help covers, separated by spaces. Null: the region of the first town.</summary>
    public string? RemoteAreas { get; init; }

    /// <summary>Spoken by staff: language tags, separated by spaces.</summary>
    public required string Languages { get; init; }

    public string Interpreters { get; init; } = "";

    public required Said Summary { get; init; }

    public Said? Description { get; init; }

    public required Said Cost { get; init; }

    public Said? Waiting { get; init; }

    public Said? WhoCan { get; init; }

    public Said? WhoCannot { get; init; }

    public required Said Asks { get; init; }

    public Said? Say { get; init; }

    public Said? Choose { get; init; }

    public Said? Happens { get; init; }

    public Said? ContactBack { get; init; }

    public required Shares? Police { get; init; }

    public required Shares? Immigration { get; init; }

    public Said? SocialServices { get; init; }

    public Said? Employers { get; init; }

    public Said? OrderedByLaw { get; init; }

    public Said? BookedApart { get; init; }

    public Said? UnderEighteen { get; init; }

    public IntakeState? Intake { get; init; }

    /// <summary>How far the entry has come.</summary>
    public DemoStage Stage { get; init; } = DemoStage.Listed;

    /// <summary>The organisations that approve it. The first one that does not run it proposed it.</summary>
    public IReadOnlyList<DemoOrganisation> CheckedBy { get; init; } = [];

    /// <summary>The promise for which a declined one was declined, by slug.</summary>
    public string DeclinedFor { get; init; } = "no-exit-condition";

    /// <summary>Days between the last full check and the day of loading.</summary>
    public int CheckedDaysAgo { get; init; } = 40;

    public CheckMethod How { get; init; } = CheckMethod.Called;

    public DemoTraining? Training { get; init; }
}

public enum DemoStage
{
    /// <summary>A draft on its organisation's working list.</summary>
    Working,

    /// <summary>Approved by one organisation.</summary>
    Provisional,

    /// <summary>Run by the organisation that wrote it, not checked by others.</summary>
    Own,

    Listed,
    Suspended,
    Declined,
    Removed,
}

/// <summary>Words in the language in which they were written, with translations.</summary>
public sealed record Said(string Language, string Words)
{
    public IReadOnlyList<(string Language, string Words)> Translations { get; init; } = [];

    public static implicit operator Said(string english) => FromString(english);

    public static Said FromString(string english) => new("en", english);

    public Said And(string language, string words) => this with { Translations = [.. Translations, (language, words)] };
}

/// <summary>What is told to police or immigration: the sentence, and the value of the access fact that goes with it.</summary>
/// <param name="Value">A value of the access fact, or null where it is a plain no: details are passed on.</param>
/// <param name="Sentence">The whole answer in words.</param>
public sealed record Shares(string? Value, Said Sentence);

/// <summary>A real town, so that search works on the real gazetteer.</summary>
/// <param name="PlaceId">GeoNames id.</param>
/// <param name="Latitude">Of the town's centre, WGS 84 degrees.</param>
/// <param name="Longitude">Of the town's centre, WGS 84 degrees.</param>
/// <param name="Region">The area that is served from here at a distance, unless an entry says otherwise.</param>
public sealed record Town(int PlaceId, double Latitude, double Longitude, string Region)
{
    public string Country => Region[..2];
}

public sealed record DemoSite(SiteKind Kind, Town Town)
{
    public Said? Name { get; init; }

    public string? Street { get; init; }

    public string? PostalCode { get; init; }

    /// <summary>Kilometres north of the town's centre.</summary>
    public double North { get; init; }

    /// <summary>Kilometres east of the town's centre.</summary>
    public double East { get; init; }

    public double? RadiusKm { get; init; }

    public bool StopsByPhone { get; init; }

    public bool ByAppointment { get; init; }

    /// <summary>For example <c>Mo-Fr 09:00-17:00; Sa 10:00-13:00</c>, or <c>24/7</c>. Null: not known.</summary>
    public string? Hours { get; init; }

    public Said? Directions { get; init; }

    public Said? StepFreeNotes { get; init; }

    /// <summary>True or false where step-free access differs from site to site.</summary>
    public bool? StepFree { get; init; }

    public IReadOnlyList<DemoDay> SpecialDays { get; init; } = [];
}

/// <summary>A day that differs: so many days after loading, or the next 25 December.</summary>
/// <param name="InDays">Days after loading; null for the next 25 December.</param>
/// <param name="Open">For example <c>10:00-14:00</c>; empty: closed.</param>
/// <param name="Note">Why, in words.</param>
public sealed record DemoDay(int? InDays, string Open, Said Note);

public sealed record DemoPhone(string Number)
{
    public Said? For { get; init; }

    public Said? Cost { get; init; }

    public bool? OnBills { get; init; }

    public bool GivesHelp { get; init; }

    public string? Hours { get; init; }
}

public sealed record DemoChannel(string App, string Address)
{
    public Said? Note { get; init; }

    public bool GivesHelp { get; init; } = true;
}

public sealed record DemoTraining(DemoOrganisation By, int MonthsAgo, int StaffPercent);
