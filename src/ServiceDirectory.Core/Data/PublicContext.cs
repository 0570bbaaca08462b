using Microsoft.EntityFrameworkCore;

namespace ServiceDirectory.Core.Data;

/// <summary>
/// The public half of the database: schema <c>published</c>, reached as a role that can read its tables and nothing else.
/// Nothing is tracked and nothing can be saved.
/// </summary>
public sealed class PublicContext : DbContext
{
    public const string Schema = "published";

    public PublicContext(DbContextOptions<PublicContext> options)
        : base(options) =>
        ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw ReadOnly();

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw ReadOnly();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.HasDefaultSchema(Schema);

    private static NotSupportedException ReadOnly() =>
        new("The public context only reads: published tables are written by the owner's functions.");
}
