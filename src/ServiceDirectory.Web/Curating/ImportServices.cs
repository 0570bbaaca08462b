using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Web.Curating;

/// <summary>Lists that organisations bring in, and their own entries.</summary>
internal static class ImportServices
{
    public static void AddImport(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(provider =>
        {
            var places = provider.GetRequiredService<PlaceFinder>();
            return new SheetPlaces(places.Find, places.Find, places.Town);
        });
        builder.Services.TryAddScoped(provider => new ListingService(
            provider.GetRequiredService<DirectoryDbContext>(),
            provider.GetRequiredService<DirectoryCatalogue>(),
            provider.GetRequiredService<PlaceFinder>().Town,
            provider.GetRequiredService<VettingOptions>(),
            provider.GetRequiredService<IOptions<DirectoryOptions>>().Value));
        builder.Services.AddScoped<OwnEntries>();
        builder.Services.AddScoped<PublicEntries>();
        builder.Services.AddScoped<FeedDesk>();
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<FeedMapping>(
            provider, provider.GetRequiredService<IOptions<DirectoryOptions>>().Value.HomeCountry));
        builder.Services.AddScoped(provider => ActivatorUtilities.CreateInstance<ImportService>(provider, provider.GetRequiredService<IOptions<DirectoryOptions>>().Value));
        builder.Services.AddSingleton(provider => new EntrySheet(provider.GetRequiredService<DirectoryCatalogue>(), provider.GetRequiredService<PlaceFinder>().Find));
        builder.Services.AddSingleton(provider => new WorkingList(
            provider.GetRequiredService<DirectoryCatalogue>(), provider.GetRequiredService<PlaceFinder>().Find, provider.GetRequiredService<PlaceFinder>().Town));
    }
}
