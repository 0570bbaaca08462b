using System.Text.Json;
using Npgsql;

namespace ServiceDirectory.Core.Data;

/// <summary>The logins to PostgreSQL, each with rights of its own (<c>Data/Sql/grants.sql</c>).</summary>
public enum Login
{
    /// <summary>Reads <c>published</c>, reads and writes <c>directory</c>. Always the primary server.</summary>
    Directory,

    /// <summary>Reads the tables of <c>published</c> and can do nothing else. May name a standby after the primary, and reads that one while the primary is away.</summary>
    Public,

    /// <summary>Owns both schemas. For the command line; the web program never holds it.</summary>
    Owner,

    /// <summary>Reads everything, for dumps.</summary>
    Backup,

    /// <summary>Makes roles, databases and extensions, in <c>setup</c> only.</summary>
    Administrator,
}

/// <summary>
/// Where the connection strings come from, first found wins: the environment (<c>ConnectionStrings__Public</c>), a file of that
/// name in the folder of secrets (<see cref="Secrets.SecretsFolder.OfLogins"/>); where neither holds any, <c>.data/connections.json</c> of the checkout.
/// </summary>
public sealed class ConnectionSettings
{
    /// <summary>Where containers mount secret files.</summary>
    public const string SecretsFolder = "/run/secrets";

    private readonly Dictionary<Login, string> _strings;

    private ConnectionSettings(Dictionary<Login, string> strings) => _strings = strings;

    /// <param name="environment">Value of a variable, or null.</param>
    /// <param name="secrets">Folder of secret files; need not exist.</param>
    /// <param name="start">Folder from which <c>.data/connections.json</c> is looked for upward; null: not looked for.</param>
    /// <param name="wanted">The logins to know; the rest is not even read, so that a program holds only what it uses.</param>
    /// <exception cref="SettingException">A file cannot be read, or a string cannot be understood.</exception>
    public static ConnectionSettings Read(
        Func<string, string?> environment, string secrets, string? start, params ReadOnlySpan<Login> wanted)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string? Elsewhere(Login login) => environment(Name(login)) ?? ReadSecret(Path.Combine(secrets, Name(login)));

        // Logins of one server and never of two: "setup" with the private administrator would prepare the wrong one.
        var local = start is null || Enum.GetValues<Login>().Any(login => !string.IsNullOrWhiteSpace(Elsewhere(login))) ? null : FindLocal(start);
        var found = new Dictionary<Login, string>();
        foreach (var login in wanted)
        {
            var text = Elsewhere(login) ?? ReadLocal(local, login.ToString());
            if (!string.IsNullOrWhiteSpace(text))
                found[login] = Checked(login, text);
        }

        return new ConnectionSettings(found);
    }

    /// <summary>The setting that holds a login, as an environment variable.</summary>
    public static string Name(Login login) => $"ConnectionStrings__{login}";

    public bool Has(Login login) => _strings.ContainsKey(login);

    /// <exception cref="SettingException">The login is not set; the message names the setting.</exception>
    public string Require(Login login) => _strings.TryGetValue(login, out var text)
        ? text
        : throw new SettingException(
            $"{Name(login)} is not set. Set it, put it in the file {SecretsFolder}/{Name(login)}, or start the private database with: ./dev db");

    /// <summary>The same logins, of a database beside the one they name.</summary>
    /// <param name="suffix">What its name has more.</param>
    public ConnectionSettings Beside(string suffix) => new(_strings.ToDictionary(
        login => login.Key,
        login =>
        {
            var at = new NpgsqlConnectionStringBuilder(login.Value);
            at.Database += suffix;
            return at.ConnectionString;
        }));

    /// <summary>A connection string of <c>.data/connections.json</c> by its name, looked for upward; null when there is none.</summary>
    /// <exception cref="SettingException">The file cannot be read.</exception>
    public static string? Local(string start, string name) => ReadLocal(FindLocal(start), name);

    private static string Checked(Login login, string text)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(text);
            foreach (var (part, value) in new[] { ("Host", parsed.Host), ("Database", parsed.Database), ("Username", parsed.Username) })
            {
                if (string.IsNullOrEmpty(value))
                    throw new SettingException($"{Name(login)} has no {part}.");
            }

            if (parsed.TargetSessionAttributes is not null)
                throw new SettingException($"{Name(login)} says which of its servers to use (Target Session Attributes). The program knows that by the login: leave it out.");

            // Some settings only contradict one another when a pool is made; making one connects to nothing.
            NpgsqlDataSource.Create(text).Dispose();
            return text;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or FormatException or OverflowException)
        {
            // The library's message may repeat the password.
            throw new SettingException($"{Name(login)} is not a connection string. One looks like this: Host=…;Database=…;Username=…;Password=…");
        }
    }

    private static string? ReadSecret(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The secret file {path} cannot be read by this user.", e);
        }
    }

    private static string? FindLocal(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, ".data", "connections.json");
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    private static string? ReadLocal(string? path, string name)
    {
        if (path is null)
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            return json.RootElement.GetProperty("ConnectionStrings").TryGetProperty(name, out var value) ? value.GetString() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            throw new SettingException($"{path} cannot be read. ./dev db writes it anew when it is removed.", e);
        }
    }
}
