using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Reports;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Messages;

/// <summary>Reports for members and whoever pays: whole years, rounded, and nothing that can be subtracted back.</summary>
public sealed class YearReportTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private const int Year = 2026;

    private static readonly LocalDate s_after = new(2027, 1, 1);

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<IReadOnlyList<ReportLine>> ReadAsync(LocalDate? on = null, Guid? organisation = null)
    {
        await using var context = database.Context();
        return await new YearReports(context).ReadAsync(organisation ?? Guid.NewGuid(), Year, on ?? s_after, Stop);
    }

    private Task<int> SendAsync(WrittenRevision about, int criterion, LocalDate? on = null) => database.App.RunAsync(
        "select directory.send_message(gen_random_uuid(), 'promise', $1, $2, null, null, null, null, null, $3, gen_random_uuid(), null, $4, false)",
        about.ServiceId, criterion, Guid.NewGuid().ToByteArray(), on ?? Given.Today);

    private async Task<int?> ConcernsAsync(int criterion, LocalDate? on = null) =>
        (await ReadAsync(on)).Where(line => line.Part is ReportPart.Concern && line.Key == $"{criterion}").Select(line => (int?)line.Number).SingleOrDefault();

    [Fact]
    public async Task Numbers_AreRoundedToFive_AndNothingUnderFiveIsThere()
    {
        var service = await _desk.ListedAsync();
        for (int sent = 1; sent <= 13; sent++)
        {
            await SendAsync(service, 3);
            Assert.Equal(sent < 5 ? null : sent < 8 ? 5 : sent < 13 ? 10 : 15, await ConcernsAsync(3));
        }
    }

    /// <summary>A report of a year that goes on could be read before and after somebody wrote.</summary>
    [Fact]
    public async Task Year_ThatIsNotOver_HasNoNumber()
    {
        var service = await _desk.ListedAsync();
        for (int i = 0; i < 10; i++)
            await SendAsync(service, 5);
        Assert.Empty(await ReadAsync(new LocalDate(2026, 12, 31)));
        Assert.Equal(10, await ConcernsAsync(5));
        Assert.Equal(10, await ConcernsAsync(5, new LocalDate(2028, 3, 1)));
    }

    /// <summary>What is forgotten meanwhile changes no number: who reads before and after could tell whose message ended.</summary>
    [Fact]
    public async Task Forgetting_ChangesNoNumber()
    {
        var service = await _desk.ListedAsync();
        for (int i = 0; i < 7; i++)
            await SendAsync(service, 8, Given.Today.PlusDays(-i * 20));
        int? before = await ConcernsAsync(8);
        Assert.Equal(5, before);
        for (int month = 1; month <= 13; month++)
        {
            await database.App.RunAsync("select directory.forget_messages($1)", s_after.PlusMonths(month));
            Assert.Equal(before, await ConcernsAsync(8, s_after.PlusMonths(month)));
        }
    }

    /// <summary>Alike ones of a flood are one, before they are over and afterwards.</summary>
    [Fact]
    public async Task Forgetting_CountsAlikeOnesAsBefore()
    {
        var service = await _desk.ListedAsync();
        for (int i = 0; i < 10; i++)
        {
            await database.App.RunAsync(
                "select directory.send_message(gen_random_uuid(), 'promise', $1, 6, null, '2027-11', null, $2, $3, $4, gen_random_uuid(), null, $5, true)",
                service.ServiceId, new byte[] { 1 }, new byte[] { 7 }, Guid.NewGuid().ToByteArray(), Given.Today);
        }

        Assert.Equal(10, await database.App.OneAsync<long>("select sum(copies) from directory.message where service_id = $1", service.ServiceId));
        Assert.Null(await ConcernsAsync(6));
        await database.App.RunAsync("select directory.forget_messages($1)", s_after.PlusMonths(13));
        Assert.Equal(10, await database.App.OneAsync<long>("select sum(copies) from directory.message_past where service_id = $1", service.ServiceId));
        Assert.Null(await ConcernsAsync(6, s_after.PlusMonths(13)));
    }

    /// <summary>
    /// Whoever has the whole report tries to subtract back. For each number that is not there, 0 and 4 are both still possible: no line that is
    /// shown is a total of others, so that all of them stand as they are whatever the hidden one is.
    /// </summary>
    [Fact]
    public async Task Report_HoldsNoTotal_FromWhichAHiddenNumberFollows()
    {
        var service = await _desk.ListedAsync();
        for (int i = 0; i < 20; i++)
            await SendAsync(service, 10);
        var without = await ReadAsync();
        // One to four of another promise, of which nobody is to know: each line stays as it was.
        for (int hidden = 1; hidden <= 4; hidden++)
        {
            await SendAsync(service, 9);
            Assert.Equal(without, await ReadAsync());
        }

        await SendAsync(service, 9);
        Assert.NotEqual(without, await ReadAsync());
    }

    [Fact]
    public async Task Checks_AreOnesOwn_AndServicesAreCountedByNeedAndTown()
    {
        var by = await database.Given.SexWorkerLedAsync("Counts");
        for (int i = 0; i < 6; i++)
        {
            var written = await _desk.WriteAsync();
            await _desk.ApproveAsync(written, by);
            await _desk.CheckAsync(written, by);
        }

        // Handed in without: whoever counts minutes does so on the form.
        await database.Owner.RunAsync("alter table directory.review disable trigger user");
        await database.Owner.RunAsync("update directory.review set minutes = 21 where organisation_id = $1", by.Id);
        await database.Owner.RunAsync("alter table directory.review enable trigger user");
        var lines = await ReadAsync(organisation: by.Id);
        Assert.Contains(lines, line => line is { Part: ReportPart.Own, Key: "minutes", Number: 125 });
        Assert.Contains(lines, line => line is { Part: ReportPart.Own, Key: "review", Number: 5 });
        Assert.Contains(lines, line => line is { Part: ReportPart.Own, Key: "call", Number: 5 });
        Assert.Contains(lines, line => line.Part is ReportPart.Place && line.Key == $"{Sample.Leeds}" && line.Number >= 5);
        Assert.Contains(lines, line => line is { Part: ReportPart.Need, Key: "4" } && line.Number >= 5);
        Assert.DoesNotContain(await ReadAsync(organisation: (await database.Given.SexWorkerLedAsync("Other")).Id), line => line.Part is ReportPart.Own);
        Assert.All(lines, line => Assert.Equal(0, line.Number % 5));
    }
}
