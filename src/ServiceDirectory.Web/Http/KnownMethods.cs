using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

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

    /// <summary>
    /// A page without a handler for the method would otherwise be rendered as if it had been read. Asked before anything else,
    /// so that the answer is about the method and not about a missing token.
    /// </summary>
    public sealed class OnPages : IAuthorizationFilter, IOrderedFilter
    {
        public int Order => int.MinValue;

        public void OnAuthorization(AuthorizationFilterContext context)
        {
            ArgumentNullException.ThrowIfNull(context);
            var method = context.HttpContext.Request.Method;
            if (method is "GET" or "HEAD" || context.ActionDescriptor is not CompiledPageActionDescriptor page)
                return;
            if (page.HandlerMethods.Any(handler => string.Equals(handler.HttpMethod, method, StringComparison.OrdinalIgnoreCase)))
            {
                // Handlers read forms, and to the framework anything else is a fault of theirs.
                if (!context.HttpContext.Request.HasFormContentType)
                    context.Result = new StatusCodeResult(StatusCodes.Status415UnsupportedMediaType);
                return;
            }

            context.HttpContext.Response.Headers.Allow = Reading;
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
        }
    }
}
