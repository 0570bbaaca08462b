using System.IO.Compression;
using System.Text;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Hsds.Import;

/// <summary>Lists of other directories by hand, so that they can be wrong.</summary>
internal static class FeedOf
{
    public const string Services = "services.csv";

    public static readonly LocalDate Today = new(2026, 11, 27);

    private static readonly Guid s_organisation = Guid.Parse("0b1f7a52-35ab-4c39-b2e4-0f1d5ce0a9aa");

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A package of tables.</summary>
    public static byte[] Zip(params (string Name, string Text)[] files) => Zip([.. files.Select(file => (file.Name, Text(file.Text)))]);

    public static byte[] Zip(IReadOnlyList<(string Name, byte[] Bytes)> files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var part = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public static Task<Feed> ReadAsync(byte[] file, FeedLimits? limits = null) =>
        Feed.ReadAsync(file, limits ?? FeedLimits.OfPages, null, TestContext.Current.CancellationToken);

    /// <summary>Why it is not read; null: it is.</summary>
    public static async Task<FeedException?> TryAsync(byte[] file, FeedLimits? limits = null)
    {
        try
        {
            await ReadAsync(file, limits);
            return null;
        }
        catch (FeedException refused)
        {
            return refused;
        }
    }

    public static FeedMapping Mapping(ShippedPlaces places)
    {
        var gazetteer = places.Gazetteer;
        var lookup = new PlaceLookup(gazetteer);
        return new FeedMapping(
            DirectoryCatalogue.Default,
            NeedMatcher.Default,
            new SheetPlaces(lookup.Find, gazetteer.Find, id => ListingPlace.Of(gazetteer, id)),
            DirectorySecrets.Read(TestSecrets.Folder),
            "GB");
    }

    public static async Task<(Feed Feed, FeedEntries Entries)> MapAsync(ShippedPlaces places, byte[] file, params (string Term, int Need)[] terms)
    {
        var feed = await ReadAsync(file);
        return (feed, Map(places, feed, terms));
    }

    public static FeedEntries Map(ShippedPlaces places, Feed feed, params (string Term, int Need)[] terms) => Mapping(places).Read(
        feed,
        new FeedReading(s_organisation, "list", "en", term => terms.Where(known => known.Term == term.Name).Select(known => known.Need).ToList() is { Count: > 0 } needs ? needs : null, Today),
        null,
        TestContext.Current.CancellationToken);

    /// <summary>"services.csv 3 status NotOneOf": where, and why.</summary>
    public static IEnumerable<string> Said(this Feed feed) =>
        feed.Report.Problems.Select(problem => string.Join(' ', new[] { problem.File, $"{problem.Row}", problem.Field, $"{problem.Fault}" }.Where(part => part.Length > 0)));
}
