using ServiceDirectory.Core.Permissions;
using static ServiceDirectory.Core.Desk.DeskKind;

namespace ServiceDirectory.Core.Desk;

/// <summary>What each thing on the desk asks to be done, by which it is known whom it is for.</summary>
public static class DeskDeeds
{
    public static Deed Of(DeskKind kind) => kind switch
    {
        SuspensionAsked or Suspension => Deed.Suspend,
        SuspensionOver or ThirdOpinion or SecondOpinion or Review or Objection or PromiseAdded => Deed.Judge,
        ConcernSerious or Concern or ConcernsHeld => Deed.HearConcerns,
        ConcernRecheck => Deed.Judge,
        Unlisted or Suggestion => Deed.ReadMessages,
        Letter => Deed.WriteLetter,
        Appeal => Deed.DecideAppeal,
        Alert => Deed.Recheck,
        Question => Deed.AnswerQuestions,
        Change => Deed.PublishSmallChange,
        WordAsked => Deed.GiveWord,
        ThemeTold => Deed.AnswerThemes,
        ThemeAnswered => Deed.HearConcerns,
        AgreementAsked or AgreementEnds => Deed.KeepAgreements,
        DeskKind.Consultation or ConsultationOver => Deed.Consult,
        Hidden or Late or Due => Deed.ReadEntry,
        Answer or AnswerDue => Deed.WriteAnswers,
        Guide => Deed.ApproveGuides,
        GuideReturned or GuideDue => Deed.WriteGuides,
        DeskKind.Relation => Deed.DescribeOrganisation,
        Freeze or Vote or Admission => Deed.SpeakInCouncil,
        TrainingAsked or TrainingAccepted or TrainingHeld => Deed.Train,
        TrainingPlanned => Deed.ReadTraining,
        CertificateLater or CertificateSoon or CertificateOver => Deed.ReadCertificate,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
