using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Demo;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Web;
using TestServer = ServiceDirectory.Tests.Infrastructure.TestServer;

namespace ServiceDirectory.Tests.Hsds;

/// <summary>The program over the whole demo, of which every entry says yes to open data. Only read by tests.</summary>
public sealed class OpenDemo(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    private readonly LoadedDemo _demo = new(server, places);
    private WebApplicationFactory<Program>? _program;

    public DirectoryLogins Logins => _demo.Logins;

    public FixedClock Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public WebApplicationFactory<Program> Program => _program ?? throw new InvalidOperationException("The program is not started yet.");

    public async ValueTask InitializeAsync()
    {
        await _demo.InitializeAsync();
        await Logins.Owner.RunAsync("update published.service set open_data = true");
        // As if all of it had been written long ago.
        await Logins.Owner.RunAsync("update published.service set changed_at = '2026-10-01 06:00Z'");
        _program = Start();
    }

    /// <summary>Another one over the same database.</summary>
    public WebApplicationFactory<Program> Start(params (string Setting, string Value)[] settings) =>
        new AppFactory(Logins, Clock, settings.Append(("Directory:RateLimits", "off")).ToDictionary(s => s.Item1, s => s.Item2)).WithWebHostBuilder(host =>
            host.ConfigureTestServices(services => services.AddSingleton<ReadGazetteer>(_ => Task.FromResult(places.Gazetteer))));

    public HttpClient Client(WebApplicationFactory<Program>? program = null) =>
        (program ?? Program).CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("https://localhost") });

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        await _demo.DisposeAsync();
    }
}

/// <summary>Open data as a program reads it.</summary>
internal static class OpenDataClient
{
    public static async Task<JsonNode> JsonAsync(this HttpClient client, string address, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await client.ReadAsync(address);
        string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == expected, $"{address}: {answer.StatusCode} {body}");
        Assert.Equal((int)expected < 400 ? "application/json" : "application/problem+json", answer.Content.Headers.ContentType?.ToString());
        return JsonNode.Parse(body)!;
    }

    /// <summary>All pages of a list.</summary>
    public static async Task<List<JsonNode>> PagesAsync(this HttpClient client, string address)
    {
        var pages = new List<JsonNode>();
        do
            pages.Add(await client.JsonAsync($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page={pages.Count + 1}"));
        while (!pages[^1]["last_page"]!.GetValue<bool>());
        return pages;
    }

    public static async Task<List<JsonNode>> AllAsync(this HttpClient client, string address) =>
        [.. (await client.PagesAsync(address)).SelectMany(page => page["contents"]!.AsArray()).Select(one => one!)];

    public static async Task<List<JsonNode>> LinesAsync(this HttpClient client, string address)
    {
        using var answer = await client.ReadAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.ToString());
        string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(body.Length == 0 || body[^1] == '\n');
        return [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    public static string Id(this JsonNode thing) => thing["id"]!.GetValue<string>();

    public static IEnumerable<string> Ids(this IEnumerable<JsonNode> things) => things.Select(Id);
}
