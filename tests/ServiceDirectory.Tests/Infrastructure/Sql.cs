using Npgsql;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>Plain SQL in a test, as one of the logins.</summary>
internal static class Sql
{
    /// <summary>Runs statements and returns the number of rows changed.</summary>
    public static async Task<int> RunAsync(this NpgsqlDataSource source, string sql, params object[] parameters)
    {
        await using var command = Command(source, sql, parameters);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of every row.</summary>
    public static async Task<List<T>> ListAsync<T>(this NpgsqlDataSource source, string sql, params object[] parameters)
    {
        await using var command = Command(source, sql, parameters);
        await using var rows = await command.ExecuteReaderAsync();
        var list = new List<T>();
        while (await rows.ReadAsync())
            list.Add(rows.GetFieldValue<T>(0));
        return list;
    }

    /// <summary>The first column of the only row.</summary>
    public static async Task<T> OneAsync<T>(this NpgsqlDataSource source, string sql, params object[] parameters) =>
        Assert.Single(await source.ListAsync<T>(sql, parameters));

    /// <summary>The five-character state of the error that statements end in.</summary>
    public static async Task<string> RefusedAsync(this NpgsqlDataSource source, string sql) =>
        (await Assert.ThrowsAsync<PostgresException>(() => source.RunAsync(sql))).SqlState;

    /// <summary>The rule that stands against statements.</summary>
    public static async Task<string?> RuleAgainstAsync(this NpgsqlDataSource source, string sql) =>
        (await Assert.ThrowsAsync<PostgresException>(() => source.RunAsync(sql))).ConstraintName;

    private static NpgsqlCommand Command(NpgsqlDataSource source, string sql, object[] parameters)
    {
#pragma warning disable CA2100 // The text is the test's own.
        var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        foreach (var value in parameters)
            command.Parameters.AddWithValue(value);
        return command;
    }
}
