using Microsoft.AspNetCore.Http.Extensions;
using ServiceDirectory.Web.Pages.Lists;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web;

/// <summary>The addresses that the site's own links and forms use. They hold numbers and codes, never words that say what somebody looked for.</summary>
public static class Links
{
    public const string Home = "/";

    public const string Exit = "/exit";

    public const string About = "/about";

    public const string Privacy = "/privacy";

    public const string HowWeCheck = "/how-we-check";

    public const string Needs = "/needs";

    public const string SearchForm = "/search";

    public const string ListForm = "/list";

    public static string Search(SearchQuery query) => SearchForm + query.ToQueryString();

    public static string Need(int id) => FormattableString.Invariant($"{Needs}/{id}");

    /// <summary>By its place in the list: an address names no need.</summary>
    public static string NeedGroup(int position) => FormattableString.Invariant($"{Needs}#g{position}");

    /// <summary>A list of picked entries, in their order.</summary>
    public static string List(IEnumerable<string> codes) => ListForm + new QueryBuilder(codes.Select(code => KeyValuePair.Create(PickedCodes.Field, code)));

    public static string Service(string code) => $"/services/{code}";

    public static string Organisation(string code) => $"/organisations/{code}";
}
