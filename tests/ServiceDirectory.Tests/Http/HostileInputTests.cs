using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web;
using ServiceDirectory.Web.Pages.Account;
using ServiceDirectory.Web.Pages.Curate;
using ServiceDirectory.Web.Pages.Curate.Entries;
using ServiceDirectory.Web.Pages.Curate.Guides;
using ServiceDirectory.Web.Pages.Curate.Training;
using ServiceDirectory.Web.Pages.Lists;
using ServiceDirectory.Web.Pages.Messages;
using ServiceDirectory.Web.Pages.Now;
using ServiceDirectory.Web.Pages.Receipts;
using ServiceDirectory.Web.Pages.Search;
using ServiceDirectory.Web.Pages.Training;
using ServiceDirectory.Web.Sharing;

namespace ServiceDirectory.Tests.Http;

/// <summary>
/// What a bored or angry stranger sends, to every address and in every parameter that the program itself lists. The answer is a
/// page, a way to a page of ours or a refusal; never a fault, and never 503, with which a statement ends that took too long.
/// </summary>
public sealed partial class HostileInputTests(LiveWorld live) : IClassFixture<LiveWorld>
{
    private static readonly int s_samples = FullRun.IsAsked ? 20_000 : 600;

    private static readonly string[] s_foldersOfMembers = ["account", "curate", "receipts"];

    /// <summary>Read by pages that open without signing in.</summary>
    private static readonly HashSet<string> s_ofAccounts =
        [.. Names(typeof(AccountField), typeof(ReceiptField), typeof(MessageField), typeof(OutcomeField), typeof(AskField), typeof(DayTicket)).Where(name => name != SearchField.Place)];

    /// <summary>Read by members' pages alone: <see cref="HostileFormsTests"/> sends them from their own forms.</summary>
    private static readonly HashSet<string> s_ofMembers =
    [
        .. Names(
            typeof(CurateField), typeof(KeepingField), typeof(VettingField), typeof(CouncilField), typeof(PartnerField),
            typeof(GuideField), typeof(HeardField), typeof(PromiseField), typeof(TrainingField), typeof(ReportField), typeof(KeptListField)),
        BackupsModel.Field,
    ];

    /// <summary>Read by what is handed on, and no parameter of a search.</summary>
    private static readonly HashSet<string> s_ofSharing = [.. Names(typeof(SharingField), typeof(SheetField))];

    private static readonly string[] s_methods = ["GET", "POST"];

    private readonly EndpointList _list = new(live.Program, live.World);

    public static TheoryData<string> Parameters => [.. EndpointList.Parameters];

    [Fact]
    public void Parameters_AreFound()
    {
        Assert.Superset(new HashSet<string>(["need", "near", "place", "within", "access", "lang", "open", "reach", "sort", "page", "skip", "was", "code", "s"]), EndpointList.Parameters.ToHashSet());
        Assert.True(_list.Endpoints.Count > 8);
        Assert.All(
            _list.Endpoints.Where(endpoint => endpoint.RoutePattern.Parameters.Count > 0),
            endpoint => Assert.DoesNotContain('{', EndpointList.Fill(endpoint, "x")));
    }

    /// <summary>
    /// Everyday each parameter takes every third value and each value comes in every third parameter, half of them at the page that reads most, the
    /// others at some page each; in a full run each in both ways at the page that reads most, and at some page. What only members send,
    /// <see cref="HostileFormsTests"/> tries at their own pages: here a quarter of it.
    /// </summary>
    [Fact, Property(27), Property(35)]
    public Task Every_Parameter_TakesEveryValue() => EachAsync(
        from name in EndpointList.Parameters.Index()
        from value in HostileValues.All.Index()
        where IsTurnOf(name.Index, value.Index, 3) && (!s_ofMembers.Contains(name.Item) || (name.Item.Length + value.Item.Length) % 4 == 0)
        from tried in Tried(name.Item, value.Item)
        select Request(tried.Method, tried.Address, $"{name.Item}={value.Item}"));

