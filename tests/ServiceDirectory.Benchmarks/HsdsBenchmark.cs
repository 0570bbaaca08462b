using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Hsds;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Benchmarks;

/// <summary>What it costs to take everything, and that it takes no more memory the more there is.</summary>
internal static class HsdsBenchmark
{
    /// <summary>How much more the heap may hold at the end of a stream than after its first tenth.</summary>
    private const long MostGrowth = 32L * 1024 * 1024;

    private static readonly int[] s_facts = [1, 4, 5, 7, 8, 9, 10, 19, 22, 23, 28, 30];

    private static readonly Instant s_now = SyntheticDirectory.Today.At(new LocalTime(13, 0)).InUtc().ToInstant();

    /// <returns>Whether memory stayed as it was.</returns>
    public static async Task<bool> RunAsync(int services)
    {
        await using var source = await BenchmarkDatabase.OpenAsync(services, new SyntheticDirectory(seed: 1), "open", OpenAsync);
        var reader = new HsdsReader(source, DirectoryCatalogue.Default);
        var places = HsdsPlaces.Of(GazetteerBuilder.BuildShipped());
        bool isConstant = true;
        Console.WriteLine("| What | services | ms | MB out | heap after a tenth | heap at most after that |");
        foreach (var (name, write) in new (string, Func<HsdsData, Stream, IProgress<HsdsProgress>, Task>)[]
        {
            ("ndjson, full", (data, to, progress) => HsdsExport.WriteLinesAsync(data.AllServicesAsync(HsdsFilter.None), to, progress)),
            ("JSON package", (data, to, progress) => HsdsExport.WriteJsonAsync(data, to, progress)),
            ("tables as zip", (data, to, progress) => HsdsExport.WriteZipAsync(data, new DirectoryOptions(), to, progress)),
        })
        {
            await using var data = await reader.OpenAsync(places, s_now);
            var heap = new Heap(services);
            await using var counted = new Counted();
            var clock = Stopwatch.StartNew();
            await write(data, counted, heap);
            isConstant &= heap.Most - heap.Early < MostGrowth;
            Say($"| {name} | {services} | {clock.ElapsedMilliseconds} | {counted.Written / 1e6:0.0} | {heap.Early / 1e6:0.0} MB | {heap.Most / 1e6:0.0} MB |");
        }

        Console.WriteLine("| Question | ms |");
        await using var asked = await reader.OpenAsync(places, s_now);
        var term = asked.Terms.All.Single(one => one.Code == "pep").Id;
        foreach (var (name, ask) in new (string, Func<Task>)[]
        {
            ("first page", () => PageAsync(asked, HsdsFilter.None, 0)),
            ("last page", () => PageAsync(asked, HsdsFilter.None, services - 50)),
            ("changed since, nothing", () => PageAsync(asked, HsdsFilter.None with { ModifiedAfter = s_now + Duration.FromDays(3650) }, 0)),
            ("a term", () => PageAsync(asked, HsdsFilter.None with { Terms = [term] }, 0)),
            ("10,000 ids and moments, the last", () => asked.StubsAsync(HsdsFilter.None, services - 10_000, 10_000)),
            ("services at locations, last page", async () =>
            {
                long total = await asked.CountDoorsAsync(HsdsFilter.None);
                await asked.DoorsAsync(HsdsFilter.None, total - 50, 50);
            }),
            ("organisations, last page", async () => await asked.OrganizationsAsync(HsdsFilter.None, await asked.CountOrganizationsAsync(HsdsFilter.None) - 50, 50, HsdsServicesOf.None)),
            ("state of everything", () => asked.StampAsync()),
        })
        {
            await ask();
            var clock = Stopwatch.StartNew();
            await ask();
            Say($"| {name} | {clock.ElapsedMilliseconds} |");
        }

        return isConstant;

        static async Task PageAsync(HsdsData data, HsdsFilter filter, long skip)
        {
            await data.CountServicesAsync(filter);
            await data.ServicesAsync(filter, skip, 50);
        }
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Gives every service the words of one entry, and says that others may take it.</summary>
    private static async Task OpenAsync(NpgsqlDataSource owner)
    {
        await using var open = owner.CreateCommand(
            """
            update published.service s set open_data = true, state = 'listed', hidden_from = '2099-01-01',
              content = case when t.id is null then $1::jsonb - 'sites' || '{"sites": []}' else jsonb_set($1::jsonb, '{sites,0,id}', to_jsonb(t.id)) end
                || jsonb_build_object('name', jsonb_build_object('original', 'en', 'in', jsonb_build_object('en', jsonb_build_object('value', 'Service ' || s.code))))
                || jsonb_build_object('provider', jsonb_build_object('kind', 'ngo', 'name', jsonb_build_object('original', 'en', 'in', jsonb_build_object('en', jsonb_build_object('value', 'Trust ' || s.service_id % 20000)))))
            from published.service e left join lateral (select id from published.site where service_id = e.service_id order by site_id limit 1) t on true
            where e.service_id = s.service_id
            """);
        open.CommandTimeout = 0;
        open.Parameters.AddWithValue(System.Text.Json.JsonSerializer.Serialize(Entry(), ContentJson.Options));
        await open.ExecuteNonQueryAsync();
        await using var clean = owner.CreateCommand("vacuum analyze published.service");
        clean.CommandTimeout = 0;
        await clean.ExecuteNonQueryAsync();
    }

    private static ListingContent Entry()
    {
        static Text Words(string words) => Text.Of("en", words);
        return new ListingContent
        {
            Name = Words("Service"),
            Profile = Profile.Health,
            Switches = new PublicationSwitches(),
            Summary = Words("Free tests and treatment. You choose which tests, and nobody asks why."),
            Description = Words(string.Join(' ', Enumerable.Repeat("Come on any weekday, ring at the side door, and say which name you want to be called by.", 6))),
            Provider = new Provider { Name = Words("Trust"), Kind = ProviderKind.Ngo },
            Needs = [1, 4, 7],
            Sites =
            [
                new Site
                {
                    Id = Guid.NewGuid(),
                    Kind = SiteKind.Address,
                    PlaceId = 2644688,
                    Street = "1 Example Street",
                    PostalCode = "LS1 0AA",
                    Point = new GeoPoint(53.8, -1.55),
                    Hours = [.. Enumerable.Range(1, 5).Select(day => new HoursRule { Id = Guid.NewGuid(), Day = (IsoDayOfWeek)day, Opens = new LocalTime(9, 0), Closes = new LocalTime(17, 0) })],
                },
            ],
            Phones = [new Phone { Id = Guid.NewGuid(), Number = "+441134960123", Country = "GB", For = Words("Reception") }],
            Website = new WebAddress { Id = Guid.NewGuid(), Url = "https://service.example/" },
            StaffLanguages = ["en", "ro", "es"],
            Cost = Words("Free"),
            Access = [.. s_facts.Select(facet => new AccessFact { Id = Guid.NewGuid(), Facet = facet, Yes = true })],
            WhatTheyAsk = Words("A name you like, and how to reach you."),
            WhatHappens = Words("You talk to a nurse in a closed room."),
            Sharing = new Sharing { Police = Words("Nothing, unless a court orders it.") },
        };
    }

    private sealed class Heap(int services) : IProgress<HsdsProgress>
    {
        private long _reports;

        public long Early { get; private set; }

        public long Most { get; private set; }

        public void Report(HsdsProgress value)
        {
            // Often enough to see it grow; what is left over from before is not counted.
            if (++_reports % (services / 10) != 0)
                return;
            long held = GC.GetTotalMemory(forceFullCollection: true);
            if (Early == 0)
                Early = held;
            Most = Math.Max(Most, held);
        }
    }

    private sealed class Counted : MemoryStream
    {
        public long Written { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer) => Written += buffer.Length;

        public override void Write(byte[] buffer, int offset, int count) => Written += count;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Written += count;
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
