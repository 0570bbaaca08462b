using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Vetting;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Training;

/// <summary>
/// What is offered, asked for, planned, counted and certified. Who may, and what follows, is decided by the database's own functions; what may
/// stand in the words is decided here. Words of requests are sealed with the key of their month, places with the directory's own.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="months">Seal what whoever asks writes.</param>
/// <param name="notes">Seal where a session is held.</param>
/// <param name="vetting">How long a certificate counts.</param>
/// <param name="receipts">Make the codes of schools.</param>
public sealed class TrainingService(DirectoryDbContext context, MonthKeys months, PrivateNotes notes, VettingOptions vetting, ReceiptService receipts)
{
    /// <summary>After which the words of a request are gone that nobody closed.</summary>
    private const int KeptMonths = 12;

    /// <summary>After a request was closed.</summary>
    private const int KeptDays = 90;

    /// <summary>Writes an offer; where it is for everybody, <c>/training</c> shows it at once.</summary>
    /// <exception cref="ListingInvalidException">Something in it cannot be.</exception>
    /// <exception cref="ListingRefusedException">Only trainers of a sex worker-led organisation offer training.</exception>
    public async Task<Guid> OfferAsync(WriteOffer write, TrainingSide side, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(side);
        Require(OfferRules.Check(write.Content));
        var id = Guid.NewGuid();
        await context.CallAsync<object>(
            "select directory.write_offer($1, $2, $3, $4, $5, $6)", cancellation, Uuid(id), Uuid(side.OrganisationId), Uuid(side.AccountId),
            new NpgsqlParameter { Value = JsonSerializer.Serialize(write.Content, ContentJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb },
            Truth(write.IsPublic), Date(side.On));
        return id;
    }

    /// <summary>Takes an offer back.</summary>
    /// <returns>False: it had ended already, or is somebody else's.</returns>
    public Task<bool> EndOfferAsync(Guid offer, TrainingSide side, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(side);
        return context.CallAsync<bool>(
            "select directory.end_offer($1, $2, $3, $4)", cancellation, Uuid(offer), Uuid(side.OrganisationId), Uuid(side.AccountId), Date(side.On));
    }

    /// <summary>A provider asks for the staff of its service.</summary>
    /// <exception cref="ListingInvalidException">Something in it cannot be.</exception>
    /// <exception cref="ListingRefusedException">It looks for people, was asked already, or is not theirs to ask.</exception>
    public async Task<Guid> AskAsync(AskTraining ask, TrainingSide side, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(side);
        Refuse(ask.Words, ask.WantsPeople, isEducator: false);
        var (id, endsOn) = (Guid.NewGuid(), side.On.PlusMonths(KeptMonths));
        await context.CallAsync<object>(
            "select directory.ask_training($1, $2, $3, $4, $5, $6, $7, $8, $9, null, $10)", cancellation,
            Uuid(id), Uuid(ask.OfferId), Uuid(side.OrganisationId), Uuid(side.AccountId), Uuid(ask.ServiceId), Truth(OfferRules.HasBudget(ask.Words)), Truth(ask.WantsPeople),
            Words(MonthKeys.NameOf(endsOn)), Bytes(Seal(id, ask.Words, endsOn)), Date(side.On));
        return id;
    }

    /// <summary>An educator without an account asks, and reads the answer with a code.</summary>
    /// <exception cref="ListingInvalidException">Something in it cannot be.</exception>
    /// <exception cref="ListingRefusedException">It looks for people, was sent already, or nobody offers that any more.</exception>
    public async Task<AskedTeaching> AskAsync(AskTeaching ask, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ask);
        Refuse(ask.Words, ask.WantsPeople, isEducator: true);
        var (id, endsOn) = (Guid.NewGuid(), ask.On.PlusMonths(KeptMonths));
        var (code, hash) = receipts.New();
        await context.CallAsync<object>(
            "select directory.ask_teaching($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", cancellation,
            Uuid(id), Uuid(ask.OfferId), Truth(OfferRules.HasBudget(ask.Words)), Truth(ask.WantsPeople), Words(MonthKeys.NameOf(endsOn)), Bytes(Seal(id, ask.Words, endsOn)),
            Bytes(ask.Nonce), Uuid(Guid.NewGuid()), Bytes(hash), Date(ask.On));
        return new AskedTeaching(id, code);
    }

