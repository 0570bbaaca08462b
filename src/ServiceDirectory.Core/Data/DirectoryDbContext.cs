using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Desk;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Partnerships;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Core.Data;

/// <summary>
/// The private half of the database: schema <c>directory</c>, reached as the app. The public half is written only by the
/// owner's functions in <c>Data/Sql</c> and read by <see cref="PublicContext"/>.
/// </summary>
public sealed class DirectoryDbContext(DbContextOptions<DirectoryDbContext> options) : DbContext(options)
{
    public const string Schema = "directory";

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<OrganisationRelation> OrganisationRelations => Set<OrganisationRelation>();

    public DbSet<OrganisationVouch> OrganisationVouches => Set<OrganisationVouch>();

    public DbSet<Service> Services => Set<Service>();

    public DbSet<Revision> Revisions => Set<Revision>();

    public DbSet<Draft> Drafts => Set<Draft>();

    public DbSet<Approval> Approvals => Set<Approval>();

    public DbSet<FactCheck> FactChecks => Set<FactCheck>();

    public DbSet<TrainingCertificate> TrainingCertificates => Set<TrainingCertificate>();

    public DbSet<DirectoryEvent> Events => Set<DirectoryEvent>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<AccountChange> AccountChanges => Set<AccountChange>();

    public DbSet<Admission> Admissions => Set<Admission>();

    public DbSet<Motion> Motions => Set<Motion>();

    public DbSet<MotionVote> MotionVotes => Set<MotionVote>();

    public DbSet<FreezeVoice> FreezeVoices => Set<FreezeVoice>();

    public DbSet<GuestSeat> GuestSeats => Set<GuestSeat>();

    public DbSet<Spent> Spent => Set<Spent>();

    public DbSet<Duty> Duties => Set<Duty>();

    public DbSet<CalendarAddress> Calendars => Set<CalendarAddress>();

    public DbSet<ImportMapping> ImportMappings => Set<ImportMapping>();

    public DbSet<ImportRow> ImportRows => Set<ImportRow>();

