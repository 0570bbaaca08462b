using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.EndToEndTests;

/// <summary>Every kind of page that a person can come to.</summary>
internal static class PublicPages
{
    private static readonly Dictionary<string, string> Paths = new()
    {
        ["home"] = "/",
        ["needs"] = "/needs",
        ["need"] = "/needs/4",
        ["results"] = $"/search?need=1&place={LiveDirectory.Leeds}",
        ["results-many-needs"] = $"/search?need=4&need=9&need=15&place={LiveDirectory.Leeds}&access=1",
        ["by-itself"] = "/private",
        ["results-without-place"] = "/search?need=1",
        ["results-of-words"] = "/search?q=condom+broke+violet+leeds",
        ["nothing-here"] = $"/search?need=52&place={LiveDirectory.Leeds}&within=2",
        ["which-place"] = "/search?need=1&near=springfield",
        ["no-such-place"] = "/search?need=1&near=zzxqqj",
        ["wrong"] = "/search?need=none&near=Leeds&within=900",
        ["urgent"] = "/now",
        ["urgent-situation"] = "/now/1",
        ["urgent-abroad"] = "/now/3?country=IE",
        ["urgent-results"] = $"/search?need=4&place={LiveDirectory.Leeds}",
        ["service"] = "/services/{service}",
        ["share"] = "/search/share?need=4",
        ["list"] = "/list?s={service}&s=zzzzzz&s=x",
        ["sheet"] = "/list/print?s={service}&s=zzzzzz&paper=letter",
        ["organisation"] = "/organisations/{organisation}",
        ["guides"] = "/guides",
        ["guide"] = "/guides/{guide}",
        ["concern"] = "/services/{service}/concern",
        ["concern-elsewhere"] = "/concern",
        ["suggest"] = $"/suggest?place={LiveDirectory.Leeds}",
        ["gaps"] = $"/gaps?place={LiveDirectory.Leeds}",
        ["training"] = "/training",
        ["how-we-check"] = "/how-we-check",
        ["privacy"] = "/privacy",
        ["about"] = "/about",
        ["gone"] = "/services/{gone}",
        ["not-found"] = "/nothing-here",
    };

    public static IReadOnlyCollection<string> All => Paths.Keys;

    /// <summary>Those that differ most from one another. A full run looks at all.</summary>
    public static IReadOnlyList<string> LookedAt { get; } = FullRun.IsAsked
        ? [.. All]
        : ["home", "results-many-needs", "urgent-situation", "service", "guide"];

    public static string Path(string name, LiveDirectory directory, string language = PageLanguages.English) => InLanguage(language, Paths[name])
        .Replace("{service}", directory.Service, StringComparison.Ordinal)
        .Replace("{guide}", directory.Guide, StringComparison.Ordinal)
        .Replace("{gone}", directory.Gone, StringComparison.Ordinal)
        .Replace("{organisation}", directory.Organisation, StringComparison.Ordinal);

    public static string InLanguage(string language, string path) => language == PageLanguages.English ? path : $"/{language}{path}";
}
