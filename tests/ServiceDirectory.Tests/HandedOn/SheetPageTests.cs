using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.HandedOn;

/// <summary>A sheet before it is printed (SheetTests prints it), and lists that go along with a search.</summary>
public sealed class SheetPageTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private static IEnumerable<string?> On(IHtmlDocument page) => page.QuerySelectorAll(".paper ol > li").Select(entry => entry.GetAttribute("data-service"));

    [Fact]
    public async Task Search_IsOneSheet_AndGoesOnAsAList()
    {
        string address = $"/search/print?need=4&place={Sample.Leeds}";
        var page = await _browser.PageAsync(address);
        var results = await _browser.PageAsync($"/search?need=4&place={Sample.Leeds}");
        Assert.Equal(results.QuerySelectorAll("li.card").Select(card => card.GetAttribute("data-service")), On(page));
        Assert.Equal("Service Directory – Sheet", page.Title);
        using var answer = await Form.On(page, address, ".setup form").Fill("paper", "letter").Fill("columns", "1").Fill("s", world.Private.Code).SendAsync(_browser);
        Assert.Equal($"/list/print?paper=letter&columns=1&letters=usual&s={world.Private.Code}", answer.RequestMessage!.RequestUri!.PathAndQuery);
        page = await answer.PageAsync(HttpStatusCode.OK);
        Assert.Equal([world.Private.Code], On(page));
        Assert.Equal("narrow handout letter usual columns-1", page.QuerySelector("main")!.ClassName);
    }

    [Fact]
    public async Task Entry_SaysWhatHelps_AndNoMoreThanTheServiceAgreedTo()
    {
        await world.Database.Owner.RunAsync($"update published.service set print_address = true where code = '{world.Far.Code}'");
        await world.Database.Owner.RunAsync("update published.service set state = 'own' where code = $1", world.Line.Code);
        try
        {
            var page = await _browser.PageAsync($"/list/print?s={world.Clinic.Code},{world.Private.Code},{world.Far.Code},{world.Line.Code},{world.Gone.Code}");
            string[] entries = [.. page.QuerySelectorAll(".paper ol > li").Select(entry => Html.Squeeze(entry.TextContent))];
            foreach (string said in new[] { "Mill Clinic", "01632 960123", "Tuesday: 09:00 to 17:00", "Leeds", "Checked November 2026 by two community organisations", "localhost/services/" + world.Clinic.Code })
                Assert.Contains(said, entries[0], StringComparison.Ordinal);
            Assert.DoesNotContain("Example Street", entries[0], StringComparison.Ordinal);
            Assert.Contains("Asks for ID", entries[1], StringComparison.Ordinal);
            Assert.Contains("1 Example Street, ", entries[2], StringComparison.Ordinal);
            // Who runs it could tell what it is about.
            Assert.Contains("Not yet checked by others", entries[3], StringComparison.Ordinal);
            Assert.DoesNotContain("Run by", entries[3], StringComparison.Ordinal);
            Assert.Equal("No longer listed.", page.QuerySelectorAll(".paper ol > li")[^1].TextContent);
            Assert.DoesNotContain(world.Gone.Code, page.QuerySelector("main")!.OuterHtml, StringComparison.Ordinal);
        }
        finally
        {
            await world.Database.Owner.RunAsync("update published.service set state = 'listed' where code = $1", world.Line.Code);
        }
    }

    /// <summary>Days that are alike stand together; one that is different, and what somebody wrote beside it, is said.</summary>
    [Fact]
    public async Task Hours_AreShort_AndLoseNothing()
    {
        var hours = new List<HoursRule>();
        foreach (var day in new[] { IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday })
            hours.Add(new HoursRule { Id = Guid.NewGuid(), Day = day, Opens = new LocalTime(9, 0), Closes = day is IsoDayOfWeek.Saturday ? new LocalTime(12, 0) : new LocalTime(17, 0) });
        hours[3] = hours[3] with { Note = Text.Of("en", "By the back door.") };
        string before = await world.Database.Owner.OneAsync<string>("select content::text from published.service where code = $1", world.Clinic.Code);
        try
        {
            Assert.Equal(["Monday to Wednesday: 09:00 to 17:00 · Friday: 09:00 to 17:00 By the back door. · Saturday: 09:00 to 12:00", "24 December 2026: Closed"], await TimesAsync(hours));
            var daily = Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None).Select(day => new HoursRule { Id = Guid.NewGuid(), Day = day, Opens = LocalTime.Midnight, Closes = LocalTime.Midnight });
            Assert.Equal("Every day: All day", (await TimesAsync(daily))[0]);
        }
        finally
        {
            await world.Database.Owner.RunAsync("update published.service set content = $2::jsonb where code = $1", world.Clinic.Code, before);
        }

        async Task<string[]> TimesAsync(IEnumerable<HoursRule> week)
        {
            await world.Database.Owner.RunAsync(
                "update published.service set content = jsonb_set(jsonb_set(content, '{sites,0,hours}', $2::jsonb), '{sites,0,specialDays}', $3::jsonb) where code = $1",
                world.Clinic.Code, JsonSerializer.Serialize(week, ContentJson.Options),
                JsonSerializer.Serialize(new[] { new SpecialDay { Id = Guid.NewGuid(), On = new LocalDate(2026, 11, 1) }, new SpecialDay { Id = Guid.NewGuid(), On = new LocalDate(2026, 12, 24) } }, ContentJson.Options));
            var page = await _browser.PageAsync($"/list/print?s={world.Clinic.Code}");
            return [.. page.QuerySelectorAll(".paper .times").Select(line => Html.Squeeze(line.TextContent).Trim())];
        }
    }

    [Fact]
    public async Task Line_SaysWhenItAnswers()
    {
        var page = await _browser.PageAsync($"/list/print?s={world.Line.Code},{world.Van.Code}");
        var entries = page.QuerySelectorAll(".paper ol > li");
        Assert.Equal(["Tuesday: 10:00 to 20:00", "Hours on the phone are in London time."], entries[0].QuerySelectorAll(".times").Select(line => Html.Squeeze(line.TextContent).Trim()));
    }

    [Fact]
    public async Task EntryThatEndsSoon_IsMarked_AndCanBeLeftOut()
    {
        await world.Database.Owner.RunAsync("update published.service set hidden_from = date '2026-12-24' where code = $1", world.Van.Code);
        await world.Database.Owner.RunAsync("update published.service set hidden_from = date '2026-12-25' where code = $1", world.Far.Code);
        string address = $"/list/print?s={world.Van.Code},{world.Far.Code}";
        var page = await _browser.PageAsync(address);
        // In 30 days, and in 31.
        Assert.Equal(["To be checked again by 23 December 2026."], page.QuerySelectorAll(".paper .ends").Select(mark => mark.TextContent));
        Assert.Contains("To be checked again by 23 December 2026.", page.QuerySelector($".setup input[value='{world.Van.Code}']")!.ParentElement!.TextContent, StringComparison.Ordinal);
        using var answer = await Form.On(page, address, ".setup form").Fill("s", world.Far.Code).SendAsync(_browser);
        Assert.Equal([world.Far.Code], On(await answer.PageAsync(HttpStatusCode.OK)));
    }

    [Theory]
    [InlineData("paper=a5", "paper")]
    [InlineData("columns=3", "columns")]
    [InlineData("letters=huge", "letters")]
    [InlineData("paper=a4&paper=letter", "paper")]
    public async Task WrongChoice_Is400BesideIt_AndTheRestIsKept(string wrong, string field)
    {
        // A search that repeats something is wrong as a whole.
        string search = wrong.Contains('&', StringComparison.Ordinal) ? "/search/print?need=4&page=1" : $"/search/print?need=4&place={Sample.Leeds}&{wrong}";
        foreach (string address in new[] { $"/list/print?s={world.Clinic.Code}&{wrong}", search }.Where(address => address.Contains(wrong, StringComparison.Ordinal)))
        {
            using var answer = await _browser.ReadAsync(address);
            var page = await answer.PageAsync(HttpStatusCode.BadRequest);
            Assert.Equal(field, Assert.Single(page.QuerySelectorAll("p.wrong")).GetAttribute("data-field"));
            Assert.Contains(world.Clinic.Code, On(page));
        }
    }

    [Fact]
    public async Task Wrong_Is400_AndAPlaceThatIsNotClearIsAskedFor()
    {
        foreach (string wrong in new[] { "/list/print?s=no-code", "/search/print?need=none", "/search/print?page=101" })
        {
            using var answer = await _browser.ReadAsync(wrong);
            Assert.Equal((wrong, HttpStatusCode.BadRequest), (wrong, answer.StatusCode));
        }

        using var asked = await _browser.ReadAsync("/search/print?need=4&near=springfield");
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        Assert.Contains("Nothing is on this list yet.", (await _browser.PageAsync("/list/print")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_CarriesWhatWasPicked_ThroughEveryLinkAndForm()
    {
        string picked = $"s={world.Line.Code}&s={world.Clinic.Code}";
        string address = $"/search?need=4&place={Sample.Leeds}&{picked}";
        var page = await _browser.PageAsync(address);
        Assert.NotNull(page.QuerySelector($"input[form=pick][value='{world.Clinic.Code}'][checked]"));
        Assert.Null(page.QuerySelector($"input[form=pick][value='{world.Private.Code}'][checked]"));
        Assert.Equal([world.Line.Code], page.QuerySelectorAll("input[type=hidden][form=pick]").Select(field => field.GetAttribute("value")));
        Assert.All(page.QuerySelectorAll("ol.results h3 a"), link => Assert.EndsWith($"?{picked}", link.GetAttribute("href"), StringComparison.Ordinal));
        Assert.All(page.QuerySelectorAll(".lines a, .sort a, nav.languages a"), link => Assert.Contains(picked, link.GetAttribute("href"), StringComparison.Ordinal));
        using var list = await Form.On(page, address, "form#pick").SendAsync(_browser);
        Assert.Equal([world.Line.Code, world.Clinic.Code], (await list.PageAsync(HttpStatusCode.OK)).QuerySelectorAll("ol.picked > li").Select(entry => entry.GetAttribute("data-service")));
        // Of what is handed on of a search nothing says who picked what.
        Assert.All(page.QuerySelectorAll(".hand a"), link => Assert.DoesNotContain(picked, link.GetAttribute("href"), StringComparison.Ordinal));
        using var searched = await Form.On(page, address, ".change form").SendAsync(_browser);
        Assert.Equal($"/search?need=4&place={Sample.Leeds}&{picked}", searched.Headers.Location!.OriginalString);

        var home = await _browser.PageAsync($"/en/?{picked}");
        Assert.Contains("2 are on your list already.", home.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var service = await _browser.PageAsync($"/services/{world.Private.Code}?{picked}");
        Assert.NotNull(service.QuerySelector($"main a[href='/list?{picked}&s={world.Private.Code}']"));
    }

    [Theory]
    [InlineData("/search?need=4&s=no-code")]
    [InlineData("/en/?s=no-code")]
    [InlineData("/services/{0}?s=no-code")]
    public async Task Picked_ThatIsNoCode_Is400(string address)
    {
        using var answer = await _browser.ReadAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, world.Clinic.Code));
        Assert.Equal("s", (await answer.PageAsync(HttpStatusCode.BadRequest)).QuerySelector("p.wrong")!.GetAttribute("data-field"));
    }
}
