using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>Duty weeks and calendar addresses. The model knows the tables and leaves making them to the file.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261126221000_Desk")]
    public partial class Desk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0027_desk.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop function directory.desk(uuid, date, int[]);
            drop table directory.calendar, directory.duty;
            drop function directory.check_duty();
            """);
    }
}
