using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Cli.Demo.Shorthand;

namespace ServiceDirectory.Cli.Demo;

internal static class DemoLondon
{
    public static IReadOnlyList<DemoEntry> Entries { get; } =
    [
        new()
        {
            Name = "Riverbank Union Office", Profile = Profile.LawAdvice, Provider = Riverbank,
            Needs = "labour-rights groups-and-advocacy safety-at-work legal-advice discrimination",
            Access = "free any-name no-id no-insurance no-address no-referral all-genders trans-welcome nonbinary migrants-any-status peer-staff work-not-written no-post-no-calls",
            Sites = [Area(London, "Tu,We,Th 12:00-20:00") with { StepFreeNotes = "A ramp at the side." }],
            Phones = [HelpLine("+44 20 7946 0101", "Fees, fines, sackings, unpaid money") with { OnBills = true, Hours = "Tu,We,Th 12:00-20:00" }],
            Host = "riverbank-union", Mailbox = "office", Languages = "en es pt ro",
            Summary = "A union desk for clubs, flats, cameras and the street. Get paid, get heard, get organised.",
            Cost = "Advice is free. Joining is £5 a month, or what you can.", Asks = "Where you work, in general words. Any name.",
            Choose = "Whether to write to the boss. Whether your name is in the letter.",
            Happens = "A rep listens, then shows you what others did. A lawyer sits in on Wednesdays.",
            ContactBack = "On the app you choose.",
            Police = OnlyByCourtOrder("The union tells the police nothing unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger now.", Employers = "Only what you ask for, in the words you agree.",
            CheckedBy = [Aire, Loom], CheckedDaysAgo = 62,
        },
        new()
        {
            Name = new Said("en", "Thames Bend Clinic").And("pt-BR", "Clínica Thames Bend").And("es", "Clínica Thames Bend"),
            Profile = Profile.Health, Provider = ThamesTrust,
            Needs = "sti-testing hiv-testing sti-treatment pep prep hiv-care vaccines hormones condoms-lube emergency-contraception",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in same-day all-genders trans-welcome nonbinary hiv-positive peer-staff gender-of-staff "
                + "interpreter step-free no-police-on-site no-need-to-say-work work-not-written no-post-no-calls",
            AccessNotes = new Dictionary<string, Said> { ["anonymous"] = "Your record is a number on a card. Lose the card and you start a new one." },
            Sites =
            [
                Address(London, "200 Example Embankment", "SE1 0CV", -0.9, 0.8, "Mo-Fr 09:00-19:00; Su 12:00-17:00"),
                Address(London, "6 Sample Arches", "E1 0CI", 0.6, 4.2, "We 14:00-20:00") with { Name = "East room" },
            ],
            Phones = [Desk("+44 20 7946 0110", "Bookings and questions") with { OnBills = true, Hours = "Mo-Fr 09:00-18:00" }],
            Host = "thames-health", Mailbox = "clinic", Languages = "en pt-BR es", Interpreters = "ro ar th zh pl",
            Summary = new Said("en", "No name at all: you get a card with a number. Tests, PEP, PrEP and hormone checks.")
                .And("pt-BR", "Sem nome: você recebe um cartão com um número. Exames, PEP, PrEP e hormônios.")
                .And("es", "Sin nombre: recibes una tarjeta con un número. Pruebas, PEP, PrEP y control hormonal."),
            Cost = "Free.", Waiting = "About 45 minutes.", Asks = "Nothing but the card number, and your health questions.",
            Choose = "Every test. Who sees you. Phone, text or collecting results yourself.",
            Happens = "You take a card from the box. It is your name here.", ContactBack = "Not at all, unless you leave a number.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it. There are no names to tell."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger.", Employers = "Never.",
            UnderEighteen = "Under 18 a nurse says first what she must report.",
            CheckedBy = [Riverbank, Loom], CheckedDaysAgo = 41, How = CheckMethod.TestContact, Training = new(Riverbank, 11, 76),
        },
        new()
        {
            Name = new Said("en", "Meridian Welcome Desk").And("es", "Mesa de Bienvenida Meridian").And("ro", "Biroul de Primire Meridian").And("ar", "مكتب ميريديان للترحيب"),
            Profile = Profile.LawAdvice, Provider = Meridian,
            Needs = "asylum immigration-advice interpreting health-cover id-papers doctor",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in all-genders migrants-any-status children-welcome interpreter peer-staff no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Address(London, "33 Placeholder Road", "N7 0CO", 4.6, 0.4, "Mo,We,Fr 10:00-17:00") with { StepFree = true }],
            Phones = [Desk("+44 20 7946 0120", "Say your language, then wait") with { OnBills = true, Hours = "Mo,We,Fr 10:00-17:00" }],
            Host = "meridian-forum", Mailbox = "desk", Languages = "en ar es ro fa ti", Interpreters = "zh th vi pt",
            Summary = new Said("en", "Run by migrants. Asylum, papers, a doctor's form, and someone who speaks your language.")
                .And("es", "Llevado por migrantes. Asilo, papeles, médico y alguien que habla tu idioma.")
                .And("ro", "Condus de migranți. Azil, acte, medic și cineva care vorbește limba ta.")
                .And("ar", "يديره مهاجرون. اللجوء والأوراق والطبيب وشخص يتحدث لغتك."),
            Cost = "Free.", Waiting = "Come before ten. About two hours.", Asks = "A name, a language, and the paper that worries you.",
            Choose = "An interpreter by phone from another country.", Happens = "They tell you what the paper says and what date counts.",
            ContactBack = "On the app you like.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it. Each form that goes to the state is read to you first."),
            SocialServices = "If a child is alone or in danger. They tell you first.", Employers = "Never.",
            CheckedBy = [Riverbank, Aire], CheckedDaysAgo = 105, How = CheckMethod.Visited,
        },
        new()
        {
            Name = "Embankment Choices", Profile = Profile.Health, Provider = Embankment,
            Needs = "abortion pregnancy-options contraception emergency-contraception pregnancy-care",
            Access = "-free low-cost any-name no-id no-insurance no-address no-referral all-genders trans-welcome nonbinary interpreter gender-of-staff partners-pets no-need-to-say-work work-not-written no-post-no-calls",
            AccessNotes = new Dictionary<string, Said>
            {
                ["free"] = "Free for most people. Some have to pay, and hear the price first.",
                ["any-name"] = "Any name at the desk. The law asks for a legal name on one form, which stays with the doctors.",
            },
            Sites = [Address(London, "18 Specimen Gardens", "SW1 0CK", -1.2, -0.9, "Mo-Sa 08:30-17:30") with { StepFree = true, ByAppointment = true }],
            Phones = [HelpLine("+44 808 157 0310", "A nurse, every day") with { OnBills = false, Cost = "Free from mobiles.", Hours = "Mo-Su 08:00-20:00" }],
            ByPost = "Pills up to a time limit, in a plain packet or at a pick-up point. The nurse checks with you by phone.",
            RemoteAreas = "GB.ENG GB.WLS",
            Host = "embankment-choices", Mailbox = "nurse", Languages = "en fr", Interpreters = "ro es ar pt pl",
            Summary = "Abortion by pill or at the clinic, and care for those who go on. You decide; they say what is possible.",
            Description = "The time limit depends on where you are and how far along you are. A clinician checks it with you on the first call.",
            Cost = "Free for most people. If you have to pay, the price is told on the first call. A fund can help.",
            Waiting = "A call the same day, an appointment within five days.",
            Asks = "When your last period was, your health, and a way to reach you.", Say = "Say: I would like to talk to the nurse.",
            Choose = "Pills or a procedure. Home or clinic. Asleep or awake.",
            Happens = "One call of 20 minutes. Nobody asks you to explain.", ContactBack = "From a hidden number, at the hour you set.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger. They tell you first.", Employers = "Never.",
            UnderEighteen = "Under 16 you can come without your parents. A nurse says first what she must report.",
            CheckedBy = [Riverbank, Loom], CheckedDaysAgo = 37, How = CheckMethod.TestContact,
        },
        new()
        {
            Name = "Kiln House", Profile = Profile.PeerLine, Provider = Kiln,
            Needs = "safe-place-to-stay housing-tonight housing-help",
            Access = "-free low-cost any-name no-id no-insurance no-address no-referral same-day all-genders trans-welcome nonbinary migrants-any-status people-who-use-drugs hiv-positive partners-pets "
                + "no-need-to-say-work work-not-written no-post-no-calls no-child-services-sharing",
            Sites = [Area(London, "24/7") with { ByAppointment = true }],
            Phones = [HelpLine("+44 808 157 0320", "A room, day and night") with { OnBills = false, Cost = "Free from mobiles.", Hours = "24/7" }],
            Host = "kiln-house", Languages = "en es", Interpreters = "ro pt ar",
            Summary = "Twelve rooms for LGBT people and anyone who fears other shelters. Couples and pets too.",
            Cost = "Free for two weeks, then rent by income.", Waiting = "A room most nights. Call by eight.",
            Asks = "A name, pronouns, and whom to keep away.", Say = "Say: is there a room?",
            Choose = "A shared or a single room. When you come and go.", Happens = "You get a key and a quiet first day. A worker comes on the second.",
            ContactBack = "By text.",
            Police = WithExceptions("Only if you ask, or someone breaks in."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "Only for a child in the house.", Employers = "Never.",
            UnderEighteen = "From 18. Under that they find a youth house and say first what they must tell.",
            CheckedBy = [Riverbank, Aire], CheckedDaysAgo = 31, How = CheckMethod.Visited,
        },
        new()
        {
            Name = "Pier Road Nurses", Profile = Profile.Health, Provider = ThamesTrust,
            Needs = "sti-testing contraception wound-care",
            Access = "free any-name no-id no-insurance no-referral walk-in all-genders",
            Sites = [Address(London, "3 Sample Pier", "E16 0CO", 0.1, 8.4, "Mo-Fr 10:00-14:00")],
            Host = "thames-health", Languages = "en", Summary = "A nurse's room near the water.",
            Cost = "Free.", Asks = "Any name.", Choose = "Which tests.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            UnderEighteen = "They say first what they must tell.",
            CheckedBy = [Riverbank, Loom], CheckedDaysAgo = DemoDates.Lapsed + 20,
        },
        new()
        {
            Name = "Thames Bend Night Van", Profile = Profile.Health, Provider = ThamesTrust,
            Needs = "outreach sti-testing condoms-lube wound-care emergency-contraception",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in all-genders trans-welcome people-who-use-drugs no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Mobile(London, 15, "Fr-Sa 21:00-03:00") with { StopsByPhone = false, Directions = "Friday: east. Saturday: south. The van is white with a small blue wave." }],
            Phones = [Desk("+44 7700 900330", "Where is the van now?") with { OnBills = true, Hours = "Fr-Sa 20:30-03:00" }],
            Host = "thames-health", Languages = "en pt ro",
            Summary = "A nurse, a driver and a kettle. Tests, dressings, condoms and emergency pills by night.",
            Cost = "Free.", Asks = "Nothing.", Choose = "To step in, or be seen at the door.",
            Happens = "The nurse draws the curtain. Swabs take five minutes.", ContactBack = "A code to look up results, no number needed.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger now.", Employers = "Never.",
            UnderEighteen = "Care for anyone. The nurse says first what she must report.",
            CheckedBy = [Riverbank, Liffey], CheckedDaysAgo = 57,
        },
    ];
}
