using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Permissions;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Where one can go from the desk, for those who may.</summary>
/// <param name="Deed">What it is for.</param>
/// <param name="Label">Key of its words.</param>
/// <param name="Address">For the code of an organisation.</param>
public sealed record DeskLink(Deed Deed, string Label, Func<string, string> Address)
{
    /// <summary>In the order in which they stand there.</summary>
    public static IReadOnlyList<DeskLink> All { get; } =
    [
        new(Deed.WriteEntry, "Entry.NewHeading", Links.NewEntry),
        new(Deed.ReadWorkingList, "Entries.Heading", organisation => Links.Entries(organisation)),
        new(Deed.ImportEntries, "Entries.Import", Links.Import),
        new(Deed.ImportEntries, "Entries.FindAny", organisation => Links.Entries(organisation, new EntriesQuery("", EntriesShown.Everybody))),
        new(Deed.Recheck, "Recheck.Title", Links.Rechecks),
        new(Deed.ReadMessages, "Messages.Title", Links.Messages),
        new(Deed.WriteNotices, "Notices.Title", Links.Notices),
        new(Deed.WriteAnswers, "Answers.Title", Links.Answers),
        new(Deed.ReadTraining, "Training.Heading", Links.Training),
        new(Deed.WriteGuides, "Written.Heading", Links.WrittenGuides),
        new(Deed.KeepLists, "Kept.Heading", organisation => Links.KeptLists(organisation)),
        new(Deed.KeepAgreements, "Agree.Heading", Links.Agreements),
        new(Deed.Consult, "Consult.Heading", organisation => Links.Consultations(organisation)),
        new(Deed.ManageMembers, "Members.Heading", Links.Members),
        new(Deed.SpeakInCouncil, "Council.Heading", organisation => Links.Council(organisation)),
        new(Deed.SpeakInCouncil, "Admission.Heading", Links.Admissions),
        new(Deed.DescribeOrganisation, "Own.Heading", Links.OwnOrganisation),
        new(Deed.ReadBackups, "Backups.Heading", Links.Backups),
        new(Deed.ReadEvents, "Minutes.Heading", Links.Minutes),
        new(Deed.ReadReports, "Report.Title", organisation => Links.Reports(organisation)),
        new(Deed.ReadEvents, "Events.Heading", organisation => Links.Events(organisation)),
    ];
}
