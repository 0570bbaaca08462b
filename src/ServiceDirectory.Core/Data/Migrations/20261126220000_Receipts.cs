using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Codes on letters, what is written with them, and appeals.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126220000_Receipts")]
    public partial class Receipts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0025_receipts.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop function directory.forget_receipts(date);
            drop function directory.judge_appeal(uuid, text, bytea, uuid, uuid, date, text);
            drop function directory.suspension_involved(uuid);
            drop table directory.appeal_word;
            drop table directory.receipt_text;
            drop table directory.receipt;
            drop table directory.appeal;
            drop function directory.check_receipt_text();
            drop function directory.check_receipt();
            """);
    }
}
