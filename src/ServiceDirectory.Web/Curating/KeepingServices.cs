using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings.Warnings;

namespace ServiceDirectory.Web.Curating;

/// <summary>What keeps entries true after they were listed.</summary>
internal static class KeepingServices
{
    public static void AddKeeping(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped(services =>
        {
            var places = services.GetRequiredService<PlaceFinder>();
            return new WarningService(services.GetRequiredService<DirectoryDbContext>(), id => places.Find(id)?.Zone);
        });
    }
}
