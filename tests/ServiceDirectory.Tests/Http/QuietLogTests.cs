using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Serilog;
using Serilog.Events;
using Serilog.Parsing;
using ServiceDirectory.Core;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Http;

/// <summary>What the program says about itself repeats nothing of what somebody did, at any level.</summary>
[Property(41), Property(42)]
public sealed class QuietLogTests
{
    private const string Canary = "canary7531";

    /// <summary>Every part of an event that could carry a text, by its name.</summary>
    private static readonly Dictionary<string, Func<LogEvent>> s_carriers = new()
    {
        ["value of a sentence"] = () => Event("Failed {Path}", null, ("Path", Canary)),
        ["sentence of somebody else"] = () => Event($"Failed {Canary}", null),
        ["scope"] = () => Event("Failed", null, ("RequestPath", Canary), ("RequestId", Canary), ("ConnectionId", Canary)),
        ["message of an exception"] = () => Event("Failed", new InvalidOperationException(Canary)),
        ["inner exception"] = () => Event("Failed", new InvalidOperationException("x", new TimeoutException(Canary))),
        ["data of an exception"] = () => Event("Failed", new InvalidOperationException("x") { Data = { ["q"] = Canary }, HelpLink = Canary, Source = Canary }),
        ["several exceptions"] = () => Event("Failed", new AggregateException(Canary, new InvalidOperationException(Canary), new ArgumentException(Canary, Canary))),
        ["error of the database"] = () => Event("Failed", new PostgresException(Canary, Canary, Canary, "42601", Canary, Canary, 1, 1, Canary, Canary, Canary, Canary, Canary, Canary, Canary, Canary, Canary, Canary)),
        ["source that is no type"] = () => Event("Failed", null, ("SourceContext", $"GET /search?q={Canary}")),
        ["object taken apart"] = () => new LogEvent(DateTimeOffset.UtcNow, LogEventLevel.Error, null, new MessageTemplateParser().Parse("Failed {@Query}"),
            [new LogEventProperty("Query", new StructureValue([new LogEventProperty("Near", new ScalarValue(Canary))]))]),
        ["name of an event"] = () => new LogEvent(DateTimeOffset.UtcNow, LogEventLevel.Error, null, MessageTemplate.Empty,
            [new LogEventProperty("EventId", new StructureValue([new LogEventProperty("Id", new ScalarValue(7)), new LogEventProperty("Name", new ScalarValue(Canary))]))]),
        ["number of an event that is text"] = () => new LogEvent(DateTimeOffset.UtcNow, LogEventLevel.Error, null, MessageTemplate.Empty,
            [new LogEventProperty("EventId", new StructureValue([new LogEventProperty("Id", new ScalarValue(Canary))]))]),
    };

    public static TheoryData<string> Carriers => [.. s_carriers.Keys];

    [Theory]
    [MemberData(nameof(Carriers))]
    public void Format_TextAnywhere_IsNotWritten(string carrier)
    {
        var written = new StringWriter();
        new QuietLog().Format(s_carriers[carrier](), written);
        Assert.DoesNotContain(Canary, written.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\dZ Error", written.ToString());
    }

    [Fact]
    public void Format_SaysWhatAnOperatorNeeds()
    {
        var written = new StringWriter();
        using (var log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new Lines(written)).CreateLogger())
        {
            log.ForContext("SourceContext", "Microsoft.AspNetCore.Hosting").Error(new InvalidOperationException("", Thrown()), "Failed");
            log.ForContext("SourceContext", "ServiceDirectory.Web.PlaceFinder").Warning(
                new PostgresException("", "", "", "42601"), "Own words");
        }

        var text = written.ToString();
        Assert.Contains("Error Microsoft.AspNetCore.Hosting", text, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", text, StringComparison.Ordinal);
        Assert.Contains("System.TimeoutException", text, StringComparison.Ordinal);
        Assert.Contains($"{nameof(QuietLogTests)}.{nameof(Thrown)}", text, StringComparison.Ordinal);
        Assert.Contains("42601", text, StringComparison.Ordinal);
        Assert.Contains("ServiceDirectory.Web.PlaceFinder Own words", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Failed", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Level_IsTheOneThatWasSet()
    {
        Assert.True(Configured("Verbose").IsEnabled(LogEventLevel.Verbose));
        using var usual = Configured(null);
        Assert.False(usual.IsEnabled(LogEventLevel.Information));
        Assert.True(usual.IsEnabled(LogEventLevel.Warning));
        Assert.False(usual.ForContext("SourceContext", "Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogEventLevel.Warning));
        var wrong = Assert.Throws<SettingException>(() => Configured("Loud"));
        Assert.Contains("Directory:LogLevel", wrong.Message, StringComparison.Ordinal);
    }

    private static Serilog.Core.Logger Configured(string? level)
    {
        var log = new LoggerConfiguration();
        QuietLog.Configure(log, new ConfigurationBuilder().AddInMemoryCollection([new("Directory:LogLevel", level)]).Build());
        return log.CreateLogger();
    }

    private static LogEvent Event(string sentence, Exception? error, params (string Name, string Value)[] properties) => new(
        DateTimeOffset.UtcNow,
        LogEventLevel.Error,
        error,
        new MessageTemplateParser().Parse(sentence),
        properties.Select(property => new LogEventProperty(property.Name, new ScalarValue(property.Value))),
        ActivityTraceId.CreateRandom(),
        ActivitySpanId.CreateRandom());

    private static TimeoutException Thrown()
    {
        try
        {
            throw new TimeoutException();
        }
        catch (TimeoutException e)
        {
            return e;
        }
    }

    private sealed class Lines(StringWriter written) : Serilog.Core.ILogEventSink
    {
        private readonly QuietLog _format = new();

        public void Emit(LogEvent logEvent) => _format.Format(logEvent, written);
    }
}
