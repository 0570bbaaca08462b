using System.Net;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Messages;

/// <summary>The report of a year as members read it, as a page and as a file.</summary>
public sealed class YearReportPageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private const int Promise = 3;

    [Fact]
    public async Task Report_IsAPageAndAFile_WithTheSameRoundedNumbers()
    {
        var logins = members.World.Database.Logins;
        var desk = new ListingDesk(logins, places);
        var service = await desk.ListedAsync();
        // The first year is that of the first entry.
        await desk.WriteAsync(on: new LocalDate(2025, 3, 1));
        for (int i = 0; i < 13; i++)
        {
            await logins.App.RunAsync(
                "select directory.send_message(gen_random_uuid(), 'promise', $1, $2, null, null, null, null, null, $3, gen_random_uuid(), null, $4, false)",
                service.ServiceId, Promise, Guid.NewGuid().ToByteArray(), new LocalDate(2025, 5, 2));
        }

        using var reviewer = await Seated.InAsync(members, await members.World.Database.Given.SexWorkerLedAsync("Led (demo)"), ActorRole.Reviewer);
        string address = $"/curate/{reviewer.Seat.Code}/reports";
        var page = await reviewer.Browser.PageAsync($"{address}?year=2025");
        Assert.Equal(["15"], page.QuerySelectorAll("tr[data-part=Concern] td").Select(number => number.TextContent));
        using var file = await reviewer.Browser.ReadAsync($"{address}.csv?year=2025");
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal("text/csv", file.Content.Headers.ContentType?.MediaType);
        string text = await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(text.Split('\n'), line => line.TrimEnd().EndsWith("15", StringComparison.Ordinal));
        Assert.DoesNotContain("13", text, StringComparison.Ordinal);
        // Of a year that is not over there is no number.
        Assert.Contains("2025", (await reviewer.Browser.PageAsync($"{address}?year=2026")).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }
}