    /// <summary>Accepts or declines, without a reason.</summary>
    /// <returns>The state in which it is now: a second click finds what the first one did.</returns>
    public async Task<RequestState> AnswerAsync(Guid request, bool accepts, TrainingSide side, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(side);
        return EnumSlug.Parse<RequestState>(await context.CallAsync<string>(
            "select directory.answer_training($1, $2, $3, $4, $5)", cancellation, Uuid(request), Truth(accepts), Uuid(side.OrganisationId), Uuid(side.AccountId), Date(side.On)));
    }

    /// <summary>Says when and where.</summary>
    /// <exception cref="ListingInvalidException">The place cannot be kept, or the length or the topics are missing.</exception>
    /// <exception cref="ListingRefusedException">Only what was accepted is planned, once.</exception>
    public async Task<Guid> PlanAsync(PlanTraining plan, TrainingSide side, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(side);
        List<ListingProblem> problems = [];
        string? place = string.IsNullOrWhiteSpace(plan.Place) ? null : plan.Place.ReplaceLineEndings("\n").Trim();
        if (place is not null && TextRules.Refuse(place, OfferRules.LongestNote) is { } refused)
            problems.Add(new ListingProblem("place", refused.Reason, refused.Message));
        if (plan.Minutes is < OfferRules.ShortestMinutes or > OfferRules.LongestMinutes)
            problems.Add(new ListingProblem("minutes", "out-of-range", "Give its length in minutes."));
        if (plan.Topics.Count == 0)
            problems.Add(new ListingProblem("topics", "empty", "Choose what it is about."));
        if (plan.HeldOn < side.On)
            problems.Add(new ListingProblem("day", "out-of-range", "Choose a day that is to come."));
        Require(problems);
        var id = Guid.NewGuid();
        await context.CallAsync<object>(
            "select directory.plan_training($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)", cancellation,
            Uuid(id), Uuid(plan.RequestId), Uuid(plan.ServiceId), Date(plan.HeldOn),
            Small(plan.StartsAt is { } starts ? (starts.Hour * 60) + starts.Minute : null), Small(plan.Minutes), Words(EnumSlug.Of(plan.Mode)),
            Bytes(place is null ? null : notes.Seal(PlaceKind, id, place)),
            new NpgsqlParameter { Value = plan.Topics.Distinct().Select(EnumSlug.Of).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            Truth(plan.IsPaid), Uuid(side.OrganisationId), Uuid(side.AccountId), Date(side.On));
        return id;
    }

    /// <summary>Calls a session off before its day.</summary>
    /// <returns>False: it was called off already.</returns>
    /// <exception cref="ListingRefusedException">It took place.</exception>
    public Task<bool> CallOffAsync(Guid session, TrainingSide side, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(side);
        return context.CallAsync<bool>(
            "select directory.call_off_training($1, $2, $3, $4)", cancellation, Uuid(session), Uuid(side.OrganisationId), Uuid(side.AccountId), Date(side.On));
    }

    /// <summary>Writes down how many were there.</summary>
    /// <returns>False: that was written down before, and stays as it was.</returns>
    /// <exception cref="ListingRefusedException">It has not taken place, or nobody was there.</exception>
    public Task<bool> RecordAsync(Guid session, Heads heads, TrainingSide side, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(side);
        return context.CallAsync<bool>(
            "select directory.record_training($1, $2, $3, $4, $5, $6, $7, $8, $9)", cancellation,
            Uuid(session), Small(heads.FrontDesk), Small(heads.Clinical), Small(heads.Managers), Small(heads.Students), Small(heads.StaffPercent),
            Uuid(side.OrganisationId), Uuid(side.AccountId), Date(side.On));
    }

    /// <summary>The certificate of a service whose staff were counted.</summary>
    /// <returns>False: there is one already.</returns>
    /// <exception cref="ListingRefusedException">Less than half were there, or not the front desk.</exception>
    public async Task<bool> CertifyAsync(Guid session, TrainingSide side, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(side);
        return await context.CallAsync<object>(
            "select directory.certify_training($1, $2, $3, $4, $5, $6)", cancellation, Uuid(Guid.NewGuid()), Uuid(session),
            new NpgsqlParameter { Value = vetting.CertificateMonths, NpgsqlDbType = NpgsqlDbType.Integer },
            Uuid(side.OrganisationId), Uuid(side.AccountId), Date(side.On)) is Guid;
    }

    /// <summary>The teaching record of a session with students.</summary>
    /// <returns>False: there is one already.</returns>
    /// <exception cref="ListingInvalidException">Something in it cannot be.</exception>
    /// <exception cref="ListingRefusedException">No students were counted, or it was for a service.</exception>
    public async Task<bool> NoteTeachingAsync(NoteTeaching note, TrainingSide side, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(side);
        Require(OfferRules.Check(note));
        var id = Guid.NewGuid();
        return await context.CallAsync<object>(
            "select directory.note_teaching($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", cancellation, Uuid(id), Uuid(note.SessionId),
            Bytes(notes.Seal(TeachingKind, id, JsonSerializer.Serialize(note.Words, ContentJson.Options))), Small(note.Hours), Truth(note.RepeatsYearly), Truth(note.PeersPaid),
            new NpgsqlParameter { Value = vetting.CertificateMonths, NpgsqlDbType = NpgsqlDbType.Integer },
            Uuid(side.OrganisationId), Uuid(side.AccountId), Date(side.On)) is Guid;
    }

    /// <summary>Takes away words and places whose time is over, and seals what ends sooner than was known with the key of that month.</summary>
    public async Task<int> ForgetAsync(LocalDate today, CancellationToken cancellation = default)
    {
        int gone = await context.CallAsync<int>("select directory.forget_training($1)", cancellation, Date(today));
        var closed = await context.Database.SqlQuery<ClosedRow>(
            $"select id, month, words, closed_on from directory.training_request where words is not null and closed_on is not null").ToListAsync(cancellation);
        foreach (var row in closed)
        {
            var endsOn = row.ClosedOn.PlusDays(KeptDays);
            if (string.CompareOrdinal(MonthKeys.NameOf(endsOn), row.Month) < 0 && months.Open(row.Month, PurposeOf(row.Id), row.Words) is { } plain)
            {
                await context.CallAsync<bool>(
                    "select directory.reseal_training($1, $2, $3)", cancellation, Uuid(row.Id), Words(MonthKeys.NameOf(endsOn)), Bytes(months.Seal(endsOn, PurposeOf(row.Id), plain)));
            }
        }

        return gone;
    }

    internal const string PlaceKind = "training-place";

    internal const string TeachingKind = "teaching-record";

    internal static string PurposeOf(Guid request) => $"training-request-{request}";

    internal static NpgsqlParameter Small(int? value) => new() { Value = value is { } number ? (short)number : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint };

    private static void Require(IEnumerable<ListingProblem> found)
    {
        var problems = found.ToList();
        if (problems.Count > 0)
            throw new ListingInvalidException(problems);
    }

    private static void Refuse(RequestWords words, bool wantsPeople, bool isEducator)
    {
        // Before anything of it is read.
        if (wantsPeople)
            throw new ListingRefusedException("training_request_people", "Nobody is asked for research participants or personal stories.");
        Require(OfferRules.Check(words, isEducator));
    }

    private byte[] Seal(Guid request, RequestWords words, LocalDate endsOn) =>
        months.Seal(endsOn, PurposeOf(request), Encoding.UTF8.GetBytes(JsonSerializer.Serialize(words, ContentJson.Options)));

    private sealed record ClosedRow(Guid Id, string Month, byte[] Words, LocalDate ClosedOn);
}
