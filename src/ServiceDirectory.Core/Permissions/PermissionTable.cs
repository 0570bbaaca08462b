using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using static ServiceDirectory.Core.Audit.ActorRole;
using static ServiceDirectory.Core.Listings.ServiceState;
using static ServiceDirectory.Core.Permissions.Relation;

namespace ServiceDirectory.Core.Permissions;

/// <summary>
/// Who may do what to which entry: the one place where it is decided. <c>docs/vetting.md</c> shows it, a test compares the two, and another
/// one tries every page as everybody. The database refuses what must never happen for itself, whatever stands here.
/// </summary>
public static class PermissionTable
{
    /// <summary>Only those who keep the entry see it.</summary>
    private static readonly ServiceState[] s_draft = [Working];

    /// <summary>It waits for somebody's judgement.</summary>
    private static readonly ServiceState[] s_waiting = [Proposed, Question, InReview];

    /// <summary>The public finds it, until its date.</summary>
    private static readonly ServiceState[] s_shown = [Provisional, ServiceState.Own, Listed];

    /// <summary>It left, or never came in.</summary>
    private static readonly ServiceState[] s_left = [Suspended, Declined, Removed];

    private static readonly ServiceState[] s_alive = [.. s_draft, .. s_waiting, .. s_shown, Suspended];

    /// <summary>Everybody who has a part in entries; whoever looks after the machine has none.</summary>
    private static readonly ActorRole[] s_members = [Reviewer, Proposer, Coordinator, Keeper, Trainer, Panel];

    public static IReadOnlyList<PermissionLine> All { get; } =
    [
        new(Deed.ReadDesk, [Reviewer, Proposer, ProviderContact, Coordinator, Keeper, Trainer, Panel, TechnicalAdmin]),
        new(Deed.ManageMembers, [Coordinator]),
        new(Deed.ReadEvents, [Coordinator]),
        new(Deed.ReadBackups, [Coordinator, TechnicalAdmin]),
        new(Deed.ReadReports, s_members) { Keeps = true },
        new(Deed.DescribeOrganisation, [Coordinator]),
        new(Deed.SpeakInCouncil, [Coordinator]) { Voice = true },
        new(Deed.ReadWaiting, [.. s_members, ProviderContact]),
        new(Deed.NameDuty, [Coordinator]),
        .. Entries(Deed.ReadEntry),
        .. Entries(Deed.ReadHistory),
        new(Deed.WriteEntry, [Proposer, Reviewer]),
        new(Deed.WriteEntry, [Proposer, Reviewer]) { Relations = [Relation.Own], States = s_alive },
        new(Deed.WriteEntry, [Proposer, Reviewer]) { Relations = [Related, Runs, Other], States = s_shown },
        new(Deed.WriteEntry, [ProviderContact]) { Relations = [Runs], States = [.. s_shown, Suspended] },
        new(Deed.Warn, [Reviewer, Proposer]) { Relations = [Relation.Own, Related, Runs, Other], States = s_shown },
        new(Deed.Warn, [ProviderContact]) { Relations = [Relation.Own, Runs], States = s_shown },
        new(Deed.ReadWorkingList, [.. s_members, ProviderContact]) { Keeps = true },
        new(Deed.ImportEntries, [Proposer, Reviewer, Coordinator]) { Keeps = true },
        new(Deed.ExportEntries, [Proposer, Reviewer, Coordinator]) { Keeps = true },
        new(Deed.Suspend, [Reviewer]) { Relations = [Relation.Own, Related, Other], States = [.. s_shown, Suspended], Untied = true, Voice = true },
        new(Deed.ShowOwn, [Reviewer, Coordinator]) { Relations = [Relation.Own], States = [.. s_waiting, ServiceState.Own], Tied = true, Voice = true },
        new(Deed.TakeOff, [Reviewer, Coordinator, ProviderContact]) { Relations = [Relation.Own, Runs], States = s_shown },
        new(Deed.Remove, [Reviewer]) { Relations = [Relation.Own, Related, Other], States = [Suspended], Untied = true, Voice = true },
        new(Deed.AskSuspension, [Proposer]) { Relations = [Relation.Own, Related, Other], States = s_shown, Untied = true },
        new(Deed.DecideAppeal, [Panel]) { Relations = [Relation.Own, Related, Other], States = [Suspended], Untied = true, Voice = true },
        new(Deed.HearConcerns, [Reviewer]) { Relations = [Relation.Own, Related, Other], States = [.. s_alive, Declined, Removed], Untied = true, Voice = true },
        new(Deed.ReadMessages, [Reviewer]) { Voice = true },
        new(Deed.AnswerThemes, [ProviderContact, Coordinator, Reviewer, Proposer]) { Relations = [Relation.Own, Runs], States = [.. s_shown, Suspended], Tied = true },
        new(Deed.WriteNotices, [Reviewer]) { Voice = true },
        new(Deed.WriteAnswers, [Reviewer]) { Voice = true },
        new(Deed.WriteGuides, [Reviewer, Proposer]),
        new(Deed.ApproveGuides, [Reviewer]) { Voice = true },
        new(Deed.KeepAgreements, [Coordinator, ProviderContact]),
        new(Deed.Consult, [Coordinator, Proposer, Reviewer]),
        new(Deed.KeepLists, [Proposer, Reviewer, Coordinator]),
        new(Deed.Recheck, [Reviewer]) { Voice = true },
        new(Deed.PublishSmallChange, [Reviewer]) { Relations = [Relation.Own, Related, Other], States = s_shown, Untied = true, Voice = true },
        new(Deed.WriteLetter, [Reviewer]) { Relations = [Relation.Own, Related, Other], States = [Suspended], Untied = true, Voice = true },
        new(Deed.Judge, [Reviewer]) { Relations = [Relation.Own, Related, Other], States = [.. s_waiting, .. s_shown, Suspended], Untied = true, Voice = true },
        new(Deed.AddEvidence, [Reviewer, Proposer]) { Relations = [Relation.Own, Related, Runs, Other], States = [.. s_waiting, .. s_shown, Suspended] },
        new(Deed.GiveWord, [Reviewer, Proposer]) { Relations = [Relation.Own, Related, Runs, Other], States = [.. s_waiting, .. s_shown, Suspended] },
        new(Deed.ReadTraining, [Trainer, ProviderContact]),
        new(Deed.Train, [Trainer]) { Voice = true },
        new(Deed.AskTraining, [ProviderContact]),
        new(Deed.ReadCertificate, [Trainer, Reviewer]) { Relations = [Relation.Own, Related, Runs, Other], States = [.. s_waiting, .. s_shown, Suspended] },
        new(Deed.ReadCertificate, [ProviderContact]) { Relations = [Runs], States = [.. s_waiting, .. s_shown, Suspended] },
        new(Deed.AnswerQuestions, [Proposer, Reviewer, ProviderContact]) { Relations = [Relation.Own, Related, Runs, Other], States = [.. s_waiting, .. s_shown, Suspended] },
    ];

