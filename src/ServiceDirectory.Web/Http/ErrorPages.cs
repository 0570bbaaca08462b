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

    /// <summary>The database cannot be reached, refuses the login, is closing down, is overloaded or took too long; a wrong statement is not that.</summary>
    public static bool IsAway(Exception? error) => error switch
    {
        null => false,
        PostgresException { SqlState: var state } =>
            state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal)
            || state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("57", StringComparison.Ordinal)
            || state is PostgresErrorCodes.InvalidCatalogName,
        NpgsqlException or SocketException or TimeoutException => true,
        _ => IsAway(error.InnerException),
    };
}

/// <summary>The directory cannot be read now and will be later.</summary>
public sealed class DirectoryUnavailableException() : Exception("The directory cannot be read at the moment.");