    private IEnumerable<(string Method, string Address)> Tried(string name, string value)
    {
        string method = s_methods[value.Length % 2];
        if (FullRun.IsAsked && !s_ofMembers.Contains(name))
        {
            yield return (s_methods[0], "/search");
            yield return (s_methods[1], "/search");
            yield return (method, EndpointList.Fill(Chosen(name + value, [.. Readers(name)], 1).Single(), live.World.Clinic.Code));
        }
        else
        {
            yield return (method, Chosen(name + value, (name.Length + value.Length) % 2).Select(endpoint => EndpointList.Fill(endpoint, live.World.Clinic.Code)).FirstOrDefault("/search"));
        }
    }

    /// <summary>Everyday each address that has a value in it takes every fourth, and each value comes in every fourth of them.</summary>
    [Fact, Property(27), Property(35)]
    public Task Every_Path_TakesEveryValue() => EachAsync(
        from one in HostileValues.All.Index()
        let value = one.Item
        from endpoint in Chosen(value, FullRun.IsAsked ? 20 : 2).Concat(
            _list.Endpoints.Where(endpoint => endpoint.RoutePattern.Parameters.Count > 0).Where((_, at) => IsTurnOf(at, one.Index, 4)))
        let filled = EndpointList.Fill(endpoint, value)
        let real = EndpointList.Fill(endpoint, live.World.Clinic.Code)
        from path in endpoint.RoutePattern.Parameters.Count > 0 ? new[] { filled, $"{real}/{value}" } : [$"{real}/{value}"]
        select Request("GET", path.Replace(" ", "%20", StringComparison.Ordinal), ""));

    [Fact, Property(27), Property(30)]
    public Task Generated_Request_IsAnswered() => EachAsync(Enumerable.Range(0, s_samples).Select(Generate));

