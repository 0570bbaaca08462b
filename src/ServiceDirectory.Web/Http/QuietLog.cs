using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Serilog;
using Serilog.Events;
using Serilog.Formatting;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// What the program may say about itself. An allow-list: the time cut to the hour, level, source and event number, and of an
/// exception its type, SQLSTATE and the names of methods. Never a message, a property or a path, because any of them can repeat
/// what somebody looked for. Our own fixed sentences are written as they stand in the source, without values.
/// </summary>
public sealed class QuietLog : ITextFormatter
{
    private const string OwnSource = "ServiceDirectory.";

    /// <summary>From which level on everything is written; not set: warnings of ours and errors of others.</summary>
    public const string LevelSetting = $"{DirectoryOptions.Section}:LogLevel";

    private const int MostFrames = 20;

    private static readonly SearchValues<char> InTypeNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+`");

    /// <summary>One way out, standard output, in this format at every level: looking closer shows more lines, never more of a person.</summary>
    /// <exception cref="SettingException">The level is none.</exception>
    public static void Configure(LoggerConfiguration log, IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings[LevelSetting] is { Length: > 0 } wanted)
        {
            if (!Enum.TryParse<LogEventLevel>(wanted, out var level) || !Enum.IsDefined(level))
                throw new SettingException($"{LevelSetting} should be one of: {string.Join(", ", Enum.GetNames<LogEventLevel>())}.");
            log.MinimumLevel.Is(level);
        }
        else
        {
            log.MinimumLevel.Warning()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Error)
                .MinimumLevel.Override("System", LogEventLevel.Error);
        }

        // "Hosting failed to start": the program says why in one line of its own (StartUp).
        log.Filter.ByExcluding(logEvent => Source(logEvent) is "Microsoft.Extensions.Hosting.Internal.Host" && EventNumber(logEvent) == 11)
            .WriteTo.Console(new QuietLog());
    }

    public void Format(LogEvent logEvent, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(logEvent);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH'Z'", CultureInfo.InvariantCulture));
        output.Write(' ');
        output.Write(logEvent.Level);
        var source = Source(logEvent);
        if (source is not null)
        {
            output.Write(' ');
            output.Write(source);
        }

        if (EventNumber(logEvent) is { } number)
        {
            output.Write(' ');
            output.Write(number);
        }

        if (source?.StartsWith(OwnSource, StringComparison.Ordinal) == true)
        {
            output.Write(' ');
            output.Write(logEvent.MessageTemplate.Text);
        }

        output.WriteLine();
        for (var error = logEvent.Exception; error is not null; error = error.InnerException)
            Write(error, output);
    }

    private static void Write(Exception error, TextWriter output)
    {
        output.Write("  ");
        output.Write(error.GetType().FullName);
        if (error is PostgresException { SqlState: var state })
        {
            output.Write(' ');
            output.Write(state);
        }

        output.WriteLine();
        foreach (var frame in new StackTrace(error, fNeedFileInfo: false).GetFrames().Take(MostFrames))
        {
            if (frame.GetMethod() is not { } method)
                continue;
            output.Write("    ");
            output.Write(method.DeclaringType?.FullName);
            output.Write('.');
            output.WriteLine(method.Name);
        }
    }

    private static int? EventNumber(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue("EventId", out var id) && id is StructureValue structure
            && structure.Properties.FirstOrDefault(part => part.Name == "Id")?.Value is ScalarValue { Value: int number }
            ? number
            : null;

    /// <summary>Who speaks: the name of a type. A message could carry a property of the same name, so nothing else passes.</summary>
    private static string? Source(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue("SourceContext", out var value) && value is ScalarValue { Value: string name }
            && !name.AsSpan().ContainsAnyExcept(InTypeNames) ? name : null;
}
