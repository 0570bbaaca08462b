using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>Where there is no second organisation, one alone keeps an entry going for six months at a time, and never as listed.</summary>
public sealed class ProvisionalTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private readonly ListingDesk _desk = new(database, places);

    [Fact]
    public async Task OneAlone_IsRenewedForSixMonths_ByTheSameOne_AndNeverListed()
    {
        var today = Given.Today;
        var by = await database.Given.SexWorkerLedAsync("One");
        var clinic = Sample.Clinic();
        var first = await _desk.WriteAsync(clinic, on: today.PlusMonths(-12));
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(first, by, today.PlusMonths(-12)));
        Assert.Equal([today.PlusMonths(-6)], await _desk.PublicAsync<NodaTime.LocalDate>(first, "p.hidden_from"));
        foreach (int months in new[] { -6, 0 })
        {
            var again = await _desk.ReviseAsync(first, clinic, today.PlusMonths(months));
            Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(again, by, today.PlusMonths(months)));
            Assert.Equal([today.PlusMonths(months + 6)], await _desk.PublicAsync<NodaTime.LocalDate>(first, "p.hidden_from"));
            Assert.Equal([(short)1], await _desk.PublicAsync<short>(first, "p.approvals"));
        }
    }
}
