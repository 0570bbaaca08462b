using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Suspensions;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Community.Messages;

/// <summary>
/// What people write without an account: taken in, read by reviewers without a tie, judged, answered and forgotten. However many come, none
/// of them changes what is published; only what a reviewer finds possible does, and only for the promises that say so.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="catalogue">Which promises are serious.</param>
/// <param name="secrets">Know by what alike ones of a day are known.</param>
/// <param name="months">Seal what was written.</param>
/// <param name="receipts">Codes and answers.</param>
/// <param name="notes">Seal what reviewers write.</param>
public sealed class MessageService(
    DirectoryDbContext context, DirectoryCatalogue catalogue, DirectorySecrets secrets, MonthKeys months, ReceiptService receipts, PrivateNotes notes)
{
    /// <summary>Characters of a message.</summary>
    public const int Longest = 500;

    /// <summary>Characters of the name of a place.</summary>
    public const int LongestName = 120;

    /// <summary>Months after which a message is gone that nobody closed.</summary>
    public const int KeptMonths = 12;

    /// <summary>Days after it was closed.</summary>
    public const int KeptDays = 90;

    /// <summary>Messages of a page, and as many as are closed together.</summary>
    public const int Most = 100;

    private const int LastYear = 9999;

    private const string ThemeKind = "theme";

    private const string ThemeAnswerKind = "theme-answer";

    /// <summary>As what several can be closed together: what was done about one of them is said of that one.</summary>
    public static IReadOnlyList<MessageOutcome> OutcomesOfSeveral { get; } = [MessageOutcome.NotPossible, MessageOutcome.Heard, MessageOutcome.Checked];

    /// <summary>Takes one in.</summary>
    /// <exception cref="ListingInvalidException">The words or the name are missing, too long, or hold hidden signs.</exception>
    /// <exception cref="ListingRefusedException">There is no such service or promise.</exception>
    public async Task<SentMessage> SendAsync(SendMessage send, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(send);
        var (named, words) = Read(send);
        Guid? service = send.ServiceCode is null ? null : await context.Services.Where(s => s.Code == send.ServiceCode).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(cancellation)
            ?? throw new ListingRefusedException("message_service", "There is no such service.");
        var id = Guid.NewGuid();
        // Praise is closed as it comes in.
        var endsOn = send.Kind is MessageKind.Good ? send.On.PlusDays(KeptDays) : send.On.PlusMonths(KeptMonths);
        var (code, hash) = receipts.New();
        var arrival = EnumSlug.Parse<MessageArrival>(await context.CallAsync<string>(
            "select directory.send_message($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            cancellation,
            Uuid(id),
            Words(EnumSlug.Of(send.Kind)),
            Uuid(service),
            Number(send.Criterion),
            Number(send.PlaceId),
            Words(named is null && words is null ? null : MonthKeys.NameOf(endsOn)),
            Bytes(Seal(endsOn, NameOf(id), named)),
            Bytes(Seal(endsOn, WordsOf(id), words)),
            Bytes(FoldOf(send, named, words)),
            Bytes(send.Nonce),
            Uuid(Guid.NewGuid()),
            Bytes(hash),
            Date(send.On),
            Truth(send.IsCrowded)));
        return new SentMessage(arrival, arrival is MessageArrival.Kept or MessageArrival.Held ? code : null);
    }

    /// <summary>What was written about a service, for a reviewer without a tie; reading it leaves an event. Null: they have one.</summary>
    public async Task<HeardOfService?> OfServiceAsync(Guid service, Guid? account, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!await MayHearAsync(service, account, on, actor, cancellation))
            return null;
        var all = context.Set<Message>().Where(m => m.ServiceId == service && m.EndsOn > on);
        var found = await ReadAsync(all, cancellation);
        var themes = await ThemesAsync(service, cancellation);
        var past = await context.Database.SqlQuery<Past>(
            $"""
            select kind, criterion, month, outcome, sum(copies)::int as count from directory.message_past
            where service_id = {service} group by kind, criterion, month, outcome order by month desc, kind, criterion
            """).ToListAsync(cancellation);
        if (found.Count > 0)
            await context.NoteReadingAsync(service, actor, cancellation);
        var tell = new Dictionary<int, LocalDate>();
        foreach (int criterion in found.Where(m => m.Finding is MessageFinding.Possible).Select(m => m.Criterion).OfType<int>().Distinct())
        {
            // Null: they were told of all that there is.
            var from = await context.CallAsync<LocalDate>("select coalesce(directory.theme_from($1, $2), date '9999-12-31')", cancellation, Uuid(service), Number(criterion));
            if (from.Year < LastYear)
                tell[criterion] = from;
        }

        return new HeardOfService(
            await HeardAsync(all, found, cancellation), themes, tell,
            [.. past.Select(p => new PastMessage(EnumSlug.Parse<MessageKind>(p.Kind), p.Criterion, p.Month, p.Outcome is null ? null : EnumSlug.Parse<MessageOutcome>(p.Outcome), p.Count))]);
    }

    /// <summary>What was written about places that are not listed, and what was suggested, but for what whoever asks said that they are tied to.</summary>
    public async Task<HeardMessages> OthersAsync(Guid? account, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.OrganisationId is not { } organisation || !await MayHearAsync(null, null, on, actor, cancellation))
            return new HeardMessages([], 0, default);
        var tied = context.Database.SqlQuery<Guid>($"select message_id as \"Value\" from directory.message_tie where account_id = {account}");
        var all = context.Set<Message>().Where(m => m.ServiceId == null && m.EndsOn > on && !tied.Contains(m.Id));
        var found = await ReadAsync(all, cancellation);
        if (found.Count > 0)
            await context.NoteReadingAsync(organisation, actor, cancellation, "organisation");
        return await HeardAsync(all, found, cancellation);
    }

    /// <summary>Somebody who reads about a service says that they have a tie to it: others judge from then on, as where it is said on a review.</summary>
    /// <exception cref="ListingRefusedException">It is known already, or they do not read about it.</exception>
    public async Task SayTieAsync(Guid service, DeclaredTie tie, Guid account, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await context.CallAsync<object>(
            "select directory.say_tie($1, $2, $3, $4, $5, $6)", cancellation,
            Uuid(service), Words(EnumSlug.Of(tie)), Uuid(actor.OrganisationId), Uuid(account), Date(on), Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>The same of a place that is not listed, or of what was suggested: they are shown it no more.</summary>
    /// <exception cref="ListingRefusedException">There is no such message.</exception>
    public async Task SayTieAsync(Guid message, Guid account, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await context.CallAsync<object>(
            "select directory.say_message_tie($1, $2, $3, $4, $5)", cancellation, Uuid(message), Uuid(actor.OrganisationId), Uuid(account), Date(on), Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>Says whether it is possible at this service. One of the serious kinds then takes the service off at once.</summary>
    /// <returns>The finding that stands: the first one.</returns>
    /// <exception cref="ListingInvalidException">It takes the service off, and nobody wrote why or what would lift it.</exception>
    /// <exception cref="ListingRefusedException">They have a tie.</exception>
    public async Task<MessageFinding?> JudgeAsync(JudgeMessage judge, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(actor);
        var message = await FindAsync(judge.MessageId, cancellation);
        bool takesOff = judge.Finding is MessageFinding.Possible && message.ServiceId is not null && IsSerious(message);
        var (reason, lifts) = takesOff ? (PrivateNotes.Require("reason", judge.Reason), PrivateNotes.Require("lifts", judge.LiftsWhen)) : (null, null);
        string stands = await context.CallAsync<string>(
            "select directory.judge_message($1, $2, $3, $4, $5, $6, $7, $8)",
            cancellation,
            Uuid(judge.MessageId),
            Words(EnumSlug.Of(judge.Finding)),
            Bytes(reason is null ? null : notes.Seal(SuspensionService.ReasonKind, message.ServiceId!.Value, reason)),
            Bytes(lifts is null ? null : notes.Seal(SuspensionService.LiftsWhenKind, message.ServiceId!.Value, lifts)),
            Uuid(judge.OrganisationId),
            Uuid(judge.AccountId),
            Date(judge.On),
            Words(EnumSlug.Of(actor.Role)));
        return EnumSlug.TryParse<MessageFinding>(stands, out var finding) ? finding : null;
    }

    /// <summary>Closes one; whoever sent it reads the answer with their code for 90 days more.</summary>
    /// <returns>False: somebody has closed it.</returns>
    /// <exception cref="ListingRefusedException">They have a tie, it was not judged yet, or there is no code for an answer.</exception>
    public async Task<bool> CloseAsync(CloseMessage close, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(close);
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        bool closed = await context.CallAsync<bool>(
            "select directory.close_message($1, $2, $3, $4, $5, $6)",
            cancellation,
            Uuid(close.MessageId),
            Words(EnumSlug.Of(close.Outcome)),
            Uuid(close.OrganisationId),
            Uuid(close.AccountId),
            Date(close.On),
            Words(EnumSlug.Of(actor.Role)));
        if (closed && !string.IsNullOrWhiteSpace(close.Reply))
            await receipts.ReplyToMessageAsync(close.MessageId, close.Reply, close.On, actor, cancellation);
        if (closed)
            await ResealAsync(cancellation, close.MessageId);
        await transaction.CommitAsync(cancellation);
        return closed;
    }

    /// <summary>Closes several as the same, all of them or none. As "not possible", promises that nobody judged are judged so in the same step.</summary>
    /// <returns>How many of them nobody had closed.</returns>
    /// <exception cref="ListingRefusedException">
    /// They have a tie to one of them, one is a promise that was not judged, one is about something else or gone, or several do not end so.
    /// </exception>
    public async Task<int> CloseAsync(CloseMessages close, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(close);
        ArgumentNullException.ThrowIfNull(actor);
        if (!OutcomesOfSeveral.Contains(close.Outcome))
            throw new ListingRefusedException("message_outcome", "Several do not end so.");
        if (close.MessageIds.Count is 0 or > Most)
            throw new ListingRefusedException("message_several", "Between one and a hundred are closed together.");
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        int closed = await context.CallAsync<int>(
            "select directory.close_messages($1, $2, $3, $4, $5, $6, $7)",
            cancellation,
            Uuids(close.MessageIds),
            Uuid(close.ServiceId),
            Words(EnumSlug.Of(close.Outcome)),
            Uuid(close.OrganisationId),
            Uuid(close.AccountId),
            Date(close.On),
            Words(EnumSlug.Of(actor.Role)));
        await ResealAsync(cancellation, [.. close.MessageIds]);
        await transaction.CommitAsync(cancellation);
        return closed;
    }

    /// <summary>Answers whoever sent it, who reads that when they look.</summary>
    /// <exception cref="ListingInvalidException">There are no words, or too many.</exception>
    /// <exception cref="ListingRefusedException">They have a tie, or there is no code.</exception>
    public async Task ReplyAsync(ReplyToMessage reply, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(actor);
        await FindAsync(reply.MessageId, cancellation);
        if (!await context.CallAsync<bool>(
            "select directory.may_hear_message($1, $2, $3, $4)", cancellation, Uuid(reply.MessageId), Uuid(actor.OrganisationId), Uuid(reply.AccountId), Date(reply.On)))
            throw new ListingRefusedException("message_tie", "Whoever has a tie to a service does not judge what is written about it.");
        await receipts.ReplyToMessageAsync(reply.MessageId, reply.Reply, reply.On, actor, cancellation);
    }

    /// <summary>Tells whoever runs a service, in other words.</summary>
    /// <exception cref="ListingInvalidException">There are no words, or too many.</exception>
    /// <exception cref="ListingRefusedException">They have a tie, or a single person could be known by it: one report, and not 14 days.</exception>
    public async Task TellAsync(TellTheme tell, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tell);
        ArgumentNullException.ThrowIfNull(actor);
        string words = PrivateNotes.Require("theme", tell.Words);
        var id = Guid.NewGuid();
        context.Add(new Theme
        {
            Id = id,
            ServiceId = tell.ServiceId,
            Criterion = tell.Criterion,
            OrganisationId = tell.OrganisationId,
            AccountId = tell.AccountId,
            Words = notes.Seal(ThemeKind, id, words),
            ToldOn = tell.On,
        });
        context.Add(DirectoryEvent.OfService(actor, "tell-theme", tell.ServiceId, reason: null));
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>What whoever runs a service was told. Never what anybody wrote.</summary>
    public async Task<IReadOnlyList<ToldTheme>> ThemesAsync(Guid service, CancellationToken cancellation = default) =>
        [.. (await context.Set<Theme>().AsNoTracking().Where(t => t.ServiceId == service).OrderBy(t => t.ToldOn).ToListAsync(cancellation)).Select(t => new ToldTheme(
            t.Id, t.Criterion, notes.Open(ThemeKind, t.Id, t.Words), t.ToldOn, t.Answer is null ? null : notes.Open(ThemeAnswerKind, t.Id, t.Answer), t.AnsweredOn))];

    /// <summary>What whoever runs the service says to it.</summary>
    /// <returns>False: it was answered.</returns>
    /// <exception cref="ListingInvalidException">There are no words, or too many.</exception>
    public async Task<bool> AnswerAsync(AnswerTheme answer, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(actor);
        string words = PrivateNotes.Require("answer", answer.Answer);
        await using var transaction = await context.BeginOrJoinAsync(cancellation);
        byte[] kept = notes.Seal(ThemeAnswerKind, answer.ThemeId, words);
        int answered = await context.Set<Theme>().Where(t => t.Id == answer.ThemeId && t.ServiceId == answer.ServiceId && t.AnsweredOn == null)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.Answer, kept).SetProperty(t => t.AnsweredOn, answer.On), cancellation);
        if (answered > 0)
        {
            context.Add(DirectoryEvent.OfService(actor, "answer-theme", answer.ServiceId, reason: null));
            await context.SaveByRulesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return answered > 0;
    }

    /// <summary>Takes away what is over, leaving service, promise, month and outcome; and the keys of months that are over.</summary>
    public async Task<int> ForgetAsync(LocalDate today, CancellationToken cancellation = default)
    {
        try
        {
            int gone = await context.CallAsync<int>("select directory.forget_messages($1)", cancellation, Date(today));
            await ResealAsync(cancellation);
            return gone + await receipts.ForgetAsync(today, cancellation);
        }
        finally
        {
            // Whatever else went wrong.
            months.DeleteOver(today);
        }
    }

    private static string NameOf(Guid message) => $"message-name-{message}";

    private static string WordsOf(Guid message) => $"message-{message}";

    /// <summary>What has to be there for each kind.</summary>
    private static (string? Named, string? Words) Read(SendMessage send)
    {
        var problems = new List<ListingProblem>();
        bool isUnlisted = send.ServiceCode is null && send.Kind is not (MessageKind.Missing or MessageKind.Correction);
        string? named = Tidy("named", send.Named, LongestName, isUnlisted);
        string? words = Tidy("words", send.Words, Longest, send.Kind is MessageKind.Else or MessageKind.Correction or MessageKind.Missing);
        return problems.Count > 0 ? throw new ListingInvalidException(problems) : (named, words);

        string? Tidy(string field, string? typed, int longest, bool required)
        {
            string text = (typed ?? "").ReplaceLineEndings("\n").Trim();
            if (text.Length == 0 && !required)
                return null;
            if (TextRules.Refuse(text, longest) is { } refused)
                problems.Add(new ListingProblem(field, refused.Reason, refused.Message));
            return text;
        }
    }

    /// <summary>The same for messages of one day that say the same. Without the key nobody can try out what was said, and it goes with the day.</summary>
    private byte[]? FoldOf(SendMessage send, string? named, string? words)
    {
        // Two who only ticked the same are two.
        if (words is null)
            return null;
        string said = string.Join(' ', $"{named}\n{words}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        return secrets.HashOf($"message-fold-{send.On.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)}", $"{send.ServiceCode}\0{send.Kind}\0{send.Criterion}\0{send.PlaceId}\0{said}");
    }

    private byte[]? Seal(LocalDate endsOn, string purpose, string? words) => words is null ? null : months.Seal(endsOn, purpose, Encoding.UTF8.GetBytes(words));

    private string? Open(Message message, string purpose, byte[]? words) =>
        words is not null && months.Open(message.Month!, purpose, words) is { } open ? Encoding.UTF8.GetString(open) : null;

    private bool IsSerious(Message message) =>
        message.Kind is MessageKind.Promise && catalogue.Criteria.Criteria.FirstOrDefault(c => c.Id == message.Criterion) is { SuspendsAtOnce: true };

    private async Task<Message> FindAsync(Guid id, CancellationToken cancellation) =>
        await context.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellation)
        ?? throw new ListingRefusedException("message_unknown", "There is no such message.");

    /// <summary>As many as a page holds: first what is serious and new, then what waits, then what waits apart, then what is closed.</summary>
    private Task<List<Message>> ReadAsync(IQueryable<Message> messages, CancellationToken cancellation)
    {
        int?[] serious = [.. catalogue.Criteria.Criteria.Where(c => c.SuspendsAtOnce).Select(c => (int?)c.Id)];
        return messages.AsNoTracking()
            .OrderBy(m => m.ClosedOn != null).ThenByDescending(m => m.Finding == null && serious.Contains(m.Criterion)).ThenBy(m => m.Held).ThenBy(m => m.SentOn).ThenBy(m => m.Id)
            .Take(Most).ToListAsync(cancellation);
    }

    private Task<bool> MayHearAsync(Guid? service, Guid? account, LocalDate on, Actor actor, CancellationToken cancellation) => context.CallAsync<bool>(
        "select directory.may_hear($1, $2, $3, $4)", cancellation, Uuid(actor.OrganisationId), Uuid(account), Uuid(service), Date(on));

    private async Task<HeardMessages> HeardAsync(IQueryable<Message> all, List<Message> found, CancellationToken cancellation)
    {
        var since = await receipts.OfMessagesAsync([.. found.Select(m => m.Id)], cancellation);
        int more = found.Count < Most ? 0 : await all.CountAsync(m => m.ClosedOn == null, cancellation) - found.Count(m => m.ClosedOn is null);
        var held = await all.Where(m => m.Held && m.ClosedOn == null).Select(m => m.Copies).ToListAsync(cancellation);
        var shown = found.Select(m => new HeardMessage(
            m.Id, m.Kind, m.Criterion, m.PlaceId, Open(m, NameOf(m.Id), m.Named), Open(m, WordsOf(m.Id), m.Words), m.SentOn, m.EndsOn, m.Held, m.Copies,
            m.ServiceId is not null && IsSerious(m), m.Finding, m.Outcome, since.Contains(m.Id), [.. since[m.Id].OfType<ReceivedText>()]));
        return new HeardMessages([.. shown], more, (held.Count, held.Sum()));
    }

    /// <summary>What ends sooner than was known when it was sealed is sealed with the key of that month.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="only">None: all that there are.</param>
    private async Task ResealAsync(CancellationToken cancellation, params Guid[] only)
    {
        var sealedOnes = await context.Set<Message>().AsNoTracking().Where(m => m.Month != null && (only.Length == 0 || only.Contains(m.Id))).ToListAsync(cancellation);
        foreach (var message in sealedOnes.Where(m => string.CompareOrdinal(MonthKeys.NameOf(m.EndsOn), m.Month) < 0))
        {
            await context.CallAsync<bool>(
                "select directory.reseal_message($1, $2, $3, $4)",
                cancellation,
                Uuid(message.Id),
                Words(MonthKeys.NameOf(message.EndsOn)),
                Bytes(Seal(message.EndsOn, NameOf(message.Id), Open(message, NameOf(message.Id), message.Named))),
                Bytes(Seal(message.EndsOn, WordsOf(message.Id), Open(message, WordsOf(message.Id), message.Words))));
        }
    }

    private sealed record Past(string Kind, int? Criterion, string Month, string? Outcome, int Count);
}
