using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using ServiceDirectory.Core.Hsds;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages;

namespace ServiceDirectory.Web.Hsds;

/// <summary>What is wrong with a question (RFC 9457). It says nothing of what was asked but the name of a parameter that there is.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Detail">What is wrong; null: the status says it.</param>
/// <param name="Parameter">Of the question; null: none.</param>
internal sealed record HsdsProblem(int Status, string? Detail = null, string? Parameter = null)
{
    public const string Kind = "application/problem+json";

    /// <summary>The status says which kind it is.</summary>
    public string Type { get; } = "about:blank";

    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    public static HsdsProblem NotFound => new(StatusCodes.Status404NotFound, "There is none, or none that others may take.");

    public static HsdsProblem Bad(HsdsParameter parameter, string should) => new(StatusCodes.Status400BadRequest, $"{parameter.Name} should be {should}.", parameter.Name);

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = Kind;
        if (Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = ErrorModel.RetryAfterSeconds;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(this, HsdsJson.Options), context.RequestAborted);
    }
}

/// <summary>Programs read open data, and a page in plain words is of no use to them: below its address every refusal is a problem in JSON.</summary>
internal static partial class HsdsProblems
{
    // As the router reads an address: another letter size would else be another gate for the same answer.
    public static bool Is(HttpContext context) => context.Request.Path.StartsWithSegments(HsdsRoute.Root, StringComparison.OrdinalIgnoreCase);

    /// <summary>Outside everything that may refuse, inside what makes pages of refusals.</summary>
    public static void UseHsdsProblems(this IApplicationBuilder app) => app.UseWhen(Is, open => open.Use(async (context, next) =>
    {
        if (context.Request.Method == "OPTIONS" && context.Request.Headers.AccessControlRequestMethod.Count > 0)
        {
            Preflight(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            int status = ErrorPages.Status(e);
            if (status == StatusCodes.Status500InternalServerError)
                Failed(context.RequestServices.GetRequiredService<ILogger<HsdsProblem>>(), e);
            context.Response.Clear();
            context.Response.StatusCode = status;
        }

        if (context.Response.StatusCode >= 400 && !context.Response.HasStarted && context.Response.ContentType is null)
            await new HsdsProblem(context.Response.StatusCode).WriteAsync(context);
    }));

    /// <summary>A script of another site may ask whether what it has is still true; browsers ask first whether it may.</summary>
    private static void Preflight(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.AccessControlAllowMethods = "GET, HEAD";
        context.Response.Headers.AccessControlAllowHeaders = "If-None-Match";
        context.Response.Headers.AccessControlMaxAge = "86400";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Open data could not be answered.")]
    private static partial void Failed(ILogger log, Exception exception);
}
