namespace ServiceDirectory.Core.Permissions;

/// <summary>What somebody may do on the signed-in side. Who may, says <see cref="PermissionTable"/>, and nothing else does.</summary>
public enum Deed
{
    /// <summary>Open the desk of an organisation.</summary>
    ReadDesk,

    /// <summary>Invite, give and take roles, and help somebody back in who lost everything.</summary>
    ManageMembers,

    /// <summary>Look at what waits for an organisation.</summary>
    ReadWaiting,

    /// <summary>Say who looks first in which week.</summary>
    NameDuty,

    /// <summary>Look at what happened in an organisation.</summary>
    ReadEvents,

    /// <summary>See when the directory was backed up and when that was tried, and say that a keeper opened a backup.</summary>
    ReadBackups,

    /// <summary>Read what was done in a year, in numbers from which nobody is known.</summary>
    ReadReports,

    /// <summary>Say how an organisation is shown, and that it leaves.</summary>
    DescribeOrganisation,

    /// <summary>Speak for an organisation among the councils: propose, vouch, vote, freeze, invite guests.</summary>
    SpeakInCouncil,

    /// <summary>Look at an entry, whatever state it is in.</summary>
    ReadEntry,

    /// <summary>Look at what happened to an entry, and at what changed in its words.</summary>
    ReadHistory,

    /// <summary>Write an entry, or propose how an entry should read.</summary>
    WriteEntry,

    /// <summary>Say what was found out about a service today, and take that back.</summary>
    Warn,

    /// <summary>Look through everything that an organisation entered and nobody else sees yet.</summary>
    ReadWorkingList,

    /// <summary>Bring a list in that the organisation keeps elsewhere.</summary>
    ImportEntries,

    /// <summary>Take everything out that the organisation entered.</summary>
    ExportEntries,

    /// <summary>Take a service off every page, and say what was found when another organisation did.</summary>
    Suspend,

    /// <summary>Show what the organisation runs itself before anybody else has checked it.</summary>
    ShowOwn,

    /// <summary>Take an entry off every page because it is no more, or is not wanted there.</summary>
    TakeOff,

    /// <summary>Remove for good what was suspended.</summary>
    Remove,

    /// <summary>Ask those who may suspend.</summary>
    AskSuspension,

    /// <summary>Write to a service why it was suspended.</summary>
    WriteLetter,

    /// <summary>Decide about an appeal against a suspension.</summary>
    DecideAppeal,

    /// <summary>Read what people wrote about a service without an account, judge, answer and close it.</summary>
    HearConcerns,

    /// <summary>The same for places that are not listed, and for suggestions.</summary>
    ReadMessages,

    /// <summary>Read what one was told about one's own service in other words, and answer it.</summary>
    AnswerThemes,

    /// <summary>Judge what waits: verdicts, approval, a question back, declining.</summary>
    Judge,

    /// <summary>Read and add to the evidence of a service; somebody with a tie may, too.</summary>
    AddEvidence,

    /// <summary>Read and give the word of allied organisations, and answer it.</summary>
    GiveWord,

    /// <summary>Answer what reviewers asked back.</summary>
    AnswerQuestions,

    /// <summary>Call again about entries whose checks are due, and see what changed without one's organisation.</summary>
    Recheck,

    /// <summary>Publish a change that needs no two organisations.</summary>
    PublishSmallChange,

    /// <summary>Write a dated line about a place, stand by one, and take one off.</summary>
    WriteNotices,

    /// <summary>Write whom to call in a country, approve that, and take it back.</summary>
    WriteAnswers,

    /// <summary>Look at what is asked for, planned and held of training, on either side.</summary>
    ReadTraining,

    /// <summary>Offer training, answer requests, plan sessions, count who was there, certify.</summary>
    Train,

    /// <summary>Ask for training of the staff of one's own service.</summary>
    AskTraining,

    /// <summary>Look at the certificate of a service, to print it.</summary>
    ReadCertificate,

    /// <summary>Write a guide, send it for a second pair of eyes, and take it off.</summary>
    WriteGuides,

    /// <summary>Be the second pair of eyes of a guide that somebody else wrote, and look at it again later.</summary>
    ApproveGuides,

    /// <summary>Read, write, answer and end what an organisation agreed with services and others.</summary>
    KeepAgreements,

    /// <summary>Ask about a promise, read what others say, and answer.</summary>
    Consult,

    /// <summary>Keep lists of entries under an address that nobody guesses, and end them.</summary>
    KeepLists,
}