    /// <summary>The line by which somebody may do something that is not about an entry; null: they may not.</summary>
    /// <param name="seat">Where they act from.</param>
    /// <param name="deed">What.</param>
    /// <param name="hasVoice">Whether their organisation may approve today.</param>
    public static PermissionLine? Find(Seat seat, Deed deed, bool hasVoice) =>
        All.FirstOrDefault(line => line.Deed == deed && line.Relations.Count == 0 && Fits(line, seat, hasVoice));

    /// <summary>The line by which somebody may do something to an entry; null: they may not.</summary>
    /// <param name="seat">Where they act from.</param>
    /// <param name="deed">What.</param>
    /// <param name="entry">To what, as it stands to their organisation.</param>
    /// <param name="hasVoice">Whether their organisation may approve today.</param>
    public static PermissionLine? Find(Seat seat, Deed deed, EntryStanding entry, bool hasVoice) =>
        Lines(seat, deed, entry, hasVoice).FirstOrDefault(line => line.States.Count == 0 || line.States.Contains(entry.State));

    /// <summary>Whether only the state of the entry stands against it.</summary>
    public static bool MayInAnotherState(Seat seat, Deed deed, EntryStanding entry, bool hasVoice) => Lines(seat, deed, entry, hasVoice).Any();

    /// <summary>Whether somebody has a role in which this is done, whatever else stands against it today.</summary>
    public static bool HasRoleFor(Seat seat, Deed deed) => All.Any(line => line.Deed == deed && Fits(line, seat, hasVoice: true));

    /// <summary>The role in which somebody does what a line allows: the first of the line that they have.</summary>
    public static ActorRole RoleOf(PermissionLine line, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(seat);
        return line.Roles.First(seat.Roles.Contains);
    }

    private static IEnumerable<PermissionLine> Lines(Seat seat, Deed deed, EntryStanding entry, bool hasVoice)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return All.Where(line => line.Deed == deed && line.Relations.Contains(entry.Relation) && (entry.IsTied ? !line.Untied : !line.Tied) && Fits(line, seat, hasVoice));
    }

    private static bool Fits(PermissionLine line, Seat seat, bool hasVoice)
    {
        ArgumentNullException.ThrowIfNull(seat);
        return (hasVoice || !line.Voice) && !(line.Keeps && seat.Kind is OrganisationKind.Educator) && line.Roles.Any(seat.Roles.Contains);
    }

    private static PermissionLine[] Entries(Deed deed) =>
    [
        new(deed, s_members) { Relations = [Relation.Own] },
        new(deed, [Reviewer, Proposer, Coordinator, Panel]) { Relations = [Related, Runs, Other], States = [.. s_waiting, .. s_shown, Suspended] },
        // What was declined or removed is for those who may meet it again.
        new(deed, [Reviewer]) { Relations = [Related, Runs, Other], States = s_left },
        new(deed, [ProviderContact]) { Relations = [Runs], States = [.. s_waiting, .. s_shown, Suspended] },
    ];
}
