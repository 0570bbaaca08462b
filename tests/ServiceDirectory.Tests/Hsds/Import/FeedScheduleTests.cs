using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Hsds.Import;

/// <summary>Whose hours a list says: of the service at a place, of the service, of the building, or of a line. None is taken for another.</summary>
public sealed class FeedScheduleTests(ShippedPlaces places)
{
    private const string AllDay = """{"freq":"WEEKLY","byday":"MO,TU,WE,TH,FR,SA,SU","opens_at":"08:00","closes_at":"20:00"}""";
    private const string Tuesday = """{"freq":"WEEKLY","byday":"TU","opens_at":"10:00","closes_at":"12:00"}""";
    private const string Friday = """{"freq":"WEEKLY","byday":"FR","opens_at":"13:00","closes_at":"15:00"}""";
    private const string SecondMonday = """{"freq":"MONTHLY","byday":"2MO","opens_at":"10:00","closes_at":"12:00"}""";

    private static string Door(string ofTheDoor, string ofTheBuilding, string city = "Leeds") =>
        $$$"""{"schedules":[{{{ofTheDoor}}}],"location":{"location_type":"physical","addresses":[{"address_1":"1 Mill Road","city":"{{{city}}}","country":"GB"}],"schedules":[{{{ofTheBuilding}}}]}}""";

    private async Task<(Feed Feed, ReadRow Row)> ReadAsync(string ofTheService, string doors, string phones = "")
    {
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Text(
            $$$"""[{"id":"1","name":"Mill Clinic","status":"active","schedules":[{{{ofTheService}}}],"phones":[{{{phones}}}],"service_at_locations":[{{{doors}}}]}]"""));
        return (feed, Assert.Single(entries.Rows));
    }

    private static string Week(IReadOnlyList<HoursRule>? hours) =>
        string.Join(' ', (hours ?? []).Select(rule => $"{rule.Day.ToString()[..2]}{rule.Opens.Hour}-{rule.Closes.Hour}"));

    [Fact]
    public async Task ClinicInATownHall_IsOpenWhenItIs_AndNotWhenTheHallIs()
    {
        var (feed, row) = await ReadAsync(Friday, Door(Tuesday, AllDay));
        Assert.Equal("Tu10-12", Week(row.Content!.Sites[0].Hours));
        Assert.Equal(["1 service_at_locations[0].location.schedules[0] OtherHours", "1 schedules[0] OtherHours"], feed.Said().Order(StringComparer.Ordinal).Reverse());
        Assert.Contains("MO,TU,WE,TH,FR,SA,SU 08:00–20:00", row.Note, StringComparison.Ordinal);
        Assert.Contains("FR 13:00–15:00", row.Note, StringComparison.Ordinal);
    }

    /// <summary>The hours of a location are those of its building.</summary>
    [Fact]
    public async Task HoursOfTheService_GoBeforeThoseOfTheBuilding_WhichAreTakenWhereNobodySaysMore()
    {
        var (feed, row) = await ReadAsync(Friday, Door("", AllDay));
        Assert.Equal("Fr13-15", Week(row.Content!.Sites[0].Hours));
        Assert.Equal(["1 service_at_locations[0].location.schedules[0] OtherHours"], feed.Said());

        (feed, row) = await ReadAsync("", Door("", Tuesday));
        Assert.Equal("Tu10-12", Week(row.Content!.Sites[0].Hours));
        Assert.Empty(feed.Said());

        // What says the same is no other.
        (feed, row) = await ReadAsync(Tuesday, Door(Tuesday, Tuesday));
        Assert.Equal("Tu10-12", Week(row.Content!.Sites[0].Hours));
        Assert.Empty(feed.Said());
    }

    /// <summary>"Every second Monday" at the door means that the hall's week is not the clinic's.</summary>
    [Fact]
    public async Task HoursThatCannotBeRead_AreNotMadeUpForByOthers()
    {
        var (feed, row) = await ReadAsync("", Door(SecondMonday, AllDay) + "," + Door(SecondMonday, AllDay));
        Assert.All(row.Content!.Sites, site => Assert.Null(site.Hours));
        Assert.Contains("1 service_at_locations[0].schedules[0].freq NotEveryWeek", feed.Said());
        Assert.Contains("1 service_at_locations[0].location.schedules[0] OtherHours", feed.Said());

        // Also where the same ones would be asked for twice.
        (feed, row) = await ReadAsync(SecondMonday, Door("", AllDay) + "," + Door("", AllDay));
        Assert.All(row.Content!.Sites, site => Assert.Null(site.Hours));
        Assert.Equal(1, feed.Said().Count(said => said == "1 schedules[0].freq NotEveryWeek"));
    }

    [Fact]
    public async Task HoursOfTheService_AreThoseOfItsOtherPlaces()
    {
        var (feed, row) = await ReadAsync(Friday, Door(Tuesday, "") + "," + Door("", ""));
        Assert.Equal(["Tu10-12", "Fr13-15"], row.Content!.Sites.Select(site => Week(site.Hours)));
        Assert.Empty(feed.Said());
    }

    [Fact]
    public async Task ServiceWithoutAPlace_HasItsHoursAtItsOneNumber()
    {
        const string one = """{"number":"+44 113 496 0000"}""", two = """{"number":"+44 113 496 0001"}""";
        var (feed, row) = await ReadAsync(Tuesday, "", one);
        Assert.Equal("Tu10-12", Week(Assert.Single(row.Content!.Phones).Hours));
        Assert.Empty(feed.Said());
        Assert.Contains(row.Remarks, remark => remark.Kind == RemarkKind.HoursOfLine && remark.Words == "+441134960000");

        // Nobody knows of which, or that they are of any.
        foreach (var (schedules, doors, phones) in new[]
        {
            (Tuesday, "", one + "," + two), (Tuesday, "", ""), (Tuesday.Replace("{", "{\"attending_type\":\"In person\",", StringComparison.Ordinal), "", one),
            (Tuesday, """{"location":{"location_type":"virtual","url":"https://chat.example"}}""", one),
        })
        {
            (feed, row) = await ReadAsync(schedules, doors, phones);
            Assert.All(row.Content!.Phones, phone => Assert.Null(phone.Hours));
            Assert.Equal(["1 schedules[0] HoursOfWhat"], feed.Said());
            Assert.Contains("TU 10:00–12:00", row.Note, StringComparison.Ordinal);
        }

        // A place that could not be read is one.
        (feed, row) = await ReadAsync(Tuesday, Door("", "", "Nowhere at all"), one);
        Assert.Null(Assert.Single(row.Content!.Phones).Hours);
        Assert.Equal(["1 schedules[0] HoursOfWhat"], feed.Said());
        Assert.Contains("TU 10:00–12:00", row.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HoursThatBeginLater_AreNotTodays_AndTheirNotesAreKept()
    {
        var (feed, row) = await ReadAsync("", Door(Tuesday.Replace("{", "{\"dtstart\":\"2027-03-01\",\"notes\":\"From spring\",", StringComparison.Ordinal), ""));
        Assert.Null(row.Content!.Sites[0].Hours);
        Assert.Equal(["1 service_at_locations[0].schedules[0].dtstart Ends"], feed.Said());
        Assert.Equal("schedules.notes: From spring", row.Note);
        (feed, row) = await ReadAsync("", Door(Tuesday.Replace("{", "{\"dtstart\":\"2026-03-01\",", StringComparison.Ordinal), ""));
        Assert.Equal("Tu10-12", Week(row.Content!.Sites[0].Hours));
        Assert.Empty(feed.Said());
    }
}
