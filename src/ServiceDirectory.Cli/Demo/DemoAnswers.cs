using ServiceDirectory.Core.Urgent;
using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Cli.Demo.Shorthand;

namespace ServiceDirectory.Cli.Demo;

/// <summary>An invented answer of one country in one urgent situation.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Situation">Slug of the catalogue.</param>
/// <param name="Words">At most 400 characters in each language.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="ApprovedBy">Who called the numbers too.</param>
public sealed record DemoAnswer(string Country, string Situation, Said Words, DemoOrganisation By, DemoOrganisation ApprovedBy)
{
    /// <summary>Numbers kept for fiction, each with who answers and when.</summary>
    public IReadOnlyList<(string Number, Said For, string Hours)> Lines { get; init; } = [];

    public int CheckedDaysAgo { get; init; } = 20;

    private static List<LineHours> Week(string hours) =>
        [.. DemoContent.Week(hours)!.Select(rule => new LineHours { Day = rule.Day, Opens = rule.Opens, Closes = rule.Closes })];

    public CountryAnswerContent Content => new()
    {
        Words = DemoContent.Plain(Words),
        Lines = [.. Lines.Select(line => new AnswerLine { Number = line.Number, For = DemoContent.Plain(line.For), Hours = Week(line.Hours) })],
    };
}

/// <summary>All six for one country, some for another, and words without a number where none is kept for fiction. Morocco has none, and one is over.</summary>
internal static class DemoAnswers
{
    private static readonly Said Peers = English("Peers, every night 20:00 to 02:00", "Compañeras, cada noche de 20:00 a 02:00", "Colege, în fiecare noapte 20:00–02:00", "زميلات، كل ليلة من 20:00 إلى 02:00");

