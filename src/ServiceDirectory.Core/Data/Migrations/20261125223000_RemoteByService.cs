using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <summary>An index that the model does not know.</summary>
    [DbContext(typeof(DirectoryDbContext))]
    [Migration("20261125223000_RemoteByService")]
    public partial class RemoteByService : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.SqlFrom("0011_remote_by_service.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            drop index published.remote_need_service;
            create index remote_need_service on published.remote_need (service_id);
            """);
    }
}
