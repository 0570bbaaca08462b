using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace ServiceDirectory.Core.Data;

/// <summary>
/// What an administrator does once per server, before the first migration: roles, database, extensions, and closing what
/// PostgreSQL leaves open to everybody. Either done here or printed for somebody to paste. Running it again changes nothing
/// but passwords.
/// </summary>
public sealed class DatabaseSetup
{
    private readonly Roles _roles;
    private readonly Dictionary<string, string> _values;
    private readonly bool _privateServer;

    /// <param name="settings">With <see cref="Login.Directory"/>, <see cref="Login.Public"/> and <see cref="Login.Owner"/>.</param>
    /// <param name="privateServer">The server serves nothing else: its other databases are closed too.</param>
    /// <exception cref="SettingException">A login is missing or has no password.</exception>
    public DatabaseSetup(ConnectionSettings settings, bool privateServer)
    {
        _roles = Roles.From(settings);
        _privateServer = privateServer;
        _values = _roles.Names;
        foreach (var (key, login) in new[]
        {
            ("owner_password", Login.Owner), ("app_password", Login.Directory), ("public_password", Login.Public),
            ("backup_password", Login.Backup),
        })
        {
            // Without a login for dumps the role gets a password that nobody knows.
            var password = settings.Has(login) || login != Login.Backup
                ? new NpgsqlConnectionStringBuilder(settings.Require(login)).Password
                : RandomNumberGenerator.GetHexString(64);
            _values[key] = string.IsNullOrEmpty(password)
                ? throw new SettingException($"{ConnectionSettings.Name(login)} has no Password.")
                : ScramVerifier(password, RandomNumberGenerator.GetBytes(16));
        }
    }

    /// <summary>The whole as a script for psql, to be run by a superuser.</summary>
    public string Print()
    {
        var script = new StringBuilder();
        script.AppendLine("-- Run with psql as a superuser, connected to any database: psql -v ON_ERROR_STOP=1 -f THIS_FILE postgres");
        script.AppendLine(Fill("setup-server.sql"));
        script.AppendLine(
            CultureInfo.InvariantCulture,
            $"select {SqlScript.Literal(CreateDatabase)} where not exists (select from pg_database where datname = {SqlScript.Literal(_roles.Database)}) \\gexec");
        if (_privateServer)
            script.AppendLine(Fill("setup-private-server.sql"));
        script.AppendLine(CultureInfo.InvariantCulture, $"\\connect {SqlScript.Identifier(_roles.Database)}");
        script.AppendLine(Fill("setup-database.sql"));
        return script.ToString();
    }

    /// <param name="administrator">Connection string of a superuser; its database is where the roles are made from.</param>
    /// <param name="cancellation">Stops between two statements.</param>
    /// <exception cref="SettingException">The server lacks something, or the administrator may not do this; the message says what to do.</exception>
    public async Task RunAsync(string administrator, CancellationToken cancellation = default)
    {
        await using (var server = await OpenAsync(administrator, cancellation))
        {
            await CheckAsync(server, cancellation);
            await SqlScript.RunAsync(server, Fill("setup-server.sql"), cancellation);
            await MakeDatabaseAsync(server, cancellation);
            if (_privateServer)
                await SqlScript.RunAsync(server, Fill("setup-private-server.sql"), cancellation);
        }

        await FillDatabaseAsync(administrator, cancellation);
    }

    /// <summary>Only the database, on a server that has the roles already: they and their passwords stay as they are.</summary>
    /// <param name="administrator">As in <see cref="RunAsync"/>.</param>
    /// <param name="cancellation">Stops between two statements.</param>
    public async Task AddDatabaseAsync(string administrator, CancellationToken cancellation = default)
    {
        await using (var server = await OpenAsync(administrator, cancellation))
            await MakeDatabaseAsync(server, cancellation);
        await FillDatabaseAsync(administrator, cancellation);
    }

    private async Task MakeDatabaseAsync(NpgsqlConnection server, CancellationToken cancellation)
    {
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", server);
        exists.Parameters.AddWithValue(_roles.Database);
        if (await exists.ExecuteScalarAsync(cancellation) is null)
            await SqlScript.RunAsync(server, CreateDatabase, cancellation);
    }

    private async Task FillDatabaseAsync(string administrator, CancellationToken cancellation)
    {
        var inside = new NpgsqlConnectionStringBuilder(administrator) { Database = _roles.Database }.ConnectionString;
        await using var database = await OpenAsync(inside, cancellation);
        await SqlScript.RunAsync(database, Fill("setup-database.sql"), cancellation);
    }

    /// <summary>What PostgreSQL stores instead of a password (RFC 5803), so that the password itself need not travel.</summary>
    internal static string ScramVerifier(string password, byte[] salt)
    {
        const int iterations = 4096;
        // PostgreSQL normalises passwords by SASLprep; for ASCII that changes nothing, so only ASCII is accepted.
        if (!Ascii.IsValid(password))
            throw new SettingException("A password in a connection string may only hold ASCII characters.");
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }

    private string CreateDatabase =>
        $"create database {SqlScript.Identifier(_roles.Database)} owner {SqlScript.Identifier(_roles.Owner)} encoding 'UTF8' template template0";

    private string Fill(string file) => SqlScript.Fill(file, _values);

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private static async Task CheckAsync(NpgsqlConnection server, CancellationToken cancellation)
    {
        if (server.PostgreSqlVersion.Major < 15)
            throw new SettingException($"The server is PostgreSQL {server.PostgreSqlVersion}; 15 or newer is needed.");

        await using var ask = new NpgsqlCommand(
            """
            select (select rolsuper from pg_roles where rolname = current_user),
              array(select n from unnest(array['postgis', 'intarray', 'btree_gist']) n
                    where not exists (select from pg_available_extensions where name = n))
            """,
            server);
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var missing = row.GetFieldValue<string[]>(1);
        if (missing.Length > 0)
        {
            throw new SettingException(
                $"The server does not offer {string.Join(", ", missing)}. Install them there (on Debian: postgresql-{server.PostgreSqlVersion.Major}-postgis-3) and run setup again.");
        }

        if (!row.GetBoolean(0))
        {
            throw new SettingException(
                "ConnectionStrings__Administrator is not a superuser, and PostGIS can only be added by one. Give a superuser the output of: setup --print");
        }
    }
}
