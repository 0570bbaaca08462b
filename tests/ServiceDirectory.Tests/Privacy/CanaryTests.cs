using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// After somebody has searched, nothing on the machine says so: no log, no file, no row, no statistic. Each place that is looked
/// through is also given a canary on purpose, so that looking is known to find.
/// </summary>
public sealed class CanaryTests(SearchedDirectory searched) : IClassFixture<SearchedDirectory>
{
    public static TheoryData<string> Places =>
    [
        "output of the program", "folders that the programs may write to", "output of the proxy", "folder of the proxy", "log of PostgreSQL",
        "files of the database", "dump of the database", "statements that a superuser sees", "folders of the machine",
    ];

    [Theory, Property(41)]
    [MemberData(nameof(Places))]
    public void Journey_LeavesNothing(string place) => Assert.Equal([], searched.Found[place]);

    [Fact, Property(42)]
    public void Journey_WithTheMostTalkativeLog_LeavesNothing() => Assert.Equal([], searched.Found["output of the talkative program"]);

    [Fact, Property(41), Property(42)]
    public void Places_AreAllLookedAt() => Assert.Equal(Places.Select(row => row.Data).Append("output of the talkative program").Order(), searched.Found.Keys.Order());

    [Fact, Property(41), Property(42)]
    public void Journey_WentEverywhere()
    {
        // Whatever is not a step as it was meant would show nothing by leaving nothing.
        Assert.Equal([], searched.Outcomes.Where(outcome => outcome is { State: "well", Road: Road.Direct, Expected: not null } && outcome.Status != outcome.Expected)
            .Select(outcome => $"{outcome.Asked}: {outcome.Status} instead of {outcome.Expected}"));
        Assert.Contains(HttpStatusCode.TooManyRequests, Statuses("flood", Road.Proxy));
        foreach (var road in new[] { Road.Proxy, Road.Direct })
        {
            Assert.DoesNotContain(HttpStatusCode.TooManyRequests, Statuses("well", road));
            Assert.Superset(
                new HashSet<HttpStatusCode?>
                {
                    HttpStatusCode.OK, HttpStatusCode.SeeOther, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound,
                    HttpStatusCode.MethodNotAllowed, HttpStatusCode.Gone, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.NotImplemented,
                },
                Statuses("well", road));
            Assert.Contains(HttpStatusCode.InternalServerError, Statuses("failing", road));
            Assert.Contains(HttpStatusCode.ServiceUnavailable, Statuses("without the database", road));
        }

        Assert.Equal([200, 500, 503, 503], searched.OnionAnswers.Select(line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)));
        Assert.Contains(HttpStatusCode.ServiceUnavailable, Statuses("without the program", Road.Proxy));
        Assert.DoesNotContain(HttpStatusCode.OK, Statuses("without the program", Road.Proxy));
    }

    [Fact, Property(41), Property(42)]
    public void Logs_WereWritten()
    {
        var usual = File.ReadAllLines(searched.Usual.Output);
        Assert.Contains(usual, line => line.Contains("Npgsql.PostgresException 42703", StringComparison.Ordinal));
        Assert.Contains(usual, line => line.Contains(" Error Microsoft.", StringComparison.Ordinal));
        Assert.True(File.ReadAllLines(searched.Talkative.Output).Length > 1_000);
        Assert.Equal(0, new FileInfo(searched.Usual.Errors).Length);
        Assert.Equal(0, new FileInfo(searched.Talkative.Errors).Length);
    }

    [Fact, Property(44), Property(45)]
    public void Database_AfterAllSearches_IsTheOneBefore()
    {
        Assert.Contains("COPY published.service ", searched.Before, StringComparison.Ordinal);
        Assert.True(searched.Before == searched.After, "The dumps differ.");
    }

    [Fact, Property(44)]
    public void Programs_WriteNoFile() => Assert.Equal([], searched.Written);

    [Fact, Property(46)]
    public void Failures_AllLookTheSame()
    {
        var pages = searched.Outcomes.Where(outcome => outcome.Status is HttpStatusCode.InternalServerError && outcome.Body.Length > 0).ToList();
        Assert.True(pages.Count > 4);
        Assert.Single(pages.Select(page => page.Body).Distinct());
        Assert.Equal([], Traces.InText(pages[0].Body, "page", searched.Canary));
    }

    [Fact, Property(46)]
    public void Errors_NeverRepeatWhatWasAsked()
    {
        // A search or a list that was wrong keeps what was typed beside its field; every other error says fixed words.
        var errors = searched.Outcomes.Where(outcome => outcome.Status >= HttpStatusCode.BadRequest
            && !outcome.Asked.Contains("/search", StringComparison.Ordinal) && !outcome.Asked.Contains("/list?", StringComparison.Ordinal)).ToList();
        Assert.True(errors.Count > 20);
        Assert.Equal([], errors.SelectMany(error => Traces.InText(error.Body, error.Asked, searched.Canary)));
    }

    [Theory, Property(47)]
    [InlineData("select '{0}'::int")]
    [InlineData("select to_tsquery('{0} & & {0}')")]
    [InlineData("select 'a' ~ '{0}['")]
    [InlineData("select {0} from published.service")]
    [InlineData("select 1 as {0} from")]
    [InlineData("set statement_timeout = 20; select '{0}', count(*) from generate_series(1, 1000000000)")]
    public async Task Statement_ThatFails_IsNotInTheLog(string statement)
    {
        var canary = new Canary();
        var sql = statement.Replace("{0}", canary.Mark, StringComparison.Ordinal);
        Assert.Equal(5, (await searched.Cluster.Logins.Public.RefusedAsync(sql)).Length);
        Assert.Equal([], Traces.In(searched.Cluster.Log, canary));
    }

    [Fact, Property(49)]
    public void Programs_LookForNobody() => Assert.Equal(0, searched.Attempts);

    [Theory, Property(49)]
    [InlineData(": > /dev/tcp/203.0.113.9/80")]
    [InlineData(": > /dev/udp/203.0.113.9/53")]
    public async Task Attempt_ToLookForSomebody_WouldBeSeen(string attempt)
    {
        // The second word waits until it is told to end, so that there is something to look at.
        using var program = NoNetwork.Start(new ProcessStartInfo("bash", ["-c", $"exec 3{attempt[2..]}; read -r"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        });
        for (int i = 0; i < 200 && program.Attempts() == 0; i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, program.Attempts());
        program.Process.StandardInput.Close();
        await program.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact, Property(41)]
    public async Task Planted_InAnOutput_IsFound()
    {
        var canary = new Canary();
        using var folder = new Folder();
        using var program = Process.Start(new ProcessStartInfo("bash", ["-c", "echo \"$1\"; echo \"$1\" >&2", "bash", canary.In("said")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await WebProcess.RecordAsync(program.StandardOutput.BaseStream, folder.File("output"));
        await WebProcess.RecordAsync(program.StandardError.BaseStream, folder.File("errors"));
        Assert.Single(Traces.In(folder.File("output"), canary));
        Assert.Single(Traces.In(folder.File("errors"), canary));
    }

    [Fact, Property(41)]
    public void Planted_InAnyForm_IsFound()
    {
        var canary = new Canary();
        var word = Encoding.ASCII.GetBytes(canary.In("planted"));
        foreach (var written in new[]
        {
            word, Encoding.ASCII.GetBytes(canary.In("planted").ToUpperInvariant()), Encoding.Unicode.GetBytes(canary.In("planted")),
            Encoding.ASCII.GetBytes(Convert.ToHexString(word)), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(word)),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(word)), Encoding.ASCII.GetBytes(Convert.ToBase64String([1, .. word])), Encoding.ASCII.GetBytes(Convert.ToBase64String([1, 2, .. word])),
            Encoding.ASCII.GetBytes($"from {canary.Address(7)}"), Encoding.ASCII.GetBytes($"::ffff:{Canary.Claimed(7)}"),
        })
        {
            using var folder = new Folder();
            // Across the end of what is read at once, and behind bytes that are no text.
            Directory.CreateDirectory(folder.File("deep/er"));
            File.WriteAllBytes(folder.File("deep/er/file"), [.. Enumerable.Repeat((byte)0, (4 * 1024 * 1024) - 5), .. written, 0xff]);
            Assert.NotEmpty(Traces.In(folder.Path, canary));
            Assert.NotEmpty(Traces.In(Traces.WrittenSince(folder.Path, DateTime.UtcNow.AddMinutes(-5), long.MaxValue), canary));
        }
    }

    [Fact, Property(41)]
    public async Task Planted_ByAProxyThatLogs_IsFound()
    {
        var canary = new Canary();
        await using var proxy = await Proxy.StartAsync("127.0.0.1:1", ("access_log off;", "access_log access.txt;"), ("error_log /dev/null crit;", "error_log errors.txt;"));
        using var browser = new HttpClient(new SocketsHttpHandler { SslOptions = new() { RemoteCertificateValidationCallback = Proxy.IsItsCertificate } });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{Proxy.Host}:{proxy.HttpsPort}/search?q={canary.In("words")}");
        (await browser.SendAsync(request, TestContext.Current.CancellationToken)).Dispose();
        // The line is written after the answer is on its way.
        IReadOnlyList<string> found = [];
        for (int i = 0; i < 200 && !found.Any(line => line.Contains("access.txt", StringComparison.Ordinal)); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            found = Traces.In(Path.GetDirectoryName(proxy.Temporary)!, canary);
        }

        Assert.Contains(found, line => line.Contains("access.txt", StringComparison.Ordinal));
        Assert.Contains(found, line => line.Contains("errors.txt", StringComparison.Ordinal));
    }

    [FullFact, Property(41), Property(47)]
    public async Task Planted_InTheDatabase_IsFound()
    {
        var canary = new Canary();
        await using var server = searched.Cluster.AsSuperuser();
        await server.RunAsync($"create table public.planted (word text); insert into public.planted values ('{canary.In("row")}')");
        Assert.NotEmpty(Traces.InText(await searched.Cluster.DumpAsync(), "dump", canary));
        await server.RunAsync("checkpoint");
        Assert.NotEmpty(Traces.In(searched.Cluster.Folder, canary));
        Assert.Equal([], Traces.In(searched.Cluster.Log, canary));

        // What is deleted stays readable in the files: nothing of a visitor may be written even for a moment.
        await server.RunAsync("drop table public.planted; checkpoint");
        Assert.NotEmpty(Traces.In(searched.Cluster.Folder, canary));
        Assert.Equal([], Traces.InText(await searched.Cluster.DumpAsync(), "dump", canary));

        await server.RefusedAsync($"set log_min_messages = error; set log_min_error_statement = error; select '{canary.In("logged")}'::int");
        Assert.NotEmpty(Traces.In(searched.Cluster.Log, canary));
    }

    private HashSet<HttpStatusCode?> Statuses(string state, Road road) =>
        [.. searched.Outcomes.Where(outcome => outcome.State == state && outcome.Road == road).Select(outcome => outcome.Status)];

    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sd-planted-");

        public string Path => _folder.FullName;

        public string File(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
