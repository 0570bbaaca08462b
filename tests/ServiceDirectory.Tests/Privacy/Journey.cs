using System.Net;
using System.Text;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// What a person may do, with a canary in every place that can hold a text. Whoever adds a page, a form or a sign-in adds a step
/// here, and all that the harness looks through is looked through for it.
/// </summary>
internal static class Journey
{
    /// <param name="canary">The visitor's word.</param>
    /// <param name="visit">Another number, another visitor.</param>
    /// <param name="codes">An entry, an entry that left, and an organisation.</param>
    public static IEnumerable<Step> Steps(Canary canary, int visit, (string Service, string Gone, string Organisation) codes)
    {
        var step = new StepMaker(canary, visit);

        // Reading.
        yield return step.Get(HttpStatusCode.OK, $"/?{canary.In("first")}");
        yield return step.Get(HttpStatusCode.OK, $"/needs?x={canary.In("needs")}");
        yield return step.Get(HttpStatusCode.OK, $"/needs/4?x={canary.In("need")}");
        yield return step.Get(HttpStatusCode.OK, $"/about?x={canary.In("about")}");
        yield return step.Get(HttpStatusCode.OK, $"/privacy?x={canary.In("privacy")}");
        yield return step.Get(HttpStatusCode.OK, $"/how-we-check?x={canary.In("howwecheck")}");
        yield return step.Get(HttpStatusCode.OK, $"/services/{codes.Service}?x={canary.In("service")}");
        yield return step.Get(HttpStatusCode.OK, $"/organisations/{codes.Organisation}?x={canary.In("organisation")}");
        yield return step.Get(HttpStatusCode.SeeOther, $"/exit?to={canary.In("exit")}");
        yield return step.Get(HttpStatusCode.OK, $"/site.css?v={canary.In("file")}");
        yield return step.Get(HttpStatusCode.OK, $"/robots.txt?x={canary.In("robots")}");
        yield return step.Get(HttpStatusCode.OK, $"/sitemap.xml?x={canary.In("sitemap")}");
        yield return step.Get(HttpStatusCode.OK, $"/list?s={codes.Service}&x={canary.In("list")}");
        yield return step.Get(HttpStatusCode.BadRequest, $"/list?s={canary.In("picked")}");

        // Searching: by words, by the name of a place, by something like a postal code, by need, by every parameter wrong.
        yield return step.Get(HttpStatusCode.OK, $"/search?q={canary.In("words")}&need=4&place={Sample.Leeds}");
        yield return step.Get(HttpStatusCode.OK, $"/search?near={canary.In("near")}&need=4");
        yield return step.Get(HttpStatusCode.OK, $"/search?near=Leeds {canary.In("tail")}");
        yield return step.Get(HttpStatusCode.OK, $"/search?near={canary.Mark}");
        yield return step.Get(HttpStatusCode.OK, $"/search?q=std+clinic+{canary.In("wordsalone")}");
        foreach (var parameter in new[] { "need", "place", "within", "access", "lang", "open", "reach", "sort", "page", "skip" })
            yield return step.Get(parameter == "skip" ? null : HttpStatusCode.BadRequest, $"/search?{parameter}={canary.In(parameter)}&near=Leeds");
        yield return step.Get(HttpStatusCode.BadRequest, $"/search?near={canary.In("once")}&near={canary.In("twice")}");
        yield return step.Get(HttpStatusCode.BadRequest, $"/search?near={canary.In("nul")}%00");
        yield return step.Get(HttpStatusCode.BadRequest, $"/search?near={canary.In("bytes")}%ff");
        yield return step.Get(HttpStatusCode.BadRequest, $"/search?near={canary.In("long")}{new string('a', 300)}");
        yield return step.Get(null, $"/search?{canary.In("parameter")}=1&place={Sample.Leeds}");
        yield return step.Post(HttpStatusCode.OK, "/places", $"near={canary.In("suggested")}");
        yield return step.Post(HttpStatusCode.OK, "/es/places", $"near={canary.In("suggestedlong")}{new string('a', 300)}");
        yield return step.Post(HttpStatusCode.SeeOther, "/search", $"need=4&near={canary.In("postnear")}&q={canary.In("postwords")}");
        yield return step.Post(HttpStatusCode.BadRequest, "/search", $"need={canary.In("postneed")}&near={canary.In("postwrong")}");
        yield return step.Post(HttpStatusCode.BadRequest, "/search", $"near={canary.In("postnul")}%00");

        // Going wrong.
        yield return step.Get(HttpStatusCode.NotFound, $"/{canary.In("path")}/{canary.In("folder")}");
        yield return step.Get(HttpStatusCode.NotFound, $"/services/{canary.In("code")}");
        yield return step.Get(HttpStatusCode.NotFound, $"/organisations/{canary.In("group")}");
        yield return step.Get(HttpStatusCode.NotFound, $"/needs/{canary.In("slug")}");
        yield return step.Get(HttpStatusCode.Gone, $"/services/{codes.Gone}?x={canary.In("gone")}");
        yield return step.Post(HttpStatusCode.RequestEntityTooLarge, "/search", $"near={canary.In("large")}{new string('a', 70_000)}");
        yield return step.Post(HttpStatusCode.MethodNotAllowed, $"/about?x={canary.In("posted")}", $"x={canary.In("postedbody")}");
        yield return step.With("TRACE", HttpStatusCode.MethodNotAllowed, $"/search?q={canary.In("trace")}");
        yield return step.With("BREW", HttpStatusCode.NotImplemented, $"/search?q={canary.In("method")}");
        yield return step.Foreign(HttpStatusCode.Forbidden, "/search", $"near={canary.In("foreign")}");
        yield return step.ToHost(HttpStatusCode.BadRequest, $"{canary.In("host")}.example", $"/search?q={canary.In("otherhost")}");
    }

