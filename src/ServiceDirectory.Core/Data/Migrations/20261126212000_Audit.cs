using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Events become a chain. The model knows the columns and leaves making them to the file.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126212000_Audit")]
    public partial class Audit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0019_audit.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop trigger event_kept_whole on directory.event;
            drop trigger event_kept on directory.event;
            drop trigger event_chain on directory.event;
            drop trigger event_begin on directory.event;
            drop function directory.keep_event();
            drop function directory.chain_event();
            drop function directory.begin_event();
            drop function directory.object_hash(text, uuid);
            drop function directory.event_hash(bytea, directory.event);
            alter table directory.event drop constraint event_hashes, drop column before_hash, drop column after_hash, drop column hash;
            alter table directory.event alter column at set default clock_timestamp();
            select setval(pg_get_serial_sequence('directory.event', 'id'), greatest((select max(id) from directory.event), 1));
            alter table directory.event alter column id set generated always;
            """);
    }
}
