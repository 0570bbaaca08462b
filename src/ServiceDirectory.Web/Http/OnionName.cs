using Microsoft.Extensions.Options;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web.Http;

/// <summary>The same site under its onion name, and how a page of the clearnet says that there is one.</summary>
internal static class OnionName
{
    public const string Header = "Onion-Location";

    public static bool Is(HostString host, DirectoryOptions options) =>
        !string.IsNullOrEmpty(options.Onion) && string.Equals(host.Host, options.Onion, StringComparison.OrdinalIgnoreCase);

    /// <summary>Scheme and host by which somebody reached this site, to be written down. The proxy calls the onion https, but it is reached by http.</summary>
    public static string Site(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request;
        bool isOnion = Is(request.Host, context.RequestServices.GetRequiredService<IOptions<DirectoryOptions>>().Value);
        return $"{(isOnion ? Uri.UriSchemeHttp : request.Scheme)}://{request.Host}";
    }

    /// <summary>The address of a page there, without what was searched for; null where none is offered.</summary>
    public static string? LocationOf(HttpContext context, DirectoryOptions options)
    {
        var (request, response) = (context.Request, context.Response);
        if (string.IsNullOrEmpty(options.Onion) || !request.IsHttps || Is(request.Host, options)
            || response.StatusCode != StatusCodes.Status200OK
            || response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) != true
            // A session belongs to one name.
            || MembersPages.Is(request.Path))
            return null;
        return $"http://{options.Onion}{request.PathBase.ToUriComponent()}{request.Path.ToUriComponent()}";
    }
}
