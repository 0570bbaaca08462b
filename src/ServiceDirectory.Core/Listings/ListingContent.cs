using System.Text.Json.Serialization;
using NodaTime;

namespace ServiceDirectory.Core.Listings;

/// <summary>
/// The one description of a service: what a revision stores, what is compared, imported, approved and shown. Everything in
/// it is meant to be read by the public except <see cref="Consent"/>, which publishing leaves out.
/// </summary>
public sealed record ListingContent
{
    /// <summary>The shape written by this version of the program; <c>Upcasters</c> lift older documents to it.</summary>
    public const int CurrentVersion = 1;

    public required Text Name { get; init; }

    /// <summary>Other names people know the service by, each searchable.</summary>
    public IReadOnlyList<Text> OtherNames { get; init; } = [];

    /// <summary>A discreet name agreed with the service, used on sheets and in messages.</summary>
    public Text? PaperName { get; init; }

    public required Profile Profile { get; init; }

    /// <summary>Null only in what is published.</summary>
    public Consent? Consent { get; init; }

    public required PublicationSwitches Switches { get; init; }

    /// <summary>What it is in at most 280 characters. Null only while it is being written.</summary>
    public Text? Summary { get; init; }

    public Text? Description { get; init; }

    public required Provider Provider { get; init; }

    /// <summary>1 to 20 ids of the catalogue's needs. None only while it is being written.</summary>
    public required IReadOnlyList<int> Needs { get; init; }

    public IReadOnlyList<Site> Sites { get; init; } = [];

    public IReadOnlyList<Phone> Phones { get; init; } = [];

    public IReadOnlyList<MessageChannel> Messages { get; init; } = [];

    public WebAddress? Website { get; init; }

    public EmailAddress? Email { get; init; }

    public PostDelivery? Post { get; init; }

    /// <summary>Where help by phone, online or post reaches: ISO 3166-1 countries (<c>GB</c>), GeoNames first-level regions
    /// (<c>GB.ENG</c>) or <c>001</c> for everywhere. Empty: no help at a distance.</summary>
    public IReadOnlyList<string> RemoteAreas { get; init; } = [];

    /// <summary>BCP 47 tags of languages that staff speak. Interpreters do not count.</summary>
    public IReadOnlyList<string> StaffLanguages { get; init; } = [];

    public IReadOnlyList<string> InterpreterLanguages { get; init; } = [];

    public Text? Cost { get; init; }

    /// <summary>Known yes and known no; whatever is not here is "not known".</summary>
    public IReadOnlyList<AccessFact> Access { get; init; } = [];

    public Text? WaitingTime { get; init; }

    public Text? WhoCanUse { get; init; }

    public Text? WhoCannotUse { get; init; }

    public Text? WhatTheyAsk { get; init; }

    /// <summary>The words to say on the phone or at the desk, for example "Say: sexual health".</summary>
    public Text? WhatToSay { get; init; }

    /// <summary>Tests, staff, records and contact that a person can choose or refuse.</summary>
    public Text? WhatYouCanChoose { get; init; }

    public Text? WhatHappens { get; init; }

    public Text? HowTheyContactYou { get; init; }

    public Sharing Sharing { get; init; } = new();

    /// <summary>A part of the service that law orders, which is not what is listed here.</summary>
    public Text? OrderedByLaw { get; init; }

    /// <summary>How the part that is listed is booked without the ordered one. There wherever <see cref="OrderedByLaw"/> is.</summary>
    public Text? BookedApart { get; init; }

    public Text? UnderEighteen { get; init; }

    public Intake? Intake { get; init; }
}

/// <summary>Which required criteria apply, and how exact a place may be.</summary>
public enum Profile
{
    Health,
    LawAdvice,
    PeerLine,
    Basics,
}

/// <summary>What the service said about being listed. Never published.</summary>
public sealed record Consent
{
    public required ConsentKind Kind { get; init; }

    public LocalDate? GivenOn { get; init; }

    /// <summary>Where the yes is kept, never who gave it.</summary>
    public string? Note { get; init; }

    /// <summary>The service itself said that its exact address may be shown. Nobody else can say so.</summary>
    // Not written where it is false, so that documents of before there was the question stay as they are.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ExactAddress { get; init; }
}

public enum ConsentKind
{
    /// <summary>A public body or a large organisation that is public anyway.</summary>
    NotNeeded,

    /// <summary>The service said yes.</summary>
    Given,

    /// <summary>Asked for and not there: may be drafted, never published.</summary>
    Missing,
}

/// <summary>The three switches that a service decides for itself; all off where a yes is needed.</summary>
public sealed record PublicationSwitches
{
    public bool OpenData { get; init; }

    public bool SearchEngines { get; init; }

    public bool PrintAddress { get; init; }
}

/// <summary>Who runs the service.</summary>
public sealed record Provider
{
    /// <summary>Null only while it is being written.</summary>
    public Text? Name { get; init; }

    /// <summary>Null while nobody has said: it may be a place that hides, so what is read in from elsewhere keeps no street then.</summary>
    public ProviderKind? Kind { get; init; }

    /// <summary>The organisation's id where it is known to the directory.</summary>
    public Guid? OrganisationId { get; init; }
}

public enum ProviderKind
{
    Community,
    Public,
    Ngo,
    Private,
    FaithRun,
}

/// <summary>Somewhere that help is given. An <see cref="SiteKind.Area"/> site never carries an exact point.</summary>
public sealed record Site
{
    public required Guid Id { get; init; }

    public required SiteKind Kind { get; init; }

