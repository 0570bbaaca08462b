using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>What was suspended comes back fairly. The functions that it writes anew are those of earlier files, which write them back.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261127050000_FairWaysBack")]
    public partial class FairWaysBack : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0033_fair_ways_back.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("Restore a backup from before.");
    }
}
