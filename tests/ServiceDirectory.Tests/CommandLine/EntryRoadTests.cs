using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.CommandLine;

using CommandLine = Infrastructure.CommandLine;

/// <summary>An entry on its way from a file to the public, as whoever runs a directory types it.</summary>
public sealed class EntryRoadTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>, IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();

    private CommandLine Cli => new(database.Logins);

    public async ValueTask InitializeAsync()
    {
        // One town is enough of a gazetteer, and the command line reads it in no time.
        var leeds = places.Gazetteer.Find(Sample.Leeds)!;
        await database.Owner.RunAsync("""
            insert into published.country (code, name, names) values ('GB', 'United Kingdom', '{}') on conflict do nothing;
            insert into published.region (code, name) values ('GB.ENG', 'England') on conflict do nothing;
            """);
        await database.Owner.RunAsync(FormattableString.Invariant($"""
            insert into published.place (geo_name_id, name, country_code, admin1_code, admin2_code, latitude, longitude, population, time_zone, feature_code, other_names)
            values ({leeds.GeoNameId}, 'Leeds', 'GB', 'ENG', '', {leeds.Latitude}, {leeds.Longitude}, {leeds.Population}, '{leeds.Zone.Id}', 'PPL', array[]::text[])
            on conflict do nothing;
            insert into published.gazetteer (version) select 'one town' where not exists (select from published.gazetteer);
            """));
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(_file);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Add_ApprovedTwice_IsListedAndWithdrawn()
    {
        await WriteAsync(Json(Sample.Clinic()));
        var (proposer, one, other) = await OrganisationsAsync();
        string code = await Cli.SayAsync("service", "add", _file, "--by", proposer);
        Assert.Empty(await PublishedAsync(code));
        Assert.Equal("provisional", await Cli.SayAsync("service", "approve", code, "--by", one, "--how", "spoken-answer", "--note", "Asked by telephone"));
        var again = await Cli.RunAsync("service", "approve", code, "--by", one, "--how", "spoken-answer", "--note", "Asked by telephone");
        Assert.Equal((1, true), (again.Status, again.Problems.StartsWith("approval_related: ", StringComparison.Ordinal)));
        Assert.Equal("listed", await Cli.SayAsync("service", "approve", code, "--by", other, "--how", "spoken-answer", "--note", "Asked by telephone"));
        Assert.Equal(["listed"], await PublishedAsync(code));
        Assert.Contains("\"state\": \"listed\"", await Cli.SayAsync("service", "show", code), StringComparison.Ordinal);
        Assert.Equal("suspended", await Cli.SayAsync("service", "withdraw", code, "--to", "suspended", "--reason", "Moved"));
        Assert.Empty(await PublishedAsync(code));
    }

    [Fact]
    public async Task Add_WrongFile_NamesFieldAndReasonAndWritesNothing()
    {
        var content = Json(Sample.Clinic());
        content["needs"]![0] = 9999;
        await WriteAsync(content);
        string by = await Cli.SayAsync("organisation", "add", "--kind", "allied", "--name", "Allied", "--country", "GB");
        long before = await RowsAsync();

        // Once as a process of its own: that its answers and its status reach whoever started it.
        var check = await Cli.StartAsync("service", "check", _file);
        Assert.Equal(1, check.Status);
        Assert.Contains("needs[0]: There is no need 9999. [unknown]", check.Output, StringComparison.Ordinal);
        var add = await Cli.StartAsync("service", "add", _file, "--by", by);
        Assert.Equal((1, "needs[0]: There is no need 9999."), (add.Status, add.Problems.Trim()));

        content["needs"] = "all";
        await WriteAsync(content);
        var unreadable = await Cli.RunAsync("service", "add", _file, "--by", by);
        Assert.Equal((1, true), (unreadable.Status, unreadable.Problems.StartsWith("needs: ", StringComparison.Ordinal)));
        Assert.Equal(before, await RowsAsync());
    }

    [Fact, Property(50)]
    public async Task Add_AreaOnlySite_LeavesNoTraceOfItsPlaceInTheDatabase()
    {
        // A point that no clock and no town of the gazetteer can show by chance.
        const double latitude = 73.123457;
        const double longitude = 121.765432;
        var content = Json(Sample.Clinic("Area clinic") with
        {
            Sites = [new Site { Id = Guid.NewGuid(), Kind = SiteKind.Area, PlaceId = Sample.Leeds, Hours = [] }],
        });
        var site = content["sites"]![0]!;
        site["point"] = new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude };
        site["street"] = "7 Canaryquill Row";
        site["postalCode"] = "QZ9 7XK";
        await WriteAsync(content);
        var (proposer, one, other) = await OrganisationsAsync();
        string code = await Cli.SayAsync("service", "add", _file, "--by", proposer);
        await Cli.SayAsync("service", "approve", code, "--by", one, "--how", "spoken-answer", "--note", "Asked by telephone");
        await Cli.SayAsync("service", "revise", code, _file, "--by", proposer);
        await Cli.SayAsync("service", "approve", code, "--by", one, "--how", "spoken-answer", "--note", "Asked by telephone");
        await Cli.SayAsync("service", "approve", code, "--by", other, "--how", "spoken-answer", "--note", "Asked by telephone");

        string dump = await Cli.DumpAsync();
        // What is looked for would be found: the name, and the point of the town as PostGIS writes it.
        var leeds = places.Gazetteer.Find(Sample.Leeds)!;
        Assert.Contains("Area clinic", dump, StringComparison.Ordinal);
        Assert.Contains(Hex(Math.Round(leeds.Latitude, 5)), dump, StringComparison.OrdinalIgnoreCase);
        string[] traces =
        [
            "canaryquill", "QZ9 7XK", "QZ97XK", "\"QZ9\"", "73.12", "121.76", "121.77", "7312345", "7312346", "12176543",
            .. Enumerable.Range(0, 7).SelectMany(digits => new[] { Hex(Math.Round(latitude, digits)), Hex(Math.Round(longitude, digits)) }),
        ];
        Assert.All(traces, trace => Assert.DoesNotContain(trace, dump, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Admit_WithoutTwoUnrelatedVouchers_IsRefused()
    {
        var (_, one, other) = await OrganisationsAsync();
        string third = await SexWorkerLedAsync("Third");
        await Cli.SayAsync("organisation", "relate", one, other, "--reason", "one board");
        var refused = await Cli.RunAsync("admit", third, "--vouched-by", one, other);
        Assert.Equal((1, true), (refused.Status, refused.Problems.StartsWith("admission_vouched: ", StringComparison.Ordinal)));
        Assert.Equal(1, (await Cli.RunAsync("admit", third)).Status);
        Assert.False(await database.App.OneAsync<bool>("select vouched_until is not null from directory.organisation where code = $1", third));
    }

    [Fact]
    public async Task Example_OfTheDocs_IsReadyToBeApproved()
    {
        var file = Path.Combine(Repository(), "docs", "example-service.json");
        await using var stream = File.OpenRead(file);
        var content = await JsonSerializer.DeserializeAsync<ListingContent>(stream, ContentJson.Options, TestContext.Current.CancellationToken);
        Assert.Empty(new ListingValidator(DirectoryCatalogue.Default, places.Town).Validate(content!, ListingUse.Publication));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ServiceDirectory.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    // Eight bytes as they stand in well-known binary.
    private static string Hex(double number) => Convert.ToHexString(BitConverter.GetBytes(number));

    private static JsonNode Json(ListingContent content) => JsonSerializer.SerializeToNode(content, ContentJson.Options)!;

    private Task WriteAsync(JsonNode content) =>
        File.WriteAllTextAsync(_file, content.ToJsonString(ContentJson.Options), TestContext.Current.CancellationToken);

    private async Task<(string Proposer, string One, string Other)> OrganisationsAsync()
    {
        string proposer = await Cli.SayAsync("organisation", "add", "--kind", "allied", "--name", "Allied", "--country", "GB");
        var (one, other) = (await SexWorkerLedAsync("One"), await SexWorkerLedAsync("Two"));
        await Cli.SayAsync("admit", one, "--founding");
        await Cli.SayAsync("admit", other, "--founding");
        return (proposer, one, other);
    }

    private Task<string> SexWorkerLedAsync(string name) =>
        Cli.SayAsync("organisation", "add", "--kind", "sex-worker-led", "--name", name, "--country", "GB");

    private Task<List<string>> PublishedAsync(string code) =>
        database.Public.ListAsync<string>("select state from published.service where code = $1", code);

    private Task<long> RowsAsync() => database.Owner.OneAsync<long>(
        "select (select count(*) from directory.service) + (select count(*) from directory.revision) + (select count(*) from directory.event)");
}
