using System.Security.Cryptography;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Core.Organisations;

/// <summary>
/// The part of a public address that stands for one entry: six random characters that say nothing. Without vowels, so that
/// none spells a word, and without characters that are mistaken for each other on paper.
/// </summary>
public static class PublicCode
{
    public const int Length = 6;

    public const string Alphabet = "bcdfghjkmnpqrstvwxz23456789";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Several that were never given to anything.</summary>
    internal static async Task<IReadOnlyList<string>> FreeAsync(DirectoryDbContext context, int count, CancellationToken cancellation)
    {
        var free = new HashSet<string>(StringComparer.Ordinal);
        while (free.Count < count)
        {
            string[] codes = [.. Enumerable.Range(0, count - free.Count).Select(_ => New())];
            free.UnionWith(codes);
            free.ExceptWith(await context.CallAsync<string[]>(
                "select array(select code from directory.public_code where code = any ($1))",
                cancellation,
                new Npgsql.NpgsqlParameter { Value = codes, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text }));
        }

        return [.. free];
    }

    /// <summary>One that was never given to anything.</summary>
    internal static async Task<string> FreeAsync(DirectoryDbContext context, CancellationToken cancellation)
    {
        while (true)
        {
            string code = New();
            if (!await context.CallAsync<bool>(
                "select exists (select from directory.public_code where code = $1)", cancellation, RuleCalls.Words(code)))
            {
                return code;
            }
        }
    }
}
