using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>A new way in for somebody who lost everything. The model knows the columns and leaves making them to the file.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126200000_WaysInAnew")]
    public partial class WaysInAnew : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0016_ways_in_anew.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop trigger invitation_anew_check on directory.invitation;
            drop function directory.check_invitation_anew();
            delete from directory.invitation where account_id is not null;
            alter table directory.invitation drop column account_id, drop column confirmed_by, drop column opens_at;
            """);
    }
}
