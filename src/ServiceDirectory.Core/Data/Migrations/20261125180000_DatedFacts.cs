using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Columns of <c>published</c> and functions of the owner, neither of which the model of the private half knows.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261125180000_DatedFacts")]
    public partial class DatedFacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0006_dated_facts.sql");
    }
}
