using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Hsds.Import;

/// <summary>What becomes of another directory's services: the same from objects and from tables, of today and of years ago.</summary>
public sealed class FeedMappingTests(ShippedPlaces places)
{
    private const string Clinic =
        """
        {"id":"8f3e0a52-3c9a-4a7c-9d3e-0a523c9a4a7c","name":"Mill Clinic","alternate_name":"The Mill","status":"active","description":"Tests and care.","url":"mill.example","email":"info@mill.example",
        "assurer_email":"ann@mill.example","fees_description":"Free","wait_time":"Two weeks","eligibility_description":"Anybody.","interpretation_services":"Romanian on request","minimum_age":16,
        "phones":[{"number":"0113 496 0000","extension":12,"description":"Front desk","type":"voice"},{"number":"0113 496 0001","type":"fax"}],
        "languages":[{"code":"ro"},{"name":"English"}],
        "contacts":[{"name":"Ann Persona","email":"ann.persona@mill.example","phones":[{"number":"0113 496 0099"}]}],
        "metadata":[{"updated_by":"Ann Persona","previous_value":"9 Secret Road"}],
        "organization":{"id":"o1","name":"Leeds NHS Trust","description":"A trust","legal_status":"Public body"},
        "attributes":[{"link_type":"x","taxonomy_term":{"id":"t1","code":"HT","name":"HIV screening","taxonomy":"Local"}},{"taxonomy_term":{"name":"Something unheard of","taxonomy":"Local"}}],
        "service_areas":[{"name":"All of Leeds"}],
        "funding":[{"source":"The council"}],
        "service_at_locations":[{"location":{"location_type":"physical","name":"Mill House Clinic","latitude":53.8,"longitude":-1.55,"transportation":"Bus 1",
          "addresses":[{"attention":"A. Persona","address_1":"12 Canal Way","city":"Leeds","state_province":"-","postal_code":"LS1 4AB","country":"GB","address_type":"physical"}],
          "accessibility":[{"description":"No steps."}],
          "schedules":[{"freq":"WEEKLY","byday":"MO,WE","opens_at":"09:00:00","closes_at":"17:00:00"},{"freq":"WEEKLY","byday":"SU","opens_at":"00:00","closes_at":"23:59"}]}}]}
        """;

    private Task<(Feed Feed, FeedEntries Entries)> MapAsync(string json) => FeedOf.MapAsync(places, FeedOf.Text(json), ("HIV screening", 2));

