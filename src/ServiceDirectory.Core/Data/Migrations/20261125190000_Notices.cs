using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Tables that the model does not know: only functions write them, and the public reads one of them by a statement of its own.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261125190000_Notices")]
    public partial class Notices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0008_notices.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop function directory.end_notice, directory.confirm_notice, directory.post_notice;
            drop table published.notice, directory.notice
            """);
    }
}
