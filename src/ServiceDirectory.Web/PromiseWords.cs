using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web;

/// <summary>
/// How a promise is said: in the words that came with the program, or in those that the councils voted for. Of a review, in those of the version
/// by which it was made. Read once for a request, and only where a page says a promise.
/// </summary>
public sealed class PromiseWords([FromKeyedServices(Login.Public)] NpgsqlDataSource published, Wording words)
{
    private IReadOnlyList<Written>? _written;

    /// <summary>For where there are no elements: a list to choose from.</summary>
    public async Task<string> PlainAsync(int id, int? version = null) =>
        await FindAsync(id, version) is { } said ? said.For(CultureInfo.CurrentUICulture.Name).Value : words.Find($"Promise.{id}") ?? $"{id}";

    /// <summary>Marked with its language where that is not the page's.</summary>
    public async Task<IHtmlContent> HtmlAsync(int id, int? version = null)
    {
        string page = CultureInfo.CurrentUICulture.Name;
        if (await FindAsync(id, version) is not { } said)
            return new HtmlContentBuilder().Append(await PlainAsync(id, version));
        var spoken = said.For(page);
        if (spoken.Language == page)
            return new HtmlContentBuilder().Append(spoken.Value);
        var element = new TagBuilder("span");
        element.Attributes["lang"] = spoken.Language;
        element.Attributes["dir"] = PageLanguages.Direction(spoken.Language);
        element.InnerHtml.Append(spoken.Value);
        return element;
    }

    /// <summary>Null: in the program's own words.</summary>
    private async Task<Text?> FindAsync(int id, int? version)
    {
        _written ??= await ReadAsync();
        var found = _written.Where(w => w.Id == id && (version is null || w.Version <= version)).MaxBy(w => w.Version)
            // What was added later has no other words than its first.
            ?? (words.Find($"Promise.{id}") is null ? _written.Where(w => w.Id == id).MinBy(w => w.Version) : null);
        return found is null ? null : System.Text.Json.JsonSerializer.Deserialize<Text>(found.Said, ContentJson.Options);
    }

    private async Task<IReadOnlyList<Written>> ReadAsync()
    {
        await using var ask = published.CreateCommand(
            """
            select v.version, (c ->> 'id')::int, (c -> 'said')::text
            from published.criteria v cross join lateral jsonb_array_elements(v.content -> 'criteria') c where c ? 'said'
            """);
        await using var rows = await ask.ExecuteReaderAsync();
        List<Written> written = [];
        while (await rows.ReadAsync())
            written.Add(new Written(rows.GetInt32(0), rows.GetInt32(1), rows.GetString(2)));
        return written;
    }

    private sealed record Written(int Version, int Id, string Said);
}
