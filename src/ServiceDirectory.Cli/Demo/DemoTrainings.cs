using ServiceDirectory.Core.Training;
using static ServiceDirectory.Cli.Demo.DemoOrganisations;
using static ServiceDirectory.Core.Training.TrainingTopic;

namespace ServiceDirectory.Cli.Demo;

/// <summary>An invented offer of training.</summary>
/// <param name="By">Who trains.</param>
/// <param name="IsPublic">Whether everybody reads it.</param>
public sealed record DemoOffer(DemoOrganisation By, bool IsPublic, OfferContent Content);

/// <summary>An invented request, and how far it came.</summary>
/// <param name="Offer">Its place among the offers.</param>
/// <param name="From">The provider, for the first of its services; null: a school.</param>
public sealed record DemoRequest(int Offer, DemoOrganisation? From, RequestState State, string Goals, string? Budget);

/// <summary>A request in each state, one of them without a budget, and an offer for students of nursing.</summary>
internal static class DemoTrainings
{
    public static IReadOnlyList<DemoOffer> Offers { get; } =
    [
        new(Aire, true, Offer(new Said("en", "Front desk and privacy (demo)").And("es", "Recepción y privacidad (demo)"), [Confidentiality, Stigma], [TrainingAudience.Clinic, TrainingAudience.Reception], 180, TrainingFee.ByMeans, 20)),
        new(Loom, true, Offer(new Said("en", "For students of nursing: care without judging (demo)").And("ro", "Pentru studenți la asistență medicală: îngrijire fără judecată (demo)"), [Testing, Stigma, TransHealth], [TrainingAudience.Students], 120, TrainingFee.Fixed, 40)),
        new(Riverbank, false, Offer(new Said("en", "Rights and law for advice desks (demo)"), [RightsAndLaw, Migrants], [TrainingAudience.Legal], 240, TrainingFee.Fixed, 15)),
    ];

    public static IReadOnlyList<DemoRequest> Requests { get; } =
    [
        new(0, Spindle, RequestState.Sent, "How the front desk can help without asking for papers.", null),
        new(0, Weft, RequestState.Accepted, "Words that do not hurt.", "300 pounds"),
        new(0, DalesTrust, RequestState.Declined, "A short talk at lunch.", null),
        new(0, ThamesTrust, RequestState.Scheduled, "What we write down, and who sees it.", "500 pounds"),
        new(1, null, RequestState.Sent, "How to offer tests that people choose.", "250 pounds"),
        new(2, Arkstone, RequestState.Done, "Third parties and the law.", "400 pounds"),
    ];

    private static OfferContent Offer(
        Said title, IReadOnlyList<TrainingTopic> topics, IReadOnlyList<TrainingAudience> audiences, int minutes, TrainingFee fee, int group) => new()
        {
            Title = DemoContent.Plain(title),
            Topics = topics,
            Audiences = audiences,
            Minutes = minutes,
            Modes = [TrainingMode.InPerson, TrainingMode.Online],
            Languages = ["en"],
            Fee = fee,
            PeersPaid = true,
            LargestGroup = group,
        };
}