    [Fact]
    public async Task Service_BecomesAnEntry_WithoutPeople()
    {
        // "Mill House" sounds like a place that hides.
        var (feed, entries) = await MapAsync(Clinic.Replace("Mill House Clinic", "Front building", StringComparison.Ordinal));
        Assert.Empty(feed.Said());
        var row = Assert.Single(entries.Rows);
        Assert.Null(row.Problem);
        var content = row.Content!;
        Assert.Equal("Mill Clinic", content.Name.OriginalWords);
        Assert.Equal(["The Mill"], content.OtherNames.Select(name => name.OriginalWords));
        Assert.Equal(("Tests and care.", null), (content.Summary!.OriginalWords, content.Description));
        Assert.Equal((ProviderKind.Public, "Leeds NHS Trust"), (content.Provider.Kind!.Value, content.Provider.Name!.OriginalWords));
        Assert.Equal([2], content.Needs);
        Assert.Equal(("https://mill.example", "info@mill.example"), (content.Website!.Url, content.Email!.Address));
        Assert.Equal(["ro", "en"], content.StaffLanguages);
        Assert.Equal(("Free", "Two weeks", "Anybody."), (content.Cost!.OriginalWords, content.WaitingTime!.OriginalWords, content.WhoCanUse!.OriginalWords));
        var phone = Assert.Single(content.Phones);
        Assert.Equal(("+441134960000", "Front desk, ext. 12"), (phone.Number, phone.For!.OriginalWords));
        var site = Assert.Single(content.Sites);
        Assert.Equal((SiteKind.Address, "12 Canal Way", "LS1 4AB", Sample.Leeds), (site.Kind, site.Street, site.PostalCode, site.PlaceId));
        Assert.Equal(new GeoPoint(53.8, -1.55), site.Point);
        Assert.Equal(
            [(IsoDayOfWeek.Monday, 9, 17), (IsoDayOfWeek.Wednesday, 9, 17), (IsoDayOfWeek.Sunday, 0, 0)],
            site.Hours!.Select(rule => (rule.Day, rule.Opens.Hour, rule.Closes.Hour)));
        Assert.Equal("services.interpretation_services: Romanian on request\nservice_areas.name: All of Leeds\nminimum_age: 16", row.Note);
        Assert.Null(content.Consent);
        Assert.Equal(new PublicationSwitches(), content.Switches);
        Assert.All(content.Sites.Select(s => s.Id).Concat(content.Phones.Select(p => p.Id)), id => Assert.Equal(4, id.Version));

        Assert.Equal(["assurer_email", "attention", "contacts", "updated_by"], feed.Report.People.Keys);
        Assert.Contains("funding", feed.Report.NoPlace.Keys);
        Assert.Contains("phones.fax", feed.Report.NoPlace.Keys);
        string everything = System.Text.Json.JsonSerializer.Serialize(content, ContentJson.Options) + row.Note;
        foreach (string person in new[] { "Persona", "ann@", "0099", "Secret" })
            Assert.DoesNotContain(person, everything, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Terms are listed with what they may mean; nothing takes one for a need but somebody who says so.</summary>
    [Fact]
    public async Task Terms_AreListed_AndNeverGuessed()
    {
        var (_, entries) = await FeedOf.MapAsync(places, FeedOf.Text(Clinic));
        Assert.Empty(entries.Rows[0].Content!.Needs);
        var terms = entries.Terms.ToDictionary(term => term.Term.Name);
        Assert.Equal(("Local", "HT", 1, false), (terms["HIV screening"].Term.Taxonomy, terms["HIV screening"].Term.Code, terms["HIV screening"].Services, terms["HIV screening"].IsChosen));
        Assert.Contains(2, terms["HIV screening"].Suggested);
        Assert.False(terms["Something unheard of"].IsChosen);
        // Where nobody knows what it is, it may hide.
        Assert.Equal(SiteKind.Area, entries.Rows[0].Content!.Sites[0].Kind);
    }

    [Fact]
    public async Task MappingFile_SaysWhatTermsMean_AndRefusesWhatItCannot()
    {
        var (_, entries) = await FeedOf.MapAsync(places, FeedOf.Text(Clinic));
        byte[] written = FeedTermFile.Write(entries.Terms, DirectoryCatalogue.Default);
        Assert.Empty(FeedTermFile.Read(written, DirectoryCatalogue.Default));
        string text = System.Text.Encoding.UTF8.GetString(written);
        Assert.Contains("Local,HT,HIV screening,1,,hiv-testing", text, StringComparison.Ordinal);
        string filled = text.Replace("HIV screening,1,,", "HIV screening,1,hiv-testing prep,", StringComparison.Ordinal).Replace("unheard of,1,,", "unheard of,1,-,", StringComparison.Ordinal);
        var read = FeedTermFile.Read(System.Text.Encoding.UTF8.GetBytes(filled), DirectoryCatalogue.Default);
        Assert.Equal([2, 5], read["Local\nHT"]);
        Assert.Empty(read["Local\nSomething unheard of"]);
        foreach (var (wrong, words) in new[] { (filled.Replace("prep,", "peep,", StringComparison.Ordinal), "no need 'peep'"), ("a,b\n1,2\n", "no line of headers"), (filled + "Local,HT,x,1,prep,\r\n", "twice") })
        {
            var refused = Assert.Throws<ServiceDirectory.Core.SettingException>(() => FeedTermFile.Read(System.Text.Encoding.UTF8.GetBytes(wrong), DirectoryCatalogue.Default));
            Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The rules of spreadsheets: shelters, drop-ins, outreach, peers, under 18, and whatever nobody says what it is.</summary>
    [Theory, Property(50)]
    [InlineData("Women's refuge", "Charity", 2)]
    [InlineData("Lotus", "Sex worker led collective", 2)]
    [InlineData("Lotus", "Charity", 41)]
    [InlineData("Lotus", "Charity", 75)]
    [InlineData("Lotus", "", 2)]
    [InlineData("Lotus", "Charity", 0)]
    [InlineData("Young people's clinic", "Public", 2)]
    [InlineData("Outreach van", "Public", 7)]
    public async Task PlaceThatMayHide_IsReducedToItsTown(string name, string legal, int need)
    {
        string json = $$$"""
            [{"id":"1","name":"{{{name}}}","status":"active","description":"A calm place. It is at 12 Quillfeather Gardens, behind the market. Tea.","url":"https://lotus.example/12-quillfeather-gardens","alert":"Ring at 12 Quillfeather Gardens",
            "organization":{"name":"Lotus","legal_status":"{{{legal}}}"},"attributes":[{"taxonomy_term":{"name":"term"}}],
            "service_at_locations":[{"location":{"location_type":"physical","name":"Quillfeather Gardens 12","latitude":53.8,"longitude":-1.55,"transportation":"Turn into Quillfeather Gardens",
            "addresses":[{"address_1":"12 Quillfeather Gardens","city":"Leeds","postal_code":"LS2 7QQ","country":"GB"}]}},
            {"location":{"location_type":"physical","addresses":[{"address_1":"9 Marbletop Way","city":"Leeds","postal_code":"LS9 9QQ","country":"GB"}]}}]}]
            """;
        var (_, entries) = await FeedOf.MapAsync(places, FeedOf.Text(json), need > 0 ? [("term", need)] : []);
        var row = Assert.Single(entries.Rows);
        string everything = System.Text.Json.JsonSerializer.Serialize(row.Content, ContentJson.Options) + row.Note + string.Join('\n', row.Values.Values);
        foreach (string hidden in new[] { "quillfeather", "7QQ", "53.8", "marbletop", "9QQ" })
            Assert.DoesNotContain(hidden, everything, StringComparison.OrdinalIgnoreCase);
        Assert.All(row.Content!.Sites, site => Assert.Equal((SiteKind.Area, Sample.Leeds), (site.Kind, site.PlaceId)));
        Assert.Contains(row.Remarks, remark => remark.Kind == RemarkKind.StreetLeftOut);
        Assert.Equal("A calm place. Tea.", row.Content.Summary!.OriginalWords);
    }

    /// <summary>The same services as the oldest lists have them: other names of tables, numbers as ids, one with none.</summary>
    [Fact]
    public async Task OldTables_AreRead()
    {
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Zip(
            ("hsda/organizations.csv", "id,name,description,legal_status\n1,City Hospital,x,public\n"),
            ("hsda/services.csv", "id,organization_id,program_id,name,status,fees,last_modified\n7,1,,Old Clinic,active,Free,12/24/15\n,1,,Nameless id,active,,\n"),
            ("hsda/locations.csv", "id,organization_id,name,latitude,longitude\n3,1,Front,53.8,-1.55\n"),
            ("hsda/services_at_location.csv", "id,service_id,location_id\n5,7,3\n"),
            ("hsda/physical_addresses.csv", "id,location_id,attention,address_1,address_2,city,state_province,postal_code,country\n1,3,A Person,12 Canal Way,,Leeds,,LS1 4AB,GB\n"),
            ("hsda/postal_addresses.csv", "id,location_id,address_1,city\n1,3,PO Box 1,Leeds\n"),
            ("hsda/regular_schedules.csv", "id,location_id,weekday,opens_at,closes_at\n1,3,Monday,09:00,17:00\n2,3,2,09:00,12:00\n3,3,0,09:00,12:00\n"),
            ("hsda/holiday_schedules.csv", "id,location_id,closed,start_date,end_date\n1,3,true,2015-12-25,2015-12-26\n"),
            ("hsda/phones.csv", "id,service_id,number\n1,7,0113 496 0000\n"),
            ("hsda/languages.csv", "id,service_id,language\n1,7,\"English, Romanian\"\n2,7,Romanian\n"),
            ("hsda/eligibility.csv", "id,service_id,eligibility\n1,7,Anybody\n"),
            ("hsda/taxonomy.csv", "id,name,parent_id,vocabulary\n10,HIV screening,,Local\n"),
            ("hsda/services_taxonomy.csv", "id,service_id,taxonomy_id\n1,7,10\n"),
            ("hsda/contacts.csv", "id,service_id,name\n1,7,Ann Person\n"),
            ("__MACOSX/hsda/._services.csv", "x")), ("HIV screening", 2));
        Assert.Equal(["languages.csv 2 name NotOneOf", "regular_schedules.csv 4 weekday NotOneOf"], feed.Said().Order(StringComparer.Ordinal));
        Assert.Equal(["Old Clinic", "Nameless id"], entries.Rows.Select(row => row.Of(ColumnUse.Name)));
        var content = entries.Rows[0].Content!;
        Assert.Equal(("7", null), (entries.Rows[0].Reference, entries.Rows[1].Reference));
        Assert.Equal(("12 Canal Way", "LS1 4AB"), (content.Sites[0].Street, content.Sites[0].PostalCode));
        Assert.Equal([IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday], content.Sites[0].Hours!.Select(rule => rule.Day));
        Assert.Equal(("+441134960000", "Free", "Anybody"), (content.Phones[0].Number, content.Cost!.OriginalWords, content.WhoCanUse!.OriginalWords));
        Assert.Equal([2], content.Needs);
        Assert.Equal(["ro"], content.StaffLanguages);
        Assert.Equal(["attention", "contacts"], feed.Report.People.Keys);
        Assert.Superset(new HashSet<string> { "postal_addresses", "services.last_modified" }, feed.Report.NoPlace.Keys.ToHashSet());
    }

    /// <summary>However a service is wrapped, it is the same.</summary>
    [Fact]
    public async Task Forms_OfJson_SayTheSame()
    {
        string? first = null;
        foreach (string form in new[]
        {
            Clinic, $"[{Clinic}]", Clinic.ReplaceLineEndings(" ") + "\n" + Clinic.ReplaceLineEndings(" ").Replace("8f3e0a52-3c9a", "8f3e0a52-3c9b", StringComparison.Ordinal), $"{{\"services\":[{Clinic}]}}",
            $"{{\"total_items\":1,\"total_pages\":1,\"page_number\":1,\"size\":1,\"first_page\":true,\"last_page\":true,\"empty\":false,\"contents\":[{Clinic}]}}",
            $"[{{\"id\":\"o1\",\"name\":\"Leeds NHS Trust\",\"description\":\"x\",\"legal_status\":\"Public body\",\"services\":[{Clinic}]}}]",
        })
        {
            var (feed, entries) = await MapAsync(form);
            Assert.Empty(feed.Said());
            string said = System.Text.Json.JsonSerializer.Serialize(entries.Rows[0].Content, ContentJson.Options);
            Assert.Equal(first ??= said, said);
        }
    }

    /// <summary>What a directory like this one wrote beside it is read whole, and trusted with nothing.</summary>
    [Fact]
    public async Task OwnEntry_IsReadWhole_AndTrustedWithNothing()
    {
        var entry = Sample.Everything() with { Switches = new PublicationSwitches { OpenData = true, SearchEngines = true, PrintAddress = true } };
        string json = System.Text.Json.JsonSerializer.Serialize(entry, ContentJson.Options);
        var (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Text($$$"""[{"id":"1","name":"Other","status":"active","directory_entry":{"version":1,"entry":{{{json}}}}}]"""));
        Assert.Empty(feed.Said());
        var read = entries.Rows[0].Content!;
        Assert.Equal(entry.Name.OriginalWords, read.Name.OriginalWords);
        Assert.Null(read.Consent);
        Assert.Null(read.Provider.OrganisationId);
        Assert.Equal(new PublicationSwitches(), read.Switches);
        Assert.Empty(entry.Sites.Select(site => site.Id).Intersect(read.Sites.Select(site => site.Id)));
        Assert.Equal(entry.Needs, read.Needs);
        Assert.DoesNotContain("\"by\"", System.Text.Json.JsonSerializer.Serialize(read, ContentJson.Options), StringComparison.Ordinal);
        Assert.All(read.Access.Where(fact => fact.SiteId is not null), fact => Assert.Contains(read.Sites, site => site.Id == fact.SiteId));

        foreach (string wrong in new[] { "1", "{}", "{\"version\":99,\"entry\":{}}", "{\"version\":1,\"entry\":{\"name\":1}}", $"{{\"version\":1,\"entry\":{json.Insert(1, "\"unknown\":1,")}}}", "{\"version\":1,\"version\":1,\"entry\":{}}" })
        {
            (feed, entries) = await FeedOf.MapAsync(places, FeedOf.Zip((FeedOf.Services, $"id,name,status,directory_entry\n1,Other,active,\"{wrong.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n")));
            Assert.Equal(["services.csv 2 directory_entry EntryUnread"], feed.Said());
            Assert.Equal("Other", entries.Rows[0].Of(ColumnUse.Name));
        }
    }
}
