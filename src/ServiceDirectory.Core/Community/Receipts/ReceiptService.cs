using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Suspensions;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Community.Receipts;

/// <summary>
/// Codes by which somebody without an account reads an answer and writes one. Whatever is typed costs one hash and one look-up. Reading
/// changes nothing.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="secrets">Turn codes into what is stored of them.</param>
/// <param name="months">Seal what is written.</param>
public sealed class ReceiptService(DirectoryDbContext context, DirectorySecrets secrets, MonthKeys months)
{
    private const string Purpose = "receipt";

    /// <summary>What nobody can type: it stands for everything that is no code, so that it costs the same.</summary>
    private const string NoCode = "";

    private const int KeptMonths = 12;

    /// <summary>A new code for the letter of a suspension, to be shown once. The one before is worth nothing then.</summary>
    /// <exception cref="ListingRefusedException">That one was used or its letter was sent, or there is nothing to answer.</exception>
    public async Task<string> MakeAsync(Guid suspension, LocalDate on, CancellationToken cancellation = default)
    {
        string code = SecretCode.New();
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        if (await context.Set<ReceiptText>().AnyAsync(t => context.Set<Receipt>().Any(r => r.Id == t.ReceiptId && r.SuspensionId == suspension), cancellation))
            throw new ListingRefusedException("receipt_used", "Somebody has answered with the code of the first letter.");
        var before = await context.Set<Receipt>().SingleOrDefaultAsync(r => r.SuspensionId == suspension, cancellation);
        if (before is not null && await context.Set<Suspension>().AnyAsync(s => s.Id == suspension && s.LetterSentOn != null, cancellation))
            throw new ListingRefusedException("letter_sent", "The letter was sent, and whoever has it answers with its code.");
        var receipt = before ?? new Receipt { Id = Guid.NewGuid(), SuspensionId = suspension };
        (receipt.CodeHash, receipt.MadeOn, receipt.EndsOn) = (secrets.HashOf(Purpose, code), on, on.PlusMonths(KeptMonths));
        if (before is null)
            context.Add(receipt);
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return code;
    }

    /// <summary>What a code opens, however it was typed; null: nothing.</summary>
    public async Task<Receipt?> FindAsync(string? typed, LocalDate on, CancellationToken cancellation = default)
    {
        byte[] hash = secrets.HashOf(Purpose, SecretCode.Parse(typed) ?? NoCode);
        var found = await context.Set<Receipt>().AsNoTracking().SingleOrDefaultAsync(r => r.CodeHash == hash && r.EndsOn > on, cancellation);
        return found is not null && CryptographicOperations.FixedTimeEquals(found.CodeHash, hash) ? found : null;
    }

    /// <summary>What waits for whoever has the code.</summary>
    public async Task<WaitingReceipt> ReadAsync(Receipt receipt, LocalDate on, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var texts = await context.Set<ReceiptText>().AsNoTracking().Where(t => t.ReceiptId == receipt.Id && t.Kind == ReceiptKind.Reply).OrderBy(t => t.WrittenOn).ToListAsync(cancellation);
        var waiting = new WaitingReceipt(receipt.Id, [.. texts.Select(t => (t.WrittenOn, Open(t)))]);
        if (receipt.SuspensionId is { } suspension)
            return waiting with { Letter = await LetterAsync(suspension, on, cancellation) };
        if (receipt.TrainingRequestId is { } request)
            return waiting with { Training = await new TrainingReader(context, months, new PrivateNotes(secrets)).OfSchoolAsync(request, cancellation) };
        var message = await context.Set<Message>().AsNoTracking().SingleAsync(m => m.Id == receipt.MessageId, cancellation);
        return waiting with { Message = message.ClosedOn is not null ? MessageStage.Closed : message.Finding is not null ? MessageStage.Looked : MessageStage.Waiting };
    }

