using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Desk;

namespace ServiceDirectory.Core.Data;

/// <summary>Who looks first, and calendars. Their tables are made by 0027_desk.sql.</summary>
internal static class DeskTables
{
    public static void Map(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Duty>(e =>
        {
            e.ToTable("duty", t => t.ExcludeFromMigrations());
            e.HasKey(d => new { d.OrganisationId, d.Week });
        });

        modelBuilder.Entity<CalendarAddress>(e =>
        {
            e.ToTable("calendar", t => t.ExcludeFromMigrations());
            e.HasKey(c => c.AccountId);
        });
    }
}
