using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Suspending with a reason, and what follows. The way back is with a backup: <c>withdraw</c> is not put back to suspending.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126215500_Suspensions")]
    public partial class Suspensions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0024_suspensions.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop trigger close_suspension on directory.service;
            drop function directory.close_suspension();
            drop function directory.answer_suspension_request(uuid, text, bytea, uuid, date, text);
            drop function directory.ask_suspension(uuid, int, bytea, uuid, date, text);
            drop function directory.mark_letter(uuid, boolean, uuid, date, text);
            drop function directory.judge_suspension(uuid, text, bytea, uuid, uuid, date, text);
            drop function directory.put_back(uuid, text, date);
            drop function directory.take_off(uuid, text, date);
            drop function directory.suspension_state(uuid, date);
            drop function directory.suspension_voices(uuid, text);
            drop function directory.suspend(uuid, int, int, bytea, bytea, uuid, uuid, date, text, text);
            drop table directory.suspension_request;
            drop table directory.suspension_word;
            drop table directory.suspension;
            drop function directory.check_suspension();
            """);
    }
}
