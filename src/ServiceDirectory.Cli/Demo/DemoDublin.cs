using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Cli.Demo.Shorthand;

namespace ServiceDirectory.Cli.Demo;

internal static class DemoDublin
{
    public static IReadOnlyList<DemoEntry> Entries { get; } =
    [
        new()
        {
            Name = new Said("en", "Quays Sexual Health").And("pt-BR", "Saúde Sexual Quays"), Profile = Profile.Health, Provider = Liberty,
            Needs = "sti-testing hiv-testing sti-treatment pep prep vaccines condoms-lube emergency-contraception hiv-care",
            Access = "free any-name no-id no-insurance no-address no-referral walk-in same-day all-genders trans-welcome nonbinary interpreter gender-of-staff no-need-to-say-work work-not-written no-post-no-calls",
            Sites = [Address(Dublin, "55 Example Quay", "D08 O0O0", 0.9, -0.7, "Mo-Fr 08:30-16:00; We 08:30-20:00") with { StepFree = true }],
            Phones = [Desk("+353 20 910 0101", "Bookings") with { OnBills = true, Hours = "Mo-Fr 09:00-15:00" }],
            Host = "quays-health", Mailbox = "clinic", Languages = "en pt-BR", Interpreters = "es ro pl ar",
            Summary = new Said("en", "Free tests and treatment by the river. Wednesday evenings are quiet and for this community.")
                .And("pt-BR", "Exames e tratamento grátis perto do rio. Quarta à noite é mais calmo."),
            Cost = "Free. The emergency pill is free too.", Waiting = "Walk in before ten.",
            Asks = "Any name and a birth year.", Say = "Say: the Wednesday clinic.",
            Choose = "Which tests. Wednesday's door, which has no sign.", Happens = "A nurse asks what you want and starts there.",
            ContactBack = "By text, with no clinic name.",
            Police = OnlyByCourtOrder("Nothing is told to the Guards unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nobody asks. Nothing is shared unless a court orders it."),
            SocialServices = "Staff must report harm to a child. They tell you first.", Employers = "Never.",
            UnderEighteen = "Under 17 the staff must report some things by law. They read you the list first.",
            CheckedBy = [Liffey, Aire], CheckedDaysAgo = 47, How = CheckMethod.Visited, Training = new(Liffey, 6, 62),
        },
        new()
        {
            Name = "Capstan Safer Room", Profile = Profile.Health, Provider = Capstan,
            Needs = "safer-use-space safer-use-supplies naloxone wound-care drug-checking medication-treatment",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in same-day all-genders trans-welcome people-who-use-drugs hiv-positive peer-staff no-need-to-say-work",
            Sites = [Address(Dublin, "9 Sample Dock", "D01 O0O0", 1.3, 1.2, "Mo-Su 07:00-21:00") with { StepFree = true }],
            Phones = [Desk("+353 20 910 0110", "How busy is it?") with { OnBills = true, Hours = "Mo-Su 07:00-21:00" }],
            Host = "capstan-team", Languages = "en", Interpreters = "pt-BR ro",
            Summary = "Seven booths with a nurse nearby. Kit, naloxone, wound care, and a first script in two days.",
            Cost = "Free.", Waiting = "Ten minutes, more at noon.", Asks = "Initials and a birth year. What you are about to take.",
            Choose = "A booth by the wall. To talk with a peer or nobody.", Happens = "You use your own. A nurse is there if you go over.",
            Police = WithExceptions("The law lets the room run and the Guards stay outside. A nurse calls an ambulance, not the Guards. Otherwise only by court order."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger.", Employers = "Never.",
            UnderEighteen = "For adults. Under 18 they give kit and say first what they must report.",
            CheckedBy = [Liffey, Loom], CheckedDaysAgo = 81, How = CheckMethod.Visited,
        },
        new()
        {
            Name = "Liffey Side Room", Profile = Profile.PeerLine, Provider = Liffey,
            Needs = "drop-in peer-support food condoms-lube hardship-fund safety-at-work",
            Access = "free any-name no-id anonymous no-insurance no-address no-referral walk-in all-genders trans-welcome nonbinary migrants-any-status people-who-use-drugs peer-staff work-not-written no-post-no-calls",
            Sites = [Area(Dublin, "Mo 14:00-19:00; Th 14:00-19:00")],
            Phones = [Desk("+353 20 910 0120", "Where we meet") with { OnBills = true, Hours = "Mo-Fr 12:00-19:00" }],
            Messages = [new("Signal", "https://liffey-side.example/signal") { Note = "A link into the app, so no number is shown." }],
            Host = "liffey-side", Mailbox = "room", Languages = "en pt-BR ro es",
            Summary = "Soup, sofas and a small fund. For people who do the work, run by people who do it.",
            Cost = "Free. Grants up to €80.", Asks = "A name of your own choosing.", Choose = "Cash or vouchers. Company or quiet.",
            Happens = "You come in, you sit down, someone brings tea.", ContactBack = "On Signal, if you wrote first.",
            Police = OnlyByCourtOrder("We tell the Guards nothing unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nobody asks. Nothing is shared unless a court orders it."),
            SocialServices = "If a child is in danger now. We tell you first.", Employers = "Never.",
            UnderEighteen = "For adults. Under 18 we say first what we must report.",
            CheckedBy = [Loom, Aire], CheckedDaysAgo = 43, How = CheckMethod.Visited,
        },
        new()
        {
            Name = "Four Example Law Desk", Profile = Profile.LawAdvice, Provider = Liberty,
            Needs = "legal-advice arrest-support police-complaint immigration-advice detention-deportation housing-help",
            Access = "free any-name no-id no-insurance no-referral all-genders migrants-any-status interpreter no-need-to-say-work work-not-written",
            Sites = [Address(Dublin, "4 Specimen Inn", "D07 O0O0", 1.5, -0.9, "Tu,Th 17:30-20:30") with { ByAppointment = true, StepFree = false, StepFreeNotes = "Four steps. Ring and they carry a ramp out." }],
            Phones = [HelpLine("+353 20 910 0130", "Raids and arrests") with { OnBills = true, Hours = "Mo-Su 10:00-24:00" }],
            Host = "quays-health", Mailbox = "law", Languages = "en pt-BR", Interpreters = "ro es zh",
            Summary = "Volunteer lawyers on two evenings, and a line for raids. They know the law on sharing a flat.",
            Cost = "Free.", Waiting = "One week. The line: at once.", Asks = "What happened. Any name.",
            Choose = "A call, or a chair at the desk.", Happens = "A lawyer tells you what to say and what to leave unsaid.",
            Police = OnlyByCourtOrder("What you say stays with the lawyer, unless a court orders otherwise."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "Only if a life is in danger.", Employers = "Never.",
            CheckedBy = [Liffey, Riverbank], CheckedDaysAgo = 99, How = CheckMethod.DocumentSeen,
        },
        new()
        {
            Name = "Capstan Night Beds", Profile = Profile.Basics, Provider = Capstan,
            Needs = "housing-tonight food showers-laundry-phone",
            Access = "free any-name no-id no-insurance no-address no-referral same-day all-genders trans-welcome people-who-use-drugs no-need-to-say-work",
            Sites = [Address(Dublin, "28 Placeholder Row", "D02 O0O0", 0.4, 1.4, "Mo-Su 20:00-08:30") with { StepFree = true }],
            Phones = [Desk("+353 20 910 0140", "Beds") with { OnBills = true, Hours = "Mo-Su 16:00-23:00" }],
            Host = "capstan-team", Languages = "en", Interpreters = "ro pl",
            Summary = "Bunks, lockers and a late door. You may use, and you may come back at four.",
            Cost = "Free.", Waiting = "Call at four.", Asks = "What to call you.",
            Choose = "A top or a bottom bunk, near the door or not.", Happens = "Soup, a towel and a bunk. Porridge at seven.",
            Police = WithExceptions("They call the Guards if someone is being hurt. Otherwise only by court order."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            Employers = "Never.",
            CheckedBy = [Liffey, Loom], CheckedDaysAgo = 26,
        },
        new()
        {
            Name = "Willow Choices", Profile = Profile.Health, Provider = Liberty,
            Needs = "abortion pregnancy-options contraception pregnancy-care sexual-assault-care",
            Access = "-free -any-name no-id no-insurance no-address no-referral all-genders trans-welcome interpreter gender-of-staff no-need-to-say-work work-not-written",
            AccessNotes = new Dictionary<string, Said> { ["free"] = "Free for all who live here. Visitors ask first.", ["any-name"] = "The law asks for a name on one form. At the desk any name is fine." },
            Sites = [Address(Dublin, "14 Sample Terrace", "D06 O0O0", -1.6, 0.3, "Mo-Fr 09:00-17:00") with { ByAppointment = true, StepFree = true }],
            Phones = [HelpLine("+353 20 910 0150", "Talk with a midwife") with { OnBills = true, Hours = "Mo-Sa 09:00-21:00" }],
            Host = "quays-health", Languages = "en pl", Interpreters = "ro pt-BR es ar",
            Summary = "Midwives for every outcome: to end a pregnancy, to go on, or after a loss.",
            Cost = "Free for people who live here, with or without papers. Visitors: ask first.",
            Waiting = "A call today, an appointment within three days.", Asks = "When your last period was. The law sets a waiting time, which they explain.",
            Choose = "Pills at home or in the clinic. A friend beside you.", Happens = "The midwife tells you the dates that count, and books them.",
            ContactBack = "By phone, at the hour you set.",
            Police = OnlyByCourtOrder("Nothing is told to the Guards unless a court orders it."),
            Immigration = OnlyByCourtOrder("Nothing is shared unless a court orders it."),
            SocialServices = "Staff must report harm to a child. They tell you first.", Employers = "Never.",
            UnderEighteen = "Under 16 a midwife says first what the law makes her report.",
            CheckedBy = [Liffey, Aire], CheckedDaysAgo = 72,
        },
    ];
}
