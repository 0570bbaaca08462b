using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Monitoring;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>What a collector is told of an hour, when somebody asked for it: numbers of ten and more by pattern of address, and nothing of who read what.</summary>
[Property(48)]
[Collection(MeterTests.Listening)]
public sealed class FiguresTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>, IAsyncLifetime
{
    private const string Canary = "zqcanary";

    private readonly ConcurrentQueue<string> _told = new();
    private readonly SteppedClock _clock = new();

    private WebApplication? _collector;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _collector = builder.Build();
        _collector.Run(async context =>
        {
            // Names and words stand in such a message as they are.
            using var body = new StreamReader(context.Request.Body, Encoding.Latin1);
            _told.Enqueue($"{string.Join(' ', context.Request.Headers)}\n{await body.ReadToEndAsync(context.RequestAborted)}");
        });
        await _collector.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync() => await _collector!.DisposeAsync();

    [Fact]
    public async Task Collector_IsToldNothingOfReaders()
    {
        await using var program = new AppFactory(database.Logins, _clock, new Dictionary<string, string> { ["Directory:Figures"] = $"{_collector!.Urls.Single()}/v1/metrics" });
        using var browser = program.Browser();
        for (int i = 0; i < AnswerCounts.Fewest + 2; i++)
            await AskAsync($"/search?within={Canary}&q={Canary}");
        for (int i = 0; i < AnswerCounts.Fewest - 1; i++)
            await AskAsync("/privacy");
        for (int i = 0; i < AnswerCounts.Fewest; i++)
            await AskAsync($"/{Canary}");
        // Not before the hour is over.
        Assert.DoesNotContain("4xx", Told(program), StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromHours(1));
        string told = Told(program);
        foreach (string said in (string[])["directory.answers", "directory.memory", "Search", "(none)", "4xx"])
            Assert.Contains(said, told, StringComparison.OrdinalIgnoreCase);
        // Nine are nobody's business, and neither is what stood in an address, on which machine this is, or what the framework knows of each request.
        foreach (string word in (string[])["privacy", "2xx", Canary, "203.0.113", Environment.MachineName, "http.server", "kestrel", "npgsql", "process."])
            Assert.DoesNotContain(word, told, StringComparison.OrdinalIgnoreCase);

        async Task AskAsync(string address)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            request.Headers.Add("User-Agent", Canary);
            request.Headers.Add("Referer", $"https://{Canary}.example/");
            using var answer = await browser.SendAsync(request, Stop);
        }
    }

    [Fact]
    public void Counts_AreOfAWholeHour_AndOfTenAtLeast()
    {
        var counts = new AnswerCounts(_clock);
        Add("/a", 200, AnswerCounts.Fewest - 1);
        Add("/b", 200, AnswerCounts.Fewest);
        Add("/b", 404, AnswerCounts.Fewest + 1);
        Assert.Empty(counts.LastHour());
        _clock.Advance(TimeSpan.FromHours(1));
        Add("/c", 200, AnswerCounts.Fewest);
        Assert.Equal(["/b 2xx 10", "/b 4xx 11"], Said(counts));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["/c 2xx 10"], Said(counts));
        Add("/d", 200, AnswerCounts.Fewest);
        // An hour in which nobody came.
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Empty(counts.LastHour());

        void Add(string route, int status, int times)
        {
            for (int i = 0; i < times; i++)
                counts.Add(route, status);
        }

        static IEnumerable<string> Said(AnswerCounts counts) => counts.LastHour()
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', one.Tags.ToArray().Select(tag => tag.Value))} {one.Value}")).Order(StringComparer.Ordinal);
    }

    /// <summary>All that was sent until now.</summary>
    private string Told(AppFactory program)
    {
        Assert.True(program.Services.GetRequiredService<MeterProvider>().ForceFlush(20_000));
        return string.Join('\n', _told);
    }
}
