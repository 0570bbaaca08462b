using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Guides;
using ServiceDirectory.Tests.Hsds.Import;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Fuzz;

/// <summary>
/// Some hundreds of generated requests everyday, some thousands in a full run, and with <c>DIRECTORY_TESTS_FUZZ=10</c> ten times as many: to every address, with every parameter, by every form and with every
/// kind of file. None is a fault, none leaves a word in the log, none writes markup or a header, and what may not change stays. A request is made
/// from its number alone and from the page that was there, so the number that is printed plays it again.
/// </summary>
public sealed partial class FuzzTests(FuzzWorld world, ShippedPlaces places) : IClassFixture<FuzzWorld>
{
    private const string Policy = "Content-Security-Policy";

    private static readonly int s_times = int.Parse(Environment.GetEnvironmentVariable("DIRECTORY_TESTS_FUZZ") ?? "1", CultureInfo.InvariantCulture);

    private static readonly int s_reads = Some(400, 6_000), s_posts = Some(120, 2_000), s_ofMembers = Some(160, 600), s_files = Some(300, 10_000);

    /// <summary>Generous, for a machine with other work; a page takes some milliseconds.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <summary>For each of the tests here.</summary>
    private static readonly TimeSpan s_allTogether = TimeSpan.FromMinutes(8) * s_times;

    private static readonly int[] s_statuses = [200, 206, 301, 302, 303, 304, 307, 308, 400, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 422, 429, 431, 501, 505];

    private static readonly string[] s_languages = ["", "", "", "/es", "/ro", "/ar", "/en"];

    private static readonly string[] s_searches =
    [
        "/search?need=4&near=Leeds", "/search?need=7&near=Leeds&sort=distance", "/search?q=pep", "/search?near=Leeds&within=5&access=1", "/search?need=15&place=2644688", "/search.csv?need=4&near=Leeds", "/ar/search?need=4&near=Leeds",
        "/hsds/services", "/needs", "/guides",
    ];

    /// <summary>What public forms write: messages with their receipts, requests for training, and what can be used once.</summary>
    private static readonly string[] s_writtenByTheForms = ["directory.message", "directory.receipt", "directory.receipt_text", "directory.spent", "directory.training_request"];

    private readonly ConcurrentQueue<string> _wrong = new();

    private static readonly SemaphoreSlim s_turn = new(1);

    private int _sent;

    private static int Some(int everyday, int full) => FullRun.IsAsked ? full * s_times : everyday;

    [Fact, Property(27), Property(41)]
    public async Task Strangers_MayAskForAnything_AndChangeNothing()
    {
        var list = new EndpointList(world.Program, world.Members.World);
        var (addresses, forms) = await SeenAsync(list);
        Assert.True(addresses.Count > 60 && forms.Count > 4, $"{addresses.Count} addresses, {forms.Count} forms.");
        var before = await world.TablesAsync();
        string[] answers = await AnswersAsync();

        await EachAsync(s_reads, seed => ReadRequest(new HostileText(new Random(seed)), list, addresses));
        Assert.Equal(before, await world.TablesAsync());
        EndsWell();

        // A form comes back too soon for a person within three seconds.
        const int Turn = 200;
        for (int from = 0; from < s_posts; from += Turn)
        {
            var shown = await ShownAsync(forms, from);
            world.Members.Clock.Advance(TimeSpan.FromSeconds(5));
            await EachAsync(Turn, seed =>
            {
                var text = new HostileText(new Random(1_000_000 + from + seed));
                var form = shown[seed % shown.Count];
                return FuzzRequest.Send(text, form.Address, form.Fill(text, "", EndpointList.Parameters), inParts: false);
            });
        }

        var after = await world.TablesAsync();
        Assert.Empty(after.Where(table => table.Value != before[table.Key]).Select(table => table.Key).Except(s_writtenByTheForms));
        Assert.Equal(answers, await AnswersAsync());
        EndsWell();
    }

