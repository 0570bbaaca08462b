using System.Text.Json;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Training;

namespace ServiceDirectory.Core.Listings;

/// <summary>An entry, and what others say of it.</summary>
/// <param name="Service">Itself, also where its date has come.</param>
/// <param name="Trained">A certificate, or else that training has started, and who trained where that is named; null: nothing is said of training.</param>
/// <param name="Partners">Agreements that hold, the oldest first, and with whom where that is named.</param>
public sealed record EntryRead(
    PublishedService Service,
    (PublishedTraining Training, Text? By)? Trained,
    IReadOnlyList<(PublishedAgreement Agreement, string? Code, Text? Name)> Partners);

/// <summary>Reads what the page of an entry shows, in one question, as the public role.</summary>
/// <param name="source">The public data source.</param>
public sealed class EntryReader(NpgsqlDataSource source)
{
    private const string Service =
        """
        select code, state, organisation, content, content_version, checks, warnings, promises,
          checked_on, due_on, hidden_from, trained_until, trained_on, led_until, full_until, print_address
        from service where code = $1
        """;

    private const string Training =
        """
        select t.code, t.started, t.organisation, t.staff_percent, t.trained_on, t.until, o.content -> 'name'
        from training t left join organisation o on o.code = t.organisation
        where t.code = $1 and t.until > $2 and t.trained_on <= $2
        order by t.started limit 1
        """;

    // As PublishedFor.ShownOn says.
    private const string Agreements =
        """
        select a.id, a.service, a.organisation, a.other, a.since, a.until, a.paused_from, a.paused_until, a.design, o.code, o.content -> 'name'
        from agreement a left join organisation o on o.code = a.organisation
        where a.service = $1 and a.until > $2 and (a.paused_from is null or $2 < a.paused_from or $2 > a.paused_until) and a.since <= $2
        order by a.since, a.id
        """;

    /// <summary>What is there under a code; null: nothing.</summary>
    /// <param name="code">Public code of the entry.</param>
    /// <param name="today">The day (UTC) that certificates and agreements have to hold on.</param>
    /// <param name="cancellation">Ends the statements in the database too.</param>
    /// <exception cref="NpgsqlException">The database does not answer, or not within three seconds.</exception>
    public async Task<EntryRead?> FindAsync(string code, LocalDate today, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        await using var batch = source.CreateBatch();
        Add(Service, Code());
        Add(Training, Code(), Today());
        Add(Agreements, Code(), Today());
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation))
            return null;
        var service = ReadService(rows);
        await rows.NextResultAsync(cancellation);
        (PublishedTraining, Text?)? trained = await rows.ReadAsync(cancellation) ? (ReadTraining(rows), Name(rows, 6)) : null;
        await rows.NextResultAsync(cancellation);
        var partners = new List<(PublishedAgreement, string?, Text?)>();
        while (await rows.ReadAsync(cancellation))
            partners.Add((ReadAgreement(rows), Maybe<string>(rows, 9), Name(rows, 10)));
        return new EntryRead(service, trained, partners);

        NpgsqlParameter Code() => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = code };
        NpgsqlParameter Today() => new() { NpgsqlDbType = NpgsqlDbType.Date, Value = today };
        void Add(string statement, params NpgsqlParameter[] parameters)
        {
            var command = new NpgsqlBatchCommand(statement);
            command.Parameters.AddRange(parameters);
            batch.BatchCommands.Add(command);
        }
    }

    private static PublishedService ReadService(NpgsqlDataReader row) => new()
    {
        Code = row.GetString(0),
        State = EnumSlug.Parse<EntryState>(row.GetString(1)),
        Organisation = Maybe<string>(row, 2),
        Content = row.GetString(3),
        ContentVersion = row.GetInt32(4),
        Checks = row.GetString(5),
        Warnings = row.GetString(6),
        Promises = row.GetString(7),
        CheckedOn = row.GetFieldValue<LocalDate>(8),
        DueOn = row.GetFieldValue<LocalDate>(9),
        HiddenFrom = row.GetFieldValue<LocalDate>(10),
        TrainedUntil = Day(row, 11),
        TrainedOn = Day(row, 12),
        LedUntil = Day(row, 13),
        FullUntil = Day(row, 14),
        PrintAddress = row.GetBoolean(15),
    };

    private static PublishedTraining ReadTraining(NpgsqlDataReader row) => new()
    {
        Code = row.GetString(0),
        Started = row.GetBoolean(1),
        Organisation = Maybe<string>(row, 2),
        StaffPercent = row.GetInt16(3),
        TrainedOn = row.GetFieldValue<LocalDate>(4),
        Until = row.GetFieldValue<LocalDate>(5),
    };

    private static PublishedAgreement ReadAgreement(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Service = Maybe<string>(row, 1),
        Organisation = Maybe<string>(row, 2),
        Other = Maybe<string>(row, 3),
        Since = row.GetFieldValue<LocalDate>(4),
        Until = row.GetFieldValue<LocalDate>(5),
        PausedFrom = Day(row, 6),
        PausedUntil = Day(row, 7),
        Design = Maybe<string>(row, 8),
    };

    private static Text? Name(NpgsqlDataReader row, int column) =>
        Maybe<string>(row, column) is { } name ? JsonSerializer.Deserialize<Text>(name, ContentJson.Options) : null;

    private static T? Maybe<T>(NpgsqlDataReader row, int column)
        where T : class => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);

    private static LocalDate? Day(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<LocalDate>(column);
}
