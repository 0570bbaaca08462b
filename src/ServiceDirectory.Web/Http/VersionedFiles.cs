using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// The style sheet, the script and the icon. Pages name them with the hash of what is in them, so that a browser may keep them for
/// good. They are read once: the framework's own way watches them for changes, for which a machine has few watchers.
/// </summary>
public sealed class VersionedFiles(IWebHostEnvironment environment) : IFileVersionProvider
{
    private static readonly StringValues ForGood = "public, max-age=31536000, immutable";

    private static readonly StringValues ForAnHour = "public, max-age=3600";

    private readonly FrozenDictionary<string, string> _versioned = environment.WebRootFileProvider.GetDirectoryContents("")
        .Where(file => !file.IsDirectory).ToFrozenDictionary(file => "/" + file.Name, Versioned, StringComparer.Ordinal);

    public string AddFileVersionToPath(PathString requestPathBase, string path) => _versioned.GetValueOrDefault(path, path);

    internal static void Add(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IFileVersionProvider, VersionedFiles>());

    internal static void Use(IApplicationBuilder app) => app.UseStaticFiles(new StaticFileOptions
    {
        OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? ForGood : ForAnHour,
    });

    private static string Versioned(IFileInfo file)
    {
        using var content = file.CreateReadStream();
        return $"/{file.Name}?v={WebEncoders.Base64UrlEncode(SHA256.HashData(content))}";
    }
}
