using Microsoft.EntityFrameworkCore.Migrations;

namespace ServiceDirectory.Core.Data;

/// <summary>The versioned files in <c>Data/Sql</c>, carried in the assembly. A shipped one is never edited.</summary>
internal static class SqlFile
{
    /// <exception cref="ArgumentException">There is no file of that name.</exception>
    public static string Read(string name)
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream($"Sql/{name}")
            ?? throw new ArgumentException($"There is no Data/Sql/{name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static void SqlFrom(this MigrationBuilder migration, string name) => migration.Sql(Read(name));
}
