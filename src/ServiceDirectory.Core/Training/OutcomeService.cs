using Microsoft.EntityFrameworkCore;
using NodaTime;
using NpgsqlTypes;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Training;

public enum OutcomePhase
{
    Before,
    After,
}

/// <summary>
/// What those say who come to a training, before and after. Stored without who, and without which day or service: by organisation and year alone.
/// Nobody reads a row; whole years that are over are added up, rounded to five, and nothing under five is told.
/// </summary>
/// <param name="context">The private half, as the app.</param>
public sealed class OutcomeService(DirectoryDbContext context)
{
    /// <summary>Sentences of the form.</summary>
    public const int Questions = 4;

    /// <summary>No, partly, yes.</summary>
    public const int Answers = 3;

    /// <summary>The form is open so long before the day, and after it.</summary>
    public const int Days = 28;

    /// <returns>False: just this form was sent already.</returns>
    /// <exception cref="ListingInvalidException">A sentence has no answer.</exception>
    /// <exception cref="ListingRefusedException">It is too early or too late, or there are too many.</exception>
    public async Task<bool> AnswerAsync(AnswerOutcome answer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Said.Count != Questions || answer.Said.Any(said => said is < 1 or > Answers))
            throw new ListingInvalidException([new ListingProblem("said", "empty", "Answer each of the sentences.")]);
        try
        {
            await context.CallAsync<object>(
                "select directory.answer_outcome($1, $2, $3, $4, $5, $6)", cancellation, Uuid(Guid.NewGuid()), Uuid(answer.SessionId), Words(EnumSlug.Of(answer.Phase)),
                new Npgsql.NpgsqlParameter { Value = answer.Said.Select(said => (short)said).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
                Bytes(answer.Nonce), Date(answer.On));
            return true;
        }
        catch (ListingRefusedException refused) when (refused.Rule == "training_outcome_nonce")
        {
            return false;
        }
    }

    /// <summary>Whole years that are over, the latest first.</summary>
    public async Task<IReadOnlyList<OutcomeTotal>> TotalsAsync(Guid organisation, LocalDate today, CancellationToken cancellation = default)
    {
        var found = await context.Database.SqlQuery<Row>(
            $"select year, phase, question, answer, people from directory.outcome_totals({organisation}, {today}) order by year desc, question, phase desc, answer").ToListAsync(cancellation);
        return [.. found.Select(row => new OutcomeTotal(row.Year, EnumSlug.Parse<OutcomePhase>(row.Phase), row.Question, row.Answer, row.People))];
    }

    private sealed record Row(int Year, string Phase, int Question, int Answer, int People);
}

/// <param name="Said">For each sentence 1 for no, 2 for partly, 3 for yes.</param>
/// <param name="Nonce">Of the form, so that it is sent once.</param>
public sealed record AnswerOutcome(Guid SessionId, OutcomePhase Phase, IReadOnlyList<int> Said, byte[] Nonce, LocalDate On);

/// <param name="Question">From 1.</param>
/// <param name="Answer">1 for no, 2 for partly, 3 for yes.</param>
/// <param name="People">Rounded to five.</param>
public sealed record OutcomeTotal(int Year, OutcomePhase Phase, int Question, int Answer, int People);
