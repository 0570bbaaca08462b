using ServiceDirectory.Core.Guides;
using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Cli.Demo.Shorthand;

namespace ServiceDirectory.Cli.Demo;

/// <summary>An invented guide. Its title gets the same mark as every name.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null: it is true everywhere.</param>
/// <param name="Title">In each language that it has.</param>
/// <param name="Lead">The same.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="ReadBy">Whose second pair of eyes it had.</param>
/// <param name="Needs">Slugs, with spaces between them.</param>
public sealed record DemoGuide(GuideKind Kind, string? Country, Said Title, Said Lead, DemoOrganisation By, DemoOrganisation ReadBy, string Needs)
{
    /// <summary>Markdown.</summary>
    public Said? Body { get; init; }

    /// <summary>Selling, buying, working together, third parties.</summary>
    public (Said Selling, Said Buying, Said Together, Said ThirdParties)? Law { get; init; }

    public Said? HowToJoin { get; init; }

    /// <summary>Days from the day of loading to the last one of a campaign.</summary>
    public int? EndsInDays { get; init; }

    public int CheckedDaysAgo { get; init; } = 20;

    /// <summary>A lawyer, or a clinician, has read it some days before.</summary>
    public bool Lawyer { get; init; }

    public bool Clinician { get; init; }

    public GuideContent Content(Core.Catalogue.DirectoryCatalogue catalogue, NodaTime.LocalDate today)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var checkedOn = today.PlusDays(-CheckedDaysAgo);
        var content = new GuideContent
        {
            Title = DemoContent.Marked(Title),
            Lead = DemoContent.Plain(Lead),
            Body = Body is null ? null : DemoContent.Plain(Body),
            HowToJoin = HowToJoin is null ? null : DemoContent.Plain(HowToJoin),
            EndsOn = EndsInDays is { } days ? today.PlusDays(days) : null,
            Needs = [.. Needs.Split(' ').Select(slug => catalogue.FindNeed(slug)!.Id)],
            Law = Law is not { } law ? null : new CountryLaw
            {
                Selling = DemoContent.Plain(law.Selling),
                Buying = DemoContent.Plain(law.Buying),
                Together = DemoContent.Plain(law.Together),
                ThirdParties = DemoContent.Plain(law.ThirdParties),
                On = checkedOn.PlusDays(-3),
            },
        };
        var read = new ExpertReading(checkedOn.PlusDays(-2), content.Fingerprint);
        return content with { Lawyer = Lawyer ? read : null, Clinician = Clinician ? read : null };
    }
}

