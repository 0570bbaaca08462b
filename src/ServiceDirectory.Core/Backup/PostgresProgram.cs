using System.Globalization;

namespace ServiceDirectory.Core.Backup;

/// <summary>Where PostgreSQL's own programs are.</summary>
public static class PostgresProgram
{
    private const string Debian = "/usr/lib/postgresql";

    /// <summary>
    /// The newest there is: an older one cannot read a newer server. Debian's in the path are wrappers that know only its own clusters, so the programs
    /// themselves come first.
    /// </summary>
    /// <param name="name">For example <c>pg_dump</c>.</param>
    /// <returns>A path, or the name where the path has to do.</returns>
    public static string Find(string name) =>
        (Directory.Exists(Debian) ? new DirectoryInfo(Debian).GetDirectories() : [])
            .OrderByDescending(version => int.TryParse(version.Name, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .Select(version => Path.Combine(version.FullName, "bin", name)).FirstOrDefault(File.Exists) ?? name;
}
