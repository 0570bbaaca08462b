using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace ServiceDirectory.Web.Http;

/// <summary>Every error is a page in plain words (<c>Pages/Error.cshtml</c>), which reads nothing but the status.</summary>
public static class ErrorPages
{
    /// <summary>Where a page that answers 410 leaves the number of the town to search round.</summary>
    public static readonly object NearPlace = new();

    /// <summary>The code of an entry that left, where somebody may still tell what happened.</summary>
    public static readonly object GoneEntry = new();

    private const string Path = "/error";

    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = Path,
            StatusCodeSelector = Status,
            // A database that is away is for the operator's monitoring, and so is a wrong request for nobody.
            SuppressDiagnosticsCallback = error => Status(error.Exception) != StatusCodes.Status500InternalServerError,
        })
        .UseStatusCodePagesWithReExecute(Path);

    /// <summary>The page is read, whatever the method of the request was: it has no form to take and answers no OPTIONS.</summary>
    public static IApplicationBuilder UseErrorPagesAsRead(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (IsRunning(context) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Items[SentForm.Method] = context.Request.Method;
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    });

    /// <summary>Whether the error page is being made for another address, and was not asked for itself.</summary>
    public static bool IsRunning(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>() is not null || context.Features.Get<IStatusCodeReExecuteFeature>() is not null;

    /// <summary>Of the answer that a fault ends in.</summary>
    internal static int Status(Exception error) => error switch
    {
        BadHttpRequestException refused => refused.StatusCode,
        DirectoryUnavailableException => StatusCodes.Status503ServiceUnavailable,
        _ when IsAway(error) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>
    /// The database cannot be reached, refuses the login, is closing down, is overloaded, took too long, or let another one go first; a wrong statement is
    /// not that.
    /// </summary>
    public static bool IsAway(Exception? error) => error switch
    {
        null => false,
        PostgresException { SqlState: var state } =>
            state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal)
            || state.StartsWith("40", StringComparison.Ordinal)
            || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57", StringComparison.Ordinal)
            || state is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.LockNotAvailable,
        NpgsqlException or SocketException or TimeoutException => true,
        _ when IsOutOfStep(error) => true,
        _ => IsAway(error.InnerException),
    };

    /// <summary>
    /// Asked once more it may be answered: the connection ended in the middle, because the server did, and a new one may lead to another server; or it stood in
    /// the way of a change of the tables, which is over by then. One that took too long is not that.
    /// </summary>
    public static bool IsLost(Exception? error) => error switch
    {
        null => false,
        PostgresException { SqlState: var state } =>
            state.StartsWith("40", StringComparison.Ordinal)
            || state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException lost => lost.InnerException is IOException or SocketException,
        _ when IsOutOfStep(error) => true,
        _ => IsLost(error.InnerException),
    };

    /// <summary>
    /// After a statement that ended while it was being prepared, the driver may find an answer that it did not expect, and closes the connection. It has no
    /// type of its own for that (<c>NpgsqlConnector.UnexpectedMessageReceived</c>).
    /// </summary>
    private static bool IsOutOfStep(Exception error) => error.GetType() == typeof(Exception) && error.Source == nameof(Npgsql);
}

/// <summary>The directory cannot be read now and will be later.</summary>
public sealed class DirectoryUnavailableException() : Exception("The directory cannot be read at the moment.");
