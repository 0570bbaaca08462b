using System.Text.Json;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Hsds;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Warnings;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Hsds;

/// <summary>What one entry says to others: nothing that is not so, whoever reads it.</summary>
public sealed class HsdsMappingTests(ShippedPlaces places)
{
    /// <summary>The largest place of a region without a town: it stands for all of it.</summary>
    private const int Eisenstadt = 2780190;

    private static readonly Instant s_now = Instant.FromUtc(2026, 11, 24, 12, 0);

    private HsdsService Map(ListingContent content)
    {
        var ids = new HsdsIds(Guid.Parse("6f6d0f4a-0d6e-4c1f-9a55-2f4c5a0c9b11"));
        var catalogue = DirectoryCatalogue.Default;
        var mapping = new HsdsMapping(ids, new HsdsTerms(ids, catalogue, catalogue.Criteria), HsdsPlaces.Of(places.Gazetteer), s_now);
        return mapping.Service(new OpenEntry(
            Guid.NewGuid(), "code", content, null, WarningsNow.Read("[]", s_now), [], [], new LocalDate(2026, 11, 3), null, Guid.NewGuid(), s_now, []));
    }

    /// <summary>Schedules are opening hours to whoever reads them, whatever their notes say.</summary>
    [Fact]
    public void HoursOfALine_StandBesideItsNumber_AndAreNoScheduleOfTheService()
    {
        var line = Sample.Phone() with
        {
            For = Text.Of("en", "Nurse"),
            GivesHelp = true,
            Hours =
            [
                .. Enumerable.Range(1, 5).Select(day => Sample.Rule((IsoDayOfWeek)day, 9, 17)), Sample.Rule(IsoDayOfWeek.Wednesday, 18, 20),
                Sample.Rule(IsoDayOfWeek.Saturday, 0, 0), Sample.Rule(IsoDayOfWeek.Sunday, 22, 2) with { Note = Text.Of("en", "Ring twice") },
            ],
        };
        var service = Map(Sample.Clinic() with { Phones = [line, Sample.Phone() with { Hours = [] }] });
        Assert.Empty(service.Schedules!);
        Assert.Equal(
            [
                "Nurse. Hours: Monday, Tuesday, Thursday, Friday 09:00–17:00; Wednesday 09:00–17:00, 18:00–20:00; Saturday 24 hours; Sunday 22:00–02:00 (Ring twice); Europe/London time",
                null,
            ],
            service.Phones!.Select(phone => phone.Description));
        Assert.Single(service.ServiceAtLocations![0].Schedules!);

        // Without a place the clock is that of the number.
        var far = Map(Sample.Clinic() with { Sites = [], Phones = [line with { Number = "+525512345678", Country = "MX", For = null, Hours = [Sample.Rule(IsoDayOfWeek.Friday, 20, 2)] }] });
        Assert.Equal("Hours: Friday 20:00–02:00; America/Mexico_City time", far.Phones![0].Description);
        Assert.Empty(far.Schedules!);
    }

    [Fact]
    public void HoursOfAPlaceThatIsNoLocation_SayThatTheyAreOfAPlace()
    {
        var site = new Site { Id = Guid.NewGuid(), Kind = SiteKind.Area, PlaceId = Sample.Leeds, Hours = [Sample.Rule(IsoDayOfWeek.Sunday, 10, 12)] };
        var schedule = Assert.Single(Map(Sample.Clinic() with { Sites = [site] }).Schedules!);
        Assert.Equal(("Leeds", "Europe/London", "In person"), (schedule.Notes, schedule.TimeZoneName, schedule.AttendingType));
    }

    [Fact, Property(50)]
    public void PlaceThatStandsForItsRegion_IsNamedAsTheRegion()
    {
        var hidden = new Site { Id = Guid.NewGuid(), Kind = SiteKind.Area, PlaceId = Eisenstadt, Hours = [Sample.Rule(IsoDayOfWeek.Sunday, 10, 12)] };
        var clinic = Sample.Clinic() with { Sites = [hidden], Access = [new AccessFact { Id = Guid.NewGuid(), Facet = 1, Yes = true, SiteId = hidden.Id }] };
        var service = Map(clinic);
        var area = Assert.Single(service.ServiceAreas!);
        Assert.Equal(("Burgenland, Austria", null), (area.Name, area.Uri));
        Assert.Equal("Burgenland", Assert.Single(service.Schedules!).Notes);
        Assert.Equal("Burgenland", service.Attributes!.Single(mark => mark.LinkType == "access").Label);
        string said = JsonSerializer.Serialize(service with { DirectoryEntry = null }, HsdsJson.Options);
        Assert.DoesNotContain("Eisenstadt", said, StringComparison.Ordinal);
        Assert.DoesNotContain("2780190", said, StringComparison.Ordinal);

        // Round which somebody comes is said on the page as well.
        var van = Map(clinic with { Sites = [hidden with { Kind = SiteKind.Mobile, RadiusKm = 20 }] });
        Assert.Equal("https://www.geonames.org/2780190", van.ServiceAreas![0].Uri);
        Assert.Equal("Leeds, England, United Kingdom", Map(clinic with { Sites = [hidden with { PlaceId = Sample.Leeds }] }).ServiceAreas![0].Name);
    }

    /// <summary>The day would say when somebody was at work.</summary>
    [Fact]
    public void DayOfATranslation_IsItsMonth_AndDaysOfAPlaceStay()
    {
        var content = Sample.Everything() with { Name = Text.Of("en", "Mill").With("ro", "Moara", Guid.NewGuid(), new LocalDate(2026, 10, 17)) };
        string entry = Map(content).DirectoryEntry!.Value.Text;
        Assert.DoesNotContain("2026-10-17", entry, StringComparison.Ordinal);
        Assert.Contains("\"Moara\"", entry, StringComparison.Ordinal);
        using var read = JsonDocument.Parse(entry);
        Assert.Equal("2026-10-01", read.RootElement.GetProperty("entry").GetProperty("name").GetProperty("in").GetProperty("ro").GetProperty("on").GetString());
        Assert.Contains("2026-12-25", entry, StringComparison.Ordinal);
    }
}
