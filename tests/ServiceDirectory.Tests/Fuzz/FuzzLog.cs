using System.Collections.Concurrent;
using Npgsql;
using Serilog.Core;
using Serilog.Events;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Fuzz;

/// <summary>Reads every line as the program would have written it, and keeps those that should not be there.</summary>
internal sealed class FuzzLog : ILogEventSink
{
    private readonly QuietLog _format = new();

    /// <summary>Lines that repeat what was sent.</summary>
    public ConcurrentQueue<string> Repeated { get; } = new();

    /// <summary>What only a fault of ours writes.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public void Emit(LogEvent logEvent)
    {
        var written = new StringWriter();
        _format.Format(logEvent, written);
        string line = written.ToString();
        if (line.Contains(HostileText.Marker, StringComparison.OrdinalIgnoreCase))
            Repeated.Enqueue(line);
        // A statement that the database refused, whatever was made of that afterwards; and what nobody caught. That somebody else was first, the
        // framework tells before our code has caught it.
        if (IsWrongStatement(logEvent.Exception) || (logEvent.Level >= LogEventLevel.Error && !line.Contains(" Microsoft.EntityFrameworkCore.", StringComparison.Ordinal)))
            Faults.Enqueue(line);
    }

    /// <summary>Class 22: a value that is none; class 42: a statement that is none.</summary>
    private static bool IsWrongStatement(Exception? error) => error switch
    {
        null => false,
        PostgresException { SqlState: var state } => state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("42", StringComparison.Ordinal),
        _ => IsWrongStatement(error.InnerException),
    };
}
