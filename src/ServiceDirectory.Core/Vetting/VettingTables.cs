using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings.Changes;

namespace ServiceDirectory.Core.Vetting;

/// <summary>Where the records of vetting are kept: tables made by <c>0021_vetting.sql</c> and <c>0031_renewals.sql</c>.</summary>
internal static class VettingTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Proposal>(e =>
        {
            e.ToTable("proposal", t => t.ExcludeFromMigrations());
            e.HasKey(p => p.RevisionId);
            e.Property(p => p.RevisionId).ValueGeneratedNever();
            e.Property(p => p.Change).HasConversion<EnumSlugConverter<ChangeClass>>();
            e.Property(p => p.Outcome).HasConversion<EnumSlugConverter<ProposalOutcome>>();
        });
        model.Entity<Evidence>(e =>
        {
            e.ToTable("evidence", t => t.ExcludeFromMigrations());
            e.Property(v => v.Id).ValueGeneratedNever();
            e.Property(v => v.Kind).HasConversion<EnumSlugConverter<EvidenceKind>>();
        });
        model.Entity<Review>(e =>
        {
            e.ToTable("review", t => t.ExcludeFromMigrations());
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Tie).HasConversion<EnumSlugConverter<DeclaredTie>>();
            e.Property(r => r.Scope).HasConversion<EnumSlugConverter<ReviewScope>>();
        });
        model.Entity<Renewal>(e =>
        {
            e.ToTable("renewal", t => t.ExcludeFromMigrations());
            e.HasKey(r => r.RevisionId);
            e.Property(r => r.RevisionId).ValueGeneratedNever();
        });
        model.Entity<ReviewVerdict>(e =>
        {
            e.ToTable("verdict", t => t.ExcludeFromMigrations());
            e.HasKey(v => new { v.ReviewId, v.Criterion });
            e.Property(v => v.Verdict).HasConversion<EnumSlugConverter<Verdict>>();
        });
        model.Entity<Question>(e =>
        {
            e.ToTable("question", t => t.ExcludeFromMigrations());
            e.Property(q => q.Id).ValueGeneratedNever();
        });
        model.Entity<WordRequest>(e =>
        {
            e.ToTable("word_request", t => t.ExcludeFromMigrations());
            e.Property(r => r.Id).ValueGeneratedNever();
        });
        model.Entity<Word>(e =>
        {
            e.ToTable("word", t => t.ExcludeFromMigrations());
            e.Property(w => w.Id).ValueGeneratedNever();
            e.Property(w => w.Kind).HasConversion<EnumSlugConverter<WordKind>>();
        });
        model.Entity<Decline>(e =>
        {
            e.ToTable("decline", t => t.ExcludeFromMigrations());
            e.Property(d => d.Id).ValueGeneratedNever();
        });
    }
}
