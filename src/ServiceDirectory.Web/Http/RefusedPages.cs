using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Mime;
using ServiceDirectory.Web.Hsds;
using ServiceDirectory.Web.Pages;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// The page about a refusal says the same to everybody who reads it in a language. It is made once and then only sent, so that a flood that is refused
/// costs hardly anything. What is remembered holds nothing of who asked for what.
/// </summary>
internal sealed class RefusedPages(TimeProvider clock)
{
    /// <summary>Whether the entries are invented may change, and the page says so.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    private static readonly object s_toBeKept = new();

    private readonly ConcurrentDictionary<(int Status, string Language), (byte[] Page, long Made)> _pages = [];

    /// <summary>Sends it, where it was made lately. If not, it is made as every other page about an error.</summary>
    public async ValueTask SendAsync(HttpContext context)
    {
        var response = context.Response;
        // A form that could not be taken is given back, and a program is told in its own way.
        if (!HttpMethods.IsGet(context.Request.Method) || HsdsProblems.Is(context))
            return;
        var one = (response.StatusCode, CultureInfo.CurrentUICulture.Name);
        if (!_pages.TryGetValue(one, out var kept) || clock.GetElapsedTime(kept.Made) > s_longest)
        {
            context.Items[s_toBeKept] = one;
            return;
        }

        response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        response.Headers.RetryAfter = ErrorModel.RetryAfterSeconds;
        await response.Body.WriteAsync(kept.Page, context.RequestAborted);
    }

    /// <summary>Makes it, and keeps it where that was asked for.</summary>
    public async Task MakeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Items[s_toBeKept] is not ValueTuple<int, string> one)
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        using var page = new MemoryStream();
        context.Response.Body = page;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        if (context.Response.StatusCode == one.Item1)
            _pages[one] = (page.ToArray(), clock.GetTimestamp());
        page.Position = 0;
        await page.CopyToAsync(body, context.RequestAborted);
    }
}

/// <summary>Where they are made.</summary>
internal static class RefusedPagesSteps
{
    public static void UseRefusedPages(this IApplicationBuilder app)
    {
        var pages = app.ApplicationServices.GetRequiredService<RefusedPages>();
        app.Use((HttpContext context, RequestDelegate next) => pages.MakeAsync(context, next));
    }
}
