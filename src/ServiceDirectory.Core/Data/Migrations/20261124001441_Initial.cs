using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ServiceDirectory.Core.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "directory");

            migrationBuilder.CreateTable(
                name: "organisation",
                schema: "directory",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "jsonb", nullable: false),
                    about = table.Column<string>(type: "jsonb", nullable: true),
                    country = table.Column<string>(type: "text", nullable: false),
                    place_id = table.Column<int>(type: "integer", nullable: true),
                    website = table.Column<string>(type: "text", nullable: true),
                    public_name = table.Column<bool>(type: "boolean", nullable: false),
                    public_badge = table.Column<bool>(type: "boolean", nullable: false),
                    vouched_until = table.Column<LocalDate>(type: "date", nullable: true),
                    frozen_from = table.Column<LocalDate>(type: "date", nullable: true),
                    frozen_until = table.Column<LocalDate>(type: "date", nullable: true),
                    origin = table.Column<string>(type: "text", nullable: false),
                    origin_revision = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation", x => x.id);
                    table.CheckConstraint("organisation_badge", "not public_badge or public_name");
                    table.CheckConstraint("organisation_code", "code ~ '^[0-9a-z]{6}$'");
                    table.CheckConstraint("organisation_country", "country ~ '^[A-Z]{2}$'");
                    table.CheckConstraint("organisation_frozen", "(frozen_from is null) = (frozen_until is null) and frozen_from <= frozen_until");
                    table.CheckConstraint("organisation_kind", "kind in ('allied', 'educator', 'provider', 'sex-worker-led')");
                    table.CheckConstraint("organisation_vouched", "vouched_until is null or kind = 'sex-worker-led'");
                });

            migrationBuilder.CreateTable(
                name: "event",
                schema: "directory",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    role = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_state = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event", x => x.id);
                    table.CheckConstraint("event_role", "role in ('command-line', 'coordinator', 'keeper', 'panel', 'proposer', 'provider-contact', 'reviewer', 'technical-admin', 'trainer')");
                    table.ForeignKey(
                        name: "fk_event_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalSchema: "directory",
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "organisation_relation",
                schema: "directory",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    related_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_relation", x => new { x.organisation_id, x.related_id });
                    table.CheckConstraint("organisation_relation_order", "organisation_id < related_id");
                    table.ForeignKey(
                        name: "fk_organisation_relation_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalSchema: "directory",
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_organisation_relation_organisation_related_id",
                        column: x => x.related_id,
                        principalSchema: "directory",
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "organisation_vouch",
                schema: "directory",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vouched_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vouched_on = table.Column<LocalDate>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_vouch", x => new { x.organisation_id, x.vouched_by_id });
                    table.CheckConstraint("organisation_vouch_other", "organisation_id <> vouched_by_id");
                    table.ForeignKey(
                        name: "fk_organisation_vouch_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalSchema: "directory",
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_organisation_vouch_organisation_vouched_by_id",
                        column: x => x.vouched_by_id,
                        principalSchema: "directory",
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "approval",
                schema: "directory",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    approved_on = table.Column<LocalDate>(type: "date", nullable: false),
                    criteria_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval", x => x.id);
                    table.CheckConstraint("approval_criteria", "criteria_version > 0");
                    table.ForeignKey(
                        name: "fk_approval_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalSchema: "directory",
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "fact_check",
                schema: "directory",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    fact = table.Column<string>(type: "text", nullable: false),
                    value_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    method = table.Column<string>(type: "text", nullable: false),
                    checked_on = table.Column<LocalDate>(type: "date", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fact_check", x => x.id);
                    table.CheckConstraint("fact_check_hash", "octet_length(value_hash) = 32");
                    table.CheckConstraint("fact_check_method", "method in ('called', 'document-seen', 'test-contact', 'visited')");
                    table.ForeignKey(
                        name: "fk_fact_check_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalSchema: "directory",
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "revision",
                schema: "directory",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false),
                    content_version = table.Column<int>(type: "integer", nullable: false),
                    content_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    written_on = table.Column<LocalDate>(type: "date", nullable: false),
                    origin = table.Column<string>(type: "text", nullable: false),
                    origin_revision = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_revision", x => x.id);
                    table.CheckConstraint("revision_hash", "octet_length(content_hash) = 32");
                    table.CheckConstraint("revision_number", "number > 0");
                    table.ForeignKey(
                        name: "fk_revision_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalSchema: "directory",
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "service",
                schema: "directory",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, defaultValueSql: "'working'"),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    published_revision_id = table.Column<Guid>(type: "uuid", nullable: true),
                    origin = table.Column<string>(type: "text", nullable: false),
                    origin_revision = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service", x => x.id);
                    table.CheckConstraint("service_code", "code ~ '^[0-9a-z]{6}$'");
                    table.CheckConstraint("service_state", "state in ('declined', 'in-review', 'listed', 'own', 'proposed', 'provisional', 'question', 'removed', 'suspended', 'working')");
                    table.ForeignKey(
                        name: "fk_service_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalSchema: "directory",
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_service_revisions_published_revision_id",
                        column: x => x.published_revision_id,
                        principalSchema: "directory",
                        principalTable: "revision",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "training_certificate",
                schema: "directory",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    issued_on = table.Column<LocalDate>(type: "date", nullable: false),
                    ends_on = table.Column<LocalDate>(type: "date", nullable: false),
                    staff_percent = table.Column<int>(type: "integer", nullable: false),
                    front_desk = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_training_certificate", x => x.id);
                    table.CheckConstraint("training_certificate_length", "ends_on > issued_on and ends_on <= issued_on + interval '24 months'");
                    table.CheckConstraint("training_certificate_percent", "staff_percent between 0 and 100");
                    table.ForeignKey(
                        name: "fk_training_certificate_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalSchema: "directory",
                        principalTable: "organisation",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_training_certificate_service_service_id",
                        column: x => x.service_id,
                        principalSchema: "directory",
                        principalTable: "service",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_approval_organisation_id",
                schema: "directory",
                table: "approval",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_approval_revision_id_organisation_id",
                schema: "directory",
                table: "approval",
                columns: new[] { "revision_id", "organisation_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_event_organisation_id",
                schema: "directory",
                table: "event",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_event_subject_id_id",
                schema: "directory",
                table: "event",
                columns: new[] { "subject_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_fact_check_organisation_id",
                schema: "directory",
                table: "fact_check",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_fact_check_service_id_fact",
                schema: "directory",
                table: "fact_check",
                columns: new[] { "service_id", "fact" });

            migrationBuilder.CreateIndex(
                name: "ix_organisation_code",
                schema: "directory",
                table: "organisation",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_organisation_relation_related_id",
                schema: "directory",
                table: "organisation_relation",
                column: "related_id");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_vouch_vouched_by_id",
                schema: "directory",
                table: "organisation_vouch",
                column: "vouched_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_revision_organisation_id",
                schema: "directory",
                table: "revision",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_revision_service_id_number",
                schema: "directory",
                table: "revision",
                columns: new[] { "service_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_service_code",
                schema: "directory",
                table: "service",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_service_organisation_id",
                schema: "directory",
                table: "service",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_service_published_revision_id",
                schema: "directory",
                table: "service",
                column: "published_revision_id");

            migrationBuilder.CreateIndex(
                name: "ix_training_certificate_organisation_id",
                schema: "directory",
                table: "training_certificate",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_training_certificate_service_id",
                schema: "directory",
                table: "training_certificate",
                column: "service_id");

            migrationBuilder.AddForeignKey(
                name: "fk_approval_revision_revision_id",
                schema: "directory",
                table: "approval",
                column: "revision_id",
                principalSchema: "directory",
                principalTable: "revision",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_fact_check_service_service_id",
                schema: "directory",
                table: "fact_check",
                column: "service_id",
                principalSchema: "directory",
                principalTable: "service",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_revision_service_service_id",
                schema: "directory",
                table: "revision",
                column: "service_id",
                principalSchema: "directory",
                principalTable: "service",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.EnsureSchema("published");
            migrationBuilder.SqlFrom("0001_published.sql");
            migrationBuilder.SqlFrom("0002_published_indexes.sql");
            migrationBuilder.SqlFrom("0003_publishing.sql");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
