using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>Where reviewers read what people wrote without an account, say what they think of it, answer and close it.</summary>
public abstract class HeardModel(MessageService messages) : CurateModel
{
    [BindProperty(Name = HeardField.Message)]
    public Guid? TypedMessage { get; set; }

    [BindProperty(Name = HeardField.Do)]
    public string? Do { get; set; }

    [BindProperty(Name = HeardField.Finding)]
    public string? TypedFinding { get; set; }

    [BindProperty(Name = HeardField.Outcome)]
    public string? TypedOutcome { get; set; }

    [BindProperty(Name = HeardField.Reason)]
    public string? TypedReason { get; set; }

    [BindProperty(Name = HeardField.Lifts)]
    public string? TypedLifts { get; set; }

    [BindProperty(Name = HeardField.Reply)]
    public string? TypedReply { get; set; }

    [BindProperty(Name = HeardField.Several)]
    public string[] TypedSeveral { get; set; } = [];

    [BindProperty(Name = HeardField.SeveralOutcome)]
    public string? TypedSeveralOutcome { get; set; }

    /// <summary>Field and key of what was wrong with it, of the message that was typed about.</summary>
    public IReadOnlyDictionary<string, string> Wrong { get; private set; } = new Dictionary<string, string>();

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; protected set; }

    public abstract string Address { get; }

    /// <summary>Which service the messages are about; null: none of them is about one.</summary>
    protected virtual Guid? ServiceId => null;

    /// <summary>What they are about is off every page already.</summary>
    public virtual bool IsOff => false;

    /// <summary>Each message is about something else, so a tie is said of each.</summary>
    public virtual bool TiesToEach => false;

    /// <summary>What they may close one of a kind as.</summary>
    public static IEnumerable<MessageOutcome> Outcomes(HeardMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Kind switch
        {
            MessageKind.Promise => [MessageOutcome.Heard, MessageOutcome.Checked, MessageOutcome.Told, MessageOutcome.Suspended, MessageOutcome.NotPossible],
            MessageKind.Details or MessageKind.Correction => [MessageOutcome.Corrected, MessageOutcome.Checked, MessageOutcome.Heard, MessageOutcome.NotPossible],
            MessageKind.Service or MessageKind.Missing => [MessageOutcome.Written, MessageOutcome.Heard, MessageOutcome.NotPossible],
            _ => [MessageOutcome.Heard, MessageOutcome.Checked, MessageOutcome.NotPossible],
        };
    }

    /// <summary>The first thing that was wrong: the id of what to mend on the page, and the key of what to do; null: nothing was.</summary>
    public (string Id, string Key)? First => Wrong.Count == 0 ? null : (IdOf(Wrong.First().Key), Wrong.First().Value);

    /// <summary>The id of a field of one message's forms.</summary>
    public static string IdOf(string field, Guid message) => $"{field}-{message:N}";

    public bool IsTicked(Guid message) => TypedSeveral.Contains(message.ToString());

    public string? WrongOf(Guid message, string field) => TypedMessage == message && Wrong.TryGetValue(field, out string? key) ? key : null;

    /// <summary>The id of a field of the form that was sent.</summary>
    protected virtual string IdOf(string field) => TypedMessage is { } message
        ? IdOf(field is HeardField.Reply && Do is HeardField.Close ? $"{HeardField.Close}-{field}" : field, message)
        : field;

    /// <summary>One field was wrong, and is told what to do.</summary>
    protected void Refuse(string field, string key) => Wrong = new Dictionary<string, string> { [field] = key };

    /// <returns>False: nothing was asked that can be done.</returns>
    protected async Task<bool> TryAsync(Func<Task<bool>> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        try
        {
            if (await act())
                return true;
            // What is wrong with a field stands there.
            Refused = Wrong.Count == 0 ? "Heard.Nothing" : null;
        }
        catch (ListingInvalidException invalid)
        {
            Wrong = invalid.Problems.ToDictionary(problem => problem.Field, _ => "Suspension.WordsWrong");
        }
        // Said where they were ticked, as it may be about any of them.
        catch (ListingRefusedException refused) when (Do is HeardField.CloseSeveral && refused.Rule is "message_unjudged" or "message_tie" or "message_several" or "message_outcome")
        {
            Refuse(HeardField.Several, refused.Rule switch
            {
                "message_unjudged" => "Heard.SeveralUnjudged",
                "message_tie" => "Heard.SeveralTie",
                _ => "Heard.SeveralWrong",
            });
        }
        catch (ListingRefusedException refused)
        {
            Refused = refused.Rule switch
            {
                "message_tie" => "Heard.Tie",
                "message_unjudged" => "Heard.Unjudged",
                "theme_early" => "Heard.TooEarly",
                "receipt_unknown" => "Heard.NoCode",
                "suspension_twice" => "Suspension.Twice",
                "message_unknown" => "Heard.Nothing",
                _ => "Suspension.Refused",
            };
        }

        return false;
    }

    /// <summary>Ends all that are ticked as the same, or none of them.</summary>
    /// <param name="shown">What may be ticked.</param>
    /// <param name="cancellation">Stops it.</param>
    protected async Task<bool> CloseSeveralAsync(HeardMessages shown, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(shown);
        var ticked = shown.Shown.Where(m => IsTicked(m.Id)).Select(m => m.Id).ToList();
        bool isSaid = EnumSlug.TryParse<MessageOutcome>(TypedSeveralOutcome ?? "", out var outcome);
        var wrong = new Dictionary<string, string>();
        if (TypedSeveral.Length == 0)
            wrong[HeardField.Several] = "Heard.SeveralNone";
        if (!isSaid)
            wrong[HeardField.SeveralOutcome] = "Heard.SeveralHow";
        Wrong = wrong;

        // One that is not here any more was decided meanwhile.
        if (wrong.Count > 0 || ticked.Count != TypedSeveral.Distinct(StringComparer.Ordinal).Count())
            return false;
        await messages.CloseAsync(new CloseMessages(ticked, ServiceId, outcome, Seat.OrganisationId, Member.AccountId, Today), Actor, cancellation);
        return true;
    }

    /// <summary>What can be done with any message.</summary>
    protected async Task<bool> ActAsync(CancellationToken cancellation)
    {
        if (TypedMessage is not { } message)
            return false;
        switch (Do)
        {
            case HeardField.Judge when EnumSlug.TryParse<MessageFinding>(TypedFinding ?? "", out var finding):
                return await messages.JudgeAsync(new JudgeMessage(message, finding, TypedReason, TypedLifts, Seat.OrganisationId, Member.AccountId, Today), Actor, cancellation) is not null;
            case HeardField.Close when EnumSlug.TryParse<MessageOutcome>(TypedOutcome ?? "", out var outcome):
                await messages.CloseAsync(new CloseMessage(message, outcome, TypedReply, Seat.OrganisationId, Member.AccountId, Today), Actor, cancellation);
                return true;
            case HeardField.Close:
                Refuse(HeardField.Outcome, "Heard.AsWrong");
                return false;
            case HeardField.Reply:
                await messages.ReplyAsync(new ReplyToMessage(message, TypedReply ?? "", Seat.OrganisationId, Member.AccountId, Today), Actor, cancellation);
                return true;
            default:
                return false;
        }
    }
}

/// <summary>One message with what can be done with it.</summary>
/// <param name="CanTick">There are others with which it can be closed.</param>
/// <param name="IsOfAPart">It stands below a heading of its own part of the page.</param>
public sealed record HeardItem(HeardModel Page, HeardMessage Message, bool CanTick, bool IsOfAPart = false);

/// <summary>What closes all that are ticked.</summary>
public sealed record HeardSeveral(HeardModel Page, HeardMessages Messages)
{
    public bool IsOffered => Messages.Shown.Count(message => message.IsOpen) > 1;
}
