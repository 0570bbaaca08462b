using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Cli;

/// <summary>The logins of a command: from the environment, secret files, or the checkout's private database.</summary>
/// <param name="environment">Value of a variable, or null.</param>
internal sealed class Database(Func<string, string?> environment)
{
    /// <summary>A setting of the directory, as an environment variable; null where it has its default.</summary>
    public string? Setting(string name) => environment(name);

    public ConnectionSettings Settings(params ReadOnlySpan<Login> wanted) =>
        ConnectionSettings.Read(environment, SecretsFolder.OfLogins(environment), AppContext.BaseDirectory, wanted);

    /// <summary>Whether any login is known, of whatever kind.</summary>
    public bool HasAny
    {
        get
        {
            var known = Settings(Enum.GetValues<Login>());
            return Enum.GetValues<Login>().Any(known.Has);
        }
    }

    /// <exception cref="Core.SettingException">There are none, or they cannot be read.</exception>
    public DirectorySecrets Secrets() => DirectorySecrets.Read(Keys());

    /// <summary>The folder of the directory's own keys.</summary>
    /// <exception cref="Core.SettingException">There is none.</exception>
    public string Keys() => SecretsFolder.Find(environment, AppContext.BaseDirectory);

    /// <summary>Those that seal what ends with its month, where the web program looks for them.</summary>
    public MonthKeys Months() => new(
        environment("Directory__MonthKeys") is { Length: > 0 } set ? set : Path.Combine(Keys(), MonthKeys.Folder));

    /// <summary>Everything but the administrator, who is for setup only.</summary>
    public ConnectionSettings All() => Settings(Login.Directory, Login.Public, Login.Owner, Login.Backup);

    public NpgsqlDataSource Owner() => DataSources.Owner(Settings(Login.Owner).Require(Login.Owner));

    public NpgsqlDataSource App() => DataSources.App(Settings(Login.Directory).Require(Login.Directory));

    public NpgsqlDataSource Public() => DataSources.Public(Settings(Login.Public).Require(Login.Public));
}
