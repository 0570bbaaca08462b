using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Who counts as one with whom, and which approvals count together. The functions that it writes anew are those of earlier files, which write them back.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261127040000_Relations")]
    public partial class Relations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0032_relations.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("Restore a backup from before.");
    }
}