    /// <summary>Writes an answer or the appeal.</summary>
    /// <returns>False: just this form was sent already.</returns>
    /// <exception cref="ListingInvalidException">There are no words, too many, or the code is among them.</exception>
    /// <exception cref="ListingRefusedException">It is too late, or there was an appeal.</exception>
    public async Task<bool> AnswerAsync(AnswerReceipt answer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        string words = PrivateNotes.Require("words", answer.Words);
        var receipt = await context.Set<Receipt>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == answer.ReceiptId, cancellation)
            ?? throw new ListingRefusedException("receipt_over", "This code opens nothing any more.");
        if (Holds(words, receipt.CodeHash))
            throw new ListingInvalidException([new ListingProblem("words", "code", "Take the code out. Whoever has it can read the answer.")]);
        var id = Guid.NewGuid();
        context.Add(new ReceiptText
        {
            Id = id,
            ReceiptId = answer.ReceiptId,
            Kind = answer.IsAppeal ? ReceiptKind.Appeal : ReceiptKind.Answer,
            Month = MonthKeys.NameOf(receipt.EndsOn),
            Words = months.Seal(receipt.EndsOn, PurposeOf(id), Encoding.UTF8.GetBytes(words)),
            Nonce = answer.Nonce,
            WrittenOn = answer.On,
        });
        try
        {
            await context.SaveByRulesAsync(cancellation);
            return true;
        }
        catch (ListingRefusedException refused) when (refused.Rule == "receipt_text_nonce")
        {
            return false;
        }
    }

    /// <summary>Answers a service. It reads that when it looks.</summary>
    /// <exception cref="ListingInvalidException">There are no words, or too many.</exception>
    /// <exception cref="ListingRefusedException">There is no code, or its time is over.</exception>
    public async Task ReplyAsync(Guid suspension, Guid service, string reply, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var receipt = await context.Set<Receipt>().AsNoTracking().SingleOrDefaultAsync(r => r.SuspensionId == suspension, cancellation);
        AddReply(receipt, reply, on, actor);
        context.Add(DirectoryEvent.OfService(actor, "reply", service, reason: null));
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>Answers whoever sent a message, in the caller's transaction.</summary>
    /// <exception cref="ListingInvalidException">There are no words, or too many.</exception>
    /// <exception cref="ListingRefusedException">There is no code, or its time is over.</exception>
    internal async Task ReplyToMessageAsync(Guid message, string reply, LocalDate on, Actor actor, CancellationToken cancellation)
    {
        AddReply(await context.Set<Receipt>().AsNoTracking().SingleOrDefaultAsync(r => r.MessageId == message, cancellation), reply, on, actor);
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>Answers a school. It reads that when it looks.</summary>
    /// <exception cref="ListingInvalidException">There are no words, or too many.</exception>
    /// <exception cref="ListingRefusedException">There is no code, or its time is over.</exception>
    public async Task ReplyToSchoolAsync(Guid request, string reply, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        AddReply(await context.Set<Receipt>().AsNoTracking().SingleOrDefaultAsync(r => r.TrainingRequestId == request, cancellation), reply, on, actor);
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>What was written to and fro about a request of a school.</summary>
    public async Task<IReadOnlyList<ReceivedText>> OfSchoolAsync(Guid request, CancellationToken cancellation = default)
    {
        var texts = await context.Set<ReceiptText>().AsNoTracking()
            .Where(t => context.Set<Receipt>().Any(r => r.Id == t.ReceiptId && r.TrainingRequestId == request)).OrderBy(t => t.WrittenOn).ToListAsync(cancellation);
        return [.. texts.Select(Received)];
    }

    /// <summary>What a service wrote, for those who judge; reading it leaves an event.</summary>
    public async Task<IReadOnlyList<ReceivedText>> ReceivedAsync(Guid suspension, Guid service, Actor actor, CancellationToken cancellation = default)
    {
        var texts = await context.Set<ReceiptText>().AsNoTracking()
            .Where(t => context.Set<Receipt>().Any(r => r.Id == t.ReceiptId && r.SuspensionId == suspension)).OrderBy(t => t.WrittenOn).ToListAsync(cancellation);
        if (texts.Count > 0)
            await context.NoteReadingAsync(service, actor, cancellation);
        return [.. texts.Select(Received)];
    }

    /// <summary>What was written to and fro since, by the message whose code it was; of those that have a code, even where nothing was.</summary>
    internal async Task<ILookup<Guid, ReceivedText?>> OfMessagesAsync(IReadOnlyCollection<Guid> messages, CancellationToken cancellation)
    {
        var found = await (
            from r in context.Set<Receipt>().AsNoTracking()
            where r.MessageId != null && messages.Contains(r.MessageId.Value)
            join t in context.Set<ReceiptText>() on r.Id equals t.ReceiptId into texts
            from t in texts.DefaultIfEmpty()
            select new { r.MessageId, Text = t }).ToListAsync(cancellation);
        return found.OrderBy(f => f.Text?.WrittenOn).ToLookup(f => f.MessageId!.Value, f => f.Text is null ? null : Received(f.Text));
    }

    /// <summary>A new code to be shown once, and what is stored of it.</summary>
    internal (string Code, byte[] Hash) New()
    {
        string code = SecretCode.New();
        return (code, secrets.HashOf(Purpose, code));
    }

    /// <summary>Takes away what is over, codes and words, and seals what ends sooner than was known with the key of that month.</summary>
    public async Task<int> ForgetAsync(LocalDate today, CancellationToken cancellation = default)
    {
        int gone = await context.CallAsync<int>("select directory.forget_receipts($1)", cancellation, Date(today));
        var kept = await (
            from t in context.Set<ReceiptText>().AsNoTracking()
            join r in context.Set<Receipt>() on t.ReceiptId equals r.Id
            select new { Text = t, r.EndsOn }).ToListAsync(cancellation);
        foreach (var sooner in kept.Where(k => string.CompareOrdinal(MonthKeys.NameOf(k.EndsOn), k.Text.Month) < 0))
        {
            if (months.Open(sooner.Text.Month, PurposeOf(sooner.Text.Id), sooner.Text.Words) is not { } words)
                continue;
            await context.CallAsync<bool>(
                "select directory.reseal_receipt_text($1, $2, $3)", cancellation, Uuid(sooner.Text.Id), Words(MonthKeys.NameOf(sooner.EndsOn)),
                Bytes(months.Seal(sooner.EndsOn, PurposeOf(sooner.Text.Id), words)));
        }

        return gone;
    }

    private async Task<WaitingLetter> LetterAsync(Guid id, LocalDate on, CancellationToken cancellation)
    {
        var suspension = await context.Set<Suspension>().AsNoTracking().SingleAsync(s => s.Id == id, cancellation);
        var state = EnumSlug.Parse<SuspensionState>(await context.CallAsync<string>("select directory.suspension_state($1, $2)", cancellation, Uuid(id), Date(on)));
        var appeal = await context.Set<Appeal>().AsNoTracking().SingleOrDefaultAsync(a => a.SuspensionId == id, cancellation);
        LocalDate? by = suspension.Outcome is null && appeal is null ? suspension.LetterSentOn?.PlusDays(SuspensionDates.AppealDays) : null;
        return new WaitingLetter(state, suspension.Criterion, by >= on ? by : null, appeal?.Outcome, appeal is not null);
    }

    private void AddReply(Receipt? receipt, string reply, LocalDate on, Actor actor)
    {
        string words = PrivateNotes.Require("reply", reply);
        if (receipt is null)
            throw new ListingRefusedException("receipt_unknown", "There is no code by which anybody could read it.");
        var id = Guid.NewGuid();
        context.Add(new ReceiptText
        {
            Id = id,
            ReceiptId = receipt.Id,
            Kind = ReceiptKind.Reply,
            OrganisationId = actor.OrganisationId,
            Month = MonthKeys.NameOf(receipt.EndsOn),
            Words = months.Seal(receipt.EndsOn, PurposeOf(id), Encoding.UTF8.GetBytes(words)),
            WrittenOn = on,
        });
    }

    private ReceivedText Received(ReceiptText text) => new(text.Kind, text.WrittenOn, Open(text));

    private static string PurposeOf(Guid text) => $"receipt-text-{text}";

    /// <summary>Its own code, with or without spaces.</summary>
    private bool Holds(string words, byte[] own)
    {
        string run = new([.. words.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '–' or '‐' or '‑'))]);
        return Enumerable.Range(0, Math.Max(0, run.Length - SecretCode.Length + 1)).Select(at => SecretCode.Parse(run.Substring(at, SecretCode.Length))).OfType<string>()
            .Any(code => CryptographicOperations.FixedTimeEquals(secrets.HashOf(Purpose, code), own));
    }

    private string? Open(ReceiptText text) => months.Open(text.Month, PurposeOf(text.Id), text.Words) is { } words ? Encoding.UTF8.GetString(words) : null;
}
