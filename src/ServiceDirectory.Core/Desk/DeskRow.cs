using NodaTime;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Desk;

/// <summary>One thing that waits for an organisation.</summary>
/// <param name="Code">Of the entry; null: it is about an organisation or a country.</param>
/// <param name="Name">Of the entry as it was written last, of the organisation, or of the country.</param>
public sealed record DeskRow(DeskKind Kind, string? Code, Text Name)
{
    /// <summary>GeoNames id of its first place.</summary>
    public int? PlaceId { get; init; }

    /// <summary>It helps with something that cannot wait.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>Nothing is listed in its town.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Since when it waits.</summary>
    public LocalDate? Since { get; init; }

    /// <summary>The day on which it is too late.</summary>
    public LocalDate? Until { get; init; }
}

/// <summary>Kinds of things that wait, in the order in which the desk shows them.</summary>
public enum DeskKind
{
    /// <summary>Somebody wrote that one of the four worst things happened; nobody has looked yet.</summary>
    ConcernSerious,

    /// <summary>An organisation that may not suspend asks for it: two days.</summary>
    SuspensionAsked,

    /// <summary>One organisation took a service off; a second one looks.</summary>
    Suspension,

    /// <summary>Nobody confirmed it in time: it ends without a finding, and what was promised is checked again.</summary>
    SuspensionOver,

    /// <summary>The service has to be told.</summary>
    Letter,

    /// <summary>A service asks that others look at a suspension.</summary>
    Appeal,

    /// <summary>Somebody wrote about a service.</summary>
    Concern,

    /// <summary>Two reports were possible within 90 days; the promises are looked at again.</summary>
    ConcernRecheck,

    /// <summary>Somebody changed how people get in touch with a service that this organisation has approved.</summary>
    Alert,

    /// <summary>Whoever judges an entry asked something.</summary>
    Question,

    /// <summary>Two organisations disagree.</summary>
    ThirdOpinion,

    /// <summary>One organisation has judged it.</summary>
    SecondOpinion,

    /// <summary>Nobody has judged it yet.</summary>
    Review,

    /// <summary>A smaller change that needs one more pair of eyes.</summary>
    Change,

    /// <summary>An allied organisation objects; a reviewer answers in writing.</summary>
    Objection,

    /// <summary>This organisation is asked for its word.</summary>
    WordAsked,

    /// <summary>Whoever runs a service was told what people say, in other words.</summary>
    ThemeTold,

    /// <summary>They said something to it.</summary>
    ThemeAnswered,

    /// <summary>Its checks are so old that nobody finds it any more.</summary>
    Hidden,

    /// <summary>Its checks are long overdue, and it stands last.</summary>
    Late,

    /// <summary>A check is due.</summary>
    Due,

    /// <summary>Numbers for a country that a second organisation has to call.</summary>
    Answer,

    /// <summary>Numbers for a country that nobody reads much longer.</summary>
    AnswerDue,

    /// <summary>So many wrote about a service at once that they wait apart.</summary>
    ConcernsHeld,

    /// <summary>Somebody wrote about a place that is not listed.</summary>
    Unlisted,

    /// <summary>Somebody suggests a service, a correction, or says what is missing.</summary>
    Suggestion,

    /// <summary>Another organisation says that both count as one.</summary>
    Relation,

    /// <summary>One organisation asks that another be frozen.</summary>
    Freeze,

    /// <summary>The councils vote.</summary>
    Vote,

    /// <summary>An organisation wants to come in.</summary>
    Admission,

    /// <summary>The councils added a promise by which a listed entry was not judged.</summary>
    PromiseAdded,

    /// <summary>Somebody asks for training.</summary>
    TrainingAsked,

    /// <summary>It was accepted, and has no day yet.</summary>
    TrainingAccepted,

    /// <summary>It has a day.</summary>
    TrainingPlanned,

    /// <summary>Its day is here or over: how many were there?</summary>
    TrainingHeld,

    /// <summary>A certificate ends within six months.</summary>
    CertificateLater,

    /// <summary>It ends within two months.</summary>
    CertificateSoon,

    /// <summary>It has ended.</summary>
    CertificateOver,

    /// <summary>A guide needs the eyes of somebody who did not write it.</summary>
    Guide,

    /// <summary>A guide of this organisation came back.</summary>
    GuideReturned,

    /// <summary>A guide has to be looked at again.</summary>
    GuideDue,

    /// <summary>An agreement that waits for the other one's yes.</summary>
    AgreementAsked,

    /// <summary>An agreement that both look at again, or that ends, within 30 days.</summary>
    AgreementEnds,

    /// <summary>This organisation is asked about a promise.</summary>
    Consultation,

    /// <summary>Others have answered what this organisation asked, or had their time.</summary>
    ConsultationOver,
}