    public DbSet<ImportTerm> ImportTerms => Set<ImportTerm>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);

        modelBuilder.Entity<Organisation>(e =>
        {
            e.ToTable("organisation", t =>
            {
                t.HasCheckConstraint("organisation_code", "code ~ '^[0-9a-z]{6}$'");
                t.HasCheckConstraint("organisation_country", "country ~ '^[A-Z]{2}$'");
                t.HasCheckConstraint("organisation_vouched", "vouched_until is null or kind = 'sex-worker-led'");
                t.HasCheckConstraint("organisation_badge", "not public_badge or public_name");
                t.HasCheckConstraint(
                    "organisation_frozen",
                    "(frozen_from is null) = (frozen_until is null) and frozen_from <= frozen_until");
                OneOf<OrganisationKind>(t, "kind");
            });
            e.Property(o => o.Id).ValueGeneratedNever();
            e.Property(o => o.Kind).HasConversion<EnumSlugConverter<OrganisationKind>>();
            e.Property(o => o.Name).HasColumnType("jsonb").HasConversion<TextConverter>();
            e.Property(o => o.About).HasColumnType("jsonb").HasConversion<TextConverter>();
            // The app has no right to write these, so they stay out of its statements.
            e.Property(o => o.VouchedUntil).ValueGeneratedOnAddOrUpdate();
            e.Property(o => o.FrozenFrom).ValueGeneratedOnAddOrUpdate();
            e.Property(o => o.FrozenUntil).ValueGeneratedOnAddOrUpdate();
            e.Property(o => o.LeftOn).ValueGeneratedOnAddOrUpdate();
            e.HasIndex(o => o.Code).IsUnique();
        });

        modelBuilder.Entity<OrganisationRelation>(e =>
        {
            e.ToTable("organisation_relation", t =>
                t.HasCheckConstraint("organisation_relation_order", "organisation_id < related_id"));
            e.HasKey(r => new { r.OrganisationId, r.RelatedId });
            References<OrganisationRelation, Organisation>(e, nameof(OrganisationRelation.OrganisationId));
            References<OrganisationRelation, Organisation>(e, nameof(OrganisationRelation.RelatedId));
        });

        modelBuilder.Entity<OrganisationVouch>(e =>
        {
            e.ToTable("organisation_vouch", t =>
                t.HasCheckConstraint("organisation_vouch_other", "organisation_id <> vouched_by_id"));
            e.HasKey(v => new { v.OrganisationId, v.VouchedById, v.VouchedOn });
            References<OrganisationVouch, Organisation>(e, nameof(OrganisationVouch.OrganisationId));
            References<OrganisationVouch, Organisation>(e, nameof(OrganisationVouch.VouchedById));
        });

        modelBuilder.Entity<Service>(e =>
        {
            e.ToTable("service", t =>
            {
                t.HasCheckConstraint("service_code", "code ~ '^[0-9a-z]{6}$'");
                OneOf<ServiceState>(t, "state");
            });
            e.Property(s => s.Id).ValueGeneratedNever();
            e.Property(s => s.State).HasConversion<EnumSlugConverter<ServiceState>>()
                .HasDefaultValueSql($"'{EnumSlug.Of(ServiceState.Working)}'").ValueGeneratedOnAddOrUpdate();
            e.Property(s => s.PublishedRevisionId).ValueGeneratedOnAddOrUpdate();
            e.HasIndex(s => s.Code).IsUnique();
            References<Service, Organisation>(e, nameof(Service.OrganisationId));
            References<Service, Revision>(e, nameof(Service.PublishedRevisionId));
        });

        modelBuilder.Entity<Revision>(e =>
        {
            e.ToTable("revision", t =>
            {
                t.HasCheckConstraint("revision_number", "number > 0");
                t.HasCheckConstraint("revision_hash", "octet_length(content_hash) = 32");
            });
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Content).HasColumnType("jsonb");
            e.HasIndex(r => new { r.ServiceId, r.Number }).IsUnique();
            References<Revision, Service>(e, nameof(Revision.ServiceId));
            References<Revision, Organisation>(e, nameof(Revision.OrganisationId));
        });

        modelBuilder.Entity<Approval>(e =>
        {
            e.ToTable("approval", t => t.HasCheckConstraint("approval_criteria", "criteria_version > 0"));
            e.Property(a => a.Id).ValueGeneratedNever();
            e.HasIndex(a => new { a.RevisionId, a.OrganisationId }).IsUnique();
            References<Approval, Revision>(e, nameof(Approval.RevisionId));
            References<Approval, Organisation>(e, nameof(Approval.OrganisationId));
        });

        modelBuilder.Entity<FactCheck>(e =>
        {
            e.ToTable("fact_check", t =>
            {
                t.HasCheckConstraint("fact_check_hash", "octet_length(value_hash) = 32");
                OneOf<CheckMethod>(t, "method");
            });
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Method).HasConversion<EnumSlugConverter<CheckMethod>>();
            e.HasIndex(c => new { c.ServiceId, c.Fact });
            References<FactCheck, Service>(e, nameof(FactCheck.ServiceId));
            References<FactCheck, Organisation>(e, nameof(FactCheck.OrganisationId));
        });

        modelBuilder.Entity<TrainingCertificate>(e =>
        {
            e.ToTable("training_certificate", t =>
            {
                t.HasCheckConstraint("training_certificate_percent", "staff_percent between 0 and 100");
                t.HasCheckConstraint(
                    "training_certificate_length",
                    "ends_on > issued_on and ends_on <= issued_on + interval '24 months'");
            });
            e.Property(c => c.Id).ValueGeneratedNever();
            e.HasIndex(c => c.ServiceId);
            References<TrainingCertificate, Service>(e, nameof(TrainingCertificate.ServiceId));
            References<TrainingCertificate, Organisation>(e, nameof(TrainingCertificate.OrganisationId));
        });

        modelBuilder.Entity<DirectoryEvent>(e =>
        {
            e.ToTable("event", t => OneOf<ActorRole>(t, "role"));
            e.Property(v => v.Id).UseIdentityByDefaultColumn();
            e.Property(v => v.At).HasDefaultValueSql("date_trunc('day', clock_timestamp(), 'UTC')").ValueGeneratedOnAdd();
            // The database's own, written when the transaction ends.
            e.Property(v => v.BeforeHash).ValueGeneratedOnAddOrUpdate();
            e.Property(v => v.AfterHash).ValueGeneratedOnAddOrUpdate();
            e.Property(v => v.Hash).ValueGeneratedOnAddOrUpdate();
            e.Property(v => v.Role).HasConversion<EnumSlugConverter<ActorRole>>();
            e.HasIndex(v => new { v.SubjectId, v.Id });
            References<DirectoryEvent, Organisation>(e, nameof(DirectoryEvent.OrganisationId));
        });

        // Their tables are made by 0013_accounts.sql.
        modelBuilder.Entity<Account>(e =>
        {
            e.ToTable("account", t => t.ExcludeFromMigrations());
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
            // Written by statements of their own: what somebody else counted or used meanwhile is not written back.
            e.Property(a => a.Failures).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        });

        modelBuilder.Entity<Passkey>(e =>
        {
            e.ToTable("passkey", t => t.ExcludeFromMigrations());
            e.HasKey(p => p.CredentialId);
        });

        modelBuilder.Entity<RecoveryCode>(e =>
        {
            e.ToTable("recovery_code", t => t.ExcludeFromMigrations());
            e.HasKey(c => new { c.AccountId, c.CodeHash });
        });

        modelBuilder.Entity<Membership>(e =>
        {
            e.ToTable("membership", t => t.ExcludeFromMigrations());
            e.Property(m => m.Id).ValueGeneratedNever();
            e.Property(m => m.Role).HasConversion<EnumSlugConverter<ActorRole>>();
        });

        modelBuilder.Entity<Invitation>(e =>
        {
            e.ToTable("invitation", t => t.ExcludeFromMigrations());
            e.Property(i => i.Id).ValueGeneratedNever();
        });

        // Made by 0018_drafts.sql.
        modelBuilder.Entity<Draft>(e =>
        {
            e.ToTable("draft", t => t.ExcludeFromMigrations());
            e.HasKey(d => new { d.ServiceId, d.OrganisationId });
            e.Property(d => d.Content).HasColumnType("jsonb");
        });

        // Made by 0014_tickets.sql.
        modelBuilder.Entity<Ticket>(e =>
        {
            e.ToTable("ticket", t => t.ExcludeFromMigrations());
            e.HasKey(t => t.KeyHash);
        });

        // Made by 0015_ways_in.sql.
        modelBuilder.Entity<AccountChange>(e =>
        {
            e.ToTable("account_change", t => t.ExcludeFromMigrations());
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.What).HasConversion<EnumSlugConverter<AccountChangeKind>>();
        });

        // Made by 0020_council.sql.
        modelBuilder.Entity<Admission>(e =>
        {
            e.ToTable("admission", t => t.ExcludeFromMigrations());
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.EndedOn).ValueGeneratedOnAddOrUpdate();
            e.Property(a => a.Outcome).HasConversion<EnumSlugConverter<AdmissionOutcome>>().ValueGeneratedOnAddOrUpdate();
        });

        modelBuilder.Entity<Motion>(e =>
        {
            e.ToTable("motion", t => t.ExcludeFromMigrations());
            e.Property(m => m.Id).ValueGeneratedNever();
            e.Property(m => m.Kind).HasConversion<EnumSlugConverter<MotionKind>>();
            e.Property(m => m.Condition).HasConversion<EnumSlugConverter<AdmissionCondition>>();
            e.Property(m => m.DecidedOn).ValueGeneratedOnAddOrUpdate();
            e.Property(m => m.Outcome).HasConversion<EnumSlugConverter<MotionOutcome>>().ValueGeneratedOnAddOrUpdate();
        });

        modelBuilder.Entity<MotionVote>(e =>
        {
            e.ToTable("motion_vote", t => t.ExcludeFromMigrations());
            e.HasKey(v => new { v.MotionId, v.OrganisationId });
        });

        // Made by 0070_criteria_by_council.sql.
        modelBuilder.Entity<CriteriaChange>(e =>
        {
            e.ToTable("criteria_change", t => t.ExcludeFromMigrations());
            e.HasKey(c => c.MotionId);
            e.Property(c => c.MotionId).ValueGeneratedNever();
            e.Property(c => c.Kind).HasConversion<EnumSlugConverter<CriteriaChangeKind>>();
            e.Property(c => c.Said).HasConversion<TextConverter>().HasColumnType("jsonb");
            e.Property(c => c.Ask).HasConversion<TextConverter>().HasColumnType("jsonb");
            e.Property(c => c.Version).ValueGeneratedOnAddOrUpdate();
            e.Property(c => c.Yes).ValueGeneratedOnAddOrUpdate();
            e.Property(c => c.No).ValueGeneratedOnAddOrUpdate();
            e.Property(c => c.Councils).ValueGeneratedOnAddOrUpdate();
        });

        modelBuilder.Entity<FreezeVoice>(e =>
        {
            e.ToTable("freeze_voice", t => t.ExcludeFromMigrations());
            e.HasKey(v => new { v.OrganisationId, v.VoicedBy, v.VoicedOn });
        });

        modelBuilder.Entity<GuestSeat>(e =>
        {
            e.ToTable("guest_seat", t => t.ExcludeFromMigrations());
            e.Property(g => g.Id).ValueGeneratedNever();
        });

        modelBuilder.Entity<Spent>(e =>
        {
            e.ToTable("spent", t => t.ExcludeFromMigrations());
            e.HasKey(s => s.Hash);
        });

        VettingTables.Map(modelBuilder);
        DeskTables.Map(modelBuilder);
        PartnershipTables.Map(modelBuilder);

        // Made by 0017_import.sql.
        modelBuilder.Entity<ImportMapping>(e =>
        {
            e.ToTable("import_mapping", t => t.ExcludeFromMigrations());
            e.HasKey(m => new { m.OrganisationId, m.HeaderHash });
        });

        modelBuilder.Entity<ImportRow>(e =>
        {
            e.ToTable("import_row", t => t.ExcludeFromMigrations());
            e.HasKey(r => new { r.OrganisationId, r.RowKey });
            e.Property(r => r.Values).HasColumnType("jsonb");
            e.Property(r => r.Parts).HasColumnType("jsonb");
        });

        modelBuilder.Entity<ImportTerm>(e =>
        {
            e.ToTable("import_term", t => t.ExcludeFromMigrations());
            e.HasKey(t => new { t.OrganisationId, t.WordKey });
        });

        KeepingTables.Map(modelBuilder);
    }

    private static void OneOf<T>(TableBuilder table, string column)
        where T : struct, Enum =>
        table.HasCheckConstraint(
            $"{table.Name}_{column}",
            $"{column} in ({string.Join(", ", EnumSlug.All<T>().Order(StringComparer.Ordinal).Select(v => $"'{v}'"))})");

    private static void References<TFrom, TTo>(EntityTypeBuilder<TFrom> from, string column)
        where TFrom : class
        where TTo : class =>
        from.HasOne<TTo>().WithMany().HasForeignKey(column).OnDelete(DeleteBehavior.Restrict);
}
