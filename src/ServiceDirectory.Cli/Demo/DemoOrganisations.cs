using ServiceDirectory.Core.Organisations;
using static ServiceDirectory.Cli.Demo.Shorthand;
using static ServiceDirectory.Core.Listings.ProviderKind;
using static ServiceDirectory.Core.Organisations.OrganisationKind;

namespace ServiceDirectory.Cli.Demo;

/// <summary>The invented organisations: those that check, those that stand beside them, and those that run services.</summary>
internal static class DemoOrganisations
{
    // Led by sex workers.
    public static readonly DemoOrganisation Aire = new("Aire Collective", SexWorkerLed, Community, Leeds, "GB")
    {
        About = "A collective in Leeds, run by its members since 2014. Drop-in, night outreach and warnings.",
        Host = "aire-collective.example",
        Public = true,
        Badge = true,
    };

    public static readonly DemoOrganisation Loom = new("Loom Workers' Network", SexWorkerLed, Community, Manchester, "GB")
    {
        About = "A members' network for the North West. Advice, classes and a place to meet.",
        Host = "loom-network.example",
        Public = true,
        Badge = true,
    };

    public static readonly DemoOrganisation Riverbank = new("Riverbank Workers' Union", SexWorkerLed, Community, London, "GB")
    {
        About = "A union branch for people in clubs, flats, online work and on the street.",
        Host = "riverbank-union.example",
        Public = true,
        Badge = true,
    };

    public static readonly DemoOrganisation Dales = new("Dales and Moors Peers", SexWorkerLed, Community, Skipton, "GB")
    {
        About = "Nine people in the Yorkshire valleys. Not registered: no office, no board, no staff. A car and a kitchen.",
        Public = true,
        Badge = true,
    };

    public static readonly DemoOrganisation Liffey = new("Liffey Side Collective", SexWorkerLed, Community, Dublin, "IE")
    {
        About = "A peer collective in Dublin. We run a line, a drop-in and a hardship fund.",
        Host = "liffey-side.example",
        Public = true,
    };

    public static readonly DemoOrganisation Orilla = new(
        Es("Colectiva Orilla").En("Orilla Collective"), SexWorkerLed, Community, Sevilla, "ES")
    {
        About = Es("Colectiva de Sevilla. Acompañamos a médicos, abogados y trámites.")
            .En("A collective in Seville. We go with people to doctors, lawyers and offices."),
        Host = "colectiva-orilla.example",
        Public = true,
        Badge = true,
    };

    public static readonly DemoOrganisation Punte = new(Ro("Grupul Punte").En("Punte Group"), SexWorkerLed, Community, Cluj, "RO")
    {
        About = Ro("Grup de sprijin din Cluj, condus de membrii lui.").En("A peer group in Cluj, led by its members."),
        Host = "grupul-punte.example",
        Public = true,
    };

    // Counts as one with the network in Manchester: two approvals by this pair are one voice.
    public static readonly DemoOrganisation LoomSchool = new("Loom Training Co-operative", SexWorkerLed, Community, Manchester, "GB")
    {
        RelatedTo = Loom,
        RelatedBecause = "The same paid coordinator",
    };

    public static readonly DemoOrganisation Harbour = new("Harbour Circle", SexWorkerLed, Community, London, "GB") { FrozenForDays = 9 };

    public static readonly DemoOrganisation OldMill = new("Old Mill Peers", SexWorkerLed, Community, Leeds, "GB") { VouchedForMonths = -2 };

    // Allied and community-led.
    public static readonly DemoOrganisation Meridian = new("Meridian Migrants' Forum", Allied, Community, London, "GB")
    {
        About = "A forum of migrants in London. Advice and interpreters, whatever your papers.",
        Host = "meridian-forum.example",
        Fields = [OrganisationField.Migration],
        Public = true,
    };

    public static readonly DemoOrganisation Violet = new("Violet Trans Network", Allied, Community, Leeds, "GB")
    {
        About = "Run by trans people in the North. Clinics, letters and company.",
        Host = "violet-network.example",
        Fields = [OrganisationField.TransCare],
        Public = true,
    };

    public static readonly DemoOrganisation PlusPeers = new("Plus Peers North", Allied, Community, Leeds, "GB")
    {
        About = "A group of people living with HIV. U=U: undetectable means untransmittable.",
        Host = "plus-peers.example",
        Fields = [OrganisationField.Hiv],
        Public = true,
    };

    public static readonly DemoOrganisation Bobbin = new("Bobbin Drug Users' Forum", Allied, Community, Manchester, "GB")
    {
        About = "Run by people who use drugs. Kit, testing and straight answers.",
        Host = "bobbin-forum.example",
        Fields = [OrganisationField.Drugs],
        Public = true,
    };

    public static readonly DemoOrganisation Shores = new(Ar("جمعية الضفتين").En("Two Shores Association"), Allied, Community, Rabat, "MA")
    {
        About = Ar("جمعية يديرها مهاجرون ومهاجرات في الرباط.").En("An association in Rabat, run by migrants."),
        Host = "two-shores.example",
        Fields = [OrganisationField.Migration],
        Public = true,
    };

