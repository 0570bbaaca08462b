using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Ways in by two people, which end with a role and say nothing of a time. The model knows the columns and leaves making them to the file.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261127070000_WaysInOfTwoPeople")]
    public partial class WaysInOfTwoPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0035_ways_in.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("Restore a backup from before.");
    }
}