    [Fact, Property(28), Property(41)]
    public async Task Members_MaySendAnything_ByEveryForm()
    {
        string[] routes =
        [
            .. world.Program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page && page.ViewEnginePath.StartsWith("/Curate/", StringComparison.Ordinal))
                .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            "/account", "/account/ways", "/account/confirm",
        ];
        var kinds = new ConcurrentDictionary<string, int>();
        int every = s_times > 1 ? 1 : 12;
        using var all = new CancellationTokenSource(s_allTogether);
        for (int round = 0; _sent < s_ofMembers && _wrong.IsEmpty; round++)
        {
            // A part of them does, another one in each round, but for the largest run; the imports are in each.
            var some = routes.Where((route, at) => (at + round) % every == 0 || (round == 0 && route.EndsWith("/import", StringComparison.Ordinal)));
            await Parallel.ForEachAsync(some, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = all.Token }, async (route, _) => await OfMembersAsync(route, round, kinds));
        }

        Assert.True(kinds.Count > (every == 1 ? 100 : 4), $"{kinds.Count} forms.");
        Assert.Contains(kinds.Keys, form => form.Contains("/import", StringComparison.Ordinal));
        EndsWell();
    }

    /// <summary>Without pages between: what the readers make of a file is a list or a refusal with its reason.</summary>
    [Fact, Property(28)]
    public async Task Files_AreReadOrRefused()
    {
        int read = 0, refused = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, s_files), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (seed, _) =>
        {
            byte[] file = Encoding.Latin1.GetBytes(FuzzFiles.Any(new HostileText(new Random(3_000_000 + seed))));
            var clock = Stopwatch.StartNew();
            try
            {
                try
                {
                    SheetReader.Read(file);
                    Interlocked.Increment(ref read);
                }
                catch (SheetException)
                {
                    Interlocked.Increment(ref refused);
                }

                try
                {
                    FeedOf.Map(places, await FeedOf.ReadAsync(file));
                    Interlocked.Increment(ref read);
                }
                catch (FeedException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                _wrong.Enqueue($"file {seed}: {fault.GetType()} {fault.StackTrace?.Split('\n').FirstOrDefault()}");
            }

            if (clock.Elapsed > s_longest)
                _wrong.Enqueue($"file {seed}: {clock.Elapsed}");
        });
        Assert.True(_wrong.IsEmpty, $"{_wrong.Count} broke something:\n{string.Join('\n', _wrong.Take(20))}");
        Assert.True(read > s_files / 20 && refused > s_files / 20, $"{read} read, {refused} refused.");
    }

    /// <summary>The forms of one page as somebody sees it who may do everything in their organisation, each sent some times.</summary>
    private async Task OfMembersAsync(string route, int round, ConcurrentDictionary<string, int> kinds)
    {
        await s_turn.WaitAsync();
        Seated somebody;
        string address;
        try
        {
            // What a form does to an entry or a seat stays with this page.
            var union = await world.Members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
            string entry = route.Contains("{entry}", StringComparison.Ordinal) ? await EntryAsync(union, round % 3) : "";
            address = route.Replace("{organisation}", union.Code, StringComparison.Ordinal).Replace("{entry}", entry, StringComparison.Ordinal)
                .Replace("{guide}", route.Contains("{guide}", StringComparison.Ordinal) ? await new GuideDesk(world.Members.World.Database.Logins).RowAsync(union) : "", StringComparison.Ordinal);
            somebody = await Seated.InAsync(world.Members, union, round % 4 == 3 ? [ActorRole.Keeper, ActorRole.Reviewer, ActorRole.Proposer] : [ActorRole.Reviewer, ActorRole.Proposer, ActorRole.Coordinator, ActorRole.Panel]);
        }
        finally
        {
            s_turn.Release();
        }

        using (somebody)
        {
            string cookie = somebody.Browser.DefaultRequestHeaders.GetValues("Cookie").Single();
            int times = FullRun.IsAsked ? 12 : 3;
            for (int at = 0, count = 1; at < count; at++)
            {
                for (int turn = 0; turn < times; turn++)
                {
                    // As it is by now; what it was is gone where somebody was taken at their word.
                    if (await world.PageAsync(address, cookie) is not { } page || FuzzForm.Posted(page, address) is not { Count: > 0 } forms || at >= forms.Count)
                        break;
                    count = forms.Count;
                    kinds.AddOrUpdate($"{route} {at}", 1, (_, before) => before + 1);
                    for (int again = 0; again < 4; again++)
                    {
                        // Found again by what it was made from; Random.Shared would be another one each time.
                        int seed = string.Create(CultureInfo.InvariantCulture, $"{route} {round} {at} {turn} {again}").Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));
                        var text = new HostileText(new Random(seed));
                        var fields = forms[at].Fill(text, forms[at].TakesFile ? FuzzFiles.Any(text) : "", EndpointList.Parameters);
                        await SendAsync(FuzzRequest.Send(text, forms[at].Address, fields, forms[at].TakesFile, cookie), $"{route} round {round}, form {at}, turn {turn}, {again}, seed {seed}");
                    }
                }
            }
        }
    }

    private async Task<string> EntryAsync(Organisation union, int state)
    {
        var desk = new ListingDesk(world.Members.World.Database.Logins, places);
        var entry = await desk.WriteAsync(by: union);
        if (state == 1)
            await desk.ProposeAsync(entry);
        if (state == 2)
        {
            foreach (string name in new[] { "One (demo)", "Two (demo)" })
                await desk.ApproveAsync(entry, await world.Members.World.Database.Given.SexWorkerLedAsync(name));
        }

        return entry.Code;
    }

    /// <summary>What links lead to, with its parameters, and the pages that hold a form that is sent.</summary>
    private async Task<(IReadOnlyList<string> Addresses, IReadOnlyList<string> Forms)> SeenAsync(EndpointList list)
    {
        HashSet<string> addresses = new(StringComparer.Ordinal), forms = new(StringComparer.Ordinal);
        string[][] kinds = [.. list.Endpoints.Select(endpoint => list.Filled(endpoint).ToArray()), .. s_searches.Select(search => new[] { search }), [$"/list?s={world.Members.World.Clinic.Code}"]];
        foreach (string[] kind in kinds)
        {
            addresses.UnionWith(kind);
            // The first that opens stands for all of its kind.
            IHtmlDocument? page = null;
            foreach (string address in kind.Where(address => !address.StartsWith("/curate", StringComparison.Ordinal)))
            {
                if ((page = await world.PageAsync(address)) is null)
                    continue;
                if (FuzzForm.Posted(page, address).Count > 0)
                    forms.Add(address);
                break;
            }

            if (page is null)
                continue;
            addresses.UnionWith(page.QuerySelectorAll("a[href^='/']").Select(link => link.GetAttribute("href")!.Split('#')[0]));
            foreach (var form in page.QuerySelectorAll<IHtmlFormElement>("form:not([method=post])"))
                addresses.Add($"{form.GetAttribute("action")}?{string.Join('&', form.Elements.Select(field => field.GetAttribute("name")).OfType<string>().Distinct().Select(name => $"{name}=1"))}");
        }

        return ([.. addresses.Where(address => address.StartsWith('/'))], [.. forms]);
    }

    private async Task<IReadOnlyList<FuzzForm>> ShownAsync(IReadOnlyList<string> addresses, int from)
    {
        List<FuzzForm> shown = [];
        foreach (int at in Enumerable.Range(0, Math.Min(addresses.Count, 40)))
        {
            string address = addresses[(at + from) % addresses.Count];
            if (await world.PageAsync(address) is { } page)
                shown.AddRange(FuzzForm.Posted(page, address));
        }

        return shown;
    }

    private async Task<string[]> AnswersAsync()
    {
        List<string> answers = [];
        foreach (string search in s_searches)
        {
            using var answer = await AskTwiceAsync(() => world.Reader.ReadAsync(search), answer => answer.StatusCode == System.Net.HttpStatusCode.ServiceUnavailable);
            answers.Add(await answer.Content.ReadAsStringAsync());
        }

        return [.. answers];
    }

    private static FuzzRequest ReadRequest(HostileText text, EndpointList list, IReadOnlyList<string> addresses)
    {
        string address;
        if (text.IsOneOf(3))
        {
            var endpoint = text.Any(list.Endpoints);
            address = EndpointList.Fill(endpoint, text.IsOneOf(2) ? text.Any(list.Values) : text.Value());
        }
        else
        {
            address = text.Any(addresses);
        }

        string[] parts = address.Split('?', 2);
        string path = parts[0];
        if (!LanguageFirst().IsMatch(path))
            path = text.Any(s_languages) + path;
        if (text.IsOneOf(6))
        {
            // Another one of its steps.
            string[] steps = path.Split('/');
            steps[text.Next(steps.Length)] = text.Value();
            path = string.Join('/', steps);
        }

        List<string> pairs = parts.Length > 1 ? [.. parts[1].Split('&')] : [];
        for (int left = text.Next(4); left > 0; left--)
        {
            switch (text.Next(7))
            {
                case 0 when pairs.Count > 0:
                    pairs.Add(text.Any(pairs));
                    break;
                case 1 when pairs.Count > 0:
                    pairs.RemoveAt(text.Next(pairs.Count));
                    break;
                case 2 or 3 when pairs.Count > 0:
                    int at = text.Next(pairs.Count);
                    pairs[at] = pairs[at].Split('=')[0] + "=" + text.Value();
                    break;
                case 4:
                    pairs.Add($"{text.Any([text.Any(EndpointList.Parameters) + "[]", text.Any(EndpointList.Parameters) + "[0].a", text.Any(EndpointList.Parameters).ToUpperInvariant(), text.Value(), ""])}={text.Value()}");
                    break;
                default:
                    pairs.Add($"{text.Any(EndpointList.Parameters)}={text.Value()}");
                    break;
            }
        }

        string query = string.Join(text.IsOneOf(40) ? ";" : "&", pairs);
        string whole = (path.StartsWith('/') ? path : "/" + path) + (query.Length > 0 ? "?" + query : "");
        // A blank or the end of a line would end it; the rest of what no request line may hold stays.
        whole = whole.Replace(" ", "%20", StringComparison.Ordinal).Replace("\r", "%0d", StringComparison.Ordinal).Replace("\n", "%0a", StringComparison.Ordinal);
        string method = text.Next(20) switch { 0 => "HEAD", 1 => text.Any(["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "get", "PROPFIND", "X"]), _ => "GET" };
        return FuzzRequest.Read(text, method, whole);
    }

    private async Task EachAsync(int count, Func<int, FuzzRequest> make)
    {
        using var all = new CancellationTokenSource(s_allTogether);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = all.Token }, async (seed, _) => await SendAsync(make(seed), $"seed {seed}"));
    }

    /// <summary>A statement on a busy machine can end before its time and be a 503 once; what a request brings about it brings about again.</summary>
    private static async Task<T> AskTwiceAsync<T>(Func<Task<T>> ask, Predicate<T> isBusy)
    {
        var answer = await ask();
        if (!isBusy(answer))
            return answer;
        (answer as IDisposable)?.Dispose();
        await Task.Delay(TimeSpan.FromSeconds(2));
        return await ask();
    }

    private async Task SendAsync(FuzzRequest request, string made)
    {
        var clock = Stopwatch.StartNew();
        int number = Interlocked.Increment(ref _sent);
        try
        {
            var answer = await AskTwiceAsync(() => RawConnection.SendAsync(world.Port, request.Bytes, endsThere: request.IsBroken), answer => answer.Status == 503);
            if (Wrong(request, answer, number) is { } wrong)
                _wrong.Enqueue($"{wrong}, {made}: {request.Brief}");
        }
        catch (OperationCanceledException)
        {
            _wrong.Enqueue($"no answer, {made}: {request.Brief}");
        }

        if (clock.Elapsed > s_longest)
            _wrong.Enqueue($"{clock.Elapsed}, {made}: {request.Brief}");
    }

    private static string? Wrong(FuzzRequest request, RawAnswer answer, int number)
    {
        // The server hangs up on what is no request, and on whoever has gone.
        if (answer.Status == 0)
            return request.IsBroken ? null : "no answer";
        if (!s_statuses.Contains(answer.Status))
            return $"status {answer.Status}";
        if (answer.Count != 1)
            return $"{answer.Count} answers";
        if (answer.Header(HostileText.InjectedHeader).Length > 0)
            return "a header of its own";
        if (answer.Header("Location") is [var location] && location != "https://www.bbc.co.uk/weather"
            && (location.Length == 0 || location[0] != '/' || (location.Length > 1 && location[1] is '/' or '\\')))
            return $"leads to {location}";
        if (answer.Header("Content-Type") is [var type] && type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase))
        {
            if (answer.Header(Policy) is not [var policy] || !policy.StartsWith("default-src 'none'", StringComparison.Ordinal))
                return "no content policy";
            if (answer.Body.Contains("<b data-x", StringComparison.OrdinalIgnoreCase) || answer.Body.Contains("<svg/onload", StringComparison.OrdinalIgnoreCase)
                || OurScript().Replace(answer.Body, "").Contains("<script", StringComparison.OrdinalIgnoreCase))
                return "writes markup";
            // As a browser reads it: an attribute that was opened counts as well. Reading all of them would be most of the time.
            if (answer.Body.Contains("data-x", StringComparison.OrdinalIgnoreCase) && number % (FullRun.IsAsked ? 4 : 1) == 0
                && new HtmlParser().ParseDocument(answer.Body).QuerySelectorAll("[data-x]").Length > 0)
                return "writes an attribute";
        }

        return null;
    }

    private void EndsWell()
    {
        Assert.True(_wrong.IsEmpty, $"{_wrong.Count} of {_sent} broke something:\n{string.Join('\n', _wrong.Take(20))}");
        Assert.True(world.Log.Repeated.IsEmpty, $"The log repeats what was sent:\n{string.Join('\n', world.Log.Repeated.Take(5))}");
        Assert.True(world.Log.Faults.IsEmpty, $"The log tells of faults:\n{string.Join('\n', world.Log.Faults.Take(5))}");
    }

    [GeneratedRegex("""<script src="/(site|account|reading|looking|private)\.js\?v=""")]
    private static partial Regex OurScript();

    [GeneratedRegex("^/(es|ro|ar|en)(/|$)")]
    private static partial Regex LanguageFirst();
}
