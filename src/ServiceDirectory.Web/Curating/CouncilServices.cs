using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Partnerships;

namespace ServiceDirectory.Web.Curating;

/// <summary>What organisations decide together, and the record of it.</summary>
internal static class CouncilServices
{
    public static void AddCouncil(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<AuditService>();
        builder.Services.AddScoped<CouncilService>();
        builder.Services.AddScoped<CouncilReader>();
        builder.Services.AddSingleton(services => new BackupRecord(services.GetRequiredKeyedService<NpgsqlDataSource>(Login.Directory)));
        builder.Services.AddScoped<AdmissionService>();
        builder.Services.AddScoped<AgreementService>();
        builder.Services.AddScoped<ConsultationService>();
        // No page names the town of an organisation.
        builder.Services.AddScoped(services => new OrganisationService(
            services.GetRequiredService<DirectoryDbContext>(), _ => null, services.GetRequiredService<IOptions<DirectoryOptions>>().Value));
    }
}
