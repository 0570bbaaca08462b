using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Small changes with one check, alerts, and a second person of the same organisation for notices.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126220500_ClassesOfChange")]
    public partial class ClassesOfChange : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0026_classes_of_change.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop trigger raise_alerts on directory.service;
            drop function directory.raise_alerts();
            drop function directory.acknowledge_alert(uuid, uuid, date, text);
            drop function directory.carry(uuid, uuid, uuid, date, text);
            drop function directory.change_between(jsonb, jsonb);
            drop function directory.unchanging(jsonb, text, uuid[]);
            drop function directory.post_notice(uuid, int, float8, text, jsonb, timestamptz, timestamptz, text, uuid);
            drop function directory.confirm_notice(uuid, uuid, timestamptz, timestamptz, text, uuid);
            alter table directory.notice drop column account_id;
            drop table directory.alert;
            drop table directory.carried;
            """);
    }
}
