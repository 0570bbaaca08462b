using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Cli.Demo;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.EndToEndTests;
using ServiceDirectory.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(LiveDirectory))]

namespace ServiceDirectory.EndToEndTests;

/// <summary>The program on a real port, over the invented directory.</summary>
public sealed class LiveDirectory : IAsyncLifetime
{
    private readonly TestServer _server = new();
    private AppFactory? _program;

    public DirectoryLogins Logins { get; private set; } = null!;

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Codes of a listed service in Leeds that can be visited, and of an organisation that has a page.</summary>
    public string Service { get; private set; } = "";

    public string Organisation { get; private set; } = "";

    /// <summary>What the law of a country says, in four parts.</summary>
    public string Guide { get; private set; } = "";

    /// <summary>Code of a service that has left.</summary>
    public string Gone { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        // The entries' dates are relative to the day on which they are loaded.
        var day = DateTime.UtcNow.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        var version = Convert.ToHexStringLower(SHA256.HashData(
            [.. Hash(typeof(DemoLoader)), .. Hash(typeof(Gazetteer)), .. System.Text.Encoding.UTF8.GetBytes(day)]));
        Logins = await _server.SharedAsync("demo", version, FillAsync, withPlaces: true);
        Service = await Logins.Public.OneAsync<string>(
            """
            select code from published.service where state = 'listed' and trained_until > current_date
              and exists (select from published.site s where s.service_id = service.service_id and place_id = 2644688 and hours is not null)
            order by code limit 1
            """);
        Organisation = await Logins.Public.OneAsync<string>("select code from published.organisation order by code limit 1");

        Guide = await Logins.Public.OneAsync<string>("select code from published.guide where kind = 'country' and country = 'GB'");
        Gone = await Logins.Public.OneAsync<string>("select code from published.gone where place_id is not null order by code limit 1");

        _program = new AppFactory(Logins);
        _program.UseKestrel(0);
        _program.StartServer();
        var addresses = _program.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = $"http://localhost:{new Uri(addresses.First()).Port}";
        await ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static byte[] Hash(Type type) => SHA256.HashData(File.ReadAllBytes(type.Assembly.Location));

    private static async Task FillAsync(DirectoryLogins logins)
    {
        var places = await GazetteerStore.ReadAsync(logins.Public);
        await new DemoLoader(logins.Owner, logins.App, DirectoryCatalogue.Default, places, TimeProvider.System, DirectorySecrets.Read(TestSecrets.Folder), new MonthKeys(Path.Combine(TestSecrets.Folder, MonthKeys.Folder))).LoadAsync();
    }

    /// <summary>The gazetteer is read in the background while the program starts.</summary>
    private async Task ReadyAsync()
    {
        using var browser = new HttpClient();
        for (int attempt = 0; attempt < 600; attempt++)
        {
            using var answer = await browser.GetAsync(new Uri($"{Address}/search?place={Leeds}"));
            if (answer.IsSuccessStatusCode)
                return;
            await Task.Delay(100);
        }

        throw new InvalidOperationException("The program does not answer a search.");
    }

    /// <summary>GeoNames' number of the town with the most entries.</summary>
    public const int Leeds = 2644688;

    public const int London = 2643743;

    public const int CityOfLondon = 2643741;
}
