using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings.Warnings;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Core.Vetting.Suspensions;

namespace ServiceDirectory.Core.Vetting;

/// <summary>Where it is kept what happens to an entry after it was listed: tables made by <c>0023</c> to <c>0026</c> and <c>0041</c>.</summary>
internal static class KeepingTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Warning>(e =>
        {
            e.ToTable("warning", t => t.ExcludeFromMigrations());
            e.Property(w => w.Kind).HasConversion<EnumSlugConverter<WarningKind>>();
        });
        model.Entity<Suspension>(e =>
        {
            e.ToTable("suspension", t => t.ExcludeFromMigrations());
            e.Property(s => s.Outcome).HasConversion<EnumSlugConverter<SuspensionOutcome>>();
        });
        model.Entity<SuspensionWord>(e =>
        {
            e.ToTable("suspension_word", t => t.ExcludeFromMigrations());
            e.Property(w => w.Word).HasConversion<EnumSlugConverter<SuspensionVoice>>();
        });
        model.Entity<SuspensionRequest>().ToTable("suspension_request", t => t.ExcludeFromMigrations());
        model.Entity<Receipt>(e =>
        {
            e.ToTable("receipt", t => t.ExcludeFromMigrations());
            e.Property(r => r.Id).ValueGeneratedNever();
        });
        model.Entity<ReceiptText>(e =>
        {
            e.ToTable("receipt_text", t => t.ExcludeFromMigrations());
            e.Property(t => t.Id).ValueGeneratedNever();
            e.Property(t => t.Kind).HasConversion<EnumSlugConverter<ReceiptKind>>();
        });
        model.Entity<Message>(e =>
        {
            e.ToTable("message", t => t.ExcludeFromMigrations());
            e.Property(m => m.Kind).HasConversion<EnumSlugConverter<MessageKind>>();
            e.Property(m => m.Finding).HasConversion<EnumSlugConverter<MessageFinding>>();
            e.Property(m => m.Outcome).HasConversion<EnumSlugConverter<MessageOutcome>>();
        });
        model.Entity<Theme>(e =>
        {
            e.ToTable("theme", t => t.ExcludeFromMigrations());
            e.Property(t => t.Id).ValueGeneratedNever();
        });
        model.Entity<Alert>(e =>
        {
            e.ToTable("alert", t => t.ExcludeFromMigrations());
            e.Property(a => a.Kind).HasConversion<EnumSlugConverter<AlertKind>>();
        });
        model.Entity<Appeal>(e =>
        {
            e.ToTable("appeal", t => t.ExcludeFromMigrations());
            e.HasKey(a => a.SuspensionId);
            e.Property(a => a.Outcome).HasConversion<EnumSlugConverter<AppealOutcome>>();
        });
    }
}
