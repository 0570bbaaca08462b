using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>The promises change by a vote of the councils.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261127130000_CriteriaByCouncil")]
    public partial class CriteriaByCouncil : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0070_criteria_by_council.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("Restore a backup from before.");
    }
}
