using NodaTime;

namespace ServiceDirectory.Core.Training;

/// <summary>From where somebody acts.</summary>
/// <param name="AccountId">Null: the demo, as the owner of the database.</param>
public sealed record TrainingSide(Guid OrganisationId, Guid? AccountId, LocalDate On);

public sealed record WriteOffer(OfferContent Content, bool IsPublic);

/// <summary>A provider asks for the staff of a service that it runs.</summary>
/// <param name="WantsPeople">For research, or to tell their own story: that is not what training is.</param>
public sealed record AskTraining(Guid OfferId, Guid ServiceId, RequestWords Words, bool WantsPeople);

/// <summary>An educator asks, by the form for everybody.</summary>
/// <param name="Nonce">Of the form, so that it is sent once.</param>
public sealed record AskTeaching(Guid OfferId, RequestWords Words, bool WantsPeople, byte[] Nonce, LocalDate On);

/// <param name="Code">By which the answer is read: shown once.</param>
public sealed record AskedTeaching(Guid Id, string Code);

/// <summary>What students were taught at a session that a school asked for.</summary>
public sealed record NoteTeaching(Guid SessionId, TeachingWords Words, int Hours, bool RepeatsYearly, bool PeersPaid);

/// <param name="RequestId">Null: nobody asked here, which only whoever runs the directory writes down.</param>
/// <param name="ServiceId">Where there is no request.</param>
public sealed record PlanTraining(
    Guid? RequestId, Guid? ServiceId, LocalDate HeldOn, LocalTime? StartsAt, int Minutes, TrainingMode Mode, string? Place, IReadOnlyList<TrainingTopic> Topics, bool IsPaid);
