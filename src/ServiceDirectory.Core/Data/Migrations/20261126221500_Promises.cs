using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>What the public reads of each promise.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126221500_Promises")]
    public partial class Promises : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0028_promises.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop trigger show_promises on directory.service;
            drop function directory.show_promises(), directory.promises_of(uuid, date);
            alter table published.service drop column promises;
            """);
    }
}
