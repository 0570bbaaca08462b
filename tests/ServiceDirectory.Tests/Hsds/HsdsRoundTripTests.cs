using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Hsds;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Pages;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Hsds;

using CommandLine = Infrastructure.CommandLine;

/// <summary>Six entries of every kind that others may take.</summary>
public sealed class ExportedWorld(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    public PublicWorld World { get; } = new(server, places);

    public async ValueTask InitializeAsync()
    {
        await World.InitializeAsync();
        var (three, four) = (await World.Database.Given.SexWorkerLedAsync("Three"), await World.Database.Given.SexWorkerLedAsync("Four"));
        // What shares a number or a website looks like another one. Where a part hides, an import hides all of it.
        var all = Sample.Everything();
        await World.PublishAsync(
            all with
            {
                Name = Text.Of("en", "Everything").With("ro", "Totul"),
                Phones = [all.Phones[0] with { Number = Sample.Number() }],
                Website = new WebAddress { Id = Guid.NewGuid(), Url = "https://everything.example/" },
                Sites = [all.Sites[0]],
            },
            three,
            four);
        // Those that hide, or may. A court is a street in some words, and those are not taken over from elsewhere.
        ListingContent Hiding(string name) => Sample.Clinic(name) with { Sharing = new Sharing { Police = Text.Of("en", "Nothing without your yes.") } };
        await World.PublishAsync(
            Hiding("Quiet House") with { Sites = [new Site { Id = Guid.NewGuid(), Kind = SiteKind.Area, PlaceId = Sample.Leeds, Hours = [Sample.Rule(IsoDayOfWeek.Sunday, 10, 12)] }] }, three, four);
        await World.PublishAsync(
            Hiding("Wheels") with { Sites = [new Site { Id = Guid.NewGuid(), Kind = SiteKind.Mobile, PlaceId = Sample.Leeds, RadiusKm = 20, StopsByPhone = true }] }, three, four);
        await World.PublishAsync(
            Hiding("Listening") with
            {
                Sites = [],
                Phones = [Sample.Phone() with { GivesHelp = true, Hours = [Sample.Rule(IsoDayOfWeek.Friday, 20, 2)] }],
                RemoteAreas = ["GB.ENG"],
                Profile = Profile.PeerLine,
                Provider = new Provider { Name = Text.Of("en", "Listeners"), Kind = ProviderKind.Community },
            },
            three,
            four);
        await World.Database.Owner.RunAsync("update published.service set open_data = (code <> all ($1)), hidden_from = current_date + 100", (object)new[] { World.Line.Code, World.Van.Code });
        await World.Database.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!, places.Gazetteer.Find(Sample.Skipton)!);
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}

