using Microsoft.EntityFrameworkCore;

namespace ServiceDirectory.Core.Data;

/// <summary>How the contexts reach PostgreSQL.</summary>
public static class DirectoryDatabase
{
    public static DbContextOptionsBuilder<T> Configure<T>(DbContextOptionsBuilder<T> options, string connectionString)
        where T : DbContext
    {
        options
            .UseNpgsql(connectionString, npgsql => npgsql
                .UseNodaTime()
                .UseNetTopologySuite()
                .MigrationsHistoryTable("migration_history", DirectoryDbContext.Schema))
            .UseSnakeCaseNamingConvention();
        return options;
    }
}
