using System.Diagnostics;
using System.Security.Cryptography;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Cli.Setup;

/// <summary>The first files of a directory: every secret, the settings of <c>docker-compose.yml</c>, and a sheet for each keeper.</summary>
/// <param name="answers">Of the collective.</param>
/// <param name="folder">For secrets.</param>
/// <param name="beside">For what is none: <c>.env</c> and the sheets.</param>
/// <param name="server">Host of a PostgreSQL that is there already; null: the one of <c>docker-compose.yml</c>, which is made with these secrets.</param>
internal sealed class Installation(Answers answers, string folder, string beside, string? server)
{
    /// <summary>The settings that <c>docker-compose.yml</c> and the nightly backup read.</summary>
    public const string SettingsFile = ".env";

    /// <summary>The user of the programs in their image.</summary>
    private const int AppUser = 1654;

    /// <summary>The user of PostgreSQL in its image.</summary>
    private const int DatabaseUser = 999;

    private const string ServerOfContainers = "db";

    private const string DatabaseName = "directory";

    private const string AdministratorFile = "database_administrator";

    private bool IsInContainers => server is null;

    /// <summary>Writes them, or nothing where one is there already.</summary>
    /// <returns>What is left to do, in lines.</returns>
    /// <exception cref="SettingException">One is there, or cannot be written or handed over.</exception>
    public async Task<IReadOnlyList<string>> MakeAsync(LocalDate today, CancellationToken cancellation)
    {
        var files = Files(today).ToList();
        NewFile.WriteAll(files);
        return [.. await HandOverAsync(files, cancellation), .. Next()];
    }

    private IEnumerable<NewFile> Files(LocalDate today)
    {
        int? app = IsInContainers ? AppUser : null;
        if (IsInContainers)
        {
            string password = Password();
            yield return NewFile.Secret(Secret(AdministratorFile), password, DatabaseUser);
            yield return NewFile.Secret(Secret(ConnectionSettings.Name(Login.Administrator)), Connection("postgres", "administrator", password), app);
        }

        foreach (var (login, role) in new[] { (Login.Directory, "app"), (Login.Public, "public"), (Login.Owner, "owner"), (Login.Backup, "backup") })
            yield return NewFile.Secret(Secret(ConnectionSettings.Name(login)), Connection(DatabaseName, $"directory_{role}", Password()), app);
        foreach (string key in DirectorySecrets.Names)
            yield return new NewFile(Secret(key), RandomNumberGenerator.GetBytes(DirectorySecrets.KeyLength), app, IsSecret: true);
        yield return NewFile.Open(
            Path.Combine(beside, SettingsFile),
            $"""
            SITE_NAME="{answers.Name}"
            SITE_HOST={answers.Address}
            HOME_COUNTRY={answers.Country}
            LANGUAGES="{answers.Languages}"
            BACKUP_TO="{string.Join(' ', answers.Keepers)}"

            """);
        for (int keeper = 0; keeper < answers.Keepers.Count; keeper++)
            yield return NewFile.Open(Sheet(keeper), KeeperSheet.Write(answers, keeper, today));
    }

    /// <summary>Containers read as users of their own; only root can give a file away.</summary>
    private static async Task<IReadOnlyList<string>> HandOverAsync(List<NewFile> files, CancellationToken cancellation)
    {
        var left = new List<string>();
        foreach (var group in files.Where(file => file.User is not null).GroupBy(file => file.User!.Value))
        {
            string[] arguments = [$"{group.Key}", .. group.Select(file => file.Path)];
            if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            {
                left.Add($"As root: chown {string.Join(' ', arguments)}");
                continue;
            }

            using var chown = Process.Start(new ProcessStartInfo("chown", arguments) { RedirectStandardError = true })!;
            string problems = await chown.StandardError.ReadToEndAsync(cancellation);
            await chown.WaitForExitAsync(cancellation);
            if (chown.ExitCode != 0)
                throw new SettingException($"The secrets are made, and could not be given to the users of the containers: {problems.Trim()}");
        }

        return left;
    }

    private IEnumerable<string> Next()
    {
        yield return $"Print {Sheet(0)} and {Sheet(1)}, one for each keeper. No secret is on them.";
        yield return $"Keep {folder} out of every backup that also holds a dump.";
        if (IsInContainers)
        {
            yield return $"Put the certificate of {answers.Address} into {Path.Combine(folder, "certificate")}, and its name into deploy/site/name.conf.";
            yield return "Then start db, and run setup and migrate in it (docs/running.md).";
        }
        else
        {
            yield return $"Set {SecretsFolder.Setting}={folder} for the programs: they find all of it there.";
            yield return $"Then set {ConnectionSettings.Name(Login.Administrator)}, a superuser of {server}, and run setup again and migrate.";
        }
    }

    private string Secret(string name) => Path.Combine(folder, name);

    private string Sheet(int keeper) => Path.Combine(beside, $"keeper-{keeper + 1}.txt");

    private string Connection(string database, string user, string password) =>
        new NpgsqlConnectionStringBuilder { Host = server ?? ServerOfContainers, Database = database, Username = user, Password = password }.ConnectionString;

    /// <summary>192 bits, in letters that need quoting nowhere.</summary>
    private static string Password() => RandomNumberGenerator.GetHexString(48, lowercase: true);
}
