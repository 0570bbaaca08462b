using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>How entries are judged. The model knows the tables and leaves making them to the file.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126213000_Vetting")]
    public partial class Vetting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0021_vetting.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop trigger check_shown on directory.service;
            drop trigger close_proposal on directory.service;
            alter table directory.approval drop column review_id;
            drop table directory.decline, directory.word, directory.word_request, directory.question, directory.verdict, directory.review,
              directory.evidence, directory.proposal;
            drop function directory.required_criteria, directory.red_lines, directory.newest_criteria, directory.known_criteria, directory.ties,
              directory.account_ties, directory.tied(uuid, date), directory.is_tied, directory.unmet, directory.objected, directory.objectors,
              directory.held_back, directory.check_proposal, directory.check_evidence, directory.check_review, directory.check_verdict,
              directory.hold_disputed, directory.check_question, directory.check_word_request, directory.check_word, directory.check_decline,
              directory.check_shown, directory.close_proposal
            """);
    }
}