    public Text? Name { get; init; }

    /// <summary>GeoNames id of the town; for area sites a town of at least 20,000 people, or the largest place of a region that
    /// has none; for mobile ones the middle of the area served.</summary>
    public required int PlaceId { get; init; }

    /// <summary>Street and number. Null unless <see cref="Kind"/> is <see cref="SiteKind.Address"/>.</summary>
    public string? Street { get; init; }

    public string? PostalCode { get; init; }

    /// <summary>WGS 84, five decimal places. Null unless <see cref="Kind"/> is <see cref="SiteKind.Address"/>.</summary>
    public GeoPoint? Point { get; init; }

    /// <summary>Kilometres around the place that a mobile service comes to, 1 to 200. Null for the others.</summary>
    public double? RadiusKm { get; init; }

    /// <summary>"Time and stop by phone": a mobile service that gives its stops only to those who call.</summary>
    public bool StopsByPhone { get; init; }

    public Text? Directions { get; init; }

    public Text? StepFreeNotes { get; init; }

    public bool ByAppointment { get; init; }

    /// <summary>Null or empty: hours are not known, shown as "call for hours" or "by appointment".</summary>
    public IReadOnlyList<HoursRule>? Hours { get; init; }

    public IReadOnlyList<SpecialDay> SpecialDays { get; init; } = [];
}

public enum SiteKind
{
    Address,
    Area,
    Mobile,
}

/// <summary>WGS 84 degrees, rounded to five places.</summary>
public readonly record struct GeoPoint(double Latitude, double Longitude);

/// <summary>One span of a normal week in the site's own time zone.</summary>
public sealed record HoursRule
{
    public required Guid Id { get; init; }

    public required IsoDayOfWeek Day { get; init; }

    public required LocalTime Opens { get; init; }

    /// <summary>Earlier than or equal to <see cref="Opens"/> means after midnight; both 00:00 means the whole day.</summary>
    public required LocalTime Closes { get; init; }

    public Text? Note { get; init; }
}

/// <summary>Replaces the clock day from midnight to midnight at this date.</summary>
public sealed record SpecialDay
{
    public required Guid Id { get; init; }

    public required LocalDate On { get; init; }

    /// <summary>Empty: closed all day.</summary>
    public IReadOnlyList<TimeSpanOfDay> Open { get; init; } = [];

    public Text? Note { get; init; }
}

/// <summary>Part of one clock day. <paramref name="Closes"/> 00:00 means midnight at its end.</summary>
[method: JsonConstructor]
public readonly record struct TimeSpanOfDay(LocalTime Opens, LocalTime Closes);

public sealed record Phone
{
    public required Guid Id { get; init; }

    /// <summary>E.164 (<c>+44…</c>) or a short national number as it is dialled.</summary>
    public required string Number { get; init; }

    /// <summary>ISO 3166-1 country in which a short number works.</summary>
    public required string Country { get; init; }

    public Text? For { get; init; }

    /// <summary>What a call costs from a mobile.</summary>
    public Text? Cost { get; init; }

    /// <summary>Null: not known.</summary>
    public bool? AppearsOnBills { get; init; }

    /// <summary>True where help itself is given on this line, false for a number to ask or book.</summary>
    public bool GivesHelp { get; init; }

    public IReadOnlyList<HoursRule>? Hours { get; init; }
}

public sealed record MessageChannel
{
    public required Guid Id { get; init; }

    /// <summary>For example <c>SMS</c>, <c>Signal</c>, <c>WhatsApp</c>, <c>Web chat</c>.</summary>
    public required string App { get; init; }

    /// <summary>A number, a name in the app or an https address.</summary>
    public required string Address { get; init; }

    public Text? Note { get; init; }

    public bool GivesHelp { get; init; }
}

public sealed record WebAddress
{
    public required Guid Id { get; init; }

    /// <summary>http or https.</summary>
    public required string Url { get; init; }
}

public sealed record EmailAddress
{
    public required Guid Id { get; init; }

    /// <summary>The address of a role, never of a person.</summary>
    public required string Address { get; init; }
}

public sealed record PostDelivery
{
    public required Guid Id { get; init; }

    public bool PlainPacket { get; init; }

    public Text? Note { get; init; }
}

/// <summary>A known yes or a known no to one entry of the catalogue's access facts.</summary>
public sealed record AccessFact
{
    public required Guid Id { get; init; }

    /// <summary>Catalogue id, 1 to 62.</summary>
    public required int Facet { get; init; }

    public required bool Yes { get; init; }

    /// <summary>One of the facet's <c>values</c>, where it has any.</summary>
    public string? Value { get; init; }

    public Text? Note { get; init; }

    /// <summary>The only site at which it is true; null for the whole service.</summary>
    public Guid? SiteId { get; init; }
}

/// <summary>What is passed on, to whom and when, in words. Null: not known.</summary>
public sealed record Sharing
{
    public Text? Police { get; init; }

    public Text? Immigration { get; init; }

    public Text? SocialServices { get; init; }

    public Text? Employers { get; init; }
}

/// <summary>Whether new people are taken, as of a date.</summary>
public sealed record Intake
{
    public required IntakeState State { get; init; }

    public required LocalDate AsOf { get; init; }

    /// <summary>The last day on which <see cref="IntakeState.Full"/> counts; at most 30 days after <see cref="AsOf"/>.</summary>
    public LocalDate? Until { get; init; }
}

public enum IntakeState
{
    TakingNewPeople,
    WaitingList,
    Full,
}
