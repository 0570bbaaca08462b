using Npgsql;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Cli;

/// <summary>The logins of a command: from the environment, secret files, or the checkout's private database.</summary>
internal static class Database
{
    public static ConnectionSettings Settings(params ReadOnlySpan<Login> wanted) =>
        ConnectionSettings.Read(
            Environment.GetEnvironmentVariable, ConnectionSettings.SecretsFolder, AppContext.BaseDirectory, wanted);

    /// <summary>Everything but the administrator, who is for setup only.</summary>
    public static ConnectionSettings All() => Settings(Login.Directory, Login.Public, Login.Owner, Login.Backup);

    public static NpgsqlDataSource Owner() => DataSources.Owner(Settings(Login.Owner).Require(Login.Owner));

    public static NpgsqlDataSource App() => DataSources.App(Settings(Login.Directory).Require(Login.Directory));

    public static NpgsqlDataSource Public() => DataSources.Public(Settings(Login.Public).Require(Login.Public));
}