    public static readonly DemoOrganisation Drumuri = new(Ro("Asociația Trei Drumuri").En("Three Roads Association"), Allied, Community, Cluj, "RO")
    {
        About = Ro("Asociație condusă de romi din Cluj.").En("A Roma-led association in Cluj."),
        Host = "trei-drumuri.example",
        Fields = [OrganisationField.Roma],
        Public = true,
    };

    // Providers.
    public static readonly DemoOrganisation ValleyTrust = Runs("Aire Valley Health Trust", Public, Leeds, "aire-valley-health.example");
    public static readonly DemoOrganisation WharfLaw = Runs("Wharf Law Centre", Ngo, Leeds, "wharf-law.example");
    public static readonly DemoOrganisation Kestrel = Runs("Kestrel Yard Support", Ngo, Leeds, "kestrel-yard.example");
    public static readonly DemoOrganisation LongTable = Runs("Long Table Fellowship", FaithRun, Leeds, "long-table.example");
    public static readonly DemoOrganisation Latchkey = Runs("Latchkey Housing", Ngo, Leeds, "latchkey-housing.example");
    public static readonly DemoOrganisation LeedsTown = Runs("Leeds Example Council", Public, Leeds, "leeds-council.example");
    public static readonly DemoOrganisation MillYard = Runs("Mill Yard Partners", Public, Leeds, "mill-yard.example");
    public static readonly DemoOrganisation Aireside = Runs("Aireside Dental", Private, Leeds, "aireside-dental.example");
    public static readonly DemoOrganisation TalkingRoom = Runs("The Talking Room", Private, Leeds, "talking-room.example");
    public static readonly DemoOrganisation MoneyShelf = Runs("The Money Shelf", Ngo, Leeds, "money-shelf.example");
    public static readonly DemoOrganisation DalesTrust = Runs("Upper Dales Health Trust", Public, Skipton, "upper-dales-health.example");
    public static readonly DemoOrganisation DalesPharmacy = Runs("Bridge End Pharmacy", Private, Skipton, "bridge-end-pharmacy.example");
    public static readonly DemoOrganisation StSample = Runs("Saint Sample's Welcome", FaithRun, Skipton, "saint-sample.example");
    public static readonly DemoOrganisation Fellside = Runs("Fellside Advice", Ngo, Skipton, "fellside-advice.example");
    public static readonly DemoOrganisation Spindle = Runs("Spindle Health Trust", Public, Manchester, "spindle-health.example");
    public static readonly DemoOrganisation Weft = Runs("Weft Centre", Ngo, Manchester, "weft-centre.example");
    public static readonly DemoOrganisation Arkstone = Runs("Arkstone Solicitors", Private, Manchester, "arkstone-law.example");
    public static readonly DemoOrganisation Gate = Runs("Milestone Gate", Ngo, Manchester, "milestone-gate.example");
    public static readonly DemoOrganisation ThamesTrust = Runs("Thames Bend Health Trust", Public, London, "thames-health.example");
    public static readonly DemoOrganisation Embankment = Runs("Embankment Choices", Ngo, London, "embankment-choices.example");
    public static readonly DemoOrganisation Kiln = Runs("Kiln House", Ngo, London, "kiln-house.example");
    public static readonly DemoOrganisation Signal = Runs("Signal Desk", Ngo, London, "signal-desk.example");
    public static readonly DemoOrganisation SmallHours = Runs("Small Hours Trust", Ngo, London, "small-hours.example");
    public static readonly DemoOrganisation Liberty = Runs("Quays Health Service", Public, Dublin, "quays-health.example", "IE");
    public static readonly DemoOrganisation Capstan = Runs("Capstan Street Team", Ngo, Dublin, "capstan-team.example", "IE");
    public static readonly DemoOrganisation Guadal = Runs(
        Es("Salud Guadal").En("Guadal Health"), Public, Sevilla, "salud-guadal.example", "ES");
    public static readonly DemoOrganisation Jurista = Runs(
        Es("Juristas del Sur").En("Lawyers of the South"), Ngo, Sevilla, "juristas-sur.example", "ES");
    public static readonly DemoOrganisation Somes = Runs(
        Ro("Clinica Exemplu Someș").En("Someș Example Clinic"), Public, Cluj, "clinica-somes.example", "RO");
    public static readonly DemoOrganisation Casa = Runs(
        Ro("Casa Nucului").En("Walnut House"), Ngo, Cluj, "casa-nucului.example", "RO");
    public static readonly DemoOrganisation Mithal = Runs(Ar("مركز المثال الصحي").En("Al Mithal Health Centre"), Ngo, Rabat, "al-mithal.example", "MA");

    private static DemoOrganisation Runs(
        Said name, Core.Listings.ProviderKind kind, Town town, string host, string country = "GB") =>
        new(name, Provider, kind, town, country) { Host = host, Public = true };
}
