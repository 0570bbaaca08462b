using System.Text.Json;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Urgent;

/// <summary>
/// The country answers that are true now, read as the public role. One that cannot be read, as it is newer than this program, is
/// passed over: it must not take the others with it.
/// </summary>
/// <param name="source">The public data source.</param>
public sealed class CountryAnswersInForce(NpgsqlDataSource source)
{
    private const string InForce =
        "select country, content, checked_on, until from country_answer where situation = $1 and checked_on <= $2 and until > $2 order by country";

    /// <summary>Every country's answer for a situation, by country.</summary>
    /// <param name="situation">Number in the catalogue.</param>
    /// <param name="today">Decides which are over.</param>
    /// <param name="cancellation">Ends the statement in the database too.</param>
    /// <exception cref="NpgsqlException">The database does not answer, or not within three seconds.</exception>
    public async Task<IReadOnlyDictionary<string, CountryAnswer>> OfAsync(int situation, LocalDate today, CancellationToken cancellation = default)
    {
        await using var command = source.CreateCommand(InForce);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = situation });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = today });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new SortedDictionary<string, CountryAnswer>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
        {
            if (Content(rows.GetString(1)) is { } content)
                found.Add(rows.GetString(0), new CountryAnswer(rows.GetString(0), content, rows.GetFieldValue<LocalDate>(2), rows.GetFieldValue<LocalDate>(3)));
        }

        return found;
    }

    private static CountryAnswerContent? Content(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<CountryAnswerContent>(json, ContentJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What two organisations have said for one situation in one country. Whose it is is not public.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Content">The words and lines.</param>
/// <param name="CheckedOn">When the first of the two called the numbers.</param>
/// <param name="Until">The first day on which it is not said any more; null: it is not in force yet.</param>
public sealed record CountryAnswer(string Country, CountryAnswerContent Content, LocalDate CheckedOn, LocalDate? Until = null);
