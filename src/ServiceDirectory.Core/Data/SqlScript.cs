using System.Text.RegularExpressions;
using Npgsql;

namespace ServiceDirectory.Core.Data;

/// <summary>Fills the names into a script of <c>Data/Sql</c> the way psql does: <c>:"name"</c> quoted name, <c>:'name'</c> quoted text.</summary>
internal static partial class SqlScript
{
    /// <exception cref="KeyNotFoundException">The script asks for a name that was not given.</exception>
    public static string Fill(string file, IReadOnlyDictionary<string, string> values) =>
        Placeholder().Replace(SqlFile.Read(file), match => match.Groups["quote"].ValueSpan is "\""
            ? Identifier(values[match.Groups["name"].Value])
            : Literal(values[match.Groups["name"].Value]));

    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => text.Contains('\\', StringComparison.Ordinal)
        ? throw new SettingException("A backslash cannot be part of the name of a role or database.")
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        // These files are ours, with names filled in by the two quoting functions above.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [GeneratedRegex("""(?<!:):(?<quote>["'])(?<name>[a-z_]+)\k<quote>""")]
    private static partial Regex Placeholder();
}
