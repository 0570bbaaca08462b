using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>A page that is the same for everybody, letter by letter, carries nothing of anybody when it is printed or handed on.</summary>
[Property(13)]
public sealed class SameForEverybodyTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    [Fact]
    public async Task Page_ForTwoVisitors_IsTheSame()
    {
        // Without limits: two refusals are the same as well, and which of two visitors is refused first depends on how fast the machine is.
        await using var program = world.With(("Directory:RateLimits", "off"));
        using var browser = program.Browser();
        int compared = 0;
        foreach (var address in Addresses())
        {
            using var one = await browser.SendAsync("GET", address, null, ("User-Agent", "One/1.0"), ("X-Forwarded-For", "203.0.113.7"));
            using var other = await browser.SendAsync(
                "GET", address, null, ("User-Agent", "Other/2.0 (Phone)"), ("X-Forwarded-For", "198.51.100.9"), ("Cookie", "session=abc; theme=dark"),
                ("Referer", "https://elsewhere.example/"), ("Accept-Language", "ar, es;q=0.5"), ("DNT", "1"), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
            Assert.True(one.StatusCode == other.StatusCode, $"{address}: {one.StatusCode} — {other.StatusCode}");
            Assert.True(Html.WithoutQuestion(await BodyAsync(one)) == Html.WithoutQuestion(await BodyAsync(other)), address);
            Assert.True(Headers(one) == Headers(other), $"{address}: {Headers(one)} — {Headers(other)}");
            compared++;
        }

        Assert.True(compared > 10);
    }

    private IEnumerable<string> Addresses() => world.Program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
            .Replace("services/{code}", $"services/{world.Clinic.Code}", StringComparison.Ordinal)
            .Replace("organisations/{code}", $"organisations/{world.Provider.Code}", StringComparison.Ordinal)
            .Replace("{need}", "4", StringComparison.Ordinal)
            .Replace("{situation}", "1", StringComparison.Ordinal))
        // The bare first page answers in the browser's language, and is the only one (LanguageTests).
        .Select(address => address == "/" ? "/en/" : address)
        .Distinct()
        .Append("/search?need=4&near=Leeds").Append("/search?near=georgia").Append("/search?within=x").Append($"/services/{world.Gone.Code}").Append("/nothing");

    private static Task<string> BodyAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static string Headers(HttpResponseMessage answer) => string.Join('\n', answer.Headers.Concat(answer.Content.Headers)
        .Where(header => header.Key is not "Date").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order());
}
