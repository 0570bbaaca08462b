using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Partnerships;

namespace ServiceDirectory.Cli.Demo;

/// <summary>An invented agreement.</summary>
/// <param name="By">Who wrote it.</param>
/// <param name="With">Whoever runs the service; of two organisations: the other one.</param>
/// <param name="Does">Who does what.</param>
/// <param name="FromDays">Days from the day of loading to its first one; negative: it has begun.</param>
/// <param name="ToDays">And to its last one.</param>
public sealed record DemoAgreement(DemoOrganisation By, DemoOrganisation With, string Does, int FromDays, int ToDays)
{
    public bool Money { get; init; }

    /// <summary>The other one has not answered yet.</summary>
    public bool Waits { get; init; }

    /// <summary>It stays between them.</summary>
    public bool IsPrivate { get; init; }

    public CoDesign? Design { get; init; }
}

/// <summary>An invented question about a promise.</summary>
/// <param name="AskedDaysAgo">Two weeks are given for answers.</param>
public sealed record DemoConsultation(DemoOrganisation By, OrganisationField Field, int Criterion, string Question, int AskedDaysAgo)
{
    public IReadOnlyList<(DemoOrganisation By, string Words)> Answers { get; init; } = [];

    /// <summary>What came of it; null: it is open.</summary>
    public string? Outcome { get; init; }
}

/// <summary>Who works together, who is asked, and what the councils vote on.</summary>
internal static class DemoPartners
{
    /// <summary>No moral condition: rules on drugs among them.</summary>
    public const int HouseRules = 7;

    public static IReadOnlyList<DemoAgreement> Agreements { get; } =
    [
        new(DemoOrganisations.Aire, DemoOrganisations.ValleyTrust, "We meet the reception team every three months. They keep two walk-in places on Thursdays.", -200, 400)
        {
            Design = new CoDesign
            {
                Planned = DemoContent.Plain("Eight of us chose the hours and the words on the form."),
                Judged = DemoContent.Plain("We try it out twice a year and say what to change."),
                Paid = DesignPay.Paid,
            },
        },
        // With money: the collective does not judge this one any more.
        new(DemoOrganisations.Orilla, DemoOrganisations.Weft, "We advise on their new rooms. They pay our hours.", -40, 320) { Money = true, IsPrivate = true },
        // Ends soon, so it stands on the desk.
        new(DemoOrganisations.Loom, DemoOrganisations.Spindle, "We hold one hour of questions a month in their waiting room.", -340, 20),
        new(DemoOrganisations.Aire, DemoOrganisations.Violet, "We answer the line for one another on holidays.", -100, 500),
        new(DemoOrganisations.Riverbank, DemoOrganisations.Meridian, "They interpret on our line. We go along to appointments.", -30, 700),
        new(DemoOrganisations.Aire, DemoOrganisations.PlusPeers, "We share the room above the library on Tuesdays.", 10, 375) { Waits = true },
    ];

    public static IReadOnlyList<DemoConsultation> Consultations { get; } =
    [
        new(DemoOrganisations.Loom, OrganisationField.Migration, 5, "Where do papers stop people even when the sheet says no ID?", 60)
        {
            Answers = [(DemoOrganisations.Meridian, "At the pharmacy, and when a bill is sent home.")],
            Outcome = "Reviewers ask about the pharmacy and the bill from now on.",
        },
        new(DemoOrganisations.Aire, OrganisationField.Drugs, HouseRules, "Which house rules on drugs shut your members out?", 3),
    ];
}
