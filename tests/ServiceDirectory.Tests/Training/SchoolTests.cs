using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Tests.Listings.ListingDesk;

namespace ServiceDirectory.Tests.Training;

/// <summary>A school asks without an account, and reads the answer with its code.</summary>
public sealed class SchoolTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private readonly TrainingDesk _training = new(members.World.Database.Logins, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DirectoryLogins Logins => members.World.Database.Logins;

    private LocalDate Today => Instant.FromDateTimeOffset(members.Clock.GetUtcNow()).InUtc().Date;

    private async Task<(Organisation Trains, TrainingSide Side, Guid Offer)> OfferAsync()
    {
        var trains = await members.World.Database.Given.SexWorkerLedAsync("Trains (demo)");
        var side = await _training.SideAsync(trains, on: Today);
        return (trains, side, await _training.OfferAsync(side, offer: TrainingDesk.Offer($"Nursing {trains.Code}", TrainingAudience.Students)));
    }

    private async Task<HttpResponseMessage> AskAsync(HttpClient browser, Guid offer, Func<Form, Form>? more = null, bool waits = true)
    {
        string address = $"/training/ask?offer={offer}";
        var form = Form.On(await browser.PageAsync(address), address, "form.big")
            .Fill("institution", "North School").Fill("email", "office@school.example").Fill("course", "Nursing").Fill("year-group", "2").Fill("goals", "Talking without judging");
        if (waits)
            members.Clock.Advance(TimeSpan.FromSeconds(4));
        return await (more?.Invoke(form) ?? form).SendAsync(browser);
    }

    private Task<long> CountAsync(Guid offer) => Logins.Owner.OneAsync<long>("select count(*) from directory.training_request where offer_id = $1", offer);

    [Fact]
    public async Task Road_FromThePublicPage_ToTheAnswerAndTheDay_ByACodeAlone()
    {
        var (trains, side, offer) = await OfferAsync();
        using var browser = members.Browser();
        string ask = (await browser.PageAsync("/training")).QuerySelectorAll("section[data-offer]").Single(s => s.TextContent.Contains(trains.Code, StringComparison.Ordinal)).QuerySelector("a.onward")!.GetAttribute("href")!;
        Assert.EndsWith($"/training/ask?offer={offer}", ask, StringComparison.Ordinal);
        using var answer = await AskAsync(browser, offer);
        Assert.DoesNotContain(answer.Headers, header => header.Key == "Set-Cookie");
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var shown = await answer.PageAsync(HttpStatusCode.OK);
        string code = shown.QuerySelector("code.key")!.TextContent;
        Assert.DoesNotContain("North School", shown.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        // Of the code a hash is stored, and of the words nothing in clear.
        Assert.Equal(
            DirectorySecrets.Read(TestSecrets.Folder).HashOf("receipt", SecretCode.Parse(code)!),
            await Logins.Owner.OneAsync<byte[]>("select c.code_hash from directory.receipt c join directory.training_request q on q.id = c.training_request_id where q.offer_id = $1", offer));
        Assert.Contains("answered yet", await ReadAsync(code), StringComparison.Ordinal);

        using var trainer = await Seated.InAsync(members, trains, ActorRole.Trainer);
        var request = await Logins.Owner.OneAsync<Guid>("select id from directory.training_request where offer_id = $1", offer);
        string address = $"/curate/{trains.Code}/training/request?id={request}";
        var page = await trainer.Browser.PageAsync(address);
        // There is no money, and the first line says so.
        Assert.Contains("no budget", page.QuerySelector("main .first")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("office@school.example", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var reply = Form.On(page, address, "main form.big").Fill("reply", "We would like to. How many are you?");
        using (var replied = await reply.SendAsync(trainer.Browser, "reply"))
            Assert.Equal(HttpStatusCode.SeeOther, replied.StatusCode);
        await _training.PlanAsync(request, side, Today.PlusDays(30));
        string read = await ReadAsync(code);
        foreach (string words in new[] { "There is a day", "Room 3", "How many are you?", "14:00" })
            Assert.Contains(words, read, StringComparison.Ordinal);
        // Nothing of what they wrote themselves.
        foreach (string words in new[] { "North School", "office@school.example", "judging" })
            Assert.DoesNotContain(words, read, StringComparison.Ordinal);
        using (var declined = await trainer.Browser.ReadAsync(address))
            Assert.Equal(HttpStatusCode.OK, declined.StatusCode);

        // The day for a calendar, from that page alone.
        var opened = await OpenAsync(code);
        using var file = await Form.On(opened, "/receipts", "form[action$='/training/day']").SendAsync(browser);
        string text = await file.Content.ReadAsStringAsync(Stop);
        Assert.Contains($"DTSTART:{Today.PlusDays(30).ToString("uuuuMMdd", CultureInfo.InvariantCulture)}T140000", text, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:Appointment\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Room", text, StringComparison.Ordinal);
        using var forged = await browser.PostAsync(new Uri("/training/day", UriKind.Relative), new FormUrlEncodedContent([new("day-of", "x")]), Stop);
        Assert.Equal(HttpStatusCode.SeeOther, forged.StatusCode);
    }

    private async Task<AngleSharp.Html.Dom.IHtmlDocument> OpenAsync(string code)
    {
        using var browser = members.Browser();
        using var read = await Form.On(await browser.PageAsync("/receipts"), "/receipts").Fill("code", code).SendAsync(browser);
        return await read.PageAsync(HttpStatusCode.OK);
    }

    private async Task<string> ReadAsync(string code) => (await OpenAsync(code)).QuerySelector("main")!.TextContent;

    [Fact]
    public async Task Form_NeedsItsToken_AndThreeSeconds_IsSentOnce_AndKeepsWhatWasTyped()
    {
        var (_, _, offer) = await OfferAsync();
        using var browser = members.Browser();
        using (var soon = await AskAsync(browser, offer, waits: false))
        {
            var again = await soon.PageAsync(HttpStatusCode.BadRequest);
            Assert.Equal("North School", again.QuerySelector("#institution")!.GetAttribute("value"));
        }

        using (var people = await AskAsync(browser, offer, form => form.Fill("people", "1")))
        {
            var refused = await people.PageAsync(HttpStatusCode.BadRequest);
            Assert.Contains("nobody here is asked for a study", refused.QuerySelector("main .wrong")!.TextContent, StringComparison.Ordinal);
        }

        using (var machine = await AskAsync(browser, offer, form => form.Fill("subject", "x")))
            Assert.Equal(HttpStatusCode.BadRequest, machine.StatusCode);
        using (var person = await AskAsync(browser, offer, form => form.Fill("email", "maria.lopez@school.example")))
            Assert.NotNull((await person.PageAsync(HttpStatusCode.BadRequest)).QuerySelector(".wrong[data-field='email']"));
        string address = $"/training/ask?offer={offer}";
        foreach (string token in new[] { "", "x" })
        {
            using var without = await browser.PostAsync(
                new Uri(address, UriKind.Relative), new FormUrlEncodedContent([new("form", token), new("institution", "N"), new("email", "a@school.example"), new("course", "N"), new("goals", "G")]), Stop);
            Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        }

        using var foreign = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = new FormUrlEncodedContent([new("goals", "G")]) };
        foreign.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var cross = await browser.SendAsync(foreign, Stop);
        Assert.Equal(HttpStatusCode.Forbidden, cross.StatusCode);
        Assert.Equal(0, await CountAsync(offer));

        var page = await browser.PageAsync(address);
        members.Clock.Advance(TimeSpan.FromSeconds(4));
        Form Filled() => Form.On(page, address, "form.big").Fill("institution", "N").Fill("email", "a@school.example").Fill("course", "N").Fill("goals", "G");
        using (var sent = await Filled().SendAsync(browser))
            Assert.NotNull((await sent.PageAsync(HttpStatusCode.OK)).QuerySelector("code.key"));
        using (var twice = await Filled().SendAsync(browser))
        {
            var before = await twice.PageAsync(HttpStatusCode.OK);
            Assert.Null(before.QuerySelector("code.key"));
            Assert.Contains("already", before.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(1, await CountAsync(offer));
    }

    [Fact]
    public async Task Offer_ThatIsNotPublic_OrOver_IsNoForm()
    {
        var (_, side, _) = await OfferAsync();
        var hidden = await _training.OfferAsync(side, isPublic: false);
        using var browser = members.Browser();
        foreach (string of in new[] { $"?offer={hidden}", "?offer=x", "", $"?offer={Guid.NewGuid()}" })
        {
            using var answer = await browser.ReadAsync("/training/ask" + of);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        }
    }

    private async Task<AskedTeaching> SentAsync(Guid offer, LocalDate on) => await _training.UseAsync(t => t.AskAsync(
        new AskTeaching(offer, new RequestWords { Institution = "North", Email = "office@school.example", Course = "Nursing", Goals = "Words" }, false, RandomNumberGenerator.GetBytes(16), on), Stop));

    [Fact]
    public async Task Flood_OfRequests_StopsAtANumber_AndOthersAreStillAsked()
    {
        var (_, _, offer) = await OfferAsync();
        await Logins.Owner.RunAsync(
            """
            insert into directory.training_request (id, offer_id, organisation_id, has_budget, month, words, nonce, sent_on)
            select gen_random_uuid(), f.id, f.organisation_id, false, '2027-11', 'x', decode(lpad(to_hex(n), 8, '0') || replace(f.id::text, '-', ''), 'hex'), $2
            from directory.training_offer f, generate_series(1, 100) n where f.id = $1
            """,
            offer, Today);
        Assert.Equal("training_request_full", await RefusedAsync(() => SentAsync(offer, Today)));
        using var browser = members.Browser();
        using (var full = await AskAsync(browser, offer))
            Assert.Equal("North School", (await full.PageAsync(HttpStatusCode.TooManyRequests)).QuerySelector("#institution")!.GetAttribute("value"));
        await SentAsync((await OfferAsync()).Offer, Today);
    }

    [Fact]
    public async Task Code_EndsWithTheRequest_AndWordsAreSealedForThatMonth()
    {
        var (_, side, offer) = await OfferAsync();
        var (id, code) = await SentAsync(offer, Today);
        Task<LocalDate> EndsAsync() => Logins.Owner.OneAsync<LocalDate>("select ends_on from directory.receipt where training_request_id = $1", id);
        Task<string> MonthAsync() => Logins.Owner.OneAsync<string>("select month from directory.training_request where id = $1", id);
        Assert.Equal(Today.PlusMonths(12), await EndsAsync());
        Assert.Equal(MonthKeys.NameOf(Today.PlusMonths(12)), await MonthAsync());
        await _training.UseAsync(t => t.AnswerAsync(id, accepts: false, side, Stop));
        Assert.Equal(Today.PlusDays(90), await EndsAsync());
        Assert.Contains("That needs no reason", await ReadAsync(SecretCode.Show(code)), StringComparison.Ordinal);
        await _training.UseAsync(t => t.ForgetAsync(Today, Stop));
        Assert.Equal(MonthKeys.NameOf(Today.PlusDays(90)), await MonthAsync());
        Assert.Equal("Words", (await _training.ReadAsync(t => t.FindAsync(side.OrganisationId, id, Stop)))!.Words!.Goals);
        Assert.Equal("42501", await Logins.App.RefusedAsync($"update directory.training_request set month = '2040-01' where id = '{id}'"));
    }

    [Fact]
    public async Task Sql_OfTheApp_MakesNoCode_ForTheRequestOfAProvider()
    {
        var (service, provider) = await _training.ServiceAsync();
        var side = await _training.SideAsync(await members.World.Database.Given.SexWorkerLedAsync("Trains (demo)"), on: Today);
        var request = await _training.AskAsync(await _training.OfferAsync(side), service, provider, null, Today);
        Assert.Equal("23514", await Logins.App.RefusedAsync(
            $"insert into directory.receipt (id, code_hash, training_request_id, made_on, ends_on) values (gen_random_uuid(), sha256('x'), '{request}', '{Today:uuuu-MM-dd}', '{Today.PlusDays(9):uuuu-MM-dd}')"));
    }
}