    /// <summary>
    /// The directory's database is out of reach here, so whatever reads it answers 503: what answers 400 did not get that far. Where many pages read a
    /// parameter, everyday it comes to every eighth of them, beginning with another one each time, and to the one that reads most.
    /// </summary>
    [Theory, Property(29)]
    [MemberData(nameof(Parameters))]
    public async Task Text_ThatIsNone_Is400BeforeTheDatabase(string name)
    {
        using var browser = live.WithBrokenLogin.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        string[] broken = FullRun.IsAsked ? ["%00", "a%00b", "%FF", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%EF%BF%BD"] : ["a%00b", "%ED%A0%80"];
        List<RouteEndpoint> readers = [.. Readers(name)];
        int place = EndpointList.Parameters.Index().Single(one => one.Item == name).Index;
        foreach (string address in readers.Where((_, at) => readers.Count <= 8 || IsTurnOf(at, place, 8)).Select(endpoint => EndpointList.Fill(endpoint, live.World.Clinic.Code)).Where(address => address != "/exit").Append("/search").Distinct())
        {
            foreach (string text in broken)
            {
                using var read = await browser.ReadAsync($"{address}?{name}={text}");
                Assert.True((int)read.StatusCode == 400, $"GET {address}?{name}={text}: {read.StatusCode}");
                using var named = await browser.ReadAsync($"{address}?{name}{text}=1");
                Assert.True((int)named.StatusCode == 400, $"GET {address}?{name}{text}=1: {named.StatusCode}");
                using var form = new StringContent($"{name}={text}", Encoding.ASCII, "application/x-www-form-urlencoded");
                using var sent = await browser.SendAsync("POST", address, form);
                Assert.True((int)sent.StatusCode == 400, $"POST {address} {name}={text}: {sent.StatusCode}");
            }

            using var parts = new MultipartFormDataContent { { new StringContent("a\0b"), name } };
            using var several = await browser.SendAsync("POST", address, parts);
            Assert.True((int)several.StatusCode == 400, $"POST {address} in parts: {several.StatusCode}");
        }
    }

    /// <summary>The framework throws at these letters, and would not only say no.</summary>
    [Fact, Property(29)]
    public async Task Part_InLettersThatNobodyReads_Is400()
    {
        const string Parts = "--x\r\nContent-Disposition: form-data; name=\"near\"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nLeeds\r\n--x--\r\n";
        Assert.Equal(400, (await RawConnection.SendAsync(live.Port, Request("POST", "/search", Parts, "multipart/form-data; boundary=x"))).Status);
    }

    [Theory, Property(29)]
    [InlineData("%00")]
    [InlineData("a%00b")]
    [InlineData("%FF")]
    [InlineData("%ED%A0%80")]
    [InlineData("%EF%BF%BD")]
    public async Task Path_ThatIsNoText_Is400(string text)
    {
        foreach (var endpoint in _list.Endpoints)
        {
            string path = endpoint.RoutePattern.Parameters.Count > 0 ? EndpointList.Fill(endpoint, text) : $"{EndpointList.Fill(endpoint, "")}/{text}";
            var answer = await RawConnection.SendAsync(live.Port, Request("GET", path, ""));
            Assert.True(answer.Status == 400, $"{path}: {answer.Status}");
        }
    }

    [Theory, Property(31)]
    [InlineData("%20")]
    [InlineData("%0a")]
    [InlineData("%C2%85")]
    public Task Path_WithABlankPart_BreaksNothing(string blank) => EachAsync(
        _list.Endpoints.Where(endpoint => endpoint.RoutePattern.Parameters.Count > 0)
            .Select(endpoint => Request("GET", EndpointList.Fill(endpoint, blank), "")));

    [Theory, Property(31)]
    [MemberData(nameof(Parameters))]
    public async Task Search_Repeated_Is400_ButForLists(string name)
    {
        // One belongs to lists of entries, where it may repeat, one to urgent help.
        if (name is PickedCodes.Field or SituationField.Country)
            return;
        using var browser = live.World.Browser();
        using var answer = await browser.ReadAsync($"/search?{name}=1&{name}=1");
        var page = await answer.PageAsync(answer.StatusCode);
        var words = live.Program.Services.GetRequiredService<Wording>();
        bool isRefused = page.QuerySelectorAll($"p.wrong[data-field='{name}']").Any(error => error.TextContent == words["Wrong.Repeated"]);
        Assert.Equal(name is not ("need" or "access" or "lang" or "skip"), isRefused);
        Assert.True(!isRefused || (int)answer.StatusCode == 400);
    }

    [Theory, Property(30)]
    [MemberData(nameof(Parameters))]
    public async Task Search_TooLong_Is400BesideTheField(string name)
    {
        // What the form was filled with before is no text of anybody's, and what other pages read no parameter of a search.
        if (name is SearchField.Was or SearchField.Said or PickedCodes.Field or SituationField.Country or "code" or "situation" or "invitation" or "organisation" or "guide" || s_ofAccounts.Contains(name) || s_ofMembers.Contains(name) || s_ofSharing.Contains(name))
            return;
        using var browser = live.World.Browser();
        using var answer = await browser.ReadAsync($"/search?access=1&{name}={new string('a', SearchQuery.LongestText + 1)}");
        var page = await answer.PageAsync(System.Net.HttpStatusCode.BadRequest);
        Assert.NotEmpty(page.QuerySelectorAll($"p.wrong[data-field='{name}']"));
        Assert.DoesNotContain("aaaaaaaa", page.Source.Text, StringComparison.Ordinal);
    }

    /// <summary>Whether two things of two lists meet: in a full run always, everyday one time of some, in each row and in each column.</summary>
    private static bool IsTurnOf(int row, int column, int some) => FullRun.IsAsked || (row + column) % some == 0;

    private static string Request(string method, string path, string pairs, string type = "application/x-www-form-urlencoded") => method == "POST"
        ? $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: {pairs.Length}\r\nConnection: close\r\n\r\n{pairs}"
        : $"{method} {path}{(pairs.Length > 0 ? "?" : "")}{pairs} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    /// <summary>
    /// The addresses that read a field. What only members' pages read goes to those of them that open without signing in, and to some of the
    /// others, which send a stranger away before they read anything: all of them with everything would be most of the time of a full run.
    /// </summary>
    private IEnumerable<RouteEndpoint> Readers(string name)
    {
        if (!s_ofAccounts.Contains(name) && !s_ofMembers.Contains(name))
            return _list.Endpoints.Where(endpoint => !IsOfMembers(endpoint));
        List<RouteEndpoint> open = [.. _list.Endpoints.Where(endpoint => IsOfMembers(endpoint) && IsOpen(endpoint))], closed = [.. _list.Endpoints.Where(endpoint => !IsOpen(endpoint))];
        return (s_ofAccounts.Contains(name) ? open : Chosen(name, open, 1)).Concat(Chosen(name, closed, 1)).Distinct();
    }

    private static IEnumerable<string> Names(params IEnumerable<Type> fields) => fields.SelectMany(type => type.GetFields()).Select(field => (string)field.GetRawConstantValue()!);

    private static bool IsOfMembers(RouteEndpoint endpoint) => s_foldersOfMembers.Any(folder => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith(folder, StringComparison.Ordinal));

    private static bool IsOpen(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private IEnumerable<RouteEndpoint> Chosen(string by, int count) => Chosen(by, _list.Endpoints, count);

    private static IEnumerable<RouteEndpoint> Chosen(string by, IReadOnlyList<RouteEndpoint> from, int count)
    {
        var random = new Random(by.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter)));
        return Enumerable.Range(0, count).Select(_ => from[random.Next(from.Count)]);
    }

