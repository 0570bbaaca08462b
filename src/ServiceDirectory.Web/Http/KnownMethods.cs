using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ServiceDirectory.Web.Http;

/// <summary>Methods are compared letter by letter: the framework itself takes "get" for GET and answers TRACE with a page.</summary>
public static class KnownMethods
{
    private const string Reading = "GET, HEAD";

    private const string All = "GET, HEAD, POST";

    public static IApplicationBuilder UseKnownMethods(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        switch (context.Request.Method)
        {
            case "GET" or "HEAD" or "POST":
                return next(context);
            case "CONNECT" or "DELETE" or "OPTIONS" or "PATCH" or "PUT" or "TRACE":
                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                context.Response.Headers.Allow = All;
                return Task.CompletedTask;
            default:
                context.Response.StatusCode = StatusCodes.Status501NotImplemented;
                return Task.CompletedTask;
        }
    });

    /// <summary>A page without a handler for the method would otherwise be rendered as if it had been read.</summary>
    public sealed class OnPages : IPageFilter
    {
        public void OnPageHandlerSelected(PageHandlerSelectedContext context)
        {
        }

        public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
        {
            if (context.HandlerMethod is not null || context.HttpContext.Request.Method is "GET" or "HEAD")
                return;
            context.HttpContext.Response.Headers.Allow = Reading;
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        }

        public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
        {
        }
    }
}
