using ServiceDirectory.Core.Sharing;

namespace ServiceDirectory.Web.Sharing;

/// <summary>What is handed on: links, squares, sheets, messages, files.</summary>
internal static class SharingServices
{
    public static void AddSharing(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<PickedServices>();
        builder.Services.AddScoped<KeptListService>();
        builder.Services.AddScoped<SharedEntries>();
        builder.Services.AddSingleton<SaySharing>();
    }

    public static void MapSharing(this IEndpointRouteBuilder app)
    {
        app.MapSquares();
        app.MapSharedFiles();
    }
}
