using System.Diagnostics.Metrics;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using ServiceDirectory.Core;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Monitoring;

/// <summary>
/// Figures for whoever looks after the machine, sent by OTLP to a collector that the setting <c>Directory:Figures</c> names; without it nobody counts anything. Those of the
/// framework and of Npgsql are not among them: they tell of each request when it came, and some whose it was (docs/monitoring.md).
/// </summary>
internal static class Figures
{
    public const string Meter = "ServiceDirectory";

    /// <summary>Of addresses that lead nowhere.</summary>
    private const string Nowhere = "(none)";

    /// <summary>What can be told changes once an hour.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(5);

    public static void AddFigures(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AnswerCounts>();
        if (Collector(builder.Configuration) is not { } collector)
            return;
        builder.Services.AddSingleton<FiguresMeter>();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            // Nothing of the machine, of the process or of its environment.
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("directory", autoGenerateServiceInstanceId: false))
            .AddMeter(Meter)
            .AddView(_ => new MetricStreamConfiguration { TagKeys = [AnswerCounts.Route, AnswerCounts.Status] })
            .AddReader(new PeriodicExportingMetricReader(
                new OtlpMetricExporter(new OtlpExporterOptions { Endpoint = collector, Protocol = OtlpExportProtocol.HttpProtobuf }), (int)s_every.TotalMilliseconds)));
    }

    /// <summary>Counts what was answered, by the pattern that the address led to. After routing, and before anything is refused.</summary>
    public static void UseFigures(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetService<FiguresMeter>() is null)
            return;
        var counts = app.ApplicationServices.GetRequiredService<AnswerCounts>();
        // The page about an error comes by the same steps, and is no answer of its own.
        app.UseWhen(context => !ErrorPages.IsRunning(context), counted => counted.Use(async (context, next) =>
        {
            string route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Nowhere;
            try
            {
                await next(context);
            }
            catch (Exception error)
            {
                counts.Add(route, ErrorPages.Status(error));
                throw;
            }

            counts.Add(route, context.Response.StatusCode);
        }));
    }

    private static Uri? Collector(ConfigurationManager configuration) =>
        Uri.TryCreate(configuration[$"{DirectoryOptions.Section}:{nameof(DirectoryOptions.Figures)}"], UriKind.Absolute, out var collector) ? collector : null;
}

/// <summary>What is told.</summary>
internal sealed class FiguresMeter : IDisposable
{
    private readonly Meter _meter;

    public FiguresMeter(IMeterFactory meters, AnswerCounts counts)
    {
        _meter = meters.Create(Figures.Meter);
        _meter.CreateObservableGauge("directory.answers", counts.LastHour, "{answer}", "Answers in the last whole hour, by pattern of the address and class of the status.");
        _meter.CreateObservableGauge("directory.memory", () => Environment.WorkingSet, "By", "Memory of the program.");
    }

    public void Dispose() => _meter.Dispose();
}
