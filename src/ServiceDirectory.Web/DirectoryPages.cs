using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Mirror;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Hsds;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.InBrowser;
using ServiceDirectory.Web.Monitoring;
using ServiceDirectory.Web.Pages.Search;
using ServiceDirectory.Web.Pages.Services;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Web;

/// <summary>Everything between a request and a page.</summary>
internal static class DirectoryPages
{
    private const int LongestAddress = 32 * 1024;

    /// <summary>Connections that nobody has seen to yet; the system holds fewer where it is told to (<c>net.core.somaxconn</c>).</summary>
    private const int MostNewConnections = 65_535;

    public static void AddDirectoryPages(this WebApplicationBuilder builder)
    {
        // Only both signs end a line: whoever reads the same bytes in another way would see other requests.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        ProxyNetworks.RefuseTrustInEverybody(builder.Configuration);
        var services = builder.Services;
        // First of all filters, so that nothing answers without the headers.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, ResponseHeaders>());
        services.Configure<HostFilteringOptions>(options =>
        {
            options.AllowEmptyHosts = false;
            options.IncludeFailureMessage = false;
        });
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = BodyLimit.Bytes;
            // An address that is far too long still reaches the page that says so; HTTP/2 counts it among the headers.
            options.Limits.MaxRequestLineSize = LongestAddress;
            options.Limits.MaxRequestHeadersTotalSize = 2 * LongestAddress;
        });
        // Where they are too many the system lets a caller try again a second later, and then three: a reader in a flood too.
        services.Configure<SocketTransportOptions>(options => options.Backlog = MostNewConnections);

        services.AddOptions<DirectoryOptions>().BindConfiguration(DirectoryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DirectoryOptions>, DirectoryOptionsRules>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(DirectoryCatalogue.Default);
        services.AddSingleton(VettingOptions.Read(name => builder.Configuration[$"{VettingOptions.Section}:{name}"]));
        services.AddSingleton(NeedMatcher.Default);
        services.AddSingleton(DateTimeZoneProviders.Tzdb);
        services.AddSingleton(provider => new ListingSearch(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public),
            provider.GetRequiredService<DirectoryCatalogue>(),
            provider.GetRequiredService<IDateTimeZoneProvider>()));
        services.AddSingleton(provider => new GapSearch(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public), provider.GetRequiredService<DirectoryCatalogue>()));
        services.AddSingleton(provider => new MirrorTowns(provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public)));
        services.AddSingleton<MirrorPages>();
        services.AddSingleton(provider => new CountryAnswersInForce(provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public)));
        services.AddSingleton(provider => new GuidesInForce(provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public)));
        services.AddSingleton(provider => new EntryReader(provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public)));
        services.AddSingleton(provider => new NoticesInForce(provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public)));
        services.AddSingleton(provider => new DemoMark(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ReadGazetteer>(provider => async cancellation =>
        {
            var gazetteer = await GazetteerStore.ReadAsync(provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public), cancellation);
            // Reading leaves several times what is kept; nothing else here would make the collector give that back.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return gazetteer;
        });
        services.AddSingleton(provider => new OpenEntries(provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public)));
        services.AddSingleton<EntriesFile>();
        services.AddSingleton<WordsFile>();
        services.AddSingleton<DataFiles>();
        services.AddHsds();
        services.AddSingleton<PlaceFinder>();
        services.AddSingleton<PromiseBook>();
        services.AddScoped<PromiseWords>();
        services.AddHostedService(provider => provider.GetRequiredService<PlaceFinder>());

        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.AddSingleton<Wording>();
        services.AddSingleton<Say>();
        services.AddSingleton<SayHours>();
        services.AddSingleton<SayFacts>();
        services.AddSingleton<NeedChoices>();
        services.AddSingleton<EntryHtml>();
        services.AddSingleton<SayChecks>();
        services.AddSingleton<SayPlaces>();
        services.AddSingleton<SayResults>();
        services.AddSingleton<SayBadges>();
        services.AddSingleton<SayContacts>();
        services.AddSingleton<SayNotices>();
        services.AddSingleton<SayGuides>();
        services.AddSingleton<UrgentHelp>();
        services.AddSingleton<GuideShelf>();
        services.AddSingleton<SearchReader>();
        services.AddSingleton<CardHtml>();
        // The default writes every letter beyond Latin as a number.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", HsdsRoute.Lines, HsdsProblem.Kind];
        });
        services.AddRateLimits();
        services.AddRazorPages().AddMvcOptions(options =>
        {
            options.Filters.Add<KnownMethods.OnPages>();
            // They read names such as "a[b]" in jQuery's way, which no page of ours sends, and throw at "[a".
            options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
            options.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
        }).AddClosedByDefault();
        SealedByDirectory.Add(services);
        VersionedFiles.Add(services);
    }

    public static void UseDirectoryPages(this WebApplication app)
    {
        app.UseProxyNetworks();
        app.UseLanguageOfAddress();
        app.UseErrorPages();
        app.UseResponseCompression();
        app.UseHsdsProblems();
        app.UseErrorPagesAsRead();
        app.UseRefusedPages();
        // A page about a refusal is made by the same steps, which would refuse again.
        app.UseWhen(context => !ErrorPages.IsRunning(context), gate => gate
            .UseKnownMethods()
            .UseSameSitePosts()
            .UseBodyLimit()
            .UseSoundText());
        VersionedFiles.Use(app);
        app.UseRouting();
        app.UseFigures();
        app.UseRateLimits();
        app.UseAuthorization();
        app.UseReadAgain();
        app.MapExit();
        app.MapPlaceSuggestions();
        app.MapCalendars();
        app.MapSharing();
        app.MapDataFiles();
        app.MapSecurityText();
        app.MapForCrawlers();
        app.MapHsds();
        app.MapRazorPages();
    }
}
