using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>What is still being written. The model knows the table and leaves making it to the file.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126211000_Drafts")]
    public partial class Drafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0018_drafts.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop table directory.draft;
            drop function directory.check_draft;
            drop index directory.revision_phones, directory.revision_host, directory.revision_places;
            """);
    }
}
