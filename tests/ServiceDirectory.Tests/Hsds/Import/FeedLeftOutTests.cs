using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Hsds.Import;

/// <summary>Nothing of a list goes without a word: what the entry has no room for is in the note or in the report.</summary>
public sealed class FeedLeftOutTests(ShippedPlaces places)
{
    private async Task<(Feed Feed, FeedEntries Entries, ReadRow Row)> ReadAsync(string fields)
    {
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Text($$"""[{"id":"1","name":"Mill Clinic","status":"active",{{fields}}}]"""));
        return (feed, entries, Assert.Single(entries.Rows));
    }

    [Fact]
    public async Task Prices_StandBesideWhatIsSaidOfThem()
    {
        var (feed, _, row) = await ReadAsync("""
            "fees_description":"Pay what you can.","cost_options":[{"option":"Test","amount":20,"currency":"GBP"},{"option":"Talk","amount_description":"free"}]
            """);
        Assert.Equal("Pay what you can.\nTest 20 GBP\nTalk free", row.Content!.Cost!.OriginalWords);
        Assert.Empty(feed.Said());
    }

    [Fact]
    public async Task TextsThatAreTooLongTogether_AreKeptAsFarAsThereIsRoom()
    {
        string first = new('a', 600), second = new('b', 600), third = new('c', 300);
        var (feed, _, row) = await ReadAsync($$"""
            "required_documents":[{"document":"{{first}}"},{"document":"{{second}}"},{"document":"{{third}}"}],
            "eligibility_description":"{{first}}","eligibility":[{"eligibility":"{{second}}"}]
            """);
        Assert.Equal($"{first}\n{third}", row.Content!.WhatTheyAsk!.OriginalWords);
        Assert.Equal(first, row.Content.WhoCanUse!.OriginalWords);
        Assert.Equal(["1 eligibility[0].eligibility_description TooLong", "1 required_documents[1].document TooLong"], feed.Said().Order(StringComparer.Ordinal));
        Assert.Contains($"required_documents.document: {second}", row.Note, StringComparison.Ordinal);
        Assert.Contains($"eligibility.eligibility_description: {second}", row.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamesThatAreTooLong_AreSaid()
    {
        string name = string.Join(' ', Enumerable.Repeat("word", 40)), term = string.Join(' ', Enumerable.Repeat("kind", 300));
        var (feed, entries, row) = await ReadAsync($$$"""
            "alternate_name":"{{{name}}}","attributes":[{"taxonomy_term":{"name":"{{{term}}}"}}],
            "service_at_locations":[{"location":{"location_type":"physical","name":"{{{name}}}","addresses":[{"address_1":"1 Mill Road","city":"Leeds","country":"GB"}]}}]
            """);
        Assert.Empty(row.Content!.OtherNames);
        Assert.Null(row.Content.Sites[0].Name);
        Assert.Empty(entries.Terms);
        Assert.Equal(
            ["1 alternate_name TooLong", "1 attributes[0].taxonomy_term.name TooLong", "1 service_at_locations[0].location.name TooLong"],
            feed.Said().Order(StringComparer.Ordinal));
        Assert.Contains($"services.alternate_name: {name}", row.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondAddressOnTheWeb_IsInTheNote()
    {
        var (feed, _, row) = await ReadAsync("""
            "url":"https://mill.example","service_at_locations":[{"location":{"location_type":"virtual","url":"https://chat.example/room"}}]
            """);
        Assert.Equal("https://mill.example", row.Content!.Website!.Url);
        Assert.Empty(feed.Said());
        Assert.Contains("locations.url: https://chat.example/room", row.Note, StringComparison.Ordinal);
    }

    /// <summary>What a directory like this one says of access and of promises is no kind of help.</summary>
    [Fact]
    public async Task FactsAndPromises_AreNotAskedAsNeeds()
    {
        var (feed, entries, row) = await ReadAsync("""
            "attributes":[{"link_type":"promise","value":"met","label":"2026-11","taxonomy_term":{"code":"promise-no-sex","name":"Staff never ask for sex or money.","taxonomy":"Promises"}},
            {"link_type":"access","value":"yes","taxonomy_term":{"code":"access-free","name":"Free","taxonomy":"Access"}},{"link_type":"need","taxonomy_term":{"code":"pep","name":"PEP","taxonomy":"Needs"}}]
            """);
        Assert.Empty(entries.Terms);
        Assert.Equal([4], row.Content!.Needs);
        Assert.Empty(feed.Said());
        Assert.Equal([("attributes.access", 1), ("attributes.promise", 1)], feed.Report.NoPlace.Select(count => (count.Key, count.Value)));
    }
}
