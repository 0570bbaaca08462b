using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Secrets;

/// <summary>
/// Where the keys of <see cref="DirectorySecrets"/> are, first found wins: the setting <c>Directory__Secrets</c>, the folder where
/// containers mount secret files, <c>.data/secrets</c> of the checkout.
/// </summary>
public static class SecretsFolder
{
    /// <summary>The setting, as an environment variable.</summary>
    public const string Setting = "Directory__Secrets";

    /// <summary>Where files with connection strings are: the folder of the setting where it holds one, else that of containers.</summary>
    /// <param name="environment">Value of a variable, or null.</param>
    public static string OfLogins(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment(Setting) is { Length: > 0 } set && Enum.GetValues<Login>().Any(login => File.Exists(Path.Combine(set, ConnectionSettings.Name(login))))
            ? set
            : ConnectionSettings.SecretsFolder;
    }

    /// <param name="environment">Value of a variable, or null.</param>
    /// <param name="start">Folder from which <c>.data/secrets</c> is looked for upward; null: not looked for.</param>
    /// <exception cref="SettingException">There is none; the message says how to make it.</exception>
    public static string Find(Func<string, string?> environment, string? start)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment(Setting) is { Length: > 0 } set)
            return set;
        if (File.Exists(Path.Combine(ConnectionSettings.SecretsFolder, DirectorySecrets.PepperFile)))
            return ConnectionSettings.SecretsFolder;
        for (var folder = start is null ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var local = Path.Combine(folder.FullName, ".data", "secrets");
            if (Directory.Exists(local))
                return local;
        }

        throw new SettingException($"{Setting} is not set: the folder with the directory's own keys, outside the database. Make them with: keys FOLDER");
    }
}
