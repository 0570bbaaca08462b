using System.Globalization;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Core.Upkeep;

/// <summary>Looks at what stands around the database, and says in plain words what has to be done: standby, backups, keys of months, room, the server's log.</summary>
/// <param name="settings">All logins; with the administrator it sees more.</param>
/// <param name="months">Where the keys of the months are.</param>
/// <param name="today">The day in UTC.</param>
public sealed class InstallationCheck(ConnectionSettings settings, MonthKeys months, LocalDate today)
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>A standby that is further behind than a segment of the log has not only lost a moment.</summary>
    private const long MostBehind = 16 * Megabyte;

    /// <summary>What is wanted besides two copies of the database: the server's own log of changes, as large as <c>docker-compose.yml</c> lets it grow.</summary>
    private const long Spare = 512 * Megabyte;

    /// <summary>Statements and values, and who came, stay out of the log with these; <c>docs/running.md</c> says the same.</summary>
    private static readonly (string Name, string Value)[] s_log =
    [
        ("log_min_messages", "fatal"), ("log_min_error_statement", "panic"), ("log_error_verbosity", "terse"), ("log_statement", "none"),
        ("log_min_duration_statement", "-1"), ("log_parameter_max_length", "0"), ("log_parameter_max_length_on_error", "0"),
        ("log_connections", "off"), ("log_disconnections", "off"), ("log_duration", "off"), ("log_min_duration_sample", "-1"), ("log_transaction_sample_rate", "0"),
    ];

    private static readonly string[] s_loads = ["shared_preload_libraries", "session_preload_libraries", "local_preload_libraries"];

    private static readonly string[] s_recorders = ["pg_stat_statements", "auto_explain"];

    /// <summary>Bytes that are free where a folder is; null: it is not on this machine.</summary>
    public Func<string, long?> Room { get; init; } = path => Directory.Exists(path) ? new DriveInfo(path).AvailableFreeSpace : null;

    /// <summary>Folders on this machine that must not be full.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [Directory.GetCurrentDirectory()];

    /// <returns>One finding each, with what to do; empty when there is none.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellation = default)
    {
        var found = new List<string>();
        await TryAsync(() => StandbyAsync(found, cancellation));
        await TryAsync(() => BackupsAsync(found, cancellation));
        found.AddRange(months.Problems(today));
        await TryAsync(() => ServerAsync(found, cancellation));
        return found;
    }

    /// <summary>That a login is missing or the server away, <see cref="DatabaseCheck"/> has said.</summary>
    private static async Task TryAsync(Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (Exception e) when (e is SettingException or NpgsqlException)
        {
        }
    }

    private async Task StandbyAsync(List<string> found, CancellationToken cancellation)
    {
        string[] hosts = Hosts(Login.Public), others = Hosts(Login.Directory);
        if (!hosts.Order(StringComparer.Ordinal).SequenceEqual(others.Order(StringComparer.Ordinal)))
            found.Add($"{ConnectionSettings.Name(Login.Public)} and {ConnectionSettings.Name(Login.Directory)} name different servers, so one of them does not follow when the standby takes over. Name the same in both.");
        if (hosts.Length < 2)
            return;
        var servers = new List<(string Host, bool IsStandby, long At, bool IsPaused)>();
        foreach (string host in hosts)
        {
            try
            {
                servers.Add(await AskAsync(host, cancellation));
            }
            catch (NpgsqlException e)
            {
                found.Add($"The server {host} cannot be reached ({(e.InnerException ?? e).Message}). While it is away there is nothing to fall back to: start it, or make it anew from the other one (docs/running.md, standby).");
            }
        }

        var writable = servers.Where(server => !server.IsStandby).ToList();
        if (writable.Count > 1)
            found.Add($"{string.Join(" and ", writable.Select(server => server.Host))} can all be written: each takes what the other does not know. Stop the one that was away, and make it anew as a standby of the other.");
        if (servers.Count > 1 && writable.Count == 0)
            found.Add("None of the servers can be written: all are standbys. Promote the one that is furthest on: pg_ctl promote.");
        if (writable is not [var primary])
            return;
        foreach (var standby in servers.Where(server => server.IsStandby))
        {
            if (standby.IsPaused)
                found.Add($"The standby {standby.Host} follows no more: somebody paused it. On it, as a superuser: select pg_wal_replay_resume()");
            else if (primary.At - standby.At > MostBehind)
                found.Add(string.Create(CultureInfo.InvariantCulture, $"The standby {standby.Host} is {(primary.At - standby.At) / Megabyte} MB behind. Look whether it reaches {primary.Host} and whether its disk is full; if it stays so, make it anew."));
        }
    }

    private string[] Hosts(Login login) => new NpgsqlConnectionStringBuilder(settings.Require(login)).Host!.Split(',', StringSplitOptions.TrimEntries);

    private async Task<(string Host, bool IsStandby, long At, bool IsPaused)> AskAsync(string host, CancellationToken cancellation)
    {
        var at = new NpgsqlConnectionStringBuilder(settings.Require(Login.Owner)) { Host = host, Timeout = 5, Pooling = false };
        await using var source = NpgsqlDataSource.Create(at);
        await using var ask = source.CreateCommand(
            """
            select pg_is_in_recovery(),
              pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, '0/0')::bigint,
              case when pg_is_in_recovery() then pg_is_wal_replay_paused() else false end
            """);
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (host, row.GetBoolean(0), row.GetInt64(1), row.GetBoolean(2));
    }

    private async Task BackupsAsync(List<string> found, CancellationToken cancellation)
    {
        await using var owner = DataSources.Owner(settings.Require(Login.Owner));
        var dates = await new BackupRecord(owner).ReadAsync(cancellation);
        if (dates.IsLate(today))
            found.Add($"{Since("The last backup was made", "No backup was ever made", dates.Made)}. One is made each night: look at the timer, or run: backup FILE --to …");
        if (dates.IsComparisonLate(today))
            found.Add($"{Since("The last backup that was restored and compared is", "No backup was ever restored and compared", dates.Compared)}. backup does it once a week where {ConnectionSettings.Name(Login.Administrator)} is set; now: backup FILE --check --to …");
        if (dates.IsDrillLate(today))
            found.Add($"{Since("A keeper last opened a backup", "No keeper ever opened a backup", dates.Drilled)}. Ask one: their sheet says how, and the code that restore prints goes under Backups, or into: drill CODE");
    }

    private string Since(string known, string never, LocalDate? day) =>
        day is { } on ? string.Create(CultureInfo.InvariantCulture, $"{known} {Period.DaysBetween(on, today)} days ago") : never;

    private async Task ServerAsync(List<string> found, CancellationToken cancellation)
    {
        var login = settings.Has(Login.Administrator) ? Login.Administrator : Login.Owner;
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.Require(login)) { Pooling = false });
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var set = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var ask = new NpgsqlCommand("select name, setting from pg_settings", connection))
        {
            await using var rows = await ask.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                set[rows.GetString(0)] = rows.GetString(1);
        }

        var loud = s_log.Where(one => set.GetValueOrDefault(one.Name) != one.Value).ToList();
        if (loud.Count > 0)
        {
            found.Add(
                $"The server's log may repeat what people type: {string.Join(", ", loud.Select(one => $"{one.Name} is {set.GetValueOrDefault(one.Name, "not known")}"))}. " +
                $"Set {string.Join(", ", loud.Select(one => $"{one.Name}={one.Value}"))}, load that, and delete the log of before.");
        }

        // What is loaded only a superuser sees.
        string loaded = string.Join(',', s_loads.Select(name => set.GetValueOrDefault(name)));
        foreach (string recorder in s_recorders.Where(recorder => loaded.Contains(recorder, StringComparison.Ordinal)))
            found.Add($"The server loads {recorder}, which keeps statements. Take it out of shared_preload_libraries and start the server again.");

        await using var size = new NpgsqlCommand("select pg_database_size($1::name)", connection);
        size.Parameters.AddWithValue(Roles.From(settings).Database);
        long needed = (2 * (long)(await size.ExecuteScalarAsync(cancellation))!) + Spare;
        foreach (string folder in Folders.Append(set.GetValueOrDefault("data_directory", "")).Where(folder => folder.Length > 0).Distinct())
        {
            if (Room(folder) is { } free && free < needed)
                found.Add(string.Create(CultureInfo.InvariantCulture, $"The disk of {folder} has {free / Megabyte} MB left. A backup that is compared and an upgrade need {needed / Megabyte} MB: make room, old backups first."));
        }
    }
}
