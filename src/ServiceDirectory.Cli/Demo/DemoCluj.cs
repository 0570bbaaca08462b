using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Cli.Demo.Shorthand;

namespace ServiceDirectory.Cli.Demo;

/// <summary>Written in Romanian. Romania keeps no telephone numbers for fiction, so these entries have none.</summary>
internal static class DemoCluj
{
    private static readonly Shares NoPolice =
        OnlyByCourtOrder(Ro("Nu spun nimic poliției, decât dacă cere un judecător.").En("They tell the police nothing unless a judge orders it."));

    private static readonly Shares NoImmigration =
        OnlyByCourtOrder(Ro("Nu întreabă de acte și nu dau nimic mai departe, decât dacă cere un judecător.")
            .En("They do not ask about papers and pass nothing on unless a judge orders it."));

    public static IReadOnlyList<DemoEntry> Entries { get; } =
    [
        new()
        {
            Name = Ro("Cabinetul Exemplu pentru Sănătate Sexuală").En("Example Sexual Health Surgery"), Profile = Profile.Health, Provider = Somes,
            Needs = "sti-testing hiv-testing sti-treatment pep condoms-lube emergency-contraception contraception hiv-care",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in all-genders trans-welcome interpreter gender-of-staff no-need-to-say-work work-not-written no-post-no-calls",
            Sites =
            [
                Address(Cluj, "Strada Exemplu 7", null, 0.3, 0.4, "Mo-Fr 09:00-17:00; Tu 09:00-20:00") with
                {
                    StepFree = true, Directions = Ro("Intrarea din curte, etajul 1.").En("The door in the yard, first floor."),
                },
            ],
            Messages = [new("Chat", "https://clinica-somes.example/chat") { GivesHelp = false }],
            Host = "clinica-somes", Mailbox = "cabinet", Languages = "ro hu en",
            Summary = Ro("Teste, tratament și PEP, fără buletin și fără asigurare. Tu alegi testele.")
                .En("Tests, treatment and PEP, with no ID and no insurance. You choose which tests."),
            Cost = Ro("Gratuit.").En("Free."), Waiting = Ro("Vii și aștepți cam o oră.").En("You come and wait about an hour."),
            Asks = Ro("Un nume, oricare, și anul nașterii.").En("A name, any name, and your birth year."),
            Say = Ro("Spune: am venit pentru analize.").En("Say: I came for tests."),
            Choose = Ro("Ce teste faci. Cine te vede. Cum afli rezultatul.").En("Which tests. Who sees you. How you hear the result."),
            Happens = Ro("O asistentă vorbește cu tine între patru ochi. Se cheamă un număr, nu un nume.").En("A nurse talks with you alone. They call a number, not a name."),
            Police = NoPolice, Immigration = NoImmigration,
            SocialServices = Ro("Dacă un copil este în pericol. Îți spun înainte.").En("If a child is in danger. They tell you first."),
            Employers = Ro("Niciodată.").En("Never."),
            OrderedByLaw = Ro("Unele locuri de muncă cer prin lege o fișă medicală. Aceea se face la alt etaj și nu face parte din acest serviciu.")
                .En("The law asks for a health form in some jobs. That is done on another floor and is not part of this service."),
            BookedApart = Ro("Vino la etajul 1 și spune: analize, la cererea mea.").En("Come to the first floor and say: tests, at my own wish."),
            UnderEighteen = Ro("Sub 18 ani îți spun întâi ce trebuie să anunțe.").En("Under 18 they say first what they must report."),
            CheckedBy = [Punte, Orilla], CheckedDaysAgo = 39, How = CheckMethod.Visited,
        },
        new()
        {
            Name = Ro("Camera Punte").En("Punte Room"), Profile = Profile.PeerLine, Provider = Punte,
            Needs = "drop-in peer-support condoms-lube safety-at-work hardship-fund outreach",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in all-genders trans-welcome nonbinary people-who-use-drugs peer-staff work-not-written no-post-no-calls",
            Sites = [Area(Cluj, "We 16:00-20:00; Su 14:00-18:00"), Mobile(Cluj, 20, "Fr-Sa 21:00-01:00") with { StopsByPhone = true }],
            Messages = [new("WhatsApp", "https://grupul-punte.example/mesaj") { Note = Ro("Scrie: unde?").En("Write: where?") }],
            Host = "grupul-punte", Mailbox = "camera", Languages = "ro hu rom",
            Summary = Ro("O cameră caldă și o mașină vinerea și sâmbăta. Oameni care fac aceeași muncă.")
                .En("A warm room, and a car on Fridays and Saturdays. People who do the same work."),
            Cost = Ro("Gratuit.").En("Free."), Asks = Ro("Cum să îți spunem.").En("What to call you."),
            Choose = Ro("Vorbești sau nu. Iei ce ai nevoie.").En("You talk or not. You take what you need."),
            Happens = Ro("Bem ceai și ne spunem noutățile.").En("We drink tea and swap news."),
            Police = NoPolice, Immigration = NoImmigration, Employers = Ro("Niciodată.").En("Never."),
            UnderEighteen = Ro("Pentru adulți. Sub 18 ani spunem întâi ce trebuie să anunțăm.").En("For adults. Under 18 we say first what we must report."),
            CheckedBy = [Orilla, Liffey], CheckedDaysAgo = 64,
        },
        new()
        {
            Name = Ro("Biroul de Drept Trei Drumuri").En("Three Roads Law Desk"), Profile = Profile.LawAdvice, Provider = Drumuri,
            Needs = "legal-advice arrest-support police-complaint id-papers discrimination family-law ordered-tests detention-deportation",
            Access = "free any-name no-id no-insurance no-address no-referral all-genders children-welcome peer-staff no-need-to-say-work work-not-written",
            Sites = [Address(Cluj, "Strada Modelului 15", null, -0.7, 0.9, "Mo,We 10:00-18:00") with { StepFree = false, StepFreeNotes = Ro("Trei trepte. Sună și coborâm noi.").En("Three steps. Ring and we come down.") }],
            Messages = [new("Signal", "https://trei-drumuri.example/signal") { Note = Ro("Pentru amenzi și rețineri, până la miezul nopții.").En("For fines and arrests, until midnight.") }],
            Host = "trei-drumuri", Mailbox = "drept", Languages = "ro rom hu",
            Summary = Ro("Amenzi, acte pierdute, plângeri. Un birou condus de romi, pentru oricine.").En("Fines, lost papers, complaints. A Roma-led desk, for anyone."),
            Cost = Ro("Gratuit. Taxele le afli înainte.").En("Free. You hear the fees first."),
            Asks = Ro("Ce s-a întâmplat și ce hârtie ai.").En("What happened, and what paper you have."),
            Choose = Ro("Limba. Avocat sau avocată.").En("The language. A woman or a man."),
            Happens = Ro("Citim hârtia împreună și scriem răspunsul.").En("We read the paper together and write the answer."),
            Police = NoPolice, Immigration = NoImmigration, Employers = Ro("Niciodată.").En("Never."),
            CheckedBy = [Punte, Riverbank], CheckedDaysAgo = 101, How = CheckMethod.DocumentSeen,
        },
        new()
        {
            Name = Ro("Casa Nucului").En("Walnut House"), Profile = Profile.PeerLine, Provider = Casa,
            Needs = "safe-place-to-stay housing-tonight partner-family-abuse forced-or-controlled food",
            Access = "free any-name no-id no-insurance no-address no-referral all-genders women trans-welcome migrants-any-status children-welcome no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Area(Cluj, "24/7") with { ByAppointment = true }],
            Messages = [new("Signal", "https://casa-nucului.example/signal") { Note = Ro("Răspund zi și noapte.").En("Answered day and night.") }],
            Host = "casa-nucului", Languages = "ro hu", Interpreters = "uk en",
            Summary = Ro("Șase camere, cu sau fără copii. Poți continua să lucrezi.").En("Six rooms, with or without children. You can keep working."),
            Cost = Ro("Gratuit.").En("Free."), Asks = Ro("Un nume și câți sunteți.").En("A name, and how many of you."),
            Choose = Ro("Cheia ta. Orele tale.").En("Your key. Your hours."), Happens = Ro("Te luăm noi cu mașina.").En("We fetch you by car."),
            Police = WithExceptions(Ro("Numai dacă ceri tu sau dacă intră cineva cu forța.").En("Only if you ask, or if someone breaks in.")),
            Immigration = NoImmigration, SocialServices = Ro("Dacă un copil este în pericol.").En("If a child is in danger."),
            UnderEighteen = Ro("Sub 18 ani îți spun întâi ce trebuie să anunțe.").En("Under 18 they say first what they must report."),
            CheckedBy = [Punte, Liffey], CheckedDaysAgo = 27,
        },
        new()
        {
            Name = Ro("Punctul de Schimb Nuc").En("Walnut Exchange"), Profile = Profile.Health, Provider = Casa,
            Needs = "safer-use-supplies naloxone hepatitis wound-care doctor",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in all-genders people-who-use-drugs hiv-positive no-need-to-say-work",
            Sites = [Address(Cluj, "Aleea Probei 2", null, 1.1, -1.3, "Mo-Fr 12:00-18:00") with { StepFree = true }],
            Host = "casa-nucului", Mailbox = "schimb", Languages = "ro", Interpreters = "hu",
            Summary = Ro("Seringi, naloxonă și pansamente, fără întrebări.").En("Needles, naloxone and dressings, with no questions."),
            Cost = Ro("Gratuit.").En("Free."), Asks = Ro("Nimic.").En("Nothing."),
            Choose = Ro("Intri sau iei de la fereastră.").En("Come in, or take it from the window."),
            Police = NoPolice, Immigration = NoImmigration, Employers = Ro("Niciodată.").En("Never."),
            UnderEighteen = Ro("Sub 18 ani îți spun întâi ce trebuie să anunțe.").En("Under 18 they say first what they must report."),
            CheckedBy = [Punte, Orilla], CheckedDaysAgo = 83,
        },
    ];
}
