using NodaTime;
using Npgsql;

namespace ServiceDirectory.Core.Data;

/// <summary>
/// Says that everything in a database is invented. The mark is in the database and not in a setting, so that it goes with the
/// entries wherever they are copied and nobody can forget it.
/// </summary>
/// <param name="reader">Pool of the public login.</param>
/// <param name="clock">Tells when to look again.</param>
public sealed class DemoMark(NpgsqlDataSource reader, TimeProvider clock)
{
    /// <summary>A mark is set once and never taken away: only "not there" is asked again, and not for every page.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);

    private const string Empty = """
        not exists (select from directory.organisation) and not exists (select from directory.service)
        and not exists (select from published.demo)
        """;

    /// <summary>Every page asks, and most of them read nothing else of the database.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile bool _set;
    private Task? _question;
    private long _askedAt;

    /// <summary>True when every page has to say that its entries are invented.</summary>
    /// <param name="cancellation">Stops the question.</param>
    /// <returns>The last answer where the database cannot be reached: pages that read nothing of it still work then.</returns>
    public async ValueTask<bool> IsSetAsync(CancellationToken cancellation = default)
    {
        if (_set)
            return true;
        Task question;
        lock (_gate)
        {
            // Pages that come while it is asked wait for the same answer.
            if (_question is null || (_question.IsCompleted && clock.GetElapsedTime(_askedAt) >= AskAgain))
            {
                _askedAt = clock.GetTimestamp();
                _question = AskAsync();
            }

            question = _question;
        }

        await question.WaitAsync(cancellation);
        return _set;
    }

    private async Task AskAsync()
    {
        using var limit = new CancellationTokenSource(LongestWait);
        try
        {
            // Ending a question takes the database's answer too, so that is not waited for.
            await ReadAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // Asked again after the same pause as after an answer.
        }
    }

    private async Task ReadAsync(CancellationToken limit)
    {
        await using var command = reader.CreateCommand("select exists (select from published.demo)");
        if (await command.ExecuteScalarAsync(limit) is true)
            _set = true;
    }

    /// <summary>True while the database holds nothing, and is not marked.</summary>
    /// <param name="owner">Pool of the owner's login.</param>
    /// <param name="cancellation">Stops the question.</param>
    public static async Task<bool> MaySetAsync(NpgsqlDataSource owner, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await using var command = owner.CreateCommand($"select {Empty}");
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Sets the mark on a database that holds nothing yet.</summary>
    /// <param name="owner">Pool of the owner's login.</param>
    /// <param name="on">The day of loading.</param>
    /// <param name="cancellation">Stops and leaves everything as it was.</param>
    /// <exception cref="SettingException">The database holds organisations or services: real ones never stand beside invented ones.</exception>
    public static async Task SetAsync(NpgsqlDataSource owner, LocalDate on, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Nobody adds an entry between the look and the mark.
        await using var hold = new NpgsqlCommand(
            "lock table directory.organisation, directory.service, published.demo in share row exclusive mode", connection);
        await hold.ExecuteNonQueryAsync(cancellation);
        await using var mark = new NpgsqlCommand($"insert into published.demo (since) select $1 where {Empty}", connection);
        mark.Parameters.Add(new NpgsqlParameter { Value = on });
        if (await mark.ExecuteNonQueryAsync(cancellation) != 1)
        {
            throw new SettingException(
                "This database is not empty. Demo data is loaded only into an empty one, so that nothing invented ever stands beside something real.");
        }

        await transaction.CommitAsync(cancellation);
    }
}