    private string Generate(int seed)
    {
        var random = new Random(seed);
        string Value() => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => HostileValues.All[random.Next(HostileValues.All.Count - 1)]));
        var endpoint = random.Next(3) == 0 ? null : _list.Endpoints[random.Next(_list.Endpoints.Count)];
        string path = endpoint is null ? "/search" : EndpointList.Fill(endpoint, random.Next(2) == 0 ? _list.Values[random.Next(_list.Values.Count)] : Value());
        path = random.Next(12) switch
        {
            0 => path + "/",
            1 => path.ToUpperInvariant(),
            2 => path + "/" + Value(),
            3 => "/" + path,
            4 => path.Replace("e", "%65", StringComparison.Ordinal),
            5 => path + "/..;/",
            6 => "/.%2e" + path,
            _ => path,
        };
        var pairs = Enumerable.Range(0, random.Next(0, 6)).Select(_ =>
        {
            string name = EndpointList.Parameters[random.Next(EndpointList.Parameters.Count)];
            name = random.Next(10) switch
            {
                0 => name.ToUpperInvariant(),
                1 => name + "[]",
                2 => name + "[0].x",
                3 => "%6" + "eeed",
                4 => Value(),
                _ => name,
            };
            return random.Next(10) == 0 ? name : $"{name}={Value()}";
        });
        string method = random.Next(3) switch { 0 => "POST", 1 => "HEAD", _ => "GET" };
        string type = random.Next(6) switch
        {
            0 => "multipart/form-data; boundary=x",
            1 => "text/plain",
            2 => "application/json",
            3 => "application/x-www-form-urlencoded; charset=utf-7",
            _ => "application/x-www-form-urlencoded",
        };
        return Request(method, path.Replace(" ", "%20", StringComparison.Ordinal), string.Join('&', pairs), type);
    }

    /// <summary>Sends each and reports all that broke something; a generated one is found again by its place in the list, which is its seed.</summary>
    private async Task EachAsync(IEnumerable<string> requests)
    {
        var broken = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(requests.Index(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (request, _) =>
        {
            var answer = await RawConnection.SendAsync(live.Port, request.Item);
            if (Wrong(answer) is { } wrong)
                broken.Add(string.Create(CultureInfo.InvariantCulture, $"{wrong}, seed {request.Index}: {Brief(request.Item)}"));
        });
        Assert.True(broken.IsEmpty, $"{broken.Count} broke something:\n{string.Join('\n', broken.Take(20))}");
    }

    private static string? Wrong(RawAnswer answer)
    {
        if (answer.Status is < 200 or >= 500)
            return $"status {answer.Status}";
        if (answer.Count != 1)
            return $"{answer.Count} answers";
        if (answer.Header("Location") is [var location] && location != "https://www.bbc.co.uk/weather"
            && (location.Length == 0 || location[0] != '/' || (location.Length > 1 && location[1] is '/' or '\\')))
            return $"leads to {location}";
        if (answer.Header("Set-Cookie").Length > 0)
            return "sets a cookie";
        // Our own stand in the head.
        if (answer.Body.Contains("<b data-x", StringComparison.OrdinalIgnoreCase)
            || OurScript().Replace(answer.Body, "").Contains("<script", StringComparison.OrdinalIgnoreCase))
            return "writes markup";
        return null;
    }

    private static string Brief(string request) => request.Replace("\r\n", "⏎", StringComparison.Ordinal) is { Length: > 400 } longer ? longer[..400] + "…" : request.Replace("\r\n", "⏎", StringComparison.Ordinal);

    [GeneratedRegex("""<script src="/(site|account|reading|looking|private)\.js\?v=""")]
    private static partial Regex OurScript();
}
