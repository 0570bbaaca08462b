using System.Globalization;
using System.Text;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Sharing;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Sharing;

/// <summary>Results and lists as files: a table, text for messages, contacts. Their names say nothing of what is in them.</summary>
internal static class SharedFiles
{
    private static readonly string[] s_read = [HttpMethods.Get, HttpMethods.Head];

    public static void MapSharedFiles(this IEndpointRouteBuilder app)
    {
        foreach (string of in new[] { "search", "list" })
        {
            Map($"/{of}.csv", of, Table);
            Map($"/{of}.txt", of, Message);
            Map($"/{of}.vcf", of, Contacts);
        }

        void Map(string address, string of, Func<HttpContext, SaySharing, Wording, SharedList, IResult> write) => app.MapMethods(address, s_read, async (HttpContext context, SharedEntries entries, SaySharing say, Wording words) =>
        {
            var asked = context.Request.Query;
            var shared = of == "search"
                ? await entries.OfSearchAsync(asked, SharedEntries.Most, context.RequestAborted)
                : await entries.OfListAsync(asked, context.RequestAborted);
            // Which place is meant is asked on the page of the results.
            if (shared.AskedAt is { } page)
                return new Elsewhere(page);
            // A file with nothing in it would look like an answer.
            return shared.List is null || (of == "list" && shared.List.Places.Count == 0) ? Results.StatusCode(StatusCodes.Status400BadRequest) : write(context, say, words, shared);
        }).AllowAnonymous().WithMetadata(SentWhole.Mark);
    }

    private static IResult Table(HttpContext context, SaySharing say, Wording words, SharedList shared) =>
        Results.File(CsvForPeople.Write(say.Table(shared.List!.Found, context.Site())), "text/csv; charset=utf-8", "list.csv");

    private static IResult Contacts(HttpContext context, SaySharing say, Wording words, SharedList shared) =>
        Results.File(ContactCards.Write(shared.List!.Found.Select(service => say.Contact(service, context.Site()))), "text/vcard; charset=utf-8", "list.vcf");

    private static IResult Message(HttpContext context, SaySharing say, Wording words, SharedList shared)
    {
        var parts = MessageParts.Of(shared.List!.Found.Select(service => say.Message(service, context.Request.Host.Value!)));
        var text = new StringBuilder().AppendLine(words[parts.Count == 0 ? "Picked.Empty" : "Share.TextHow"]);
        foreach (var (position, part) in parts.Index())
        {
            string room = part.Messages > 1 ? words.Count("Share.TextMessages", part.Messages)
                : words["Share.TextRoom", part.IsPlain ? MessageParts.Longest : MessageParts.LongestInOtherScripts];
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"== {words["Share.TextPart", position + 1, parts.Count]} · {room} ==").AppendLine(part.Text);
        }

        if (shared.List.Missing > 0)
            text.AppendLine().AppendLine(words.Count("Picked.Missing", shared.List.Missing));
        if (shared.HasMore)
            text.AppendLine().AppendLine(words["Share.More", SharedEntries.Most]);
        return Results.Text(text.ToString().ReplaceLineEndings("\n"), "text/plain", Encoding.UTF8);
    }

    /// <summary>303, as <see cref="SeeOther"/> says it for pages.</summary>
    private sealed class Elsewhere(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
