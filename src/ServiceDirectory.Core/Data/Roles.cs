using Npgsql;

namespace ServiceDirectory.Core.Data;

/// <summary>The names of the database and its roles: those of the connection strings, so they are set in one place.</summary>
public sealed record Roles(string Database, string Owner, string App, string Public, string Backup)
{
    /// <summary>The name of the role for dumps where no connection string names one.</summary>
    public const string DefaultBackup = "directory_backup";

    /// <exception cref="SettingException">A string is missing, two share a role, or they name different databases.</exception>
    public static Roles From(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var owner = new NpgsqlConnectionStringBuilder(settings.Require(Login.Owner));
        var app = new NpgsqlConnectionStringBuilder(settings.Require(Login.Directory));
        var reader = new NpgsqlConnectionStringBuilder(settings.Require(Login.Public));
        var backup = settings.Has(Login.Backup) ? new NpgsqlConnectionStringBuilder(settings.Require(Login.Backup)) : null;
        if (app.Database != owner.Database || reader.Database != owner.Database)
            throw new SettingException("ConnectionStrings__Directory, __Public and __Owner must name the same database.");

        var roles = new Roles(owner.Database!, owner.Username!, app.Username!, reader.Username!, backup?.Username ?? DefaultBackup);
        string[] names = [roles.Owner, roles.App, roles.Public, roles.Backup];
        if (names.Distinct().Count() < names.Length)
            throw new SettingException($"Each login needs a role of its own; these are shared: {string.Join(", ", names)}.");
        return roles;
    }

    internal Dictionary<string, string> Names => new()
    {
        ["database"] = Database,
        ["owner"] = Owner,
        ["app"] = App,
        ["public"] = Public,
        ["backup"] = Backup,
    };
}
