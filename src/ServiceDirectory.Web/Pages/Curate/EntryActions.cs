using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>What leads on from the page of an entry: the one list, of which everybody sees what they may do.</summary>
public static class EntryActions
{
    /// <summary>In the order of the page. Whoever adds a page about entries adds a line.</summary>
    public static IReadOnlyList<EntryAction> All { get; } =
    [
        new(Deed.Warn, "Warning.Title", Links.Warn),
        new(Deed.ShowOwn, "ShowOwn.Title", Links.ShowOwn),
        new(Deed.ReadEntry, "EntryAction.Preview", Links.Preview),
        new(Deed.ReadHistory, "EntryAction.History", Links.History),
        new(Deed.Judge, "Judge.Title", Links.Review),
        new(Deed.AddEvidence, "Found.Title", Links.Evidence),
        new(Deed.GiveWord, "Word.Title", Links.Word),
        new(Deed.AnswerQuestions, "Query.Title", Links.Questions),
        new(Deed.PublishSmallChange, "Recheck.ChangeTitle", Links.SmallChange),
        new(Deed.ReadCertificate, "Certificate.Title", Links.Certificate),
        new(Deed.HearConcerns, "Concerns.Title", Links.Concerns),
        new(Deed.AnswerThemes, "Theme.Title", Links.Themes),
        new(Deed.Suspend, "Suspension.Title", Links.Suspend),
        new(Deed.AskSuspension, "Suspension.AskTitle", Links.AskSuspension),
        new(Deed.TakeOff, "TakeOff.Title", Links.TakeOff),
        new(Deed.Remove, "Remove.Title", Links.Remove),
        new(Deed.WriteLetter, "Letter.Title", Links.Letter),
        new(Deed.DecideAppeal, "Appeal.Title", Links.Appeal),
    ];

    public static IEnumerable<(string Key, string Address)> For(Standing standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        // Who can do it does not have to ask for it.
        bool asks = standing.Find(Deed.Suspend) is null;
        // Of a draft nobody has written; of what was taken off the desk leads there.
        bool isDraft = standing.Entry!.State is ServiceState.Working;
        return All.Where(action => standing.Find(action.Deed) is not null && (asks || action.Deed != Deed.AskSuspension) && !(isDraft && action.Deed == Deed.HearConcerns)).Select(action => (action.Key, action.Link(standing.Seat.Code, standing.Entry!.Code)));
    }
}

/// <param name="Key">Of its words.</param>
/// <param name="Link">From the codes of the organisation and the entry.</param>
public sealed record EntryAction(Deed Deed, string Key, Func<string, string, string> Link);
