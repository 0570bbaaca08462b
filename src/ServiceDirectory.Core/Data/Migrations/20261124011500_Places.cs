using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Tables that the model does not know: they are read and written with statements of their own.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261124011500_Places")]
    public partial class Places : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0005_places.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            "drop table published.postcode, published.place, published.region, published.country, published.gazetteer");
    }
}
