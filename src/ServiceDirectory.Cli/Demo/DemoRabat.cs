using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Cli.Demo.Shorthand;

namespace ServiceDirectory.Cli.Demo;

/// <summary>
/// Written in Arabic, from right to left. Morocco keeps no telephone numbers for fiction, so these entries have none. No untied
/// group of the country takes part yet: guest organisations of other countries check by message.
/// </summary>
internal static class DemoRabat
{
    private static readonly Shares NoPolice =
        OnlyByCourtOrder(Ar("لا يُخبرون الشرطة بشيء إلا بأمر من المحكمة.").En("They tell the police nothing unless a court orders it."));

    private static readonly Shares NoImmigration =
        OnlyByCourtOrder(Ar("لا يسألون عن أوراقك، ولا يشاركون شيئًا إلا بأمر من المحكمة.")
            .En("They do not ask about papers, and share nothing unless a court orders it."));

    public static IReadOnlyList<DemoEntry> Entries { get; } =
    [
        new()
        {
            Name = Ar("عيادة المثال").En("Al Mithal Clinic"), Profile = Profile.Health, Provider = Mithal,
            Needs = "sti-testing hiv-testing sti-treatment pep condoms-lube contraception emergency-contraception doctor hiv-care",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in all-genders trans-welcome migrants-any-status interpreter gender-of-staff no-need-to-say-work work-not-written no-post-no-calls",
            Sites =
            [
                Address(Rabat, "شارع المثال 5", null, 0.4, -0.5, "Mo-Fr 09:00-16:00; Sa 09:00-12:00") with
                {
                    StepFree = true, Directions = Ar("الباب الجانبي قرب المكتبة.").En("The side door near the bookshop."),
                },
            ],
            Messages = [new("Chat", "https://al-mithal.example/chat") { GivesHelp = false }],
            Host = "al-mithal", Mailbox = "clinic", Languages = "ar fr", Interpreters = "en",
            Summary = Ar("فحوص وعلاج وواقٍ ذكري مجانًا. لا حاجة إلى بطاقة هوية. أنت من يختار الفحوص.")
                .En("Tests, treatment and condoms, free. No ID needed. You choose which tests."),
            Description = Ar("تستقبلك ممرضة على انفراد. يمكنك أن تأتي مع صديقة.").En("A nurse sees you alone. You can bring a friend."),
            Cost = Ar("مجانًا للجميع.").En("Free for everyone."), Waiting = Ar("حوالي ساعة.").En("About one hour."),
            Asks = Ar("أي اسم تريده وسنة ميلادك.").En("Any name you like and your birth year."),
            Say = Ar("قل: جئت من أجل التحاليل.").En("Say: I came for tests."),
            Choose = Ar("الفحوص، ومن يستقبلك، وطريقة معرفة النتيجة.").En("The tests, who sees you, and how you hear the result."),
            Happens = Ar("يُنادى على رقم لا على اسم.").En("They call a number, not a name."),
            Police = NoPolice, Immigration = NoImmigration,
            SocialServices = Ar("إذا كان طفل في خطر، ويخبرونك أولًا.").En("If a child is in danger. They tell you first."),
            Employers = Ar("أبدًا.").En("Never."),
            UnderEighteen = Ar("إذا كان عمرك أقل من 18 سنة، يقولون لك أولًا ما الذي يجب الإبلاغ عنه.").En("Under 18 they say first what must be reported."),
            CheckedBy = [Orilla, Liffey], CheckedDaysAgo = 44, How = CheckMethod.TestContact,
        },
        new()
        {
            Name = Ar("بيت الضفتين").En("Two Shores House"), Profile = Profile.PeerLine, Provider = Shores,
            Needs = "drop-in food interpreting immigration-advice asylum childcare peer-support",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in all-genders migrants-any-status children-welcome peer-staff no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Area(Rabat, "Tu-Sa 14:00-19:00")],
            Messages = [new("WhatsApp", "https://two-shores.example/message") { Note = Ar("نرسل لك مكان الباب.").En("We send you where the door is.") }],
            Host = "two-shores", Mailbox = "house", Languages = "ar fr en ff",
            Summary = Ar("بيت يديره مهاجرون. طعام وترجمة ونصيحة حول الأوراق، ومكان للأطفال.").En("A house run by migrants. Food, interpreting, advice on papers, and a place for children."),
            Cost = Ar("مجانًا.").En("Free."), Asks = Ar("لغتك واسم ننادي به.").En("Your language, and a name to call you."),
            Choose = Ar("الكلام أو الراحة فقط.").En("To talk, or only to rest."), Happens = Ar("نجلس ونأكل ثم نقرأ الرسائل معًا.").En("We sit, eat, then read letters together."),
            Police = NoPolice, Immigration = NoImmigration, Employers = Ar("أبدًا.").En("Never."),
            UnderEighteen = Ar("نقول لك أولًا ما الذي يجب أن نبلغ عنه.").En("We say first what we must report."),
            CheckedBy = [Orilla, Riverbank], CheckedDaysAgo = 73,
        },
        new()
        {
            Name = Ar("مكتب المحاماة النموذجي").En("Model Law Office"), Profile = Profile.LawAdvice, Provider = Shores,
            Needs = "legal-advice arrest-support detention-deportation family-law",
            Access = "-free low-cost any-name no-id no-insurance no-referral all-genders migrants-any-status interpreter no-need-to-say-work work-not-written",
            Sites = [Address(Rabat, "زنقة النموذج 11", null, -0.6, 0.3, "Mo-Th 10:00-17:00") with { ByAppointment = true, StepFree = false }],
            Messages = [new("Signal", "https://two-shores.example/signal") { Note = Ar("للتوقيف، ليلًا ونهارًا.").En("For arrests, day and night.") }],
            Host = "two-shores", Mailbox = "law", Languages = "ar fr", Interpreters = "en",
            Summary = Ar("محامون عند التوقيف أو الترحيل أو قضايا الأطفال.").En("Lawyers for arrest, removal, or cases about children."),
            Cost = Ar("الاستشارة الأولى مجانية، ثم 100 درهم.").En("The first talk is free, then 100 dirhams."),
            Asks = Ar("ما حدث والورقة التي لديك.").En("What happened, and the paper you have."),
            Choose = Ar("محامية أو محامٍ.").En("A woman or a man."), Happens = Ar("نقول لك الموعد النهائي أولًا.").En("We tell you the deadline first."),
            Police = NoPolice, Immigration = NoImmigration, Employers = Ar("أبدًا.").En("Never."),
            CheckedBy = [Orilla, Liffey], CheckedDaysAgo = 108, How = CheckMethod.DocumentSeen,
        },
        new()
        {
            Name = Ar("غرف الياسمين").En("Jasmine Rooms"), Profile = Profile.PeerLine, Provider = Mithal,
            Needs = "safe-place-to-stay housing-tonight partner-family-abuse",
            Access = "free any-name no-id no-insurance no-address no-referral -all-genders women trans-welcome migrants-any-status children-welcome no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Area(Rabat, "24/7") with { ByAppointment = true }],
            Messages = [new("Signal", "https://al-mithal.example/signal") { Note = Ar("الرد في أي وقت.").En("Answered at any time.") }],
            Host = "al-mithal", Languages = "ar fr",
            Summary = Ar("غرف للنساء وأطفالهن. النساء العابرات مرحّب بهن.").En("Rooms for women and their children. Trans women are welcome."),
            Cost = Ar("مجانًا.").En("Free."), Asks = Ar("اسم وعدد الأشخاص.").En("A name, and how many you are."),
            Choose = Ar("مفتاحك ومواعيدك.").En("Your key and your hours."), Happens = Ar("نرسل سيارة إليك.").En("We send a car for you."),
            Police = WithExceptions(Ar("فقط إذا طلبت، أو إذا اقتحم أحد المكان.").En("Only if you ask, or if someone breaks in.")),
            Immigration = NoImmigration, SocialServices = Ar("إذا كان طفل في خطر.").En("If a child is in danger."),
            UnderEighteen = Ar("نقول لك أولًا ما الذي يجب أن نبلغ عنه.").En("We say first what we must report."),
            CheckedBy = [Orilla, Punte], CheckedDaysAgo = 24,
        },
    ];
}
