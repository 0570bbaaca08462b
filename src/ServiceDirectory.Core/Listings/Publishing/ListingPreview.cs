using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Listings.Publishing;

/// <summary>What the public would read of a description, made by what makes it when it is published.</summary>
public static class ListingPreview
{
    private static readonly string[] s_private = ["consent", "by", "organisationId"];

    /// <param name="code">The entry's.</param>
    /// <param name="content">Complete or not.</param>
    /// <param name="today">Stands for every date of a check, of which a preview shows none.</param>
    public static PublishedService Of(string code, ListingContent content, LocalDate today)
    {
        ArgumentNullException.ThrowIfNull(content);
        var document = JsonSerializer.SerializeToNode(content, ContentJson.Options)!;
        TakeOut(document);
        return new PublishedService
        {
            Code = code,
            State = EntryState.Listed,
            Content = document.ToJsonString(ContentJson.Options),
            ContentVersion = ListingContent.CurrentVersion,
            Checks = "{}",
            Warnings = "[]",
            CheckedOn = today,
            DueOn = today.PlusYears(1),
            HiddenFrom = today.PlusYears(1),
            FullUntil = content.Intake is { State: IntakeState.Full, Until: { } until } ? until : null,
            PrintAddress = content.Switches.PrintAddress,
        };
    }

    /// <summary>The card as a result would show it, nearest to its first site; null while a summary or who runs it is missing.</summary>
    /// <param name="code">The entry's.</param>
    /// <param name="content">Complete or not.</param>
    /// <param name="language">Of the page.</param>
    /// <param name="today">As above.</param>
    /// <param name="catalogue">Which facts there are.</param>
    /// <param name="places">Town by GeoNames id.</param>
    public static SearchHit? Card(string code, ListingContent content, string language, LocalDate today, DirectoryCatalogue catalogue, Func<int, ListingPlace?> places)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Summary is null || content.Provider is not { Name: not null, Kind: not null })
            return null;
        var derived = new ListingDerivation(catalogue, places).Derive(content, today.PlusYears(1), today.PlusYears(1));
        var text = derived.Texts.FirstOrDefault(t => t.Lang == language) ?? derived.Texts.First(t => t.Lang == content.Name.Original);
        var site = derived.Sites.Count > 0 ? derived.Sites[0] : null;
        return new SearchHit
        {
            Code = code,
            Card = text.Card,
            Language = text.Lang,
            SiteId = site?.Id,
            OtherSites = Math.Max(0, derived.Sites.Count - 1),
            Yes = site?.Yes ?? derived.Remote?.Yes ?? 0,
            No = site?.No ?? derived.Remote?.No ?? 0,
            Zone = site?.Zone ?? derived.Remote?.Zone ?? DateTimeZone.Utc.Id,
            State = EntryState.Listed,
            CheckedOn = today,
            DueOn = today.PlusYears(1),
        };
    }

    // As directory.public_part does it.
    private static void TakeOut(JsonNode node)
    {
        if (node is JsonObject fields)
        {
            foreach (string name in s_private)
                fields.Remove(name);
            foreach (var (_, child) in fields)
                if (child is not null)
                    TakeOut(child);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
                if (item is not null)
                    TakeOut(item);
        }
    }
}
