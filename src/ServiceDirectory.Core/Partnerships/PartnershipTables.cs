using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Core.Partnerships;

/// <summary>Agreements and consultations: tables made by <c>0071_agreements.sql</c>.</summary>
internal static class PartnershipTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Agreement>(e =>
        {
            e.ToTable("agreement", t => t.ExcludeFromMigrations());
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.Planned).HasConversion<TextConverter>().HasColumnType("jsonb");
            e.Property(a => a.Ran).HasConversion<TextConverter>().HasColumnType("jsonb");
            e.Property(a => a.Judged).HasConversion<TextConverter>().HasColumnType("jsonb");
            e.Property(a => a.Paid).HasConversion<EnumSlugConverter<DesignPay>>();
            e.Property(a => a.AgreedOn).ValueGeneratedOnAddOrUpdate();
            e.Property(a => a.AgreedPublic).ValueGeneratedOnAddOrUpdate();
            e.Property(a => a.AgreedHow).HasConversion<EnumSlugConverter<AgreedHow>>().ValueGeneratedOnAddOrUpdate();
            e.Property(a => a.RefusedOn).ValueGeneratedOnAddOrUpdate();
            e.Property(a => a.EndedOn).ValueGeneratedOnAddOrUpdate();
        });
        model.Entity<Consultation>(e =>
        {
            e.ToTable("consultation", t => t.ExcludeFromMigrations());
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Field).HasConversion<EnumSlugConverter<OrganisationField>>();
        });
        model.Entity<ConsultationAnswer>(e =>
        {
            e.ToTable("consultation_answer", t => t.ExcludeFromMigrations());
            e.HasKey(a => new { a.ConsultationId, a.OrganisationId });
        });
    }
}
