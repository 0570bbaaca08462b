using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Cli.Demo.Shorthand;

namespace ServiceDirectory.Cli.Demo;

internal static class DemoManchester
{
    public static IReadOnlyList<DemoEntry> Entries { get; } =
    [
        new()
        {
            Name = "Loom Workers' Centre", PaperName = "Loom Centre", Profile = Profile.PeerLine, Provider = Loom,
            Needs = "drop-in peer-support training-other-work online-safety tax-business groups-and-advocacy safety-at-work",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in all-genders trans-welcome nonbinary migrants-any-status hiv-positive children-welcome peer-staff "
                + "no-police-on-site no-need-to-say-work work-not-written no-post-no-calls easy-read",
            Sites = [Area(Manchester, "Mo-Fr 11:00-18:00; Sa 12:00-16:00") with { StepFreeNotes = "A lift from the car park." }],
            Phones = [Desk("+44 161 496 0101", "The front table") with { OnBills = true, Hours = "Mo-Fr 11:00-18:00" }],
            Messages = [new("Signal", "+44 7700 900301") { Note = "Answered within a day." }],
            Host = "loom-network", Mailbox = "centre", Languages = "en pt ro th",
            Summary = "Desks, laptops, classes and company. Set up your books, your profile or your next course.",
            Description = "Mondays: tax and invoices. Tuesdays: locking down your accounts. Thursdays: CVs and courses, if you want them. Other days: just come.",
            Cost = "Free. Lunch too.", WhoCan = "Anyone who sells or has sold sex, and their children.",
            Asks = "A name of your choice.", Say = "Say: what is on this week?",
            Choose = "Which class, and whether you are in photos. There are no photos.",
            Happens = "Someone at the front table shows you what is on.", ContactBack = "A monthly text, if you ask.",
            Police = OnlyByCourtOrder("We tell the police nothing unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nobody asks. Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger now. We talk first.", Employers = "Never.",
            UnderEighteen = "Classes are for adults. Under 18 we say first what we must tell.",
            CheckedBy = [Aire, Riverbank], CheckedDaysAgo = 52, How = CheckMethod.Visited,
        },
        new()
        {
            Name = new Said("en", "Spindle Sexual Health").And("es", "Salud Sexual Spindle"), Profile = Profile.Health, Provider = Spindle,
            Needs = "sti-testing hiv-testing sti-treatment pep prep hiv-care vaccines condoms-lube emergency-contraception contraception",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in same-day all-genders trans-welcome nonbinary hiv-positive interpreter gender-of-staff "
                + "step-free no-need-to-say-work work-not-written no-post-no-calls no-police-on-site",
            Sites =
            [
                Address(Manchester, "100 Example Road", "M1 0CV", -0.4, 0.6, "Mo-Fr 08:00-20:00; Sa 09:00-16:00") with { Name = "Main clinic" },
                Address(Manchester, "5 Sample Wharf", "M4 0CI", 1.1, 1.0, "Tu 17:00-21:00") with { Name = "Night clinic", Directions = "Tuesdays only. No desk: sit down and someone comes." },
            ],
            Phones = [Desk("+44 161 496 0110", "Bookings") with { OnBills = true, Hours = "Mo-Fr 08:00-18:00" }],
            Host = "spindle-health", Mailbox = "clinic", Languages = "en es zh", Interpreters = "pt ro th ar pl",
            Summary = new Said("en", "A large clinic with long hours. PEP and PrEP the same day, HIV care upstairs.")
                .And("es", "Una clínica grande con horario largo. PEP y PrEP el mismo día, atención al VIH arriba."),
            Cost = "Free for everyone.", Waiting = "Thirty minutes before noon, longer after.",
            Asks = "Any name, birth year, how to send results.", Say = "Say: sexual health, please.",
            Choose = "Which tests. Doing your own swabs. A peer worker on Tuesdays.",
            Happens = "You tap your answers into a screen, alone. A nurse does only what you ticked.",
            ContactBack = "By text, from \"Spindle\". Or a code to look up yourself.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("They do not ask. Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger. They tell you first.", Employers = "Never.",
            UnderEighteen = "There is a nurse for under-18s. She says first what she must report.",
            CheckedBy = [Loom, Aire], CheckedDaysAgo = 29, How = CheckMethod.Visited, Training = new(Loom, 2, 88),
        },
        new()
        {
            Name = "Lock Keeper Clinic", Profile = Profile.Health, Provider = Spindle,
            Needs = "prep chemsex-support hiv-testing hepatitis vaccines sti-testing tb-and-infections",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in -all-genders men trans-welcome nonbinary hiv-positive people-who-use-drugs peer-staff no-need-to-say-work work-not-written",
            AccessNotes = new Dictionary<string, Said> { ["all-genders"] = "For men and non-binary people. Others are welcome at the main clinic." },
            Sites = [Address(Manchester, "17 Placeholder Lock", "M1 0CM", -0.2, -0.3, "We 17:00-22:00; Fr 17:00-22:00") with { StepFree = true }],
            Phones = [Desk("+44 161 496 0120", "Evenings only") with { OnBills = true, Hours = "We,Fr 16:30-21:30" }],
            Host = "spindle-health", Languages = "en pt es",
            Summary = "Two evenings a week for men and non-binary people. PrEP, chemsex support, vaccines.",
            Cost = "Free.", Waiting = "Walk in before nine.",
            Asks = "Any name. What you take and how, if you want advice on it.",
            Choose = "To see a worker who has been there. To talk about drugs or not.",
            Happens = "A number, a chair, a nurse. The chemsex worker sits by the tea.",
            ContactBack = "By text.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it, also not about drugs."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger.", Employers = "Never.",
            UnderEighteen = "From 16. The nurse says first what she must report.",
            CheckedBy = [Loom, Riverbank], CheckedDaysAgo = 66, Training = new(Loom, 23, 70),
        },
        new()
        {
            Name = "Bobbin Check and Swap", Profile = Profile.Health, Provider = Bobbin,
            Needs = "drug-checking safer-use-supplies naloxone drug-alcohol-support",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in same-day all-genders trans-welcome people-who-use-drugs hiv-positive peer-staff "
                + "no-police-on-site no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Address(Manchester, "44 Specimen Street", "M4 0CO", 0.8, 0.4, "Mo,Tu,Th,Fr 12:00-19:00") with { StepFree = true, Directions = "The shop with bicycles in the window." }],
            Phones = [Desk("+44 161 496 0130", "Ask what was found this week") with { OnBills = true, Hours = "Mo,Tu,Th,Fr 12:00-19:00" }],
            Host = "bobbin-forum", Mailbox = "swap", Languages = "en", Interpreters = "ro pl",
            Summary = "Bring a pinch, get a slip with a number. Two hours later they tell you what it is. Kit and naloxone too.",
            Cost = "Free.", Waiting = "Results in two hours.", Asks = "What it was sold as.",
            Choose = "To hear the result alone. To keep the rest or leave it.",
            Happens = "You put a pinch in a tube. You take the slip. The shop is run by people who use drugs.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it. They have a written agreement for what you carry to the shop."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger.", Employers = "Never.",
            UnderEighteen = "They say first what they must tell.",
            CheckedBy = [Loom, Aire], CheckedDaysAgo = 77, How = CheckMethod.Visited,
        },
        new()
        {
            Name = "Weft Women's Centre", Profile = Profile.PeerLine, Provider = Weft,
            Needs = "violence-support partner-family-abuse stalking-blackmail forced-or-controlled trauma-support childcare",
            Access = "free any-name no-id no-insurance no-address no-referral -all-genders women trans-welcome migrants-any-status children-welcome interpreter quiet-space "
                + "no-need-to-say-work work-not-written no-post-no-calls no-child-services-sharing",
            AccessNotes = new Dictionary<string, Said>
            {
                ["women"] = "For women. Trans women are welcome in every group and every room.",
                ["no-child-services-sharing"] = "Except when a child is in danger now. They tell you before they call.",
            },
            Sites = [Address(Manchester, "27 Sample Grove", "M14 0CV", -3.0, 0.9, "Mo-Fr 09:30-16:30") with { StepFree = true, Directions = "The garden door. The front is for deliveries." }],
            Phones = [HelpLine("+44 161 496 0140", "A worker, in office hours") with { OnBills = true, Hours = "Mo-Fr 09:30-16:30" }],
            Host = "weft-centre", Mailbox = "door", Languages = "en ur pl", Interpreters = "ro es ar pt",
            Summary = "A worker on your side, at work or at home. If someone controls you, they plan the next step with you.",
            Cost = "Free. Nursery places too.", Waiting = "A first talk within three days.",
            Asks = "Any name, and whether it is fine to call.", Say = "Say: I would like to see a worker.",
            Choose = "What you tell. A plan for staying, or for going. Who else is told.",
            Happens = "You talk with one worker, who stays yours. She tells you first whom she has to tell, and what.",
            ContactBack = "At the times you set. They hang up if anyone else answers.",
            Police = WithExceptions("Only if you ask, or a life is in danger now. They say first what counts as danger."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger now. They tell you first.", Employers = "Never.",
            UnderEighteen = "For women over 16. They say first what they must report.",
            CheckedBy = [Loom, Riverbank], CheckedDaysAgo = 58, How = CheckMethod.Visited, Training = new(LoomSchool, 10, 66),
        },
        new()
        {
            Name = "Arkstone Immigration Law", Profile = Profile.LawAdvice, Provider = Arkstone,
            Needs = "immigration-advice asylum detention-deportation family-law",
            Access = "-free low-cost any-name no-id no-insurance no-referral all-genders migrants-any-status interpreter no-need-to-say-work work-not-written",
            AccessNotes = new Dictionary<string, Said> { ["no-id"] = "Not for the first call. To act for you, the law says they must see a document, and tells them to keep a copy." },
            Sites = [Address(Manchester, "8 Example Chambers", "M2 0CK", 0.2, -0.1, "Mo-Fr 09:00-17:30") with { ByAppointment = true, StepFree = true }],
            Phones = [HelpLine("+44 161 496 0150", "Held or about to be removed: day and night") with { OnBills = true, Hours = "24/7" }],
            Host = "arkstone-law", Mailbox = "urgent", Languages = "en ar pt", Interpreters = "th zh ro es", RemoteAreas = "GB",
            Summary = "Lawyers for papers, asylum and removal. The night line is for someone who is held.",
            Cost = "First call free. Held or seeking asylum: the state pays, in most cases. Otherwise a fixed price, in writing.",
            Waiting = "Urgent: at once. Others: five days.",
            Asks = "The letter, its date, and where you are held.", Say = "Say: I have been given a date.",
            Choose = "An interpreter from another town. A woman or a man.",
            Happens = "A lawyer tells you the deadline first. Then what to sign and what not to sign.",
            ContactBack = "As you say. Letters go to the office if you like.",
            Police = OnlyByCourtOrder("A lawyer tells the police nothing unless a court orders it."),
            Immigration = OnlyByCourtOrder("They speak to immigration only for you, with your yes each time, or if a court orders it."),
            SocialServices = "Only if a life is in danger.", Employers = "Never.",
            CheckedBy = [Loom, Riverbank], CheckedDaysAgo = 88, How = CheckMethod.DocumentSeen,
        },
        new()
        {
            Name = "Milestone Gate", Profile = Profile.LawAdvice, Provider = Gate,
            Needs = "prison-support criminal-record housing-help id-papers",
            Access = "free any-name no-id no-insurance no-address no-referral all-genders people-who-use-drugs no-need-to-say-work work-not-written peer-staff",
            Sites = [Address(Manchester, "12 Placeholder Gate", "M8 0CI", 2.1, -0.4, "Mo-Fr 09:00-16:00") with { StepFree = true, Directions = "Five minutes from the tram. Ask for a lift from the gate." }],
            Phones = [HelpLine("+44 161 496 0160", "From inside, or on the day you leave") with { OnBills = true, Hours = "Mo-Fr 08:00-18:00" }],
            Host = "milestone-gate", Languages = "en",
            Summary = "Someone at the gate with a phone, a coat and a plan. Also for old records and lost papers.",
            Cost = "Free.", Asks = "The date you leave, and what you need first.",
            Choose = "What stands in a letter to a landlord.", Happens = "A worker who has been inside visits, then meets you on the day.",
            ContactBack = "By letter under the lawyer's rule, so that it is not read.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger.", Employers = "Only what you agree to.",
            CheckedBy = [Loom, Aire], CheckedDaysAgo = 125,
        },
        new()
        {
            Name = "Cotton Street Night Stop", Profile = Profile.Basics, Provider = Weft,
            Needs = "housing-tonight showers-laundry-phone",
            Access = "free any-name no-id no-insurance no-address no-referral same-day all-genders trans-welcome people-who-use-drugs no-need-to-say-work no-police-on-site",
            Sites = [Address(Manchester, "71 Specimen Road", "M11 0CV", 0.3, 2.7, "Mo-Su 19:00-09:00") with { StepFree = true }],
            Phones = [Desk("+44 161 496 0170", "Beds tonight") with { OnBills = true, Hours = "Mo-Su 17:00-24:00" }],
            Host = "weft-centre", Languages = "en ro",
            Summary = "Thirty beds in small rooms. Come as late as you need to.",
            Cost = "Free.", Waiting = "Call at five.", Asks = "What to call you.",
            Choose = "A room by gender or a mixed one.", Happens = "A bed, a shower, soup, and quiet from eleven.",
            Police = WithExceptions("They call the police if someone is being hurt in the building. Otherwise only by court order."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            Employers = "Never.",
            CheckedBy = [Loom, Aire], CheckedDaysAgo = 18,
        },
    ];
}