/// <summary>What the law says in two countries, a campaign, one that is due, one from right to left. None says what the law really is: they show how it would read.</summary>
internal static class DemoGuides
{
    public static IReadOnlyList<DemoGuide> All { get; } =
    [
        new(
            GuideKind.Country, "GB",
            Said.FromString("What the law says in England").And("es", "Qué dice la ley en Inglaterra"),
            Said.FromString("Selling, buying, working together and the people around you. Invented for the demo: ask a lawyer.")
                .And("es", "Vender, pagar, trabajar juntas y la gente de tu entorno. Inventado para la demo: pregunta a una abogada."),
            Aire, Loom, "legal-advice arrest-support")
        {
            Law = (
                Said.FromString("Selling sex is **not a crime** by itself.\n\n- On the street, police can use other laws.\n- Indoors, alone, it is legal.")
                    .And("es", "Vender sexo **no es delito** por sí mismo.\n\n- En la calle, la policía puede usar otras leyes.\n- En un piso, sola, es legal."),
                Said.FromString("Paying for sex is mostly legal. Looking for it from a car can be a crime.")
                    .And("es", "Pagar por sexo suele ser legal. Buscarlo desde un coche puede ser delito."),
                Said.FromString("Two people in one flat can be called a brothel. Running one is a crime; working in one is not.")
                    .And("es", "Dos personas en un piso pueden contar como burdel. Llevarlo es delito; trabajar en él no."),
                Said.FromString("Managers, drivers and landlords can be charged. So can a friend who shares the rent. Ask before you sign.")
                    .And("es", "Pueden acusar a jefes, chóferes y caseros. También a una amiga con quien compartes el alquiler. Pregunta antes de firmar.")),
        },
        new(
            GuideKind.Country, "ES",
            Es("Qué dice la ley en España").En("What the law says in Spain"),
            Es("Cuatro cosas con palabras sencillas. Inventado para la demo.").En("Four things in plain words. Invented for the demo."),
            Orilla, Aire, "legal-advice arrest-support")
        {
            Law = (
                Es("Vender sexo no es delito. En la calle puede haber multas.").En("Selling sex is no crime. In the street there can be fines."),
                Es("Pagar tampoco es delito. Muchas ciudades ponen multas.").En("Paying is no crime either. Many towns give fines."),
                Es("Trabajar juntas es legal, pero sin derechos de trabajo.").En("Working together is legal, but without labour rights."),
                Es("Vivir del trabajo de otra persona puede ser delito. También alquilar para eso.").En("Living off somebody’s work can be a crime. So can letting a room for it.")),
            Lawyer = true,
        },
        new(
            GuideKind.PoliceAndRaids, "GB",
            Said.FromString("When police come to the door").And("ro", "Când vine poliția la ușă"),
            Said.FromString("What to say, what to sign and whom to call. On one page.").And("ro", "Ce spui, ce semnezi și pe cine suni. Pe o pagină."),
            Loom, Riverbank, "arrest-support legal-advice police-complaint")
        {
            Body = Said.FromString(
                """
                # At the door
                - Ask: **“Do you have a warrant?”** Read it before you open.
                - Say your name if you are under arrest. You need not say more.
                - Ask for an interpreter. It is free.

                # At the station
                1. Say: **“I want legal advice first.”** It is free at any hour.
                2. Sign nothing that you have not read.
                3. Ask for your medicine.

                # After
                Write down the time, the place and the numbers on their shoulders. [Find somebody who helps](/needs/46).

                > You may say no to a search of your phone. Ask what law they use.
                """).And("ro",
                """
                # La ușă
                - Întreabă: **„Aveți mandat?”** Citește-l înainte să deschizi.
                - Spune-ți numele dacă ești reținută. Mai mult nu trebuie.
                - Cere interpret. Este gratuit.

                # La secție
                1. Spune: **„I want legal advice first.”** Este gratuit la orice oră.
                2. Nu semna ce nu ai citit.
                3. Cere-ți medicamentele.

                # După
                Notează ora, locul și numerele de pe umeri. [Găsește pe cineva care ajută](/needs/46).

                > Poți refuza căutarea în telefon. Întreabă ce lege folosesc.
                """),
            Lawyer = true,
        },
        new(
            GuideKind.TestingOnYourTerms, null,
            Ar("الفحص بشروطك").En("Testing on your terms"),
            Ar("أنت تختار أي فحص ومتى ومع من. يمكنك أن تقول لا.").En("You choose which test, when and with whom. You may say no."),
            Aire, Liffey, "sti-testing hiv-testing ordered-tests")
        {
            Body = Ar(
                """
                # قبل الفحص
                - اسأل: **من يرى النتيجة؟**
                - يمكنك الفحص باسم آخر في أماكن كثيرة.
                - لا يجوز لأحد أن يأخذ دمك دون موافقتك.

                # بعد الفحص
                1. النتيجة لك أنت. لا يحتاجها صاحب العمل.
                2. اسأل عن العلاج وعن موعد الفحص التالي.
                """).En(
                """
                # Before
                - Ask: **who sees the result?**
                - In many places you can test under another name.
                - Nobody may take your blood without your yes.

                # After
                1. The result is yours. A manager does not need it.
                2. Ask about treatment, and when to test again.
                """),
            Clinician = true,
        },
        new(
            GuideKind.TalkingToADoctor, null, "What to say to a doctor", "You decide how much you tell. A few sentences to say or to show.", Riverbank, Dales, "doctor sti-testing body-health")
        {
            Body =
                """
                # You can say
                - “I need a sexual health check. I would like to choose the tests.”
                - “Please do not write my job down.”
                - “Who can read this file?”

                # You can refuse
                A test, a student in the room, a question. Say: **“I would rather not.”** You need give no reason.

                # When it goes wrong
                Leave. You can come back another day, or [find another doctor](/needs/18).
                """,
        },
        // Due, and still read.
        new(GuideKind.SafetyAtWork, null, "Meeting somebody for the first time", "Small habits that peers have found good.", Dales, Aire, "safety-at-work warnings-and-reporting")
        {
            Body =
                """
                # Before
                - Ask for the money first, and put it away.
                - Tell a friend where you are and when you will call.
                - Look where the doors are.

                # If it feels wrong
                Go. You owe nobody a reason. A [warning scheme](/needs/38) can tell others.
                """,
            CheckedDaysAgo = 380,
        },
        new(GuideKind.Campaign, "GB", "Two is not a crime", "We want two people to be allowed to work in one flat. Walk with us.", Riverbank, Aire, "labour-rights groups-and-advocacy")
        {
            Body =
                """
                # What we want
                **Nobody should have to choose between safe and legal.** Two in one flat look after each other.

                # What you can do
                - Come to the walk.
                - Write to your councillor. We have a letter that you can copy.
                """,
            HowToJoin = "Meet us on the last Sunday of the month, or write to [the union](https://riverbank-union.example/two). Come with a mask if you like.",
            EndsInDays = 45,
        },
    ];
}