    /// <summary>What no browser sends: bytes that a server refuses before it knows what was wanted.</summary>
    /// <param name="canary">The visitor's word.</param>
    /// <param name="host">The name under which the road leads to the program: under another one nothing is read.</param>
    public static IEnumerable<string> Broken(Canary canary, string host) =>
    [
        $"GET /{canary.In("version")} HTTP/9.9\r\nHost: {host}\r\n\r\n",
        $"GET /{canary.In("line")}\r\n\r\n",
        $"{canary.In("bareline")}\r\n\r\n",
        $"GET /?q={canary.In("header")} HTTP/1.1\r\nHost: {host}\r\n{canary.In("noheader")}\r\n\r\n",
        $"GET /?q={canary.In("nohost")} HTTP/1.1\r\nUser-Agent: {canary.In("agentnohost")}\r\n\r\n",
        $"GET /?q={canary.In("twohosts")} HTTP/1.1\r\nHost: {host}\r\nHost: {canary.In("secondhost")}\r\n\r\n",
        $"GET /?q={canary.In("longest")}{new string('a', 80_000)} HTTP/1.1\r\nHost: {host}\r\n\r\n",
        $"POST /search HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n{canary.In("chunk")}\r\n",
        $"POST /search HTTP/1.1\r\nHost: {host}\r\nContent-Type: multipart/form-data; boundary={canary.In("boundary")}\r\nContent-Length: 20\r\n\r\n--{canary.In("multipart")}",
    ];

    private sealed class StepMaker(Canary canary, int visit)
    {
        public Step Get(HttpStatusCode? expected, string address) => With("GET", expected, address);

        public Step With(string method, HttpStatusCode? expected, string address) => new(expected, () => Message(method, address, null));

        public Step Post(HttpStatusCode expected, string address, string body) => new(expected, () =>
        {
            var message = Message("POST", address, body);
            message.Headers.Add("Sec-Fetch-Site", "same-origin");
            return message;
        });

        public Step Foreign(HttpStatusCode expected, string address, string body) => new(expected, () => Message("POST", address, body));

        public Step ToHost(HttpStatusCode expected, string host, string address) => new(expected, () =>
        {
            var message = Message("GET", address, null);
            message.Headers.Host = host;
            return message;
        });

        private HttpRequestMessage Message(string method, string address, string? body)
        {
            var message = new HttpRequestMessage(new HttpMethod(method), address)
            {
                Content = body is null ? null : new StringContent(body, Encoding.ASCII, "application/x-www-form-urlencoded"),
            };
            foreach (var (name, value) in new[]
            {
                ("User-Agent", $"{canary.In("agent")}/1.0"), ("Referer", $"https://{canary.In("referrer")}.example/"), ("Origin", $"https://{canary.In("origin")}.example"),
                ("Cookie", $"{canary.In("cookiename")}={canary.In("cookie")}"), ("Authorization", $"Basic {canary.In("authorization")}"),
                ("Accept-Language", $"en, {canary.Mark}"), ("Accept", $"text/html, */*;q=0.1;x={canary.In("accept")}"), ("If-None-Match", $"\"{canary.In("etag")}\""),
                ("X-Forwarded-For", Canary.Claimed(visit)), ("X-Real-IP", Canary.Claimed(visit)), ("Forwarded", $"for={Canary.Claimed(visit)}"),
                ("X-Request-Id", canary.In("requestid")), ("traceparent", $"00-{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(canary.In("trace1")))}-{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(canary.Mark))[..16]}-01"),
                ("baggage", $"{canary.In("baggagename")}={canary.In("baggage")}"), ($"X-{canary.In("headername")}", canary.In("headervalue")),
            })
                Assert.True(message.Headers.TryAddWithoutValidation(name, value), name);
            return message;
        }
    }
}

/// <summary>One request of a journey.</summary>
/// <param name="Expected">How it is answered while all is well; null: that is for other tests.</param>
/// <param name="Request">Made anew each time it is sent.</param>
internal sealed record Step(HttpStatusCode? Expected, Func<HttpRequestMessage> Request);
