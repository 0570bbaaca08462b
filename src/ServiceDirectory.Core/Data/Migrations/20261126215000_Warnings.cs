using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>What somebody found out today, beside what is published. The model knows the table and leaves making it to the file.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126215000_Warnings")]
    public partial class Warnings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0023_warnings.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop trigger service_warnings on published.service_text;
            drop function directory.end_warning(uuid, uuid, timestamptz, text);
            drop function directory.warn(uuid, text, uuid, uuid, date, jsonb, uuid, timestamptz, timestamptz, text);
            drop function directory.may_warn(uuid, uuid, date);
            drop function directory.runs(uuid, uuid);
            drop function directory.published_warnings();
            drop function directory.show_warnings(int);
            drop function directory.moment(timestamptz);
            drop function directory.contact_of(jsonb, uuid);
            alter table published.special_day drop column usual, drop column is_warned;
            alter table published.service drop column warnings;
            drop table directory.warning;
            """);
    }
}
