using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>A column and triggers that the model does not know: search reads the one with a statement of its own.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261125201500_SiteWords")]
    public partial class SiteWords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0010_site_words.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop trigger site_words on published.service_text;
            drop trigger site_words_again on published.service_text;
            drop function directory.site_words;
            drop function directory.write_site_words;
            alter table published.site drop column words;
            """);
    }
}
