using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>What changed about the ways into an account, and what was used once. The model knows the tables and leaves making them to the file.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126193000_WaysIn")]
    public partial class WaysIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0015_ways_in.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop table directory.spent, directory.account_change");
    }
}
