using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Hsds.Import;

/// <summary>Telephone numbers of lists: of the country that the list says, and of nobody by name.</summary>
public sealed class FeedPhoneTests(ShippedPlaces places)
{
    private static string Door(string city, string country, string phones = "") =>
        $$$"""{"location":{"location_type":"physical","phones":[{{{phones}}}],"addresses":[{"address_1":"1 Mill Road","city":"{{{city}}}","country":"{{{country}}}"}]}}""";

    private async Task<(Feed Feed, ReadRow Row)> ReadAsync(string phones, string doors = "")
    {
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Text($$$"""[{"id":"1","name":"Mill Clinic","status":"active","phones":[{{{phones}}}],"service_at_locations":[{{{doors}}}]}]"""));
        return (feed, Assert.Single(entries.Rows));
    }

    private static IEnumerable<string> Numbers(ReadRow row) => row.Content!.Phones.Select(phone => $"{phone.Number} {phone.Country}");

    [Fact]
    public async Task Number_IsOfTheCountryOfItsAddress_AlsoWhereNobodyKnowsTheTown()
    {
        foreach (string country in new[] { "US", "USA", "United States" })
        {
            var (feed, row) = await ReadAsync("""{"number":"(217) 555-0123"}""", Door("Nowhere at all", country));
            Assert.Equal(["+12175550123 US"], Numbers(row));
            Assert.Empty(feed.Said());
        }

        // What an address says goes before what its town may mean, and an empty list of people is nobody.
        var (_, said) = await ReadAsync(
            """{"number":"(217) 555-0123","contacts":[]}""", Door("Leeds", "").Replace("[{\"address_1\"", "[{\"city\":\"Leeds\"},{\"address_type\":\"postal\",\"country\":\"US\"},{\"address_type\":\"postal\",\"address_1\"", StringComparison.Ordinal));
        Assert.Equal(["+12175550123 US"], Numbers(said));
        Assert.DoesNotContain(said.Remarks, remark => remark.Kind == RemarkKind.PhoneCountry);

        // A postal box is somewhere, too.
        var (_, boxed) = await ReadAsync("""{"number":"(217) 555-0123"}""", Door("Nowhere at all", "US").Replace("physical", "postal", StringComparison.Ordinal));
        Assert.Equal(["+12175550123 US"], Numbers(boxed));
    }

    [Fact]
    public async Task Number_OfWhichNobodySaysTheCountry_IsLeftOut()
    {
        var (feed, row) = await ReadAsync("""{"number":"(217) 555-0123"},{"number":"+1 217 555 0124"},{"number":"116123"},{"number":"ask"},{"number":"+1 217 555 0125, or 555 0126"}""");
        Assert.Equal(["+12175550124 US", "+12175550125 US"], Numbers(row));
        Assert.Equal(["1 phones[0].number NoCountry", "1 phones[2].number NoCountry", "1 phones[3].number NotANumber", "1 phones[4].number NoCountry"], feed.Said());
    }

    [Fact]
    public async Task Number_OfAServiceInTwoCountries_IsThatOfItsOwnPlace()
    {
        var (feed, row) = await ReadAsync(
            """{"number":"0113 496 0000"},{"number":"+44 113 496 0001"}""", Door("Leeds", "GB", """{"number":"0113 496 0002"}""") + "," + Door("Nowhere at all", "US", """{"number":"(217) 555-0123"}"""));
        Assert.Equal(["+441134960001 GB", "+441134960002 GB", "+12175550123 US"], Numbers(row));
        Assert.Equal(["1 phones[0].number NoCountry"], feed.Said());
    }

    /// <summary>The list said a town and no country: then the number is looked at as the town is.</summary>
    [Fact]
    public async Task Number_OfATownWithoutACountry_IsSaid()
    {
        var (feed, row) = await ReadAsync("""{"number":"0113 496 0000"}""", Door("Leeds", ""));
        Assert.Equal(["+441134960000 GB"], Numbers(row));
        Assert.Empty(feed.Said());
        Assert.Contains(row.Remarks, remark => remark.Kind == RemarkKind.PhoneCountry && remark.Words == "+441134960000");
    }

    /// <summary>Whoever reads the list says it where it does not, and also where nobody understands what it says.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("Utopia")]
    public async Task Country_OfWhoeverReadsTheList_IsSaid(string country)
    {
        var feed = await FeedOf.ReadAsync(FeedOf.Text(
            $$"""[{"id":"1","name":"Mill Clinic","status":"active","service_at_locations":[{{Door("Nowhere at all", country, """{"number":"(217) 555-0123"},{"number":"+44 113 496 0000"}""")}}]}]"""));
        var row = FeedOf.Mapping(places).Read(feed, new FeedReading(Guid.NewGuid(), "list", "en", _ => null, FeedOf.Today, "US"), null, TestContext.Current.CancellationToken).Rows[0];
        Assert.Equal(["+12175550123 US", "+441134960000 GB"], Numbers(row));
        Assert.Equal(["+12175550123"], row.Remarks.Where(remark => remark.Kind == RemarkKind.PhoneCountry).Select(remark => remark.Words));
    }

    [Theory]
    [InlineData("\"0123\"", "ext. 0123", null)]
    [InlineData("12", "ext. 12", null)]
    [InlineData("\"12 or 14\"", null, "1 phones[0].extension NotANumber")]
    [InlineData("-4", null, "1 phones[0].extension OutOfRange")]
    [InlineData("1.5", null, "1 phones[0].extension NotANumber")]
    public async Task Extension_KeepsItsZeros(string extension, string? kept, string? said)
    {
        var (feed, row) = await ReadAsync($$"""{"number":"+44 113 496 0000","extension":{{extension}}}""");
        Assert.Equal(kept, row.Content!.Phones[0].For?.OriginalWords);
        Assert.Equal(said is null ? [] : [said], feed.Said());
    }

    /// <summary>The same however the list is written.</summary>
    [Fact]
    public async Task NumbersOfPeople_AreCounted_AndNowhereKept()
    {
        const string package =
            """
            {"services":[{"id":"s1","name":"Mill Clinic","status":"active"}],"contacts":[{"id":"c1","name":"Ann Persona","service_id":"s1"}],
            "phones":[{"id":"p1","service_id":"s1","contact_id":"c1","number":"+44 113 496 0091"},{"id":"p2","service_id":"s1","number":"+44 113 496 0000"},{"id":"p3","contact_id":1,"number":"+44 113 496 0092"}],
            "schedules":[{"id":"h1","contact_id":"c1","description":"Ann is in on Fridays"}],
            "attributes":[{"id":"a1","link_id":"c1","link_entity":"contact","taxonomy_term_id":"t1","label":"Ann"}],"taxonomy_terms":[{"id":"t1","name":"Boss"}]}
            """;
        const string nested =
            """
            [{"id":"s1","name":"Mill Clinic","status":"active","phones":[{"number":"+44 113 496 0000"},{"contact_id":"c1","number":"+44 113 496 0091"},{"contact":{"name":"Ann"},"number":"+44 113 496 0092"}],
            "schedules":[{"contact_id":"c1","description":"Ann is in on Fridays"}],"contacts":[{"name":"Ann","phones":[{"number":"+44 113 496 0093"}]}],
            "attributes":[{"link_id":"c1","link_entity":"contact","label":"Ann","taxonomy_term":{"name":"Boss"}}]}]
            """;
        byte[] tables = FeedOf.Zip(
            (FeedOf.Services, "id,name,status\ns1,Mill Clinic,active\n"), ("contacts.csv", "id,service_id,name\nc1,s1,Ann\n"),
            ("phones.csv", "id,service_id,contact_id,number\np1,s1,c1,+44 113 496 0091\np2,s1,,+44 113 496 0000\np3,,c1,+44 113 496 0092\n"),
            ("schedules.csv", "id,contact_id,description\nh1,c1,Ann is in on Fridays\n"),
            ("attributes.csv", "id,link_id,link_entity,taxonomy_term_id,label\na1,c1,contact,t1,Ann\n"), ("taxonomy_terms.csv", "id,name\nt1,Boss\n"));
        foreach (byte[] file in new[] { FeedOf.Text(package), FeedOf.Text(nested), tables })
        {
            var (feed, entries) = await FeedOf.MapAsync(places, file);
            Assert.Equal(["+441134960000 GB"], Numbers(entries.Rows[0]));
            Assert.Null(entries.Rows[0].Note);
            Assert.Empty(entries.Terms);
            Assert.Empty(feed.Said());
            Assert.Equal([("attributes", 1), ("contacts", 1), ("phones", 2), ("schedules", 1)], feed.Report.People.Select(count => (count.Key.Split('.')[0], count.Value)));
        }
    }
}
