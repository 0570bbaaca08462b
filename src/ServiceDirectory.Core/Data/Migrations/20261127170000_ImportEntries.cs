using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Lists of whole entries, as other directories keep them.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261127170000_ImportEntries")]
    public partial class ImportEntries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0088_import_entries.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("Restore a backup from before.");
    }
}
