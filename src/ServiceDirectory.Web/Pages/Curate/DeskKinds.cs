using ServiceDirectory.Core.Desk;
using static ServiceDirectory.Core.Desk.DeskKind;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Where the things on the desk are done.</summary>
public static class DeskKinds
{
    /// <param name="row">What waits.</param>
    /// <param name="organisation">Code of the one for which somebody acts.</param>
    public static string Address(DeskRow row, string organisation)
    {
        ArgumentNullException.ThrowIfNull(row);
        string entry = row.Code ?? "";
        return row.Kind switch
        {
            SuspensionAsked or Suspension => Links.Suspend(organisation, entry),
            SuspensionOver or ThirdOpinion or SecondOpinion or Review or PromiseAdded => Links.Review(organisation, entry),
            ConcernSerious or Concern or ConcernsHeld or ConcernRecheck or ThemeAnswered => Links.Concerns(organisation, entry),
            ThemeTold => Links.Themes(organisation, entry),
            Unlisted or Suggestion => Links.Messages(organisation),
            Letter => Links.Letter(organisation, entry),
            Appeal => Links.Appeal(organisation, entry),
            Alert => Links.Rechecks(organisation),
            Question => Links.Questions(organisation, entry),
            Change => Links.SmallChange(organisation, entry),
            Objection or WordAsked => Links.Word(organisation, entry),
            Hidden or Late or Due => Links.Entry(organisation, entry),
            Answer or AnswerDue => Links.Answers(organisation),
            Guide or GuideReturned or GuideDue => Links.WrittenGuides(organisation),
            DeskKind.Relation => Links.OwnOrganisation(organisation),
            Freeze or Vote => Links.Council(organisation),
            AgreementAsked or AgreementEnds => Links.Agreements(organisation),
            DeskKind.Consultation or ConsultationOver => Links.Consultations(organisation),
            Admission => Links.Admissions(organisation),
            TrainingAsked or TrainingAccepted or TrainingPlanned or TrainingHeld => Links.Training(organisation),
            CertificateLater or CertificateSoon or CertificateOver => Links.Certificate(organisation, entry),
            _ => throw new ArgumentOutOfRangeException(nameof(row)),
        };
    }
}
