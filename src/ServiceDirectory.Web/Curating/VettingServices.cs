using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Web.Curating;

/// <summary>What judges entries.</summary>
internal static class VettingServices
{
    public static void AddVetting(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddScoped(services => new ListingService(
            services.GetRequiredService<DirectoryDbContext>(),
            services.GetRequiredService<DirectoryCatalogue>(),
            services.GetRequiredService<PlaceFinder>().Town,
            services.GetRequiredService<VettingOptions>(),
            services.GetRequiredService<IOptions<DirectoryOptions>>().Value));
        builder.Services.AddSingleton<PrivateNotes>();
        builder.Services.AddScoped<ProposalService>();
        builder.Services.AddScoped<ReviewService>();
        builder.Services.AddScoped<ReturnService>();
        builder.Services.AddScoped<EvidenceService>();
        builder.Services.AddScoped<WordService>();
        builder.Services.AddScoped<CallSheetService>();
        builder.Services.AddScoped<CriteriaService>();
    }
}
