using System.Net;
using AngleSharp.Html.Dom;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Web.Accounts;

namespace ServiceDirectory.Tests.Training;

/// <summary>Offer, request, day, heads, certificate: by the pages of both sides, and what the public reads of it.</summary>
public sealed class TrainingPageTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private readonly TrainingDesk _training = new(members.World.Database.Logins, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Given Given => members.World.Database.Given;

    private LocalDate Today => Instant.FromDateTimeOffset(members.Clock.GetUtcNow()).InUtc().Date;

    private static async Task<HttpResponseMessage> SendAsync(Seated somebody, string address, string selector, Func<Form, Form> fill, string? button = null) =>
        await fill(Form.On(await somebody.Browser.PageAsync(address), address, selector)).SendAsync(somebody.Browser, button);

    private static async Task<string> GoOnAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<(Seated Trainer, Seated Contact, WrittenRevision Service, Organisation Trains)> WorldAsync()
    {
        var (service, provider) = await _training.ServiceAsync();
        var trains = await Given.SexWorkerLedAsync("Trains (demo)");
        return (await Seated.InAsync(members, trains, ActorRole.Trainer), await Seated.InAsync(members, provider, ActorRole.ProviderContact), service, trains);
    }

    private static string Page(Seated of, string page = "") => $"/curate/{of.Seat.Code}/training{page}";

    private static Task<HttpResponseMessage> OfferAsync(Seated trainer, string title, string audience = "clinic", bool isPublic = true) => SendAsync(trainer, Page(trainer, "/offers"), "form.big", form =>
    {
        form.Fill("title", title).Fill("topic", "confidentiality", "stigma").Fill("audience", audience).Fill("mode", "in-person").Fill("minutes", "180").Fill("languages", "en, ro").Fill("group", "20").Fill("peers", "1");
        return isPublic ? form.Fill("public", "1") : form;
    });

    [Fact]
    public async Task Road_FromTheOfferToTheCertificate_ByBothSides()
    {
        var (trainer, contact, service, _) = await WorldAsync();
        using var _1 = trainer;
        using var _2 = contact;
        string title = $"Front desk {service.Code}";
        await GoOnAsync(OfferAsync(trainer, title));

        // The provider asks; the first line of what arrives says that there is no money.
        var ask = await contact.Browser.PageAsync(Page(contact, "/ask"));
        string offer = ask.QuerySelectorAll("label.tick").Single(label => label.TextContent.Contains(title, StringComparison.Ordinal)).QuerySelector("input")!.GetAttribute("value")!;
        string request = await GoOnAsync(SendAsync(contact, Page(contact, "/ask"), "form.big", form => form.Fill("offer", offer).Fill("goals", "How we keep records")));
        string id = request[(request.IndexOf('=', StringComparison.Ordinal) + 1)..];
        string asked = Page(trainer, $"/request?id={id}");
        var page = await trainer.Browser.PageAsync(asked);
        Assert.Contains("no budget", page.QuerySelector("main .first")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("How we keep records", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("no budget", (await trainer.Browser.PageAsync(Page(trainer))).QuerySelector($"section[data-request='{id}'] > :first-child")!.TextContent, StringComparison.Ordinal);
        await GoOnAsync(SendAsync(trainer, asked, "main form", form => form, "accept"));

        // A day with a place that both sides see.
        var day = Today.PlusDays(20);
        await GoOnAsync(SendAsync(trainer, asked, "form.big", form => form
            .Fill("day", day.ToString("uuuu-MM-dd", null)).Fill("time", "14:00").Fill("minutes", "180").Fill("place", "Room 3 behind the library").Fill("topic", "stigma")));
        foreach (var side in new[] { trainer, contact })
        {
            Assert.Contains("Room 3 behind the library", (await side.Browser.PageAsync(Page(side, $"/request?id={id}"))).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            using var file = await side.Browser.GetAsync(new Uri(Page(side, $"/calendar?id={id}"), UriKind.Relative), Stop);
            string text = await file.Content.ReadAsStringAsync(Stop);
            Assert.Equal("text/calendar", file.Content.Headers.ContentType!.MediaType);
            Assert.Contains($"DTSTART:{day.ToString("uuuuMMdd", null)}T140000\r\nDURATION:PT180M\r\n", text, StringComparison.Ordinal);
            Assert.Contains("SUMMARY:Appointment\r\n", text, StringComparison.Ordinal);
            foreach (string word in new[] { "Room", "rain", "sex", "Mill", title, service.Code, "LOCATION", "http" })
                Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
        }

        // Nobody else finds it, by the same address.
        using var stranger = await Seated.InAsync(members, await Given.SexWorkerLedAsync("Other (demo)"), ActorRole.Trainer);
        foreach (string other in new[] { $"/request?id={id}", $"/calendar?id={id}" })
        {
            using var gone = await stranger.Browser.ReadAsync(Page(stranger, other));
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }

        // Counting comes on the day; then the certificate.
        await members.World.Database.Owner.RunAsync("alter table directory.training_session disable trigger training_session_kept");
        await members.World.Database.Owner.RunAsync("update directory.training_session set held_on = $1, planned_on = $1 where request_id = $2", Today, Guid.Parse(id));
        await members.World.Database.Owner.RunAsync("alter table directory.training_session enable trigger training_session_kept");
        await GoOnAsync(SendAsync(trainer, asked, "form.big", form => form.Fill("front-desk", "2").Fill("clinical", "5").Fill("percent", "65")));
        Assert.Empty((await contact.Browser.PageAsync(Page(contact, $"/request?id={id}"))).QuerySelectorAll("main form"));
        await GoOnAsync(SendAsync(trainer, asked, "main form", form => form, "certify"));

        foreach (var side in new[] { trainer, contact })
        {
            var certificate = await side.Browser.PageAsync($"/curate/{side.Seat.Code}/entries/{service.Code}/certificate");
            string words = certificate.QuerySelector("main")!.TextContent;
            Assert.Contains("A community organisation, November 2026", words, StringComparison.Ordinal);
            Assert.Contains("65 %", words, StringComparison.Ordinal);
            Assert.Contains("No certificate makes a promise true.", words, StringComparison.Ordinal);
            Assert.DoesNotContain("Trains (demo)", words, StringComparison.Ordinal);
            // The square holds the address of the public page and nothing else.
            Assert.Equal(SquareCode.Of($"https://localhost/services/{service.Code}").Path, certificate.QuerySelector("svg.square path")!.GetAttribute("d"));
        }

        using var browser = members.Browser();
        var shown = (await browser.PageAsync($"/services/{service.Code}")).QuerySelector("main")!.TextContent;
        Assert.Contains("Trained by: A community organisation, November 2026. 65 %", shown, StringComparison.Ordinal);
        Assert.Contains("Valid to November 2028", shown, StringComparison.Ordinal);

        // It ends by its date, for everybody, though nobody does anything.
        Assert.NotNull(await _training.ReadAsync(t => t.CertificateAsync(service.ServiceId, Today.PlusMonths(24).PlusDays(-1), TestContext.Current.CancellationToken)));
        Assert.Null(await _training.ReadAsync(t => t.CertificateAsync(service.ServiceId, Today.PlusMonths(24), TestContext.Current.CancellationToken)));
        await members.World.Database.Owner.RunAsync("update published.training set until = $1 where code = $2", Today.PlusDays(1), service.Code);
        Assert.Contains("Trained by", (await browser.PageAsync($"/services/{service.Code}")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var tomorrow = new FixedClock(Today.PlusDays(1).AtMidnight().InUtc().ToDateTimeOffset());
        await using var program = members.World.Start(new AppFactory(members.World.Database.Logins, tomorrow));
        using var later = program.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new Uri("https://localhost") });
        var ended = (await later.PageAsync($"/services/{service.Code}")).QuerySelector("main")!.TextContent;
        Assert.DoesNotContain("Trained by", ended, StringComparison.Ordinal);
        Assert.DoesNotContain("Staff trained", ended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Public_Page_ShowsWhatOrganisationsChose_MarksStudents_AndNamesNobodyWhoDidNot()
    {
        var (trainer, contact, service, trains) = await WorldAsync();
        using var _1 = trainer;
        using var _2 = contact;
        await GoOnAsync(OfferAsync(trainer, $"Shown {service.Code}", audience: "students"));
        await GoOnAsync(OfferAsync(trainer, $"Hidden {service.Code}", isPublic: false));
        using var browser = members.Browser();
        using var answer = await browser.ReadAsync("/training");
        Assert.DoesNotContain(answer.Headers, header => header.Key == "Set-Cookie");
        var page = await answer.PageAsync(HttpStatusCode.OK);
        var section = page.QuerySelectorAll("section[data-offer]").Single(s => s.TextContent.Contains($"Shown {service.Code}", StringComparison.Ordinal));
        Assert.Contains("For students of medicine and nursing", section.TextContent, StringComparison.Ordinal);
        Assert.Contains("A community organisation", section.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain($"Hidden {service.Code}", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Trains (demo)", page.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("sex work", page.Title!, StringComparison.OrdinalIgnoreCase);
        // Services with an account are offered both, and are told no name either.
        string ask = (await contact.Browser.PageAsync(Page(contact, "/ask"))).QuerySelector("main")!.TextContent;
        Assert.Contains($"Hidden {service.Code}", ask, StringComparison.Ordinal);
        Assert.DoesNotContain("Trains (demo)", ask, StringComparison.Ordinal);
        await members.World.Database.App.RunAsync("update directory.organisation set public_name = true, public_badge = true where id = $1", trains.Id);
        await members.World.Database.App.RunAsync($"select directory.publish_organisation('{trains.Id}', '{Today:uuuu-MM-dd}', '{trains.Id}', 'coordinator')");
        Assert.Contains("Trains (demo)", (await browser.PageAsync("/training")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_ForPeople_IsRefusedThere_Kindly_AndKeepsWhatWasTyped()
    {
        var (trainer, contact, service, _) = await WorldAsync();
        using var _1 = trainer;
        using var _2 = contact;
        await GoOnAsync(OfferAsync(trainer, $"People {service.Code}"));
        var ask = await contact.Browser.PageAsync(Page(contact, "/ask"));
        string offer = ask.QuerySelectorAll("label.tick").Single(label => label.TextContent.Contains($"People {service.Code}", StringComparison.Ordinal)).QuerySelector("input")!.GetAttribute("value")!;
        using var answer = await SendAsync(contact, Page(contact, "/ask"), "form.big", form => form.Fill("offer", offer).Fill("goals", "We look for twelve people").Fill("people", "1"));
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        Assert.Contains("nobody here is asked for a study", page.QuerySelector("main .wrong")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("We look for twelve people", ((IHtmlTextAreaElement)page.QuerySelector("#goals")!).Value);
        Assert.Equal(0, await members.World.Database.App.OneAsync<long>("select count(*) from directory.training_request where service_id = $1", service.ServiceId));
    }

    [Theory]
    [InlineData("title", "")]
    [InlineData("minutes", "0")]
    [InlineData("languages", "xx-none")]
    [InlineData("group", "many")]
    public async Task Offer_ThatCannotBe_ComesBack_WithTheWordsBesideTheField(string field, string value)
    {
        using var trainer = await Seated.InAsync(members, await Given.SexWorkerLedAsync("Trains (demo)"), ActorRole.Trainer);
        using var answer = await SendAsync(trainer, Page(trainer, "/offers"), "form.big", form => form
            .Fill("title", "Kept title").Fill("topic", "drugs").Fill("audience", "legal").Fill("mode", "online").Fill("minutes", "60").Fill("languages", "en").Fill("group", "9").Fill(field, value));
        var page = await answer.PageAsync(HttpStatusCode.BadRequest);
        Assert.NotNull(page.QuerySelector($".wrong[data-field='{field}']"));
        Assert.True(((IHtmlInputElement)page.QuerySelector("input[name='topic'][value='drugs']")!).IsChecked);
    }
}
