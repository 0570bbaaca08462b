using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Tables that the model does not know: only functions write them, and the public reads one of them by a statement of its own.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126020000_CountryAnswers")]
    public partial class CountryAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0012_country_answers.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop function directory.end_country_answer, directory.approve_country_answer, directory.write_country_answer;
            drop table published.country_answer, directory.country_answer
            """);
    }
}
