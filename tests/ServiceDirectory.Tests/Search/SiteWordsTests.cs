using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Search;

/// <summary>
/// The words beside each site are those of the service's texts in all languages, whatever happened to it: near a place nobody is
/// found by a word that is missing there.
/// </summary>
public sealed class SiteWordsTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private readonly ListingDesk _desk = new(database, places);

    [Fact]
    public async Task Words_AfterEveryMove_AreThoseOfTheTexts()
    {
        var before = Sample.Everything();
        var first = await _desk.ListedAsync(before);
        await FollowAsync(first, sites: 3, ["mill", "الطاحونه", "ro", "asks"], without: ["harbour", "centre"]);

        var one = await database.Given.SexWorkerLedAsync("One");
        await _desk.CheckAsync(first, one);
        await _desk.CertifyAsync(first, one, percent: 80, frontDesk: true);
        await _desk.PublishAsync(first);
        await FollowAsync(first, sites: 3, ["mill", "الطاحونه", "ro", "asks"], without: ["harbour"]);

        var moved = before with
        {
            Name = Text.Of("en", "Harbour House").With("es", "Casa del puerto", Guid.NewGuid(), Given.Today),
            OtherNames = [],
            Summary = Text.Of("en", "Somebody to talk to."),
            Description = null,
            Sites = [.. before.Sites.Take(2), Sample.Site()],
        };
        var second = await _desk.ReviseAsync(first, moved);
        await FollowAsync(first, sites: 3, ["mill"], without: ["harbour"]);
        await _desk.ApproveAsync(second, one);
        await _desk.ApproveAsync(second, await database.Given.SexWorkerLedAsync("Two"));
        await FollowAsync(second, sites: 3, ["harbour", "puerto", "talk"], without: ["mill", "الطاحونه", "ro", "asks"]);

        await _desk.WithdrawAsync(second, ServiceState.Suspended);
        await FollowAsync(second, sites: 0, [], without: ["harbour"]);
        var third = await _desk.ReviseAsync(second, moved with { Name = Text.Of("en", "Quay House") });
        await _desk.ApproveAsync(third, one);
        await _desk.ApproveAsync(third, await database.Given.SexWorkerLedAsync("Three"));
        await FollowAsync(third, sites: 3, ["quay"], without: ["harbour", "puerto"]);
    }

    [Fact]
    public async Task Words_OfTextsThatAreWrittenAnew_Follow()
    {
        var listed = await _desk.ListedAsync(Sample.Everything());
        int id = (await _desk.PublicAsync<int>(listed, "p.service_id")).Single();
        await database.Owner.RunAsync($"update published.service_text set vector = '''anew'':1A' where service_id = {id}");
        await FollowAsync(listed, sites: 3, ["anew"], without: ["mill"]);
        await database.Owner.RunAsync($"update published.service_text set vector = '' where service_id = {id}");
        await FollowAsync(listed, sites: 3, [], without: ["anew"]);
    }

    [Fact]
    public async Task Migration_OfADirectoryWithEntries_WritesTheirWords()
    {
        var copy = await database.Server.CopyAsync();
        await new ListingDesk(copy, places).ListedAsync(Sample.Everything());
        await new ListingDesk(copy, places).ListedAsync(Sample.Clinic("Harbour House"));
        // As it was before, with entries in it: later migrations cannot be taken back, so what this one made is taken away by hand.
        await copy.Owner.RunAsync(
            """
            drop trigger site_words on published.service_text;
            drop trigger site_words_again on published.service_text;
            drop function directory.site_words;
            drop function directory.write_site_words;
            -- With what reads it: a copy for a disk.
            alter table published.site drop column words cascade;
            """);
        await copy.Owner.RunAsync(SqlFile.Read("0010_site_words.sql"));
        var rows = await WordsAsync(copy, "true");
        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Equal(row.OfTexts, row.OfSite));
        Assert.Equal(3, rows.Count(row => row.OfSite.Contains("mill")));
        Assert.Equal(1, rows.Count(row => row.OfSite.Contains("harbour")));
        await database.Server.DropAsync(copy);
    }

    // What stands beside the sites is compared with what the texts say, and both with words that people read.
    private async Task FollowAsync(WrittenRevision of, int sites, string[] words, string[] without)
    {
        var rows = await WordsAsync(database.Logins, $"service_id = (select service_id from published.service where id = '{of.ServiceId}')");
        Assert.Equal(sites, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Equal(row.OfTexts, row.OfSite);
            Assert.Empty(words.Except(row.OfSite));
            Assert.Empty(row.OfSite.Intersect(without));
        });
    }

    private static async Task<List<(SortedSet<string> OfSite, SortedSet<string> OfTexts)>> WordsAsync(DirectoryLogins database, string which)
    {
        var ofSites = await database.Public.ListAsync<string[]>($"select tsvector_to_array(words) from published.site where {which} order by site_id");
        var services = await database.Public.ListAsync<int>($"select service_id from published.site where {which} order by site_id");
        var rows = new List<(SortedSet<string>, SortedSet<string>)>();
        foreach (var (words, service) in ofSites.Zip(services))
        {
            var texts = await database.Public.ListAsync<string[]>("select tsvector_to_array(vector) from published.service_text where service_id = $1", service);
            rows.Add((Set(words), Set(texts.SelectMany(text => text))));
        }

        return rows;
    }

    private static SortedSet<string> Set(IEnumerable<string> words) => new(words, StringComparer.Ordinal);
}
