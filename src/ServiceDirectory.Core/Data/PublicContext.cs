using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Core.Data;

/// <summary>
/// The public half of the database: schema <c>published</c>, reached as a role that can read its tables and nothing else. The schema is
/// the login's (<see cref="DataSources.Public"/>), so that a mirror is made by the same statements. Nothing is tracked and nothing can be saved.
/// </summary>
public sealed class PublicContext : DbContext
{
    public const string Schema = "published";

    public PublicContext(DbContextOptions<PublicContext> options)
        : base(options) =>
        ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;

    public DbSet<PublishedService> Services => Set<PublishedService>();

    public DbSet<PublishedOrganisation> Organisations => Set<PublishedOrganisation>();

    public DbSet<GoneCode> Gone => Set<GoneCode>();

    public DbSet<PublishedAgreement> Agreements => Set<PublishedAgreement>();

    public DbSet<PublishedCriteria> Criteria => Set<PublishedCriteria>();

    public DbSet<MovedCode> Moved => Set<MovedCode>();

    public DbSet<PublishedOffer> Offers => Set<PublishedOffer>();

    public DbSet<PublishedTraining> Trainings => Set<PublishedTraining>();

    public DbSet<PublishedKeptList> KeptLists => Set<PublishedKeptList>();

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw ReadOnly();

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw ReadOnly();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<PublishedService>(e =>
        {
            e.ToTable("service").HasKey(s => s.Code);
            e.Property(s => s.State).HasConversion<EnumSlugConverter<EntryState>>();
            e.Property(s => s.Content).HasColumnType("jsonb");
            e.Property(s => s.Checks).HasColumnType("jsonb");
            e.Property(s => s.Promises).HasColumnType("jsonb");
            e.Property(s => s.Warnings).HasColumnType("jsonb");
        });
        modelBuilder.Entity<PublishedOrganisation>(e =>
        {
            e.ToTable("organisation").HasKey(o => o.Code);
            e.Property(o => o.Content).HasColumnType("jsonb");
        });
        modelBuilder.Entity<PublishedAgreement>(e =>
        {
            e.ToTable("agreement").HasKey(a => a.Id);
            e.Property(a => a.Design).HasColumnType("jsonb");
        });
        modelBuilder.Entity<PublishedCriteria>(e =>
        {
            e.ToTable("criteria").HasKey(c => c.Version);
            e.Property(c => c.Content).HasColumnType("jsonb");
        });
        modelBuilder.Entity<PublishedOffer>(e =>
        {
            e.ToTable("training_offer").HasKey(o => o.Id);
            e.Property(o => o.Content).HasColumnType("jsonb");
        });
        modelBuilder.Entity<PublishedTraining>().ToTable("training").HasKey(t => new { t.Code, t.Started });
        modelBuilder.Entity<PublishedKeptList>(e =>
        {
            e.ToTable("kept_list").HasKey(l => l.CodeHash);
            e.Property(l => l.Entries).HasColumnType("jsonb");
        });
        modelBuilder.Entity<GoneCode>().ToTable("gone").HasKey(g => g.Code);
        modelBuilder.Entity<MovedCode>().ToTable("code").HasKey(m => m.Old);
    }

    private static NotSupportedException ReadOnly() =>
        new("The public context only reads: published tables are written by the owner's functions.");
}
