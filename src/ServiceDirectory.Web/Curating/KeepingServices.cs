using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Warnings;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Reports;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Core.Vetting.Suspensions;

namespace ServiceDirectory.Web.Curating;

/// <summary>What keeps entries true after they were listed.</summary>
internal static class KeepingServices
{
    public static void AddKeeping(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped(provider => new WarningService(
            provider.GetRequiredService<DirectoryDbContext>(), id => provider.GetRequiredService<PlaceFinder>().Find(id)?.Zone));
        services.TryAddScoped(provider => new ListingService(
            provider.GetRequiredService<DirectoryDbContext>(),
            provider.GetRequiredService<DirectoryCatalogue>(),
            provider.GetRequiredService<PlaceFinder>().Town,
            provider.GetRequiredService<VettingOptions>(),
            provider.GetRequiredService<IOptions<DirectoryOptions>>().Value));
        services.TryAddScoped<PrivateNotes>();
        services.AddScoped<SuspensionService>();
        services.AddSingleton(new MonthKeys(builder.Configuration["Directory:MonthKeys"] is { Length: > 0 } set ? set : Path.Combine(
            SecretsFolder.Find(
                name => builder.Configuration[name.Replace("__", ":", StringComparison.Ordinal)], builder.Environment.IsDevelopment() ? AppContext.BaseDirectory : null),
            MonthKeys.Folder)));
        services.AddScoped<ReceiptService>();
        services.AddScoped<MessageService>();
        services.AddScoped<YearReports>();
        services.TryAddScoped<ProposalService>();
        services.AddScoped<RecheckService>();
        services.AddScoped(provider => new NoticeService(provider.GetRequiredService<DirectoryDbContext>(), provider.GetRequiredService<PlaceFinder>().Town));
        services.AddScoped<CountryAnswerService>();
        services.AddScoped<GuideService>();
        services.AddScoped<SmallChangeService>();
        services.AddSingleton<SayReachable>();
        services.AddSingleton<AreaFinder>();
        services.AddSingleton<ReceiptLimits>();
        services.AddHostedService<Forgets>();
    }
}
