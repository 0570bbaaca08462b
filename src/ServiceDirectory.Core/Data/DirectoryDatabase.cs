using Microsoft.EntityFrameworkCore;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace ServiceDirectory.Core.Data;

/// <summary>How the contexts reach PostgreSQL.</summary>
public static class DirectoryDatabase
{
    public static DbContextOptionsBuilder<T> Configure<T>(DbContextOptionsBuilder<T> options, string connectionString)
        where T : DbContext
    {
        options.UseNpgsql(connectionString, Set).UseSnakeCaseNamingConvention();
        return options;
    }

    /// <param name="options">To be completed.</param>
    /// <param name="source">One of <see cref="DataSources"/>.</param>
    public static DbContextOptionsBuilder<T> Configure<T>(DbContextOptionsBuilder<T> options, NpgsqlDataSource source)
        where T : DbContext
    {
        Configure((DbContextOptionsBuilder)options, source);
        return options;
    }

    /// <inheritdoc cref="Configure{T}(DbContextOptionsBuilder{T}, NpgsqlDataSource)"/>
    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource source) =>
        options.UseNpgsql(source, Set).UseSnakeCaseNamingConvention();

    private static void Set(NpgsqlDbContextOptionsBuilder npgsql) => npgsql
        .UseNodaTime()
        .UseNetTopologySuite()
        .MigrationsHistoryTable("migration_history", DirectoryDbContext.Schema);
}
