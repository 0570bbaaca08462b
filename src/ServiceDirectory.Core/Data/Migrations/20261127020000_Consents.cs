using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>What a description has to say before anybody reads it.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261127020000_Consents")]
    public partial class Consents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0030_consents.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            create or replace function directory.check_shown() returns trigger
            language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
            declare
              v_held text;
            begin
              if new.published_revision_id is null or (new.published_revision_id, new.state) is not distinct from (old.published_revision_id, old.state) then
                return new;
              end if;
              if exists (
                select from directory.proposal
                where revision_id = new.published_revision_id and outcome in ('withdrawn', 'returned', 'declined', 'superseded')) then
                raise exception 'This revision waits for nobody any more.' using errcode = 'check_violation', constraint = 'publish_closed';
              end if;
              v_held := directory.held_back(new.published_revision_id, (
                select greatest(p.checked_on, (select max(approved_on) from directory.approval where revision_id = new.published_revision_id))
                from published.service p where p.id = new.id));
              if v_held is not null then
                raise exception 'Somebody stands against it: %.', v_held using errcode = 'check_violation', constraint = 'publish_' || v_held;
              end if;
              return new;
            end $$;
            drop function directory.needs_yes(jsonb), directory.lacks_address_word(jsonb), directory.says(jsonb);
            """);
    }
}
