using Npgsql;
using Serilog;
using Serilog.Events;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Http;

/// <summary>What the program says about itself repeats nothing of what somebody did.</summary>
public sealed class QuietLogTests
{
    private const string Canary = "canary7531";

    [Fact, Property(41), Property(42)]
    public void Format_AnythingWithValues_WritesNone()
    {
        var written = new StringWriter();
        using (var log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new Lines(written)).CreateLogger())
        {
            log.ForContext("SourceContext", "Microsoft.AspNetCore.Hosting").ForContext("RequestPath", Canary).Error(
                new InvalidOperationException(Canary, new TimeoutException(Canary)), "Failed {Path}", Canary);
            log.ForContext("SourceContext", "ServiceDirectory.Web.PlaceFinder").Warning(
                new PostgresException(Canary, Canary, Canary, "42601", detail: Canary), "Own words {Value}", Canary);
        }

        var text = written.ToString();
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", text, StringComparison.Ordinal);
        Assert.Contains("System.TimeoutException", text, StringComparison.Ordinal);
        Assert.Contains("42601", text, StringComparison.Ordinal);
        Assert.Contains("Own words {Value}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed", text, StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\dZ Error", text);
    }

    private sealed class Lines(StringWriter written) : Serilog.Core.ILogEventSink
    {
        private readonly QuietLog _format = new();

        public void Emit(LogEvent logEvent) => _format.Format(logEvent, written);
    }
}
