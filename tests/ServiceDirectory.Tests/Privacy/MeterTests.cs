using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// The framework offers figures about every request (route, status, address of the client) to whoever listens. Nobody does: there
/// are no traces, no figures but those of <see cref="FiguresTests"/> where a setting asks for them, and a package that brings others is noticed here.
/// </summary>
/// <remarks>What one part of a process listens to, all of it hears: these run after one another with <see cref="Receipts.ReceiptTests"/>, which count look-ups by listening.</remarks>
[Property(48)]
[Collection(Listening)]
public sealed class MeterTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    /// <summary>Classes that listen, or look whether somebody does.</summary>
    internal const string Listening = "Listening";

    private static readonly string[] s_sources =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Diagnostics",
        "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "System.Net.Http", "System.Net.NameResolution", "Npgsql", "ServiceDirectory",
    ];

    [Fact]
    public async Task Figures_AreHeardByNobody()
    {
        await using var program = new AppFactory(database.Logins);
        using var browser = program.Browser();
        using var answer = await browser.GetAsync("/about", TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        Assert.Equal([], Heard(program.Services.GetRequiredService<IMeterFactory>()));
    }

    [Fact]
    public async Task Listener_WouldBeSeen()
    {
        await using var program = new AppFactory(database.Logins);
        var meters = program.Services.GetRequiredService<IMeterFactory>();
        using var exporter = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Npgsql" && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        }
        };
        exporter.Start();
        Assert.Equal(["Npgsql"], Heard(meters));
    }

    [Fact]
    public void Packages_ExportNothingElse()
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ServiceDirectory.Web.deps.json")));
        var packages = dependencies.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name).ToList();
        Assert.Contains(packages, name => name.StartsWith("Npgsql/", StringComparison.Ordinal));
        // They send what Figures lets through, and nothing without a setting.
        string[] known = ["OpenTelemetry", "OpenTelemetry.Api", "OpenTelemetry.Api.ProviderBuilderExtensions", "OpenTelemetry.Extensions.Hosting", "OpenTelemetry.Exporter.OpenTelemetryProtocol"];
        packages.RemoveAll(package => known.Contains(package.Split('/')[0]));
        string[] exporters = ["opentelemetry", "prometheus", "appmetrics", "applicationinsights", "sentry", "datadog", "newrelic", "elastic", "statsd", "seq", "graylog", "raygun", "bugsnag"];
        Assert.Equal([], packages.Where(name => exporters.Any(exporter => name.Contains(exporter, StringComparison.OrdinalIgnoreCase))));
    }

    [Fact]
    public async Task Endpoints_ShowNoFigures()
    {
        await using var program = new AppFactory(database.Logins);
        var addresses = program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!).ToList();
        Assert.NotEmpty(addresses);
        string[] figures = ["metric", "health", "debug", "trace", "stat", "diagnos", "dump", "status"];
        Assert.Equal([], addresses.Where(address => figures.Any(word => address.Contains(word, StringComparison.OrdinalIgnoreCase))));
    }

    private static List<string> Heard(IMeterFactory meters)
    {
        var heard = new List<string>();
        foreach (var name in s_sources)
        {
            // A listener that wants a source is offered everything in it, a new one too.
            using var meter = meters.Create(new MeterOptions(name) { Version = Guid.NewGuid().ToString() });
            using var activities = new ActivitySource(name);
            if (meter.CreateCounter<int>("canary").Enabled || activities.HasListeners())
                heard.Add(name);
        }

        return heard;
    }
}
