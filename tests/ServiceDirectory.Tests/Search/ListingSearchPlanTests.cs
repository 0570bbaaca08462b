using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Tests.Search;

/// <summary>A hundred thousand services in a full run, else a fifth of that; made once and kept for later runs.</summary>
public sealed class ManyServices(TestServer server) : IAsyncLifetime
{
    private static readonly int s_services = FullRun.IsAsked ? 100_000 : 20_000;

    // To be raised when the rows are made in another way: an older database is then not taken for this one.
    private const string Recipe = "6";

    private DirectoryLogins? _logins;

    public SyntheticDirectory World { get; } = new(seed: 1);

    public DirectoryLogins Logins => _logins ?? throw new InvalidOperationException("The services are not there yet.");

    public async ValueTask InitializeAsync() => _logins = await server.SharedAsync(
        "search",
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Recipe} {s_services} {Tables()}"))),
        copy => SyntheticLoader.LoadAsync(copy.Owner, World.Services(s_services)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Tables()
    {
        var core = typeof(ListingSearch).Assembly;
        return string.Concat(core.GetManifestResourceNames()
            .Where(name => name.StartsWith("Sql/0", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => new StreamReader(core.GetManifestResourceStream(name)!).ReadToEnd()));
    }
}

/// <summary>
/// The plans that production gets for many services: planned without looking at the values, as the public data
/// source does, and never reading a large table from end to end.
/// </summary>
public sealed class ListingSearchPlanTests(ManyServices many) : IClassFixture<ManyServices>
{
    private static readonly string[] s_large = ["site", "service", "service_need", "remote_need", "service_text", "special_day"];

    private static readonly bool[] s_either = [true, false];

    public static TheoryData<bool, bool, bool> Shapes => new(
        from place in s_either
        from needs in s_either
        from text in s_either
        select (place, needs, text));

    [Theory, MemberData(nameof(Shapes))]
    public async Task Plan_OfEachShape_ReadsNoLargeTableWhole(bool place, bool needs, bool text)
    {
        var database = many.Logins;
        var search = new ListingSearch(database.Public, DirectoryCatalogue.Default, DateTimeZoneProviders.Tzdb);
        var criteria = new SearchCriteria
        {
            HomeCountry = "GB",
            Needs = needs ? [4, 70] : [],
            Text = text ? "two words" : "",
            Place = place ? new SearchPlace(1000, many.World.Towns[0].Centre, ["GB", "GB.A"]) : null,
        };

        await using var connection = await database.Public.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = search.Command(connection, criteria, SyntheticDirectory.Today.AtMidnight().InUtc().ToInstant());
        // Prepared and then explained, as it is run: "explain" alone would plan for the values.
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new($"prepare asked ({string.Join(", ", command.Parameters.Select(p => p.DataTypeName))}) as {command.CommandText}"));
        batch.BatchCommands.Add(new($"explain execute asked ({string.Join(", ", command.Parameters.Select(_ => "null"))})"));
        batch.BatchCommands.Add(new("deallocate asked"));
        var plan = new StringBuilder();
        await using (var rows = await batch.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await rows.ReadAsync(TestContext.Current.CancellationToken))
                plan.AppendLine(rows.GetString(0));
        }

        string lines = plan.ToString();
        Assert.False(s_large.Any(table => lines.Contains($"Seq Scan on {table} ", StringComparison.Ordinal)), lines);
        // The nearest further away must come in the index's own order: sorting every site with a need costs many times as much.
        Assert.True(!place || (Has("Order By: (geog <-> ") && Has("(geog && _st_expand(")), lines);
        // Nor are they looked for where there is enough here.
        Assert.True(!place || Has("One-Time Filter: (line_1.here < 3)") || Has("(line_2.here < 3) OR "), lines);
        // The row of one service, and not every row of the key in which its number stands last.
        Assert.True(Has("using remote_need_service on remote_need"), lines);
        Assert.True(!text || needs || Has("Index Cond: ((service_id = w.service_id) AND (need = 0))"), lines);
        // Words are asked of what is near; an index of words says what to read where there is no place, of remote help, and who
        // bears a name elsewhere.
        Assert.Equal(text, Has("on service_text_remote"));
        Assert.Equal(text && !needs, Has("on service_text_vector"));
        Assert.Equal(text && !place && needs, Has("on service_text_name"));

        bool Has(string part) => lines.Contains(part, StringComparison.Ordinal);
    }
}
