using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Agreements between organisations and services, and consultation.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261127131000_Agreements")]
    public partial class Agreements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0071_agreements.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("Restore a backup from before.");
    }
}
