using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using ServiceDirectory.Core;
using ServiceDirectory.Web.Hsds;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// The first part of an address says its language, <c>/es/needs</c>; English needs none. An address always reads the same, whoever
/// asks for it: only the bare <c>/</c> answers in the language that the browser asks for, and leaves nothing behind.
/// </summary>
public static class LanguageOfAddress
{
    /// <summary>Addresses that are for everybody, or for machines: they have no language in front.</summary>
    private static readonly PathString[] Unspoken = [Links.Exit, HsdsRoute.Root, "/robots.txt", "/sitemap.xml", "/.well-known", "/error"];

    private static readonly object Asked = new();

    /// <summary>Outermost of what writes pages, so that errors are said in the same language.</summary>
    public static IApplicationBuilder UseLanguageOfAddress(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<DirectoryOptions>>().Value;
        var languages = PageLanguages.Offered(options);
        var files = app.ApplicationServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetDirectoryContents("");
        PathString[] unspoken = [.. Unspoken, .. files.Select(file => new PathString("/" + file.Name))];
        return app.Use((context, next) =>
        {
            var request = context.Request;
            var language = languages.FirstOrDefault(language => request.Path.StartsWithSegments("/" + language, StringComparison.Ordinal));
            if (language is not null && request.Path.Value!.AsSpan(language.Length + 1) is var rest && !IsUnspoken(rest.ToString()))
                // Made anew as it is: from a text it would be decoded once more.
                request.Path = rest.IsEmpty ? "/" : new PathString(rest.ToString());
            else if (request.Path == "/" && languages.Count > 1)
                language = OfBrowser(context);
            else
                language = null;
            context.Items[Asked] = request.Path.Value;
            PageLanguages.Speak(language ?? PageLanguages.English);
            // When it is sent: what has been written by then is taken back where a page breaks.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.ContentLanguage = language ?? PageLanguages.English;
                return Task.CompletedTask;
            });
            return next(context);
        });

        bool IsUnspoken(string path) => unspoken.Any(first => new PathString(path).StartsWithSegments(first, StringComparison.OrdinalIgnoreCase));

        string? OfBrowser(HttpContext context)
        {
            context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
            return context.Request.GetTypedHeaders().AcceptLanguage.Where(wanted => wanted.Quality is not 0).OrderByDescending(wanted => wanted.Quality ?? 1)
                .Select(wanted => languages.FirstOrDefault(language => Begins(wanted.Value.Value, language))).FirstOrDefault(language => language is not null);
        }
    }

    /// <summary>The path that was asked for without its language: the same page in another one is <see cref="Links.In"/> of it.</summary>
    public static string PathOf(HttpContext context) => context.Items[Asked] as string ?? "/";

    /// <summary>"ro-MD" asks for Romanian, and "rom" does not.</summary>
    private static bool Begins(string? wanted, string language) => wanted is not null && wanted.StartsWith(language, StringComparison.OrdinalIgnoreCase)
        && (wanted.Length == language.Length || wanted[language.Length] == '-');
}
