using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>A complete, invented description, to be changed by <c>with</c>.</summary>
public static class Sample
{
    public const int Leeds = 2644688;

    public const int Skipton = 2637627;

    /// <summary>
    /// Areas of which Ofcom sets a thousand numbers each apart for drama, without their last three digits. Not those of Leeds: the lists that
    /// tests bring in have them.
    /// </summary>
    private static readonly string[] s_invented =
        ["+441144960", "+441154960", "+441164960", "+441174960", "+441184960", "+441214960", "+441314960", "+441414960", "+441514960", "+441614960", "+442079460"];

    private static int s_numbers;

    /// <summary>A telephone number that no other sample has: what two entries share says that they are about the same service.</summary>
    public static string Number()
    {
        int number = Interlocked.Increment(ref s_numbers);
        return $"{s_invented[number / 1000 % s_invented.Length]}{number % 1000:000}";
    }

    public static Phone Phone() => new() { Id = Guid.NewGuid(), Number = Number(), Country = "GB" };

    public static ListingContent Clinic(string name = "Mill Clinic") => new()
    {
        Name = Text.Of("en", name),
        Profile = Profile.Health,
        Consent = new Consent { Kind = ConsentKind.Given, GivenOn = new LocalDate(2026, 10, 1), ExactAddress = true },
        Switches = new PublicationSwitches(),
        Summary = Text.Of("en", "Free tests and treatment. You choose which tests."),
        Provider = new Provider { Name = Text.Of("en", "Mill Trust"), Kind = ProviderKind.Ngo },
        Needs = [1, 4],
        Sites = [Site()],
        Phones = [Phone()],
        StaffLanguages = ["en", "ro"],
        Cost = Text.Of("en", "Free"),
        Sharing = new Sharing { Police = Text.Of("en", "Nothing, unless a court orders it.") },
        Access = [.. DirectoryCatalogue.Default.Facets.Where(f => f.Decides).Select(f => new AccessFact
        {
            Id = Guid.NewGuid(),
            Facet = f.Id,
            Yes = true,
            Value = f.CountsAsYes.Count > 0 ? f.CountsAsYes[0] : null,
        })],
    };

    /// <summary>Every field filled, with a translation, a site of each kind and help at a distance.</summary>
    public static ListingContent Everything()
    {
        var translator = Guid.NewGuid();
        var on = new LocalDate(2026, 10, 1);
        Text Words(string english) => Text.Of("en", english).With("ro", $"{english} (ro)", translator, on);

        var clinic = Clinic();
        var exact = Site() with
        {
            Name = Words("Front door"),
            PostalCode = "LS1 0AA",
            Directions = Words("Behind the market"),
            StepFreeNotes = Words("A ramp on the left"),
            ByAppointment = true,
            Hours = [Rule(IsoDayOfWeek.Friday, 18, 2) with { Note = Words("Ring twice") }, Rule(IsoDayOfWeek.Monday, 9, 17)],
            SpecialDays =
            [
                new SpecialDay { Id = Guid.NewGuid(), On = new LocalDate(2026, 12, 25), Note = Words("Holiday") },
                new SpecialDay
                {
                    Id = Guid.NewGuid(),
                    On = new LocalDate(2026, 12, 31),
                    Open = [new TimeSpanOfDay(new LocalTime(10, 0), new LocalTime(12, 0)), new TimeSpanOfDay(new LocalTime(20, 0), LocalTime.Midnight)],
                },
            ],
        };
        return clinic with
        {
            Name = Words("Mill Clinic"),
            OtherNames = [Words("The Mill"), Text.Of("ar", "عيادة الطاحونة")],
            PaperName = Words("M. Centre"),
            Consent = new Consent { Kind = ConsentKind.Given, GivenOn = on, Note = "Letter in the blue folder", ExactAddress = true },
            Switches = new PublicationSwitches { OpenData = true, SearchEngines = true, PrintAddress = true },
            Summary = Words("Free tests and treatment."),
            Description = Words("Tests, treatment and talk.\nNobody asks why."),
            Sites =
            [
                exact,
                new Site { Id = Guid.NewGuid(), Kind = SiteKind.Area, PlaceId = Leeds },
                new Site { Id = Guid.NewGuid(), Kind = SiteKind.Mobile, PlaceId = Leeds, RadiusKm = 12.5, StopsByPhone = true, Hours = [] },
            ],
            Phones =
            [
                new Phone
                {
                    Id = Guid.NewGuid(),
                    Number = "+441632960123",
                    Country = "GB",
                    For = Words("Nurse"),
                    Cost = Words("Free"),
                    AppearsOnBills = true,
                    GivesHelp = true,
                    Hours = [Rule(IsoDayOfWeek.Sunday, 22, 6)],
                },
            ],
            Messages = [new MessageChannel { Id = Guid.NewGuid(), App = "Signal", Address = "+447700900123", Note = Words("Any time"), GivesHelp = true }],
            Website = new WebAddress { Id = Guid.NewGuid(), Url = "https://mill.example/" },
            Email = new EmailAddress { Id = Guid.NewGuid(), Address = "info@mill.example" },
            Post = new PostDelivery { Id = Guid.NewGuid(), PlainPacket = true, Note = Words("Two days") },
            RemoteAreas = ["GB", "GB.ENG", "001"],
            InterpreterLanguages = ["bfi", "pt-BR"],
            Cost = Words("Free"),
            Access = [.. clinic.Access, new AccessFact { Id = Guid.NewGuid(), Facet = 10, Yes = false, Note = Words("Mondays only"), SiteId = exact.Id }],
            WaitingTime = Words("Two days"),
            WhoCanUse = Words("Everyone"),
            WhoCannotUse = Words("Nobody"),
            WhatTheyAsk = Words("A name you like"),
            WhatToSay = Words("Say: sexual health"),
            WhatYouCanChoose = Words("Which tests"),
            WhatHappens = Words("You sit down and talk"),
            HowTheyContactYou = Words("As you wish"),
            Sharing = new Sharing
            {
                Police = Words("Nothing, unless a court orders it"),
                Immigration = Words("Nothing"),
                SocialServices = Words("Nothing"),
                Employers = Words("Nothing"),
            },
            OrderedByLaw = Words("A court's tests"),
            BookedApart = Words("Ask at the other desk"),
            UnderEighteen = Words("Staff tell you first"),
            Intake = new Intake { State = IntakeState.WaitingList, AsOf = on },
        };
    }

    public static Site Site() => new()
    {
        Id = Guid.NewGuid(),
        Kind = SiteKind.Address,
        PlaceId = Leeds,
        Street = "1 Example Street",
        Point = new GeoPoint(53.79648, -1.54785),
        Hours = [Rule(IsoDayOfWeek.Monday, 9, 17)],
    };

    public static HoursRule Rule(IsoDayOfWeek day, int opens, int closes) =>
        new() { Id = Guid.NewGuid(), Day = day, Opens = new LocalTime(opens, 0), Closes = new LocalTime(closes, 0) };
}
