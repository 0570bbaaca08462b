using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Cli.Demo.Shorthand;

namespace ServiceDirectory.Cli.Demo;

/// <summary>Written in Spanish. Spain keeps no telephone numbers for fiction, so these entries have none.</summary>
internal static class DemoSevilla
{
    private static readonly Shares NoPolice =
        OnlyByCourtOrder(Es("No dicen nada a la policía, salvo orden de un juez.").En("They tell the police nothing unless a judge orders it."));

    private static readonly Shares NoImmigration =
        OnlyByCourtOrder(Es("No preguntan por los papeles. No comparten nada, salvo orden de un juez.")
            .En("They do not ask about papers. They share nothing unless a judge orders it."));

    public static IReadOnlyList<DemoEntry> Entries { get; } =
    [
        new()
        {
            Name = Es("Centro de Salud Sexual Guadal").En("Guadal Sexual Health Centre"), Profile = Profile.Health, Provider = Guadal,
            Needs = "sti-testing hiv-testing sti-treatment pep prep hiv-care vaccines condoms-lube emergency-contraception contraception",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in same-day all-genders trans-welcome nonbinary interpreter gender-of-staff step-free no-need-to-say-work work-not-written no-post-no-calls",
            Sites =
            [
                Address(Sevilla, "Calle Ejemplo 4", null, 0.5, -0.6, "Mo-Fr 08:30-14:30; Tu,Th 16:00-20:00") with
                {
                    Directions = Es("Entra por el patio. La puerta verde.").En("Go in through the courtyard. The green door."),
                    SpecialDays = [Christmas(Es("Cerrado el día 25.").En("Closed on the 25th."))],
                },
            ],
            Messages = [new("Chat", "https://salud-guadal.example/chat") { GivesHelp = false }],
            Host = "salud-guadal", Mailbox = "centro", Languages = "es en", Interpreters = "ro pt ar",
            Summary = Es("Pruebas, PEP, PrEP y anticonceptivos. Sin cita y sin tarjeta sanitaria. Tú eliges las pruebas.")
                .En("Tests, PEP, PrEP and contraception. No booking and no health card. You choose which tests."),
            Cost = Es("Gratis para todo el mundo.").En("Free for everyone."),
            Waiting = Es("Menos de una hora.").En("Less than an hour."),
            Asks = Es("Un nombre, el que quieras, y tu año de nacimiento.").En("A name, any you like, and your birth year."),
            Say = Es("Di: vengo al centro de pruebas.").En("Say: I am here for the test centre."),
            Choose = Es("Qué pruebas te haces. Quién te atiende. Cómo te dan los resultados.").En("Which tests. Who sees you. How you get results."),
            Happens = Es("Te llaman por un número. Hablas con una enfermera a solas.").En("They call a number. You talk with a nurse alone."),
            ContactBack = Es("Con un código, en la web.").En("With a code, on the website."),
            Police = NoPolice, Immigration = NoImmigration,
            SocialServices = Es("Si un menor está en peligro. Te lo dicen antes.").En("If a child is in danger. They tell you first."),
            Employers = Es("Nunca.").En("Never."),
            UnderEighteen = Es("Puedes venir sin tus padres. Antes de hablar te dicen qué tienen que comunicar.")
                .En("You can come without your parents. Before you talk, they say what they have to report."),
            CheckedBy = [Orilla, Liffey], CheckedDaysAgo = 36, How = CheckMethod.Visited, Training = new(Orilla, 4, 58),
        },
        new()
        {
            Name = Es("Casa Orilla").En("Orilla House"), Profile = Profile.PeerLine, Provider = Orilla,
            Needs = "drop-in peer-support condoms-lube food id-papers groups-and-advocacy start-a-group",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in all-genders trans-welcome nonbinary migrants-any-status people-who-use-drugs children-welcome peer-staff work-not-written no-post-no-calls",
            Sites = [Area(Sevilla, "Mo-Th 17:00-21:00")],
            Messages = [new("Signal", "https://colectiva-orilla.example/signal") { Note = Es("Te decimos la puerta por mensaje.").En("We send you the door by message.") }],
            Host = "colectiva-orilla", Mailbox = "casa", Languages = "es pt ro",
            Summary = Es("Una casa abierta por las tardes. Café, papeles y compañía entre iguales.")
                .En("A house open in the afternoons. Coffee, paperwork and company among peers."),
            Cost = Es("Gratis.").En("Free."), Asks = Es("Cómo quieres que te llamemos.").En("What you want to be called."),
            Choose = Es("Hablar o no. Venir una vez o cada semana.").En("To talk or not. To come once or each week."),
            Happens = Es("Te sientas. Alguien te ofrece café. Los miércoles rellenamos papeles.").En("You sit. Someone offers coffee. On Wednesdays we fill in forms."),
            ContactBack = Es("Solo si nos escribes tú.").En("Only if you write first."),
            Police = NoPolice, Immigration = NoImmigration, Employers = Es("Nunca.").En("Never."),
            UnderEighteen = Es("Es para personas adultas. Si tienes menos de 18, te decimos antes qué debemos comunicar.")
                .En("For adults. Under 18 we say first what we must report."),
            CheckedBy = [Liffey, Punte], CheckedDaysAgo = 68,
        },
        new()
        {
            Name = Es("Juristas del Sur: guardia").En("Lawyers of the South: duty desk"), Profile = Profile.LawAdvice, Provider = Jurista,
            Needs = "legal-advice arrest-support police-complaint immigration-advice asylum detention-deportation discrimination",
            Access = "-free low-cost any-name no-id no-insurance no-referral all-genders migrants-any-status interpreter no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Address(Sevilla, "Plaza de la Muestra 9", null, -0.3, 0.5, "Mo-Fr 10:00-14:00") with { ByAppointment = true, StepFree = true }],
            Messages = [new("Chat", "https://juristas-sur.example/guardia") { Note = Es("De guardia día y noche para detenciones.").En("On duty day and night for arrests.") }],
            RemoteAreas = "ES",
            Host = "juristas-sur", Mailbox = "guardia", Languages = "es en fr ar", Interpreters = "ro pt",
            Summary = Es("Abogadas para multas, detenciones y papeles. La guardia contesta también de noche.")
                .En("Lawyers for fines, arrests and papers. The duty desk answers at night too."),
            Cost = Es("Gratis la primera consulta. Después te dicen el precio por escrito.").En("The first talk is free. After that they tell you the price in writing."),
            Asks = Es("Qué pasó y qué papel te dieron.").En("What happened, and what paper you were given."),
            Say = Es("Di: tengo una citación.").En("Say: I have a summons."),
            Choose = Es("Abogada o abogado. Intérprete de otra ciudad.").En("A woman or a man. An interpreter from another town."),
            Happens = Es("Te dicen el plazo primero. Luego, qué firmar y qué no.").En("They tell you the deadline first. Then what to sign and what not."),
            Police = OnlyByCourtOrder(Es("Lo que cuentas a tu abogada es secreto, salvo orden de un juez.").En("What you tell your lawyer stays secret unless a judge orders otherwise.")),
            Immigration = NoImmigration, Employers = Es("Nunca.").En("Never."),
            CheckedBy = [Orilla, Riverbank], CheckedDaysAgo = 92, How = CheckMethod.DocumentSeen,
        },
        new()
        {
            Name = Es("Consultorio Puente Muestra").En("Puente Muestra Surgery"), Profile = Profile.Health, Provider = Guadal,
            Needs = "doctor mental-health-care pregnancy-care abortion pregnancy-options long-term-health health-cover hormones",
            Access = "free -any-name no-id no-insurance no-address all-genders trans-welcome migrants-any-status children-welcome interpreter no-need-to-say-work work-not-written",
            AccessNotes = new Dictionary<string, Said> { ["any-name"] = Es("Piden un nombre para la historia clínica. Nadie lo comprueba.").En("They ask for a name for the record. Nobody checks it.") },
            Sites = [Address(Sevilla, "Avenida del Ejemplo 120", null, 1.8, 1.2, "Mo-Fr 08:00-20:00") with { StepFree = true }],
            Host = "salud-guadal", Languages = "es", Interpreters = "ar ro en",
            Summary = Es("Médicas de familia. También si no tienes papeles ni empadronamiento.").En("Family doctors. Also without papers or a registered address."),
            Cost = Es("Gratis.").En("Free."), Waiting = Es("Urgente: hoy. Si no, una semana.").En("Urgent: today. Otherwise one week."),
            Asks = Es("Nombre, fecha de nacimiento y qué te pasa.").En("Name, birth date and what is wrong."),
            Choose = Es("Médica o médico. Que tu trabajo no conste.").En("A woman or a man. That your work is not written down."),
            Police = WithExceptions(Es("Avisan de una herida de bala o de navaja. Lo demás, solo por orden de un juez.")
                .En("They report a gun or knife wound. Anything else only by order of a judge.")),
            Immigration = NoImmigration, SocialServices = Es("Si un menor está en peligro.").En("If a child is in danger."), Employers = Es("Nunca.").En("Never."),
            UnderEighteen = Es("Desde los 16 decides tú. Antes te explican qué deben comunicar.").En("From 16 you decide. They explain first what they must report."),
            CheckedBy = [Orilla, Liffey], CheckedDaysAgo = 118,
        },
        new()
        {
            Name = Es("Refugio La Azotea").En("The Rooftop"), Profile = Profile.PeerLine, Provider = Jurista,
            Needs = "safe-place-to-stay partner-family-abuse sexual-assault-care housing-tonight forced-or-controlled",
            Access = "free any-name no-id no-insurance no-address no-referral all-genders women trans-welcome nonbinary migrants-any-status children-welcome no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Area(Sevilla, "24/7") with { ByAppointment = true }],
            Messages = [new("Signal", "https://juristas-sur.example/signal") { Note = Es("Contestan día y noche.").En("Answered day and night.") }],
            Host = "juristas-sur", Languages = "es ro", Interpreters = "ar pt en",
            Summary = Es("Cinco habitaciones y una enfermera de noche. No tienes que dejar tu trabajo.").En("Five rooms and a night nurse. You can keep your work."),
            Cost = Es("Gratis.").En("Free."), Asks = Es("Un nombre y desde dónde vienes.").En("A name and where you come from."),
            Choose = Es("Denunciar o no. La enfermera guarda pruebas dos meses.").En("To report or not. The nurse keeps evidence for two months."),
            Happens = Es("Te recoge un taxi pagado.").En("A paid taxi fetches you."),
            Police = WithExceptions(Es("Solo si tú quieres, o si alguien entra por la fuerza.").En("Only if you want, or if someone breaks in.")),
            Immigration = NoImmigration, SocialServices = Es("Si un menor está en peligro. Te lo dicen antes.").En("If a child is in danger. They tell you first."),
            UnderEighteen = Es("Si tienes menos de 18, te explican primero qué deben comunicar.").En("Under 18, they explain first what they must report."),
            CheckedBy = [Orilla, Punte], CheckedDaysAgo = 22,
        },
    ];
}
