using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>A trigger, which the model does not know.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261125183000_HidingPlaces")]
    public partial class HidingPlaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0007_hiding_places.sql");
    }
}
