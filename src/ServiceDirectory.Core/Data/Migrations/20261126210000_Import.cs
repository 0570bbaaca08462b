using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Lists that organisations keep elsewhere: how they are read, and which row became which entry.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126210000_Import")]
    public partial class Import : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0017_import.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            alter table published.service drop constraint service_said;
            drop table directory.import_row, directory.import_mapping;
            drop function directory.check_import_row();
            """);
    }
}
