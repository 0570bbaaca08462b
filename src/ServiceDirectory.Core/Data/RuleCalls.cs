using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Data;

/// <summary>Writing where the database itself decides: what it refuses comes back as the rule that stands against it.</summary>
internal static class RuleCalls
{
    /// <exception cref="ListingRefusedException">A rule stands against a change; none was saved.</exception>
    public static async Task SaveByRulesAsync(this DirectoryDbContext context, CancellationToken cancellation)
    {
        try
        {
            await context.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException refused && ListingRefusedException.IsRule(refused))
        {
            throw new ListingRefusedException(refused);
        }
        finally
        {
            // What was refused is not tried again with the next change.
            context.ChangeTracker.Clear();
        }
    }

    /// <summary>A transaction of its own, or a part of the caller's, which then decides whether all of it happens.</summary>
    public static async Task<JoinedTransaction> BeginOrJoinAsync(this DirectoryDbContext context, CancellationToken cancellation) =>
        new(context.Database.CurrentTransaction is null ? await context.Database.BeginTransactionAsync(cancellation) : null);

    /// <summary>Calls one of the database's functions, in the transaction that is under way.</summary>
    /// <exception cref="ListingRefusedException">A rule stands against it.</exception>
    public static async Task<T> CallAsync<T>(
        this DirectoryDbContext context, string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        bool opened = connection.State != ConnectionState.Open;
        if (opened)
            await context.Database.OpenConnectionAsync(cancellation);
        try
        {
#pragma warning disable CA2100 // Every caller passes a constant.
            await using var command = new NpgsqlCommand(sql, connection, (NpgsqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction());
#pragma warning restore CA2100
            command.Parameters.AddRange(parameters);
            return (T)(await command.ExecuteScalarAsync(cancellation))!;
        }
        catch (PostgresException refused) when (ListingRefusedException.IsRule(refused))
        {
            throw new ListingRefusedException(refused);
        }
        finally
        {
            if (opened)
                await context.Database.CloseConnectionAsync();
        }
    }

    public static NpgsqlParameter Uuid(Guid? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };

    public static NpgsqlParameter Uuids(IReadOnlyCollection<Guid> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    public static NpgsqlParameter Words(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Bytes(byte[]? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea };

    public static NpgsqlParameter Truth(bool value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Boolean };

    public static NpgsqlParameter Number(int? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer };

    public static NpgsqlParameter Date(LocalDate value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Date };
}

/// <param name="own">Null: the caller's is under way.</param>
internal sealed class JoinedTransaction(IDbContextTransaction? own) : IAsyncDisposable
{
    public Task CommitAsync(CancellationToken cancellation) => own?.CommitAsync(cancellation) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
