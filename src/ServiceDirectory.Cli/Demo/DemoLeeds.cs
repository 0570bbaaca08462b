using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Cli.Demo.Shorthand;

namespace ServiceDirectory.Cli.Demo;

/// <summary>The large town: every kind of result and every state of an entry can be seen here.</summary>
internal static class DemoLeeds
{
    public static IReadOnlyList<DemoEntry> Entries { get; } =
    [
        new()
        {
            Name = new Said("en", "Example Street Sexual Health")
                .And("es", "Salud Sexual de Example Street").And("ro", "Sănătate Sexuală Example Street").And("ar", "الصحة الجنسية في شارع إكزامبل"),
            OtherNames = ["Example Street Clinic"],
            PaperName = "Example Street Health",
            Profile = Profile.Health, Provider = ValleyTrust,
            Needs = "sti-testing hiv-testing sti-treatment pep prep condoms-lube vaccines emergency-contraception contraception pregnancy-options body-health",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in same-day all-genders trans-welcome nonbinary hiv-positive "
                + "interpreter gender-of-staff peer-staff no-police-on-site no-need-to-say-work work-not-written no-post-no-calls quiet-space",
            Sites =
            [
                Address(Leeds, "12 Example Street", "LS1 0CV", 0.4, -0.3, "Mo-Fr 09:00-17:00; We 09:00-20:00; Sa 10:00-14:00") with
                {
                    Name = "City clinic", StepFree = true, StepFreeNotes = "A ramp at the door. A lift to every floor.",
                    Directions = "The blue door beside the library steps. Press the top bell.",
                    SpecialDays = [Christmas("Closed. The clinic opens again on 27 December."), InDays(3, "12:00-17:00", "Staff training in the morning.")],
                },
                Address(Leeds, "40 Sample Road", "LS9 0CV", -0.6, 2.4, "Tu,Th 13:00-19:00") with
                {
                    Name = "East side clinic", StepFree = false, StepFreeNotes = "Six steps and no lift. The city clinic has a ramp.",
                },
                Address(Otley, "3 Specimen Row", "LS21 0CV", 0.1, 0.1, "Mo 14:00-18:00") with { Name = "Otley clinic", StepFree = true },
            ],
            Phones = [Desk("+44 113 496 0101", "Questions and bookings") with { OnBills = true, Cost = "The price of a local call.", Hours = "Mo-Fr 09:00-16:30" }],
            Messages = [new("SMS", "+44 7700 900101") { Note = "Text CALL and the time that suits you.", GivesHelp = false }],
            Host = "aire-valley-health", Mailbox = "clinic", Languages = "en ro pl", Interpreters = "es ar pt th zh",
            Summary = new Said("en", "Tests, treatment, PEP, PrEP and contraception. Walk in or book. You choose which tests.")
                .And("es", "Pruebas, tratamiento, PEP, PrEP y anticonceptivos. Con cita o sin cita. Tú eliges las pruebas.")
                .And("ro", "Teste, tratament, PEP, PrEP și contracepție. Cu sau fără programare. Tu alegi testele.")
                .And("ar", "فحوص وعلاج ووقاية قبل التعرض وبعده ووسائل منع الحمل. بموعد أو من دون موعد. أنت من يختار الفحوص."),
            Description = "A nurse sees you alone, in a room with a door that shuts. Most visits take 30 minutes. "
                + "On Wednesday evenings a peer worker from the community sits in the waiting room. You can sit with them or not.",
            Cost = "Free for everyone, whatever your papers. Condoms, vaccines and medicine are free too.",
            Waiting = "Walk in: about one hour. Booked: about ten minutes.",
            WhoCan = "Anyone. You can live anywhere.",
            Asks = "A first name or any name, a birth year, and a way to send results. They may ask what kind of sex you have, to offer the right tests.",
            Say = "Say: sexual health.",
            Choose = "Which tests you take. Doing swabs yourself. A woman or a man to see you. Whether your work is written down.",
            Happens = "You fill in half a page. A number is called, not a name. A nurse talks with you and takes the tests you want. Results come in 7 days.",
            ContactBack = "By text, by phone, or not at all. Texts say only \"Your results are ready\".",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it. No officer may wait inside."),
            Immigration = OnlyByCourtOrder("Nobody asks about your papers. Nothing is shared unless a court orders it."),
            SocialServices = "Only if a child is in serious danger. They tell you first.",
            Employers = "Never.",
            UnderEighteen = "You can come under 18. Before you answer, they tell you what they would have to pass on.",
            CheckedBy = [Aire, Loom], CheckedDaysAgo = 34, How = CheckMethod.Visited, Training = new(Aire, 8, 72),
        },
        new()
        {
            Name = new Said("en", "Late Door Urgent Care").And("ro", "Îngrijire de Urgență Late Door").And("es", "Urgencias Late Door"),
            Profile = Profile.Health, Provider = ValleyTrust,
            Needs = "pep emergency-contraception wound-care doctor naloxone mental-health-care",
            Access = "free -any-name no-id no-insurance no-address no-referral walk-in same-day all-genders people-who-use-drugs interpreter no-need-to-say-work children-welcome",
            AccessNotes = new Dictionary<string, Said>
            {
                ["any-name"] = "They ask for your full name for the medical record. Nobody checks it.",
                ["no-id"] = "No document is asked for. This does not make the visit anonymous: there is a record.",
            },
            Sites =
            [
                Address(Leeds, "1 Placeholder Square", "LS2 0CI", 0.7, 0.2, "24/7") with
                {
                    StepFree = true, Directions = "Use the side entrance under the green sign. It never shuts.",
                    SpecialDays = [new(null, "00:00-24:00", "Open all day on 25 December.")],
                },
            ],
            Phones = [HelpLine("+44 113 496 0110", "Ask a nurse, day or night") with { OnBills = true, Cost = "The price of a local call.", Hours = "24/7" }],
            Host = "aire-valley-health", Languages = "en ur", Interpreters = "ro es ar pl",
            Summary = new Said("en", "Nurses and a doctor, 24 hours a day. PEP, emergency pills, wounds, and a talk when things are too much.")
                .And("ro", "Asistente și un medic, 24 de ore din 24. PEP, pilula de urgență, răni și cineva cu care să vorbești.")
                .And("es", "Enfermeras y médica, las 24 horas. PEP, píldora de urgencia, heridas y alguien con quien hablar."),
            Description = "You do not need to be registered anywhere. At night the desk can give the first days of PEP. A clinician checks whether it is right for you.",
            Cost = "Free. There is no charge for visitors or for people without papers.",
            Waiting = "Under one hour at night. Up to three hours on Saturday evening.",
            Asks = "Full name, birth date and what happened, as far as you want to say. An address if you have one.",
            Say = "Say: I need PEP, or: I need the emergency pill. You can write it on paper.",
            Choose = "To wait in the side room. To have no family doctor told. To leave at any time.",
            Happens = "A nurse sees you within 15 minutes and decides how fast you need care. PEP and emergency pills go first.",
            ContactBack = "They do not call unless you ask.",
            Police = WithExceptions("Police are told of a gun or knife wound, without your name unless you agree. Otherwise only by court order."),
            Immigration = OnlyByCourtOrder("They do not ask about papers and share nothing unless a court orders it."),
            SocialServices = "If a child or an adult in their care is in serious danger. They say so first.",
            Employers = "Never.",
            UnderEighteen = "Care comes first. Then a nurse explains what must be told and to whom.",
            CheckedBy = [Aire, Riverbank], CheckedDaysAgo = 21, How = CheckMethod.TestContact, Training = new(Loom, 26, 60),
        },
        new()
        {
            Name = "Aire Drop-in", PaperName = "The Thursday Room",
            Profile = Profile.PeerLine, Provider = Aire,
            Needs = "drop-in peer-support condoms-lube showers-laundry-phone food groups-and-advocacy safety-at-work id-papers",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in all-genders trans-welcome nonbinary migrants-any-status "
                + "people-who-use-drugs hiv-positive partners-pets peer-staff no-police-on-site no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Area(Leeds, "Tu 18:00-22:00; Th 12:00-17:00") with { SpecialDays = [Christmas("Closed on the day. Open on the 26th for a meal.")] }],
            Phones = [Desk("+44 7700 900115", "Where the door is") with { OnBills = true, Hours = "Mo-Fr 11:00-17:00" }],
            Messages = [new("Signal", "+44 7700 900115") { Note = "Messages vanish after one week." }],
            Host = "aire-collective", Mailbox = "room", Languages = "en ro pt",
            Summary = "A warm room run by people who do the same work. Food, showers, condoms, and time to talk or rest.",
            Description = "There is a kitchen, two showers, a washing machine and a quiet corner. Thursdays have a form-filling table. Bring letters, if you want.",
            Cost = "Free. Nobody counts what you eat.",
            WhoCan = "Current and former sex workers of every gender. Dogs are welcome.",
            WhoCannot = "Clients, managers and reporters.",
            Asks = "Nothing at the door but what to call you. It can be any name.",
            Say = "Call or message first. Say: when is the room open?",
            Choose = "To talk or be left alone. To sign up for the newsletter or not. There is no list of who came.",
            Happens = "Someone shows you round, once. After that the room is yours until closing time.",
            ContactBack = "Only if you give a number, and only the way you choose.",
            Police = OnlyByCourtOrder("We tell the police nothing unless a court orders it. We keep no names, so there is little to tell."),
            Immigration = OnlyByCourtOrder("We never ask about papers. We share nothing unless a court orders it."),
            SocialServices = "If a child is in danger now. We would talk with you first.",
            Employers = "Never.",
            UnderEighteen = "The room is for adults. Under 18, we sit with you and say what we must tell before you tell us.",
            CheckedBy = [Loom, Riverbank], CheckedDaysAgo = 60, How = CheckMethod.Visited,
        },
        new()
        {
            Name = "Aire Night Outreach",
            Profile = Profile.PeerLine, Provider = Aire,
            Needs = "outreach condoms-lube safer-use-supplies naloxone peer-support emergency-contraception",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral all-genders trans-welcome nonbinary migrants-any-status people-who-use-drugs "
                + "peer-staff no-police-on-site work-not-written no-post-no-calls",
            AccessNotes = new Dictionary<string, Said> { ["all-genders"] = "The team always has at least one woman." },
            Sites =
            [
                Mobile(Leeds, 12, "Th-Sa 20:00-02:00") with
                {
                    StopsByPhone = true, Directions = "Call after 19:30 for tonight's stops, or ask the van to come to your flat.",
                    SpecialDays = [InDays(4, "", "No van this night: it is being mended.")],
                },
            ],
            Phones = [Desk("+44 7700 900116", "Tonight's stops") with { OnBills = true, Hours = "Th-Sa 19:30-02:00" }],
            Messages = [new("WhatsApp", "+44 7700 900116") { Note = "Send only: van." }],
            Host = "aire-collective", Languages = "en ro",
            Summary = "A plain grey van with tea, condoms, kit, naloxone and emergency pills. It comes to flats, clubs and streets.",
            Cost = "Free.",
            Asks = "Nothing. You can take what you need and go.",
            Say = "Say: is the van out tonight?",
            Choose = "To come inside or stay by the window. To have the van park round the corner.",
            Happens = "Two peers and, on Fridays, a nurse. The nurse can give emergency contraception after a short talk.",
            ContactBack = "They do not call. The number you ring from is deleted each Sunday.",
            Police = OnlyByCourtOrder("The team tells the police nothing unless a court orders it. They leave if officers arrive, and tell you."),
            Immigration = OnlyByCourtOrder("Nobody asks about papers. Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger now. They say so first.",
            Employers = "Never.",
            UnderEighteen = "Anyone can take supplies. If you say you are under 18, they tell you first what they must pass on.",
            CheckedBy = [Loom, Liffey], CheckedDaysAgo = 75,
        },
        new()
        {
            Name = new Said("en", "Valley Care After Assault").And("es", "Valley: Atención tras una Agresión").And("ro", "Valley: Îngrijire după Agresiune"),
            PaperName = "Valley Care Team",
            Profile = Profile.Health, Provider = ValleyTrust,
            Needs = "sexual-assault-care pep emergency-contraception trauma-support police-report-support",
            Access = "free any-name no-id no-insurance no-address no-referral same-day all-genders trans-welcome nonbinary interpreter gender-of-staff quiet-space "
                + "no-need-to-say-work work-not-written no-post-no-calls no-police-on-site",
            Sites = [Area(Leeds, "24/7") with { ByAppointment = true, StepFreeNotes = "Everything is on one level." }],
            Phones = [HelpLine("+44 808 157 0112", "A nurse, day and night") with { OnBills = false, Cost = "Free from mobiles.", Hours = "24/7" }],
            Host = "aire-valley-health", Languages = "en", Interpreters = "ro es ar pl th zh pt",
            Summary = new Said("en", "Care after sexual assault, day and night. You can keep evidence for later without telling the police.")
                .And("es", "Atención tras una agresión sexual, día y noche. Puedes guardar pruebas sin avisar a la policía.")
                .And("ro", "Îngrijire după o agresiune sexuală, zi și noapte. Poți păstra probe fără să anunți poliția."),
            Description = "Evidence is best taken within 72 hours, and help is there at any time after. PEP and emergency pills are on site. Check with a clinician what you need.",
            Cost = "Free. A taxi can be paid for.",
            Waiting = "Most people are seen within two hours.",
            Asks = "Any name. What happened, only as much as you want to say.",
            Say = "Say: I would like an appointment today. The nurse asks the rest gently.",
            Choose = "An examination or none. A woman or a man. Police, no police, or decide later. Samples are kept for two years.",
            Happens = "You call, they give you a time and the address. One nurse stays with you. You can shower after, and clothes are given.",
            ContactBack = "Once after two weeks, the way you choose. Or never.",
            Police = WithExceptions("Your choice. The exception: if someone's life is in danger now, or a child's. They tell you before they call."),
            Immigration = OnlyByCourtOrder("They do not ask about papers, and share nothing unless a court orders it."),
            SocialServices = "If a child is in danger. They explain first.",
            Employers = "Never.",
            UnderEighteen = "Under 18 you are seen by the young people's nurse. She says first what she has to report.",
            CheckedBy = [Aire, Loom], CheckedDaysAgo = 50, How = CheckMethod.Visited, Training = new(Aire, 14, 80),
        },
        new()
        {
            Name = new Said("en", "Wharf Law Centre").And("ro", "Centrul Juridic Wharf"),
            Profile = Profile.LawAdvice, Provider = WharfLaw,
            Needs = "legal-advice arrest-support police-complaint criminal-record discrimination ordered-tests housing-help",
            Access = "free any-name no-id no-insurance no-referral all-genders trans-welcome migrants-any-status interpreter no-need-to-say-work work-not-written no-post-no-calls",
            AccessNotes = new Dictionary<string, Said>
            {
                ["any-name"] = "For advice, any name. A lawyer who goes to court for you needs your legal name: the court asks for it.",
            },
            Sites =
            [
                Address(Leeds, "7 Placeholder Wharf", "LS10 0CK", -0.5, 0.4, "Mo-Th 10:00-16:00; Tu 10:00-19:00") with
                {
                    StepFree = true, ByAppointment = true, Directions = "First floor, above the print shop. The lift is at the back.",
                    SpecialDays = [Christmas("Closed until 2 January. The night line stays open.")],
                },
            ],
            Phones =
            [
                HelpLine("+44 113 496 0120", "Arrest and raids, day and night") with { OnBills = true, Hours = "24/7" },
                Desk("+44 113 496 0121", "Appointments") with { OnBills = true, Hours = "Mo-Th 10:00-16:00" },
            ],
            Host = "wharf-law", Mailbox = "desk", Languages = "en ro pa", Interpreters = "es ar th zh",
            Summary = new Said("en", "Free lawyers. A night line for arrests and raids, and a day desk for records, complaints and landlords.")
                .And("ro", "Avocați gratuit. O linie de noapte pentru arestări și descinderi și un birou de zi pentru alte probleme."),
            Description = "The lawyers know the laws about working together, fines and cautions. They wrote a card with what to say. Ask for it in your language.",
            Cost = "Free. If a case could cost you money, they tell you in writing before it starts.",
            Waiting = "Night line: at once. Appointments: about two weeks.",
            Asks = "What happened and when. No proof of income for the first hour.",
            Say = "Say: I have been arrested, or: I want to book the law desk.",
            Choose = "A woman or a man as lawyer. An interpreter you do not know. Meeting elsewhere.",
            Happens = "On the line, a lawyer tells you what to say and what not to sign. They can come to the station.",
            ContactBack = "They ask which number and what to say if someone else picks up.",
            Police = OnlyByCourtOrder("What you tell a lawyer stays with the lawyer. Only a court can order anything else."),
            Immigration = OnlyByCourtOrder("Nothing is told to immigration unless a court orders it."),
            SocialServices = "Only if a life is in danger.",
            Employers = "Never.",
            UnderEighteen = "Under 18 you can call on your own. A lawyer has no duty to report what you say.",
            CheckedBy = [Riverbank, Aire], CheckedDaysAgo = 90, How = CheckMethod.DocumentSeen,
        },
        new()
        {
            Name = new Said("en", "Kestrel Yard Drugs and Alcohol Team").And("ro", "Echipa Kestrel Yard pentru Droguri și Alcool"),
            OtherNames = ["Kestrel Needle Exchange"],
            Profile = Profile.Health, Provider = Kestrel,
            Needs = "safer-use-supplies naloxone medication-treatment drug-alcohol-support chemsex-support hepatitis wound-care drug-checking",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in same-day all-genders trans-welcome people-who-use-drugs hiv-positive hearing no-police-on-site "
                + "no-need-to-say-work work-not-written",
            AccessNotes = new Dictionary<string, Said>
            {
                ["no-id"] = "Kit, naloxone and testing need no document. Methadone and buprenorphine do: the pharmacy must know who takes them.",
                ["any-name"] = "Any name for kit and naloxone. A prescription needs your legal name.",
                ["hearing"] = "British Sign Language on Wednesdays.",
            },
            Sites =
            [
                Address(Leeds, "22 Specimen Lane", "LS7 0CM", 1.2, 0.5, "Mo-Fr 09:30-17:00; Th 09:30-20:00; Sa 11:00-15:00") with
                {
                    StepFree = true, Directions = "Kit comes from the hatch on the left. You need not go in.",
                },
            ],
            Phones = [Desk("+44 113 496 0130", "Ask for the duty worker") with { OnBills = true, Hours = "Mo-Fr 09:30-17:00" }],
            Host = "kestrel-yard", Mailbox = "duty", Languages = "en pl ro", Interpreters = "es ar",
            Summary = "Kit, naloxone, testing and scripts. Cut down, stay safer or stop: it is your goal, not theirs.",
            Cost = "Free, scripts too.",
            Waiting = "Kit: none. A first script: usually the same day.",
            Asks = "For kit: initials and a birth year. For a script: name, birth date, what you take, and a urine or mouth test.",
            Choose = "A worker who knows chemsex. A woman or a man. Weekly or daily pick-up, when it is safe for you.",
            Happens = "You sit down with one worker. They ask what you want to change, if anything. Going on using does not end the help.",
            ContactBack = "By text from a number with no name.",
            Police = OnlyByCourtOrder("Nothing is passed to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("They do not ask. Nothing is passed on unless a court orders it."),
            SocialServices = "If a child lives with danger at home. They talk with you first.",
            Employers = "Never.",
            OrderedByLaw = "A court can order drug treatment. That part is run by another team in another building and is not what is listed here.",
            BookedApart = "Walk in, or ask for the duty worker. Nobody asks about a court.",
            UnderEighteen = "Under 18 you get kit and naloxone. They tell you first what they must report.",
            CheckedBy = [Aire, Loom], CheckedDaysAgo = 110, How = CheckMethod.Visited, Training = new(Aire, 23, 55),
        },
        new()
        {
            Name = "The Long Table",
            Profile = Profile.Basics, Provider = LongTable,
            Needs = "food showers-laundry-phone spiritual-cultural",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in all-genders trans-welcome people-who-use-drugs children-welcome "
                + "no-need-to-say-work no-police-on-site",
            Sites =
            [
                Address(Leeds, "5 Sample Hill", "LS8 0CO", 1.6, 1.1, "Mo-Fr 12:00-14:30; Su 17:00-19:00") with
                {
                    StepFree = true, Directions = "The hall behind the chapel. Go through the garden gate.",
                    SpecialDays = [new(null, "12:00-16:00", "Christmas dinner. No need to book.")],
                },
            ],
            Phones = [Desk("+44 113 496 0140", "The kitchen") with { OnBills = true, Hours = "Mo-Fr 10:00-15:00" }],
            Host = "long-table", Languages = "en yo",
            Summary = "A hot lunch, showers and clothes, in a hall run by a church. No prayer is said over the food unless you ask.",
            Description = "The volunteers belong to a church. They do not bring up faith, and there are no leaflets. A chaplain of your own faith can be found, if you want one.",
            Cost = "Free.",
            Asks = "Nothing. You take a plate and sit.",
            Choose = "To eat in or take a bag away. Vegetarian, halal, or neither.",
            Happens = "Someone says hello and points you to the food. The showers have a lock and towels.",
            ContactBack = "They never contact you.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it. No officer is let in without a warrant."),
            Immigration = OnlyByCourtOrder("They ask nobody about papers and share nothing unless a court orders it."),
            SocialServices = "If a child is in danger.",
            Employers = "Never.",
            CheckedBy = [Aire, Dales], CheckedDaysAgo = 130, How = CheckMethod.Visited,
        },
        new()
        {
            Name = new Said("en", "Latchkey House").And("es", "Casa Latchkey").And("ro", "Casa Latchkey").And("ar", "بيت لاتشكي"),
            Profile = Profile.PeerLine, Provider = Latchkey,
            Needs = "safe-place-to-stay partner-family-abuse violence-support forced-or-controlled stalking-blackmail",
            Access = "free any-name no-id no-insurance no-address no-referral -all-genders women trans-welcome migrants-any-status people-who-use-drugs children-welcome interpreter "
                + "no-need-to-say-work work-not-written no-post-no-calls no-police-on-site",
            AccessNotes = new Dictionary<string, Said> { ["women"] = "For women. Trans women are women here, and some of the staff are trans." },
            Sites = [Area(Leeds, "24/7") with { ByAppointment = true }],
            Phones = [HelpLine("+44 808 157 0150", "A worker, day and night") with { OnBills = false, Cost = "Free from mobiles.", Hours = "24/7" }],
            Host = "latchkey-housing", Languages = "en pa", Interpreters = "ro es ar pl th",
            Summary = new Said("en", "Eight rooms for women and their children. Trans women are welcome. You can keep working.")
                .And("es", "Ocho habitaciones para mujeres y sus hijos. Las mujeres trans son bienvenidas. Puedes seguir trabajando.")
                .And("ro", "Opt camere pentru femei și copiii lor. Femeile trans sunt binevenite. Poți continua să lucrezi.")
                .And("ar", "ثماني غرف للنساء وأطفالهن. النساء العابرات مرحّب بهن. يمكنك مواصلة عملك."),
            Cost = "Free. Staff help you claim the rent, if you can. If you cannot, nobody pays.",
            Waiting = "A free room goes to the person in most danger.",
            WhoCan = "Women, with or without children, with or without papers.",
            WhoCannot = "Pets cannot stay. Staff know foster homes for them.",
            Asks = "Any name, how many of you, and what would make you feel safer. Your story can wait.",
            Say = "Say: I need a room.",
            Choose = "Your own room and key. When to come and go at night. Who may phone you there.",
            Happens = "You talk with one worker by phone. If there is a room they pay for a taxi. If not, they look elsewhere with you.",
            ContactBack = "They call once at a time you choose, from a hidden number.",
            Police = WithExceptions("They call the police only if you ask, or if someone is breaking in."),
            Immigration = OnlyByCourtOrder("They share nothing with immigration unless a court orders it."),
            SocialServices = "If a child in the house is in danger. They tell you first, and stay with you.",
            Employers = "Never.",
            UnderEighteen = "For adults and their children. Under 18 they find you another place, and say first what they must tell.",
            Intake = IntakeState.Full, CheckedBy = [Aire, Riverbank], CheckedDaysAgo = 30, How = CheckMethod.Visited, Training = new(Loom, 5, 90),
        },
        new()
        {
            Name = new Said("en", "Sparrow Yard Night Beds").And("ro", "Sparrow Yard: Paturi de Noapte"),
            Profile = Profile.Basics, Provider = Latchkey,
            Needs = "housing-tonight showers-laundry-phone food",
            Access = "free any-name no-id no-insurance no-address no-referral same-day all-genders trans-welcome nonbinary people-who-use-drugs partners-pets "
                + "no-need-to-say-work no-police-on-site",
            Sites =
            [
                Address(Leeds, "60 Placeholder Road", "LS11 0CV", -1.3, -0.2, "Mo-Su 20:00-08:00") with
                {
                    StepFree = true, Directions = "Ring at the metal gate. Someone comes down.",
                },
            ],
            Phones = [Desk("+44 113 496 0160", "Is there a bed tonight?") with { OnBills = true, Hours = "Mo-Su 18:00-23:00" }],
            Host = "latchkey-housing", Languages = "en ro", Interpreters = "pl ar",
            Summary = "Twenty beds, every night. Couples and dogs can stay. You may come in late after work.",
            Cost = "Free.",
            Waiting = "Call at six. Beds are often gone by nine.",
            WhoCan = "Any adult without a bed tonight.",
            Asks = "A name to call you by, and whether you have an allergy.",
            Say = "Say: is there a bed tonight?",
            Choose = "A shared or a single room, if one is free. A late key until three in the morning.",
            Happens = "You get a bed, a locker and breakfast. A housing worker is there at seven, for those who want to talk.",
            Police = WithExceptions("Staff call the police if someone is being hurt in the building. Otherwise only by court order."),
            Immigration = OnlyByCourtOrder("They do not ask, and share nothing unless a court orders it."),
            SocialServices = "If a child is left alone.",
            Employers = "Never.",
            CheckedBy = [Aire, Loom], CheckedDaysAgo = 15,
        },
        new()
        {
            Name = "Violet Clinic", PaperName = "Clinic V",
            Profile = Profile.Health, Provider = Violet,
            Needs = "hormones gender-care name-gender-papers counselling body-health sti-testing",
            Access = "-free low-cost any-name no-id no-insurance no-address no-referral all-genders trans-welcome nonbinary hiv-positive people-who-use-drugs gender-of-staff peer-staff quiet-space "
                + "no-need-to-say-work work-not-written no-post-no-calls easy-read",
            AccessNotes = new Dictionary<string, Said> { ["no-id"] = "Blood tests and advice need no document. A prescription needs the name on your papers." },
            Sites =
            [
                Address(Leeds, "9 Example Arcade", "LS1 0CO", 0.1, 0.3, "We 16:00-21:00; Sa 11:00-16:00") with
                {
                    ByAppointment = true, StepFree = true, Directions = "Second bell. The sign says only \"V\".",
                },
            ],
            Messages = [new("Web chat", "https://violet-network.example/chat") { Note = "Answered on Wednesdays and Saturdays." }],
            Host = "violet-network", Mailbox = "clinic", Languages = "en es", Interpreters = "pt th",
            Summary = "A clinic run by trans people. Hormone checks, blood tests, letters, and help with names on papers.",
            Description = "If you buy your own hormones, nobody scolds you. They check your blood and tell you what the figures mean.",
            Cost = "Hair removal is £15 for half an hour. All else is free.",
            Waiting = "There is a waiting list of eight weeks. Blood tests: one week.",
            Asks = "Your name and pronouns. What you take now.",
            Choose = "Who sees you. Whether your family doctor gets a letter. Whether \"trans\" stands on anything posted.",
            Happens = "A peer worker talks with you first. Then a nurse or a doctor. You leave with a written plan.",
            ContactBack = "By chat, or by letter in a plain envelope.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nobody asks about papers, and nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger.",
            Employers = "Never.",
            UnderEighteen = "The clinic is for people over 16. Under 18 they explain first what they must tell.",
            Intake = IntakeState.WaitingList, CheckedBy = [Loom, Aire], CheckedDaysAgo = 65, How = CheckMethod.Visited,
        },
        new()
        {
            Name = "Mill Yard Surgery",
            Profile = Profile.Health, Provider = MillYard,
            Needs = "doctor long-term-health pregnancy-care mental-health-care tb-and-infections vaccines health-cover body-health wound-care",
            Access = "free -any-name no-id no-insurance no-address no-referral all-genders trans-welcome migrants-any-status people-who-use-drugs children-welcome interpreter "
                + "gender-of-staff no-need-to-say-work work-not-written -anonymous",
            AccessNotes = new Dictionary<string, Said>
            {
                ["free"] = "Seeing someone is free. Some medicines are not.",
                ["any-name"] = "They ask for the name you want on your medical record.",
                ["anonymous"] = "There is a record with a name, which other doctors can see.",
            },
            Sites =
            [
                Address(Leeds, "31 Sample Street", "LS6 0CM", 1.9, -1.5, "Mo-Fr 08:00-18:30; Tu 08:00-20:00") with { StepFree = true },
            ],
            Phones = [Desk("+44 113 496 0170", "Reception") with { OnBills = true, Cost = "The price of a local call.", Hours = "Mo-Fr 08:00-18:30" }],
            Host = "mill-yard", Languages = "en ur ro", Interpreters = "ar es pl zh fa",
            Summary = "A family doctor's surgery. Join without papers, proof of address or a reason.",
            Cost = "Seeing a doctor or nurse is free for everyone. Some medicines cost money: ask about the free-care form.",
            Waiting = "Urgent: the same day. Others: about ten days.",
            WhoCan = "Anyone in Leeds, for a night or for years.",
            Asks = "A name, a birth date, and where letters can go. The surgery's own address will do.",
            Say = "Say: I would like to join. You need not say more at the desk.",
            Choose = "A woman or a man. Which parts of your record others can see. A double appointment.",
            Happens = "You fill in one form. A nurse asks about your health. Your work is only written down if you agree.",
            ContactBack = "By text. Turn it off at the desk if you want none.",
            Police = WithExceptions("They tell the police of a gun or knife wound. Otherwise only by court order."),
            Immigration = WithExceptions("The record holds your address, and the health service can be ordered to give it. Use the surgery's address if that worries you."),
            SocialServices = "If a child is in danger. The doctor tells you first.",
            Employers = "Only with your written yes, for a sick note.",
            UnderEighteen = "You can see a nurse alone from 13. She says first what she must report.",
            CheckedBy = [Aire, Loom], CheckedDaysAgo = 120, How = CheckMethod.DocumentSeen,
        },
        new()
        {
            Name = "Aireside Dental", Profile = Profile.Health, Provider = Aireside,
            Needs = "teeth-eyes",
            Access = "-free free-if-you-say low-cost any-name no-id no-insurance no-address no-referral all-genders trans-welcome hiv-positive no-post-no-calls work-not-written",
            AccessNotes = new Dictionary<string, Said>
            {
                ["free-if-you-say"] = "Free on Thursdays if you say \"I come from the collective\". Otherwise a check costs £28.",
                ["low-cost"] = "Prices hang on the wall. You can pay in four parts.",
            },
            Sites = [Address(Leeds, "2 Specimen Court", "LS1 0CK", -0.1, -0.6, "Mo-Fr 09:00-17:30") with { StepFree = false, StepFreeNotes = "One step of 12 cm. A board is kept behind the door." }],
            Phones = [Desk("+44 113 496 0180", "Book a chair") with { OnBills = true, Hours = "Mo-Fr 09:00-17:00" }],
            Host = "aireside-dental", Languages = "en el", Interpreters = "ro",
            Summary = "A private dentist with a free Thursday. Pain is seen the same week. Glasses are made next door.",
            Cost = "Free on Thursdays if you say where you come from. Else: check £28, filling £60, tooth out £75.",
            Waiting = "Pain: within three days. Thursdays: about four weeks.",
            Asks = "A name, and which medicines you take. Nothing about HIV is needed: they treat everyone alike.",
            Say = "Say: I come from the collective. Or just ask for a check.",
            Choose = "The dentist. A pause at any time: lift your hand.",
            Happens = "They look first and tell you the price. Nothing is done until you say yes.",
            ContactBack = "By text. No letters are sent.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("They do not ask, and share nothing unless a court orders it."),
            SocialServices = "If a child is in danger.",
            Employers = "Never.",
            UnderEighteen = "Under 16 a grown-up comes too. They say first what they would report.",
            CheckedBy = [Aire, Riverbank], CheckedDaysAgo = 100,
        },
        new()
        {
            Name = "The Talking Room", Profile = Profile.Health, Provider = TalkingRoom,
            Needs = "counselling trauma-support crisis-support",
            Access = "-free low-cost any-name no-id no-insurance no-address no-referral all-genders trans-welcome nonbinary gender-of-staff quiet-space "
                + "no-need-to-say-work work-not-written no-post-no-calls",
            AccessNotes = new Dictionary<string, Said> { ["low-cost"] = "You pay from £0 to £40, and you choose. Nobody asks for proof." },
            Sites = [Address(Leeds, "15 Sample Mews", "LS3 0CI", 0.5, -1.0, "Mo-Fr 10:00-21:00; Sa 10:00-15:00") with { ByAppointment = true, StepFree = true }],
            Phones = [Desk("+44 113 496 0190", "Leave a first name and a time to call") with { OnBills = true }],
            Messages = [new("Video call", "https://talking-room.example/video") { Note = "Works in the browser, with no account." }],
            RemoteAreas = "GB.ENG",
            Host = "talking-room", Mailbox = "hello", Languages = "en es cy",
            Summary = "Four therapists who know the work. You set the pace, the price and the subject.",
            Description = "You need not tell your story. Some people talk about it, some talk about sleep or money. All four have had training by a peer group.",
            Cost = "£0 to £40 an hour. You choose, and can change it.",
            Waiting = "Three weeks. One hour each day is kept for people in crisis.",
            Asks = "Any name, and one person to call if you are in danger. You may leave that empty.",
            Choose = "Face to face, video or phone. The therapist. Notes or no notes.",
            Happens = "A first talk of 20 minutes is free. If you do not get on, they help you find someone else.",
            ContactBack = "From a hidden number. They say \"about your appointment\".",
            Police = OnlyByCourtOrder("A therapist tells the police nothing unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger now. They tell you first.",
            Employers = "Never.",
            UnderEighteen = "For people over 16. They say at the start what they cannot keep to themselves.",
            CheckedBy = [Loom, Riverbank], CheckedDaysAgo = 45, How = CheckMethod.TestContact,
        },
        new()
        {
            Name = "Plus Peers North", Profile = Profile.PeerLine, Provider = PlusPeers,
            Needs = "hiv-care peer-support hiv-testing",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral all-genders trans-welcome hiv-positive people-who-use-drugs migrants-any-status peer-staff "
                + "no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Area(Leeds, "Mo 17:00-20:00; Fr 12:00-15:00")],
            Phones = [HelpLine("+44 113 496 0200", "Talk with someone living with HIV") with { OnBills = true, Hours = "Mo,Fr 12:00-20:00" }],
            Host = "plus-peers", Mailbox = "peers", Languages = "en pt sw", RemoteAreas = "GB",
            Summary = "People living with HIV, for people living with HIV. U=U. Company on clinic days, and quick tests for friends.",
            Cost = "Free. Bus fares are paid.",
            Asks = "A first name. Nothing about how, when or who.",
            Choose = "One person or a group. A walk, a call or a visit to the clinic together.",
            Happens = "You meet one peer first, in a café if you like.",
            ContactBack = "The way you say. Nothing is posted.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it. They explain the law on HIV where you live."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger.",
            Employers = "Never. They can help you if an employer asks.",
            UnderEighteen = "There is a group for people aged 15 to 18. It starts with what must be reported.",
            CheckedBy = [Aire, Loom], CheckedDaysAgo = 80,
        },
        new()
        {
            Name = "The Money Shelf", Profile = Profile.LawAdvice, Provider = MoneyShelf,
            Needs = "benefits debt banking tax-business hardship-fund",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in all-genders easy-read no-need-to-say-work work-not-written no-post-no-calls interpreter",
            AccessNotes = new Dictionary<string, Said> { ["any-name"] = "For advice. A letter to a bank has to carry the name on the account." },
            Sites = [Address(Leeds, "88 Example Road", "LS5 0CV", 0.6, -3.1, "Mo,We,Fr 10:00-15:00") with { StepFree = true }],
            Phones = [Desk("+44 113 496 0210", "Advice line") with { GivesHelp = true, OnBills = true, Hours = "Mo,We,Fr 10:00-15:00" }],
            Host = "money-shelf", Languages = "en ro", Interpreters = "es ar pl", RemoteAreas = "GB.ENG",
            Summary = "Benefits, debt, closed bank accounts and tax, for people paid in cash or online.",
            Cost = "Free. Small grants of up to £60 on Wednesdays, with no questions about how you earn.",
            Waiting = "Walk in and take a number. About 40 minutes.",
            Asks = "The letter that worries you, if there is one. You may black out what you like.",
            Choose = "What stands on your file. \"Self-employed\" is enough.",
            Happens = "You sit with one adviser. They call the bank or the office with you, not for you.",
            ContactBack = "Only if you ask them to.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it. They warn you when a claim itself would tell the state where you are."),
            SocialServices = "If a child is in danger.",
            Employers = "Never.",
            CheckedBy = [Aire, Loom], CheckedDaysAgo = 140,
        },
        new()
        {
            Name = "Leeds Young People's Desk", Profile = Profile.PeerLine, Provider = LeedsTown,
            Needs = "young-people contraception housing-tonight food",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in all-genders trans-welcome nonbinary quiet-space easy-read no-need-to-say-work",
            Sites = [Address(Leeds, "4 Placeholder Arcade", "LS2 0CO", 0.3, 0.6, "Mo-Fr 14:00-20:00") with { StepFree = true, Directions = "Over the record shop. Anyone can walk up and look." }],
            Phones = [Desk("+44 113 496 0220", "Talk first, no name") with { GivesHelp = true, OnBills = true, Hours = "Mo-Fr 14:00-20:00" }],
            Host = "leeds-council", Languages = "en ur", Interpreters = "ro ar",
            Summary = "For anyone under 18. Ask what they must report before you say your name or age.",
            Cost = "Free.",
            Asks = "Nothing at first. A card on the wall says what each answer would lead to.",
            Choose = "To stay unnamed. Which worker. Where you sit.",
            Happens = "You get a drink and a worker. They say what they must pass on. Then you choose what to say.",
            Police = WithExceptions("They must tell the police if someone is hurting a child now. They say this before you start."),
            Immigration = OnlyByCourtOrder("They do not ask, and share nothing unless a court orders it."),
            SocialServices = "Yes, if you are under 18 and someone harms you. They tell you first and ask how you want it done.",
            Employers = "Never.",
            UnderEighteen = "What they must report: harm now, and anyone under 13 in danger. What they keep to themselves: nearly all else.",
            CheckedBy = [Aire, Loom], CheckedDaysAgo = 55, How = CheckMethod.Visited,
        },
        new()
        {
            Name = "Family Corner", Profile = Profile.LawAdvice, Provider = WharfLaw,
            Needs = "family-law childcare disability-support",
            Access = "free any-name no-id no-insurance no-referral all-genders children-welcome step-free interpreter no-need-to-say-work work-not-written",
            Sites = [Address(Leeds, "7 Placeholder Wharf", "LS10 0CK", -0.5, 0.4, "We 09:30-15:30; Fr 09:30-12:30")],
            Phones = [Desk("+44 113 496 0230", "Book a morning") with { OnBills = true, Hours = "We-Fr 09:30-12:30" }],
            Host = "wharf-law", Mailbox = "family", Languages = "en bn", Interpreters = "ro es ar",
            Summary = "A family lawyer and a play worker in one room. For keeping your children, or seeing them again.",
            Description = "They also fill in forms for carers, school places and disability money.",
            Cost = "Advice is free. Court fees are explained before you decide.",
            Asks = "The children's ages, and any letter from a court or school.",
            Choose = "Whether your work comes up at all. The lawyer says when it has to.",
            Happens = "Children play while you talk. You leave with the next date written on a card.",
            ContactBack = "By phone, at a time you set.",
            Police = OnlyByCourtOrder("A lawyer tells the police nothing unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "The lawyer is on your side and does not report. The play worker must, if a child is hurt. Both say so first.",
            Employers = "Never.",
            CheckedBy = [Riverbank, Loom], CheckedDaysAgo = 35,
        },

        // One check only.
        new()
        {
            Name = "Stage Door Safety Group", Profile = Profile.PeerLine, Provider = OldMill,
            Needs = "safety-at-work labour-rights peer-support",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral all-genders trans-welcome peer-staff work-not-written",
            Sites = [Area(Leeds, "Su 14:00-17:00")],
            Messages = [new("Signal", "+44 7700 900124") { Note = "Ask for this Sunday's room." }],
            Languages = "en",
            Summary = "Dancers who meet on Sundays. Swap tips on fees, fines, bookings and getting home.",
            Cost = "Free. Bring a snack if you can.",
            Asks = "A stage name.",
            Choose = "To speak or to listen.",
            Happens = "A round of news, then one subject. Someone always walks to the bus with you.",
            Police = OnlyByCourtOrder("The group tells the police nothing unless a court orders it, and writes nothing down."),
            Immigration = OnlyByCourtOrder("Nobody asks. Nothing is shared unless a court orders it."),
            Employers = "Never. Members promise not to tell their clubs who was there.",
            UnderEighteen = "For adults. Under 18 they point you to the young people's desk and say first what they must tell.",
            Stage = DemoStage.Provisional, CheckedBy = [Aire], CheckedDaysAgo = 20,
        },

        // Run by the organisation that wrote it; nobody else has looked yet.
        new()
        {
            Name = "Aire Warnings Desk", Profile = Profile.PeerLine, Provider = Aire,
            Needs = "warnings-and-reporting violence-support police-report-support",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral all-genders trans-welcome nonbinary migrants-any-status people-who-use-drugs peer-staff work-not-written no-post-no-calls",
            Sites = [Area(Leeds, "Mo-Th 11:00-16:00") with { ByAppointment = true }],
            Messages = [new("Signal", "+44 7700 900117") { Note = "Write what happened, or just: warning." }],
            RemoteAreas = "GB.ENG",
            Host = "aire-collective", Mailbox = "warnings", Languages = "en ro",
            Summary = "Tell us about someone who hurt or robbed you. We warn others, and the police hear nothing.",
            Cost = "Free.",
            Asks = "What happened, where and what they looked like. Nothing about you.",
            Choose = "Which words go into the warning. You read it before it is sent.",
            Happens = "Two peers read your report. The warning goes out within a day, without your name, place or time.",
            ContactBack = "Only by Signal, only if you started it.",
            Police = OnlyByCourtOrder("Nothing goes to the police unless you ask, or a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            Employers = "Never.",
            UnderEighteen = "Under 18 we say first what we must tell before you tell us.",
            Stage = DemoStage.Own, CheckedDaysAgo = 12,
        },

        // Its check is due.
        new()
        {
            Name = "Crown Point Vaccine Room", Profile = Profile.Health, Provider = ValleyTrust,
            Needs = "vaccines hepatitis tb-and-infections",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in all-genders step-free no-need-to-say-work no-post-no-calls",
            Sites = [Address(Leeds, "70 Sample Quay", "LS10 0CO", -0.9, 0.8, "Tu 10:00-16:00; Fr 10:00-16:00")],
            Phones = [Desk("+44 113 496 0240", "Which vaccines are in this week?") with { OnBills = true, Hours = "Tu,Fr 09:00-16:00" }],
            Host = "aire-valley-health", Languages = "en", Interpreters = "ro es ar",
            Summary = "Hepatitis A and B, HPV, mpox, flu. Five minutes, no booking.",
            Cost = "Free.",
            Asks = "Any name and a birth year, and whether you have had bad reactions.",
            Choose = "Which arm, which vaccines, and a card or none.",
            Happens = "You sit, you get the vaccine, you wait 15 minutes.",
            ContactBack = "A text for the second dose, if you want it.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            UnderEighteen = "From 16 you decide alone. Under that, a nurse says first what she must tell.",
            CheckedBy = [Aire, Loom], CheckedDaysAgo = DemoDates.Due,
        },

        // Past its date for so long that nobody finds it.
        new()
        {
            Name = "Kirkgate Sample Advice", Profile = Profile.LawAdvice, Provider = MoneyShelf,
            Needs = "benefits housing-help",
            Access = "free any-name no-id no-insurance no-referral walk-in all-genders",
            Sites = [Address(Leeds, "19 Specimen Gate", "LS2 0CK", 0.1, 0.9, "Mo-Fr 10:00-12:00")],
            Host = "money-shelf", Languages = "en",
            Summary = "A morning desk for forms and letters.",
            Cost = "Free.", Asks = "The letter, and a name to call you by.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            CheckedBy = [Aire, Loom], CheckedDaysAgo = DemoDates.Lapsed,
        },

        // Taken down with a reason that is never public.
        new()
        {
            Name = "Point Street Testing", Profile = Profile.Health, Provider = ValleyTrust,
            Needs = "sti-testing hiv-testing",
            Access = "free any-name no-id no-insurance no-referral walk-in all-genders",
            Sites = [Address(Leeds, "2 Specimen Point", "LS4 0CI", 0.9, -2.0, "Mo,Th 16:00-19:00")],
            Host = "aire-valley-health", Languages = "en",
            Summary = "Quick tests in the early evening.",
            Cost = "Free.", Asks = "Any name.",
            Choose = "Which tests.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            UnderEighteen = "They say first what they must tell.",
            Stage = DemoStage.Suspended, CheckedBy = [Aire, Loom], CheckedDaysAgo = 70,
        },
        new()
        {
            Name = "Hillside Changes", Profile = Profile.PeerLine, Provider = LongTable,
            Needs = "counselling housing-help",
            Access = "free -any-name -no-id no-insurance all-genders",
            Sites = [Address(Leeds, "50 Sample Rise", "LS12 0CV", -0.2, -2.6, null)],
            Host = "long-table", Languages = "en",
            Summary = "A twelve-week course with a room.",
            Cost = "Free.", Asks = "A document with your name, and a promise to finish the course.",
            Police = WithExceptions("They share attendance with the police when asked."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            UnderEighteen = "For adults. They say first what they must tell.",
            Stage = DemoStage.Declined, DeclinedFor = "police-and-immigration", CheckedDaysAgo = 50,
        },
        new()
        {
            Name = "Headrow Sample Barber", Profile = Profile.Basics, Provider = LeedsTown,
            Needs = "showers-laundry-phone",
            Access = "free any-name no-id no-insurance walk-in all-genders",
            Sites = [Address(Leeds, "1 Sample Steps", "LS1 0CM", 0.2, -0.1, null)],
            Languages = "en",
            Summary = "Free haircuts on Mondays. To be asked: opening hours.",
            Cost = "Free.", Asks = "Nothing.",
            Police = null,
            Immigration = null,
            Stage = DemoStage.Working,
        },
        // Left the directory: its address answers that it is gone.
        new()
        {
            Name = "Old Bridge Pantry", Profile = Profile.Basics, Provider = LongTable,
            Needs = "food",
            Access = "free any-name no-id no-insurance walk-in all-genders",
            Sites = [Address(Leeds, "8 Placeholder Bridge", "LS1 0CI", -0.3, 0.1, "Fr 10:00-12:00")],
            Languages = "en",
            Summary = "A pantry that has since closed its doors.",
            Cost = "Free.", Asks = "Nothing.",
            Police = OnlyByCourtOrder("Nothing is told to the police unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            Stage = DemoStage.Removed, CheckedBy = [Aire, Loom], CheckedDaysAgo = 95,
        },
    ];
}
