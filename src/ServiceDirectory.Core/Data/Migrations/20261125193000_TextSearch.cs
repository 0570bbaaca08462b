using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>A column, a trigger and indexes that the model does not know: search reads them with a statement of its own.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261125193000_TextSearch")]
    public partial class TextSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0009_text_search.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop index published.service_text_name, published.service_text_remote;
            drop trigger text_areas on published.service_text;
            drop function directory.text_areas;
            alter table published.service_text drop column areas;
            """);
    }
}