/// <summary>What one directory exports another one of the same kind brings in, and once it is approved there says the same to the public.</summary>
public sealed partial class HsdsRoundTripTests(ExportedWorld exported, TestServer server, ShippedPlaces places) : IClassFixture<ExportedWorld>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("export").FullName;

    private PublicWorld World => exported.World;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("export.zip")]
    [InlineData("export.json")]
    [InlineData("export.ndjson")]
    public async Task Export_BroughtInAndApproved_SaysTheSameToThePublic(string name)
    {
        string file = Path.Combine(_folder, name);
        Assert.StartsWith("6 services: ", await new CommandLine(World.Database.Logins).SayAsync("hsds", "export", file), StringComparison.Ordinal);
        Assert.False(File.Exists(file + ".part"));

        var logins = await server.CopyAsync();
        try
        {
            await logins.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!, places.Gazetteer.Find(Sample.Skipton)!);
            var cli = new CommandLine(logins);
            string code = await cli.SayAsync("organisation", "add", "--kind", "allied", "--name", "Neighbours", "--country", "GB");
            string said = await cli.SayAsync("hsds", "import", file, "--by", code, "--source", "Mills", "--bring");
            Assert.Contains("6 services: 6 new, 0 changed, 0 the same, 0 refused", said, StringComparison.Ordinal);
            Assert.Contains("6 the same", await cli.SayAsync("hsds", "import", file, "--by", code, "--source", "Mills", "--bring"), StringComparison.Ordinal);
            Assert.Equal(0, await logins.Owner.OneAsync<long>("select count(*) from published.service"));
            await ApproveAllAsync(logins);

            var (there, here) = (await PublicAsync(World.Database.Logins), await PublicAsync(logins));
            Assert.Equal(there.Keys.Order(StringComparer.Ordinal), here.Keys.Order(StringComparer.Ordinal));
            foreach (string service in there.Keys)
                Assert.Equal(there[service], here[service]);
        }
        finally
        {
            await server.DropAsync(logins);
        }
    }

    /// <summary>Who does not know our own part reads no false hours, and is asked about no promise as if it were a kind of help.</summary>
    [Fact]
    public async Task Export_WithoutOurPart_SaysNothingFalse()
    {
        string file = Path.Combine(_folder, "plain.json");
        await new CommandLine(World.Database.Logins).SayAsync("hsds", "export", file);
        var services = JsonNode.Parse(await File.ReadAllTextAsync(file, Stop))!.AsArray();
        foreach (var service in services)
            service!.AsObject().Remove("directory_entry");
        var (feed, entries) = await Import.FeedOf.MapAsync(places, System.Text.Encoding.UTF8.GetBytes(services.ToJsonString()));
        Assert.Empty(entries.Terms);
        Assert.True(feed.Report.NoPlace["attributes.promise"] > 0);
        var line = entries.Rows.Single(row => row.Of(ServiceDirectory.Core.Import.ColumnUse.Name) == "Listening").Content!;
        Assert.Null(line.Phones[0].Hours);
        Assert.Equal("Hours: Friday 20:00–02:00; Europe/London time", line.Phones[0].For!.OriginalWords);
        // The hours of a house are not those of its telephone.
        var house = entries.Rows.Single(row => row.Of(ServiceDirectory.Core.Import.ColumnUse.Name) == "Quiet House");
        Assert.Null(house.Content!.Phones[0].Hours);
        Assert.Contains("SU 10:00–12:00", house.Note, StringComparison.Ordinal);
    }

    /// <summary>The tables as files, beside a description of them.</summary>
    [Fact]
    public async Task Folder_HasTheTables()
    {
        string folder = Path.Combine(_folder, "tables");
        await new CommandLine(World.Database.Logins).With("Directory__OpenDataLicence", "CC BY 4.0").SayAsync("hsds", "export", folder);
        var descriptor = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "datapackage.json"), Stop))!;
        Assert.Equal("CC BY 4.0", $"{descriptor["licenses"]![0]!["title"]}");
        Assert.Equal(
            descriptor["resources"]!.AsArray().Select(resource => $"{resource!["path"]}").Append("datapackage.json").Order(StringComparer.Ordinal),
            Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Contains("cannot be written", (await new CommandLine(World.Database.Logins).RunAsync("hsds", "export", "/proc/nothing/export.zip")).Problems, StringComparison.Ordinal);
    }

    /// <summary>Each draft gets the service's own yes, and is judged by two.</summary>
    private async Task ApproveAllAsync(DirectoryLogins logins)
    {
        var given = new Given(logins);
        var (one, two) = (await given.SexWorkerLedAsync("One"), await given.SexWorkerLedAsync("Two"));
        var desk = new ListingDesk(logins, places);
        var drafts = await logins.Owner.ListAsync<Guid>("select id from directory.service where state = 'working'");
        foreach (var draft in drafts)
        {
            string json = await logins.Owner.OneAsync<string>("select content::text from directory.revision where service_id = $1 order by number desc limit 1", draft);
            var content = Upcasters.Default.Read(json, 1) with
            {
                Consent = new Consent { Kind = ConsentKind.Given, GivenOn = new LocalDate(2026, 10, 1), ExactAddress = true },
                Switches = new PublicationSwitches { OpenData = true },
            };
            var by = await logins.Owner.OneAsync<Guid>("select organisation_id from directory.service where id = $1", draft);
            await using var context = logins.Context();
            var listings = new ListingService(context, DirectoryCatalogue.Default, places.Town, new VettingOptions(), new DirectoryOptions { Id = "test" });
            var written = await listings.ReviseAsync(new ReviseService(draft, by, content, Given.Today), new Actor(by, ActorRole.Proposer), Stop);
            await desk.ApproveAsync(written, one);
            Assert.Equal(ServiceState.Listed, await desk.ApproveAsync(written, two));
        }
    }

    /// <summary>
    /// By name what is said of each service, but for what is another directory's own: ids, codes, and when and by which promises it was judged.
    /// </summary>
    private async Task<Dictionary<string, string>> PublicAsync(DirectoryLogins logins)
    {
        await using var data = await new HsdsReader(logins.Public, DirectoryCatalogue.Default).OpenAsync(HsdsPlaces.Of(places.Gazetteer), SystemClock.Instance.GetCurrentInstant(), Stop);
        var all = new Dictionary<string, string>();
        foreach (var service in await data.ServicesAsync(HsdsFilter.None, 0, 100, Stop))
        {
            var said = System.Text.Json.JsonSerializer.SerializeToNode(service, HsdsJson.Options)!.AsObject();
            said.Remove("last_modified");
            said["directory_entry"]!.AsObject().Remove("code");
            foreach (var promise in said["attributes"]!.AsArray().Where(mark => $"{mark!["link_type"]}" == "promise").ToList())
                said["attributes"]!.AsArray().Remove(promise);
            var ids = new Dictionary<string, string>();
            all[service.Name] = Id().Replace(said.ToJsonString(), found => ids.TryGetValue(found.Value, out string? known) ? known : ids[found.Value] = $"id-{ids.Count + 1}");
        }

        return all;
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
