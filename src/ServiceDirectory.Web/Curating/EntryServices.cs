using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;

namespace ServiceDirectory.Web.Curating;

/// <summary>What the pages for entries work with.</summary>
internal static class EntryServices
{
    public static void AddEntries(this IServiceCollection services)
    {
        services.TryAddSingleton<Func<int, ListingPlace?>>(provider => provider.GetRequiredService<PlaceFinder>().Town);
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<DirectoryOptions>>().Value);
        services.TryAddScoped<ListingService>();
        services.TryAddScoped<DraftService>();
        services.TryAddScoped<DuplicateCheck>();
        services.TryAddSingleton<SayChanges>();
    }
}