    public static IReadOnlyList<DemoAnswer> All { get; } =
    [
        new(
            "GB",
            "condom-broke",
            English(
                "Any emergency department can start PEP, also at night. By day a sexual health clinic can. You need no papers and no doctor’s letter. A pharmacy can give the pill.",
                "Cualquier urgencia de hospital puede empezar la PEP, también de noche. De día, una clínica de salud sexual. No necesitas papeles ni carta del médico. La farmacia puede dar la pastilla.",
                "Orice serviciu de urgență poate începe PEP, și noaptea. Ziua, o clinică de sănătate sexuală. Nu îți trebuie acte și nici trimitere. Farmacia poate da pastila.",
                "يمكن لأي قسم طوارئ أن يبدأ العلاج الوقائي PEP، ليلاً أيضاً. وفي النهار عيادة الصحة الجنسية. لا حاجة إلى أوراق ولا إلى رسالة طبيب. ويمكن للصيدلية أن تعطي الحبة."),
            Aire,
            Loom)
        {
            Lines =
            [
                ("+448081570180", English("Sexual health nurses, 08:00 to midnight", "Enfermeras de salud sexual, de 08:00 a medianoche", "Asistente medicale, 08:00–24:00", "ممرضات الصحة الجنسية، من 08:00 إلى منتصف الليل"), "Mo-Su 08:00-24:00"),
                ("+441632960181", Peers, "Mo-Su 20:00-02:00"),
            ],
        },
        new(
            "GB",
            "hurt",
            English(
                "An assault care centre sees you day and night. You decide about police: they ask you first. They can keep the traces while you think. Bring nothing; they have clothes.",
                "Un centro de atención tras agresiones te atiende de día y de noche. Tú decides sobre la policía: te preguntan antes. Pueden guardar las pruebas mientras lo piensas. No lleves nada; tienen ropa.",
                "Un centru de îngrijire după agresiune te primește zi și noapte. Tu hotărăști despre poliție: te întreabă întâi. Pot păstra probele cât te gândești. Nu aduce nimic; au haine.",
                "مركز الرعاية بعد الاعتداء يستقبل ليلاً ونهاراً. القرار بشأن الشرطة لك: يسألونك أولاً. يمكنهم حفظ الآثار إلى أن تقرر. لا حاجة إلى إحضار شيء؛ لديهم ملابس."),
            Aire,
            Loom)
        {
            Lines =
            [
                ("+448081570182", English("Assault care centre, day and night", "Centro tras agresiones, día y noche", "Centru după agresiune, zi și noapte", "مركز ما بعد الاعتداء، ليلاً ونهاراً"), "24/7"),
                ("+441632960183", Peers, "Mo-Su 20:00-02:00"),
            ],
        },
        new(
            "GB",
            "police",
            English(
                "You may ask for a free lawyer at the police station, at any hour. Ask for an interpreter too. Selling sex is not a crime here; other laws may be used. Say: “I want legal advice first.”",
                "En comisaría puedes pedir un abogado gratis, a cualquier hora. Pide también intérprete. Vender sexo no es delito aquí; pueden usar otras leyes. Di: «I want legal advice first».",
                "La secția de poliție poți cere un avocat gratuit, la orice oră. Cere și interpret. Aici nu e infracțiune să vinzi sex; pot folosi alte legi. Spune: „I want legal advice first”.",
                "في مركز الشرطة يمكن طلب محامٍ مجاني في أي ساعة، ومترجم أيضاً. بيع الجنس ليس جريمة هنا؛ وقد تُستعمل قوانين أخرى. قل: “I want legal advice first”."),
            Loom,
            Riverbank)
        {
            Lines =
            [
                ("+448081570184", English("Arrest line with lawyers, day and night", "Línea de detención con abogados, día y noche", "Linie pentru reținuți, cu avocați, zi și noapte", "خط التوقيف مع محامين، ليلاً ونهاراً"), "24/7"),
                ("+442079460185", English("Union desk, every day 10:00 to 22:00", "Sindicato, cada día de 10:00 a 22:00", "Sindicat, zilnic 10:00–22:00", "مكتب النقابة، كل يوم من 10:00 إلى 22:00"), "Mo-Su 10:00-22:00"),
            ],
        },
        new(
            "GB",
            "bed",
            English(
                "The council has to help tonight if you have children, are ill or fled violence. Ask for the out-of-hours desk. Without papers, call the night line: it knows who takes you.",
                "El ayuntamiento tiene que ayudar esta noche si tienes hijos, te sientes mal de salud o huyes de la violencia. Pide la guardia. Sin papeles, llama a la línea nocturna: sabe quién te acoge.",
                "Primăria trebuie să ajute în noaptea asta dacă ai copii, ai o boală sau ai fugit de violență. Cere serviciul de gardă. Fără acte, sună la linia de noapte: știe cine te primește.",
                "على البلدية أن تساعد الليلة من معه أطفال أو مريض أو هارب من العنف. اطلب مكتب المناوبة. بلا أوراق، اتصل بخط الليل: يعرف من يستقبلك."),
            Aire,
            Dales)
        {
            Lines = [("+448081570186", English("Night beds, 17:00 to 08:00", "Camas de noche, de 17:00 a 08:00", "Paturi pe noapte, 17:00–08:00", "أسرّة الليل، من 17:00 إلى 08:00"), "Mo-Su 17:00-08:00")],
        },
        new(
            "GB",
            "overdose",
            English(
                "The ambulance does not always bring police. You need not give your name. Naloxone is free from needle exchanges and many pharmacies; nobody asks why.",
                "La ambulancia no siempre trae a la policía. No tienes que decir tu nombre. La naloxona es gratis en los puntos de jeringuillas y en muchas farmacias; nadie pregunta por qué.",
                "Ambulanța nu vine mereu cu poliția. Nu trebuie să-ți spui numele. Naloxona e gratuită la schimbul de seringi și în multe farmacii; nimeni nu întreabă de ce.",
                "سيارة الإسعاف لا تأتي دائماً مع الشرطة. لا حاجة إلى ذكر الاسم. النالوكسون مجاني في مراكز تبديل الإبر وفي صيدليات كثيرة؛ ولا أحد يسأل لماذا."),
            Aire,
            Loom)
        {
            Lines = [("+448081570187", English("Drug line, day and night: talks you through it", "Línea de drogas, día y noche: te guía paso a paso", "Linie pentru droguri, zi și noapte: te ghidează", "خط المخدرات، ليلاً ونهاراً: يرشدك خطوة بخطوة"), "24/7")],
        },
        new(
            "GB",
            "cannot-cope",
            English(
                "These lines are free and do not show on bills. The first sends nobody without your word. The second may call an ambulance if your life is in danger; ask before you give a place.",
                "Estas líneas son gratis y no salen en la factura. La primera no envía a nadie sin tu permiso. La segunda puede llamar a una ambulancia si tu vida corre peligro; pregunta antes de decir dónde estás.",
                "Aceste linii sunt gratuite și nu apar pe factură. Prima nu trimite pe nimeni fără acordul tău. A doua poate chema ambulanța dacă viața ta e în pericol; întreabă înainte să spui unde ești.",
                "هذه الخطوط مجانية ولا تظهر في الفاتورة. الأول لا يرسل أحداً دون موافقتك. والثاني قد يطلب الإسعاف إذا كانت حياتك في خطر؛ اسأل قبل أن تذكر المكان."),
            Loom,
            Dales)
        {
            Lines =
            [
                ("+441632960188", Peers, "Mo-Su 20:00-02:00"),
                ("+448081570189", English("Crisis line, day and night", "Línea de crisis, día y noche", "Linie de criză, zi și noapte", "خط الأزمات، ليلاً ونهاراً"), "24/7"),
            ],
        },
        new(
            "IE",
            "condom-broke",
            "An emergency department can start PEP, also at night. By day, ask a sexual health clinic. A pharmacy can give the pill without a doctor.",
            Liffey,
            Aire)
        {
            Lines = [("+353209110180", "Peers, Monday to Friday 12:00 to 20:00", "Mo-Fr 12:00-20:00")],
        },
        new(
            "IE",
            "police",
            "You may ask for a solicitor before questions, and for an interpreter. Selling sex is not a crime here; two people who work together can be charged.",
            Liffey,
            Riverbank)
        {
            Lines = [("+353209110181", "Peers who know solicitors, every day 10:00 to 22:00", "Mo-Su 10:00-22:00")],
        },
        new(
            "ES",
            "condom-broke",
            Es("Las urgencias de un hospital pueden empezar la PEP, de día y de noche, con papeles o sin ellos. La farmacia vende la pastilla sin receta.")
                .En("The emergency department of a hospital can start PEP, day and night, with papers or without. A pharmacy sells the pill without a prescription."),
            Orilla,
            Aire),
        new(
            "RO",
            "condom-broke",
            Ro("Spitalele de boli infecțioase pot începe PEP, zi și noapte. Farmacia vinde pastila fără rețetă.")
                .En("Hospitals for infectious diseases can start PEP, day and night. A pharmacy sells the pill without a prescription."),
            Punte,
            Aire),
        // Over: nobody has called again for half a year, and the general words are shown.
        new("RO", "police", Ro("Poți cere avocat și interpret.").En("You may ask for a lawyer and an interpreter."), Punte, Aire) { CheckedDaysAgo = 200 },
    ];

    private static Said English(string english, string spanish, string romanian, string arabic) =>
        Said.FromString(english).And("es", spanish).And("ro", romanian).And("ar", arabic);
}
