using System.Net;
using AngleSharp.Dom;
using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Urgent;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Urgent help as somebody reads it who has no time and has not said where they are.</summary>
public sealed class NowPageTests(PublicWorld world) : IClassFixture<PublicWorld>, IAsyncLifetime
{
    private const int CondomBroke = 1, Hurt = 2, Police = 3, Overdose = 5, CannotCope = 6;

    /// <summary>What a page may weigh as it is sent: a slow telephone has it in two seconds.</summary>
    private const int MostBytes = 10 * 1024;

    private static readonly IReadOnlyList<Situation> s_situations = DirectoryCatalogue.Default.Situations;

    private readonly HttpClient _browser = world.Browser();

    public static TheoryData<string, int> Everywhere
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (string language in PageLanguages.Written)
            {
                foreach (var situation in s_situations)
                    all.Add(language, situation.Id);
            }

            return all;
        }
    }

    public async ValueTask InitializeAsync()
    {
        // What another test has asked for is remembered for a few seconds, and this clock stands still.
        world.Clock.Now += TimeSpan.FromSeconds(6);
        await world.Database.Owner.RunAsync("delete from published.country_answer");
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Two countries have lines for a situation.</summary>
    private async Task AnsweredAsync(int situation)
    {
        await AnsweredAsync("GB", situation, Text.Of("en", $"British words {situation}.").With("es", $"Palabras {situation}."), "+448081570180");
        await AnsweredAsync("IE", situation, Text.Of("en", $"Irish words {situation}."), "+353861234567");
    }

    private Task AnsweredAsync(string country, int situation, Text words, string number) => world.Database.Given.AnsweredAsync(
        country, situation, new CountryAnswerContent { Words = words, Lines = [new AnswerLine { Number = number, For = Text.Of("en", "Nurses") }] }, Given.Today);

    private static string In(string language, string path) => language == PageLanguages.English ? path : $"/{language}{path}";

    private static string Said(IParentNode page, string selector) => Html.Squeeze(string.Join(' ', page.QuerySelectorAll(selector).Select(part => part.TextContent)));

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Get_BySlugAsByNumber_SaysWhatToDoAndByWhen(string language, int id)
    {
        var situation = s_situations.Single(other => other.Id == id);
        var page = await _browser.PageAsync(In(language, $"/now/{id}"));
        Assert.Equal(DirectoryCatalogue.Default.Label(situation, language), Said(page, "h1"));
        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(
            DirectoryCatalogue.Default.Steps(situation, language).Select(step => Html.Squeeze($"{step.Do} {step.By}")),
            page.QuerySelectorAll(".steps li").Select(step => Html.Squeeze(step.TextContent)));
        Assert.Equal(
            DirectoryCatalogue.Default.Steps(situation, language).Select(step => step.By).OfType<string>(),
            page.QuerySelectorAll(".steps li strong").Select(limit => limit.TextContent));
        var words = WordingFiles.In(language);
        Assert.Equal(
            new[] { id is CondomBroke or Hurt or Overdose ? words["Need.Clinician"] : null, id is Hurt or Police ? words["Now.Lawyer"] : null }.OfType<string>(),
            page.QuerySelectorAll(".steps .quiet").Select(mark => mark.TextContent));
        Assert.Equal(
            Said(page, "main"),
            Said(await _browser.PageAsync(In(language, $"/now/{situation.Slug}")), "main"));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Get_WithTheLongestAnswer_IsSentInTenKilobytes(string language, int id)
    {
        // Words do not repeat themselves as much as these; letters of other scripts have two bytes.
        var letters = new Random(id);
        string Words(int length) => string.Concat(Enumerable.Range(0, length).Select(i => i % 6 == 5 ? ' ' : (char)((language == "ar" ? 'ا' : 'a') + letters.Next(26)))).Trim().PadRight(length, '.');
        await world.Database.Given.AnsweredAsync(
            "GB",
            id,
            new CountryAnswerContent
            {
                Words = Text.Of(language, Words(CountryAnswerRules.LongestText)),
                Lines = [.. Enumerable.Range(0, CountryAnswerRules.MostLines).Select(i => new AnswerLine { Number = $"+44808157018{i}", For = Text.Of(language, Words(CountryAnswerRules.LongestFor)) })],
            },
            Given.Today);
        var stop = TestContext.Current.CancellationToken;
        foreach (string encoding in new[] { "br", "gzip" })
        {
            using var answer = await _browser.SendAsync("GET", In(language, $"/now/{id}"), null, ("Accept-Encoding", encoding));
            Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
            Assert.InRange((await answer.Content.ReadAsByteArrayAsync(stop)).Length, 1, MostBytes);
        }

        using var plain = await _browser.ReadAsync(In(language, $"/now/{id}"));
        Assert.InRange((await plain.Content.ReadAsByteArrayAsync(stop)).Length, 1, MostBytes);
    }

    /// <summary>Words of a country are about its law or its medicine, whatever the steps are about.</summary>
    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Get_WordsOfACountry_AreMarkedAsNotReviewed_ThereAndAboveResults(string language, int id)
    {
        await AnsweredAsync("GB", id, Text.Of("en", "Selling is no crime here."), "+448081570180");
        var words = WordingFiles.In(language);
        string[] marks = [words["Need.Clinician"], words["Now.Lawyer"]];
        var page = await _browser.PageAsync(In(language, $"/now/{id}"));
        Assert.Contains(page.QuerySelectorAll(".quiet"), line => marks.Contains(line.TextContent));
        Assert.Single(page.QuerySelectorAll(".quiet"), line => line.TextContent == words["Now.Lawyer"] || (id is CondomBroke or Overdose && line.TextContent == words["Need.Clinician"]));

        var urgent = s_situations.Single(other => other.Id == id).Needs.Select(need => DirectoryCatalogue.Default.FindNeed($"{need}")!).Where(need => need.Urgent).ToList();
        foreach (var need in urgent)
        {
            var results = await _browser.PageAsync(In(language, $"/search?need={need.Id}&place={Sample.Leeds}"));
            foreach (var lines in results.QuerySelectorAll(".lines-now"))
                Assert.Single(lines.QuerySelectorAll(".quiet"), line => marks.Contains(line.TextContent));
        }

        Assert.NotEmpty(urgent);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Get_ItsTitle_SaysNothing(string language, int id)
    {
        var page = await _browser.PageAsync(In(language, $"/now/{id}"));
        Assert.EndsWith($" – {WordingFiles.In(language)["Now.Title"]}", page.Title, StringComparison.Ordinal);
        Assert.Equal((await _browser.PageAsync(In(language, "/now"))).Title, page.Title);
    }

    [Fact]
    public async Task Get_Now_LeadsToAllSix()
    {
        foreach (string language in PageLanguages.Written)
        {
            var page = await _browser.PageAsync(In(language, "/now"));
            Assert.Equal(
                s_situations.Select(situation => (In(language, $"/now/{situation.Id}"), DirectoryCatalogue.Default.Label(situation, language))),
                page.QuerySelectorAll(".situations a").Select(link => (link.GetAttribute("href")!, link.TextContent)));
        }
    }

    [Fact]
    public async Task Get_WithoutACountry_ShowsTheHomeCountrys()
    {
        await AnsweredAsync(CondomBroke);
        var page = await _browser.PageAsync($"/now/{CondomBroke}");
        Assert.Equal("Lines to call: United Kingdom", Said(page, "#lines"));
        Assert.Equal("tel:+448081570180", Assert.Single(page.QuerySelectorAll(".answer .call a")).GetAttribute("href"));
        Assert.Contains("British words 1.", Said(page, ".answer"), StringComparison.Ordinal);
        Assert.Contains("Checked November 2026 by two community organisations.", Said(page, ".answer"), StringComparison.Ordinal);
        Assert.Equal([("/now/1?country=IE", "Ireland")], page.QuerySelectorAll(".answer details a").Select(link => (link.GetAttribute("href")!, link.TextContent)));
        await using var irish = world.Start(world.With(("Directory:HomeCountry", "IE")));
        using var browser = irish.CreateClient();
        Assert.Contains("Irish words 1.", Said(await browser.PageAsync($"/now/{CondomBroke}"), ".answer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ACountry_ShowsItsWordsAndNeverAnothers()
    {
        foreach (var situation in s_situations)
        {
            await AnsweredAsync(situation.Id);
            var irish = await _browser.PageAsync($"/now/{situation.Id}?country=IE");
            Assert.Equal("Lines to call: Ireland", Said(irish, "#lines"));
            Assert.Contains($"Irish words {situation.Id}.", Said(irish, ".answer"), StringComparison.Ordinal);
            Assert.DoesNotContain("British words", irish.Source.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("8081570180", irish.Source.Text, StringComparison.Ordinal);
            var french = await _browser.PageAsync($"/now/{situation.Id}?country=FR");
            Assert.StartsWith("Help: France No line in this country has been checked here yet.", Said(french, ".answer"), StringComparison.Ordinal);
            Assert.Empty(french.QuerySelectorAll(".answer .call"));
            Assert.DoesNotContain("h words", french.Source.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_AfterItsEnd_SaysThatNoLineWasChecked()
    {
        await AnsweredAsync(Hurt);
        // Half a year after it was checked.
        await using var later = world.Start(new AppFactory(world.Database.Logins, new FixedClock(new DateTimeOffset(2027, 5, 24, 0, 0, 0, TimeSpan.Zero))));
        using var browser = later.CreateClient();
        var page = await browser.PageAsync($"/now/{Hurt}");
        Assert.Contains("No line in this country has been checked here yet.", Said(page, ".answer"), StringComparison.Ordinal);
        Assert.DoesNotContain("British words", page.Source.Text, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".answer details"));
    }

    [Theory]
    [InlineData("country=zz", "“zz” is not a country we know. These are the lines of another one.")]
    [InlineData("country=gb", "“gb” is not a country we know. These are the lines of another one.")]
    [InlineData("country=%3Cb%20data-x%3E", "“<b data-x>” is not a country we know. These are the lines of another one.")]
    [InlineData("country=", "“” is not a country we know. These are the lines of another one.")]
    [InlineData("country=IE&country=IE", "This can be given only once.")]
    public async Task Get_ACountryThatIsNone_SaysSoBesideTheHomeCountrys(string query, string wrong)
    {
        await AnsweredAsync(CondomBroke);
        using var answer = await _browser.ReadAsync($"/now/{CondomBroke}?{query}");
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        Assert.Contains(wrong, Said(page, ".answer"), StringComparison.Ordinal);
        Assert.Contains("British words 1.", Said(page, ".answer"), StringComparison.Ordinal);
        Assert.Equal(4, page.QuerySelectorAll(".steps li").Length);
        // What was not understood is not carried along.
        Assert.All(page.QuerySelectorAll("nav.languages a"), link => Assert.EndsWith("/now/1", link.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Empty(page.QuerySelectorAll("[data-x]"));
    }

    [Theory]
    [InlineData("/now/7")]
    [InlineData("/now/0")]
    [InlineData("/now/-1")]
    [InlineData("/now/nothing")]
    [InlineData("/now/%20")]
    [InlineData("/es/now/7")]
    public async Task Get_ASituationThatIsNone_Is404(string address)
    {
        using var answer = await _browser.ReadAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact, Property(86)]
    public async Task Get_WithTheDatabaseAway_StillSaysWhatToDo()
    {
        await using var program = AppFactory.WithBrokenPublicLogin(world.Database.Logins);
        using var browser = program.Browser();
        foreach (var situation in s_situations)
        {
            var page = await browser.PageAsync($"/now/{situation.Slug}");
            Assert.Equal(situation.Steps.Select(step => Html.Squeeze($"{step.Do} {step.By}")), page.QuerySelectorAll(".steps li").Select(step => Html.Squeeze(step.TextContent)));
            Assert.Equal("Help: United Kingdom Lines cannot be looked up right now. Try again in a minute.", Said(page, ".answer"));
            Assert.Equal("tel:999", page.QuerySelector(".emergency a")!.GetAttribute("href"));
        }

        Assert.Equal(6, (await browser.PageAsync("/es/now")).QuerySelectorAll(".situations a").Length);
    }

    [Fact]
    public async Task Get_TheEmergencyNumber_IsOfTheCountry()
    {
        foreach (var situation in s_situations)
        {
            var page = await _browser.PageAsync($"/now/{situation.Id}");
            Assert.Equal($"{situation.Emergency} 999 United Kingdom Ask for an ambulance. Police may come too.", Said(page, ".emergency"));
            Assert.Equal("tel:999", page.QuerySelector(".emergency a")!.GetAttribute("href"));
            Assert.Equal("tel:112", (await _browser.PageAsync($"/now/{situation.Id}?country=FR")).QuerySelector(".emergency a")!.GetAttribute("href"));
            // Where we are not sure, no number is better than a wrong one.
            var unsure = await _browser.PageAsync($"/now/{situation.Id}?country=GL");
            Assert.Equal($"{situation.Emergency} Call the emergency number of the country you are in. Ask for an ambulance. Police may come too.", Said(unsure, ".emergency"));
            Assert.Empty(unsure.QuerySelectorAll(".emergency a"));
        }
    }

    [Fact]
    public async Task Get_TheEmergency_StandsFirstOnlyForAnOverdose()
    {
        foreach (var situation in s_situations)
        {
            var page = await _browser.PageAsync($"/now/{situation.Id}");
            var order = page.QuerySelectorAll("main > section").Select(section => section.ClassList[0]);
            Assert.Equal(situation.Id == Overdose ? ["emergency", "steps", "answer", "screen"] : ["steps", "answer", "emergency", "screen"], order);
        }
    }

    [Theory]
    [InlineData("/now/1", "/search?need=4&need=9&need=1")]
    [InlineData("/now/2", "/search?need=36&need=37")]
    [InlineData("/es/now/overdose?country=IE", "/es/search?need=30")]
    [InlineData("/ar/now/4", "/ar/search?need=57&need=41")]
    public async Task TheForm_WithAPlace_AsksForWhatTheSituationNeeds(string address, string search)
    {
        var page = await _browser.PageAsync(address);
        Assert.Empty(page.QuerySelectorAll("main form [name=q], main form select"));
        using var answer = await Form.On(page, address, "main form").Fill("near", "Leeds").SendAsync(_browser);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal($"{search}&place={Sample.Leeds}", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Get_TheAnswer_IsInTheLanguageOfThePage_OrMarked()
    {
        await AnsweredAsync(CondomBroke);
        var spanish = await _browser.PageAsync($"/es/now/{CondomBroke}");
        Assert.Contains("Palabras 1.", Said(spanish, ".answer"), StringComparison.Ordinal);
        Assert.Equal($"Líneas: {CountryNames.Of("GB", "es")}", Said(spanish, "#lines"));
        var arabic = await _browser.PageAsync($"/ar/now/{CondomBroke}");
        var words = arabic.QuerySelectorAll(".answer [lang=en]").Select(part => (Html.Squeeze(part.TextContent), part.GetAttribute("dir")));
        Assert.Equal([("Nurses", "ltr"), ("British words 1.", "ltr")], words);
        Assert.Equal(2, arabic.QuerySelectorAll(".answer .origin").Length);
        Assert.Equal($"/ar/now/{CondomBroke}?country=IE", arabic.QuerySelector(".answer details a")!.GetAttribute("href"));
    }

    /// <summary>It is noon on a Tuesday in London. A number that nobody answers costs time, and stays in the call list.</summary>
    [Fact]
    public async Task Lines_ThatAreOpen_StandFirst_AndTheOthersSayWhenTheyAre()
    {
        LineHours Daily(int from, int to) => new() { Opens = new LocalTime(from, 0), Closes = new LocalTime(to, 0) };
        AnswerLine Line(int number, params LineHours[] hours) => new() { Number = $"+4480815701{number}", For = Text.Of("en", $"Line {number}"), Hours = hours };
        await world.Database.Given.AnsweredAsync(
            "GB",
            CannotCope,
            new CountryAnswerContent
            {
                Words = Text.Of("en", "Call."),
                Lines =
                [
                    Line(80, Daily(20, 2)),
                    Line(81),
                    Line(82, new LineHours { Day = IsoDayOfWeek.Monday, Opens = new LocalTime(9, 0), Closes = new LocalTime(17, 0) }),
                    Line(83, Daily(0, 0)),
                    Line(84, Daily(8, 13)),
                ],
            },
            Given.Today);
        var page = await _browser.PageAsync($"/now/{CannotCope}");
        string[] expected =
        [
            "0808 157 0183 Line 83 Open all the time", "0808 157 0184 Line 84 Open until 13:00", "0808 157 0181 Line 81",
            "0808 157 0180 Line 80 Closed, opens 20:00", "0808 157 0182 Line 82 Closed, opens Monday 09:00",
        ];
        Assert.Equal(expected, page.QuerySelectorAll(".answer .call").Select(line => Html.Squeeze(line.TextContent)));
        // What is true now is not true when somebody reads the paper.
        Assert.All(page.QuerySelectorAll(".answer .call strong"), state => Assert.Equal(["screen", "live"], state.ClassList));
        var results = await _browser.PageAsync("/search?need=25");
        Assert.Equal("Call someone now 0808 157 0183", Said(results, ".lines-now summary"));
        Assert.Equal(expected, results.QuerySelectorAll(".answer .call").Select(line => Html.Squeeze(line.TextContent)));

        world.Clock.Now += TimeSpan.FromSeconds(6);
        await world.Database.Owner.RunAsync("delete from published.country_answer");
        await world.Database.Given.AnsweredAsync(
            "GB", CannotCope, new CountryAnswerContent { Words = Text.Of("en", "Call."), Lines = [Line(80, Daily(20, 2))] }, Given.Today);
        Assert.Equal("Call someone now 0808 157 0180 Closed, opens 20:00", Said(await _browser.PageAsync("/search?need=25"), ".lines-now summary"));
    }

    /// <summary>Nobody who needs an ambulance opens something first.</summary>
    [Theory]
    [InlineData("need=30", "GB", true, "Ambulance: 999 Police may come too.")]
    [InlineData("need=4", "GB", false, "Ambulance: 999 Police may come too.")]
    [InlineData("need=4&need=30", "GB", true, "Ambulance: 999 Police may come too.")]
    [InlineData("need=30&place=2538475", "MA", true, "Ambulance: 15 Police may come too.")]
    public async Task Results_OfWhatCannotWait_ShowTheAmbulance(string search, string country, bool first, string said)
    {
        var page = await _browser.PageAsync($"/search?{search}");
        var line = Assert.Single(page.QuerySelectorAll("div.first > .call, div.first > .ambulance"));
        Assert.Equal(said, Html.Squeeze(line.TextContent));
        Assert.Equal($"tel:{EmergencyNumbers.Of(country)}", line.QuerySelector("a")!.GetAttribute("href"));
        var lines = page.QuerySelector(".lines-now")!;
        Assert.Equal(first, line.CompareDocumentPosition(lines).HasFlag(DocumentPositions.Following));
        Assert.Empty((await _browser.PageAsync("/search?need=1")).QuerySelectorAll(".ambulance"));
    }

    /// <summary>There is nobody to call: nothing says so.</summary>
    [Fact]
    public async Task Results_WhereNoLineWasChecked_TellNobodyToCall()
    {
        await AnsweredAsync(CondomBroke);
        Assert.StartsWith("Call someone now", Said(await _browser.PageAsync("/search?need=4"), ".lines-now summary"), StringComparison.Ordinal);
        Assert.Equal("What to do", Said(await _browser.PageAsync("/search?need=4&place=2988507"), ".lines-now summary"));
    }

    [Fact]
    public async Task Get_ByTheOnion_IsTheSamePage()
    {
        await using var program = world.Start(world.With(("AllowedHosts", $"localhost;{LiveWorld.Onion}"), ("Directory:Onion", LiveWorld.Onion)));
        using var browser = program.CreateClient(new() { BaseAddress = new Uri($"http://{LiveWorld.Onion}"), AllowAutoRedirect = false });
        var page = await browser.PageAsync($"/now/{Police}");
        Assert.Equal(Said(await _browser.PageAsync($"/now/{Police}"), "main"), Said(page, "main"));
        Assert.All(
            page.QuerySelectorAll("[href], [src], [action]"),
            link => Assert.Matches("^(/(?!/)|tel:|#)", link.GetAttribute("href") ?? link.GetAttribute("src") ?? link.GetAttribute("action")!));
    }
}
