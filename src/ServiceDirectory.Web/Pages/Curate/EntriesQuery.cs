using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>What of an organisation's own entries somebody looks at.</summary>
/// <param name="Words">In name, town or need; empty: no matter.</param>
/// <param name="Shown">Which of them.</param>
public sealed record EntriesQuery(string Words, EntriesShown Shown)
{
    public string ToQueryString(int page)
    {
        var query = new QueryBuilder();
        if (Words.Length > 0)
            query.Add(SearchField.Q, Words);
        if (Shown is not EntriesShown.NotPublic)
            query.Add(CurateField.Shown, EnumSlug.Of(Shown));
        if (page > 1)
            query.Add(SearchField.Page, page.ToString(CultureInfo.InvariantCulture));
        return query.ToString();
    }
}
