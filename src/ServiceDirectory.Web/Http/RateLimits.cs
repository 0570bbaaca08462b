using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web.Http;

/// <summary>Which addresses the <see cref="Gates"/> stand before: all but those named here, so a new one is limited without doing anything.</summary>
internal static class RateLimits
{
    public const string On = "on";

    public const string Off = "off";

    /// <summary>Name of the limit before the large files: so many are sent at once, and so many wait, whoever asks.</summary>
    public const string DataFiles = "data";

    private const int DataFilesAtOnce = 8;

    private const int DataFilesWaiting = 100;

    /// <summary>Pages that read nothing from the database, or what is remembered of it. Whoever is refused elsewhere can still go here.</summary>
    private static readonly string[] Free = ["/Index", "/About", "/Privacy", "/HowWeCheck", "/Error", "/Needs/Index", "/Needs/Need", "/Now/Index", "/Now/Situation"];

    /// <summary>Forms that never close, however much comes in: they have limits of their own, which refuse nobody (<see cref="PublicPosts"/>).</summary>
    private static readonly string[] Open = ["/Messages/Concern", "/Messages/Unlisted", "/Messages/Suggest"];

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddSingleton<VisitorKeys>();
        services.AddSingleton<Visitors>();
        services.AddSingleton<PublicPosts>();
        services.AddSingleton<SearchGate>();
        services.AddSingleton<OpenDataGate>();
        services.AddSingleton<Gates>();
        services.AddSingleton<RefusedPages>();
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (refused, _) =>
            {
                if (refused.Lease is Busy)
                    refused.HttpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return refused.HttpContext.RequestServices.GetRequiredService<RefusedPages>().SendAsync(refused.HttpContext);
            };
            options.AddConcurrencyLimiter(DataFiles, limit =>
            {
                limit.PermitLimit = DataFilesAtOnce;
                limit.QueueLimit = DataFilesWaiting;
                limit.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
            });
        });
        services.AddOptions<RateLimiterOptions>().Configure<Gates>((options, gate) => options.GlobalLimiter = gate);
        // After: the framework makes the list of conventions anew when it is configured.
        services.PostConfigure<RazorPagesOptions>(options =>
        {
            foreach (string page in Free.Concat(Open))
            {
                options.Conventions.AddPageRouteModelConvention(page, model =>
                {
                    foreach (var selector in model.Selectors)
                        selector.EndpointMetadata.Add(new DisableRateLimitingAttribute());
                });
            }
        });
    }

    /// <summary>After routing. An address that leads nowhere costs nothing and is not counted.</summary>
    public static void UseRateLimits(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<IOptions<DirectoryOptions>>().Value.RateLimits == On)
            app.UseWhen(context => context.GetEndpoint() is not null, limited => limited.UseRateLimiter());
    }
}
