using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Notices;

/// <summary>Who may say something dated about a place, for how long, and where it is read.</summary>
public sealed class NoticeTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>, IAsyncLifetime
{
    /// <summary>35 km from Leeds.</summary>
    private const int Skipton = 2637702;

    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 12, 0);

    private static readonly NoticeArea Leeds = new NoticeArea.Around(Sample.Leeds, 10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private NoticeService Notices => new(database.Context(), places.Town);

    private NoticesInForce InForce => new(database.Public);

    public async ValueTask InitializeAsync()
    {
        await database.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!, places.Gazetteer.Find(Skipton)!);
        await database.Owner.RunAsync("delete from published.notice");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<Organisation> SexWorkerLedAsync() => database.Given.SexWorkerLedAsync("Led");

    private static Actor As(Organisation organisation) => new(organisation.Id, ActorRole.Reviewer);

    private Task<Guid> PostAsync(
        Organisation by, NoticeArea? area = null, string words = "The van is not out this week.", Duration? lasts = null, bool lookedTwice = false, Instant? at = null) =>
        Notices.PostAsync(
            new PostNotice(by.Id, area ?? Leeds, Text.Of("en", words), at ?? Now, (at ?? Now) + (lasts ?? NoticeRules.Alone), lookedTwice), As(by), Stop);

    private Task<bool> ConfirmAsync(Organisation by, Guid notice, Duration lasts, Instant? at = null) =>
        Notices.ConfirmAsync(new ConfirmNotice(by.Id, notice, at ?? Now, Now + lasts), As(by), Stop);

    private GeoPoint Centre(int placeId)
    {
        var place = places.Gazetteer.Find(placeId)!;
        return new GeoPoint(place.Latitude, place.Longitude);
    }

    private async Task<string[]> ReadAtAsync(int placeId, Instant? at = null)
    {
        var found = await InForce.FindAsync([Centre(placeId)], [], at ?? Now, Stop);
        return [.. found.Select(notice => notice.Words.OriginalWords)];
    }

    private static async Task RefusedAsync(string rule, Func<Task> act) =>
        Assert.Equal(rule, (await Assert.ThrowsAsync<ListingRefusedException>(act)).Rule);

    [Fact]
    public async Task Post_ByOneReviewer_IsReadUntilItsEndAndNoLonger()
    {
        await PostAsync(await SexWorkerLedAsync());
        Assert.Equal(["The van is not out this week."], await ReadAtAsync(Sample.Leeds));
        Assert.Single(await ReadAtAsync(Sample.Leeds, Now + NoticeRules.Alone - Duration.FromSeconds(1)));
        Assert.Empty(await ReadAtAsync(Sample.Leeds, Now + NoticeRules.Alone));
        Assert.Empty(await ReadAtAsync(Sample.Leeds, Now - Duration.FromSeconds(1)));
        // Nothing has cleared up: the reader's clock has hidden it.
        Assert.Equal(1, await database.Public.OneAsync<long>("select count(*) from published.notice"));
    }

    [Fact]
    public async Task Post_LongerThanADay_IsRefused()
    {
        var by = await SexWorkerLedAsync();
        await RefusedAsync("notice_length", () => PostAsync(by, lasts: NoticeRules.Alone + Duration.FromSeconds(1)));
        Assert.Empty(await ReadAtAsync(Sample.Leeds));
    }

    [Fact, Property(83)]
    public async Task Post_ByWhoMayNotApprove_IsRefused()
    {
        foreach (var kind in new[] { OrganisationKind.Allied, OrganisationKind.Provider, OrganisationKind.Educator })
        {
            var other = await database.Given.OrganisationAsync("Other", kind);
            await RefusedAsync("notice_vouched", () => PostAsync(other));
        }

        var lapsed = await SexWorkerLedAsync();
        await database.Given.VouchedUntilAsync(lapsed, Given.Today.PlusDays(-1));
        await RefusedAsync("notice_vouched", () => PostAsync(lapsed));
        var frozen = await SexWorkerLedAsync();
        await database.Given.FrozenAsync(frozen, Given.Today, Given.Today.PlusDays(3));
        await RefusedAsync("notice_vouched", () => PostAsync(frozen));
        Assert.Empty(await ReadAtAsync(Sample.Leeds));
    }

    [Fact]
    public async Task Confirm_ByAnotherOrganisation_LastsAMonthAtMost()
    {
        var notice = await PostAsync(await SexWorkerLedAsync());
        var second = await SexWorkerLedAsync();
        var month = Duration.FromDays(NoticeRules.ConfirmedDays);
        await RefusedAsync("notice_length", () => ConfirmAsync(second, notice, month + Duration.FromSeconds(1)));
        Assert.True(await ConfirmAsync(second, notice, month));
        Assert.Single(await ReadAtAsync(Sample.Leeds, Now + month - Duration.FromSeconds(1)));
        Assert.Empty(await ReadAtAsync(Sample.Leeds, Now + month));
        Assert.False(await ConfirmAsync(await SexWorkerLedAsync(), notice, Duration.FromDays(1)));
    }

    [Fact]
    public async Task Confirm_ByTheSameOrARelatedOrganisation_IsRefused()
    {
        var (first, sister) = (await SexWorkerLedAsync(), await SexWorkerLedAsync());
        await database.Given.RelatedAsync(first, sister);
        var notice = await PostAsync(first);
        await RefusedAsync("notice_second", () => ConfirmAsync(first, notice, Duration.FromDays(7)));
        await RefusedAsync("notice_second", () => ConfirmAsync(sister, notice, Duration.FromDays(7)));
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        await RefusedAsync("notice_vouched", () => ConfirmAsync(allied, notice, Duration.FromDays(7)));
        Assert.Empty(await ReadAtAsync(Sample.Leeds, Now + NoticeRules.Alone));
    }

    [Fact]
    public async Task Confirm_AfterItsEnd_IsRefused()
    {
        var (first, second) = (await SexWorkerLedAsync(), await SexWorkerLedAsync());
        var notice = await PostAsync(first, lasts: Duration.FromHours(2));
        await RefusedAsync("notice_over", () => ConfirmAsync(second, notice, Duration.FromDays(7), Now + Duration.FromHours(2)));
        var ended = await PostAsync(first);
        await Notices.EndAsync(new EndNotice(first.Id, ended, Now), As(first), Stop);
        await RefusedAsync("notice_over", () => ConfirmAsync(second, ended, Duration.FromDays(7)));
        await RefusedAsync("notice_unknown", () => ConfirmAsync(second, Guid.NewGuid(), Duration.FromDays(7)));
    }

    [Fact]
    public async Task End_ByAnyWhoMayApprove_TakesItOffAtOnce()
    {
        var (first, other) = (await SexWorkerLedAsync(), await SexWorkerLedAsync());
        var notice = await PostAsync(first);
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        await RefusedAsync("notice_vouched", () => Notices.EndAsync(new EndNotice(allied.Id, notice, Now), As(allied), Stop));
        Assert.True(await Notices.EndAsync(new EndNotice(other.Id, notice, Now), As(other), Stop));
        Assert.Empty(await ReadAtAsync(Sample.Leeds));
        Assert.False(await Notices.EndAsync(new EndNotice(other.Id, notice, Now), As(other), Stop));
        Assert.Equal(
            ["post", "end"],
            await database.App.ListAsync<string>("select action from directory.event where subject = 'notice' and subject_id = $1 order by id", notice));
    }

    [Theory]
    [InlineData("The van stands at 12 Mill Lane tonight.", "street")]
    [InlineData("La furgoneta está en la calle Feria.", "street")]
    [InlineData("Come to LS1 4AP instead.", "number")]
    [InlineData("Call 01632960123 instead.", "number")]
    [InlineData("Call (0163) 296 0123 instead.", "number")]
    [InlineData("Write to van@mill.example instead.", "address")]
    [InlineData("See https://mill.example/ for news.", "address")]
    [InlineData("One line.\nAnother.", "several-lines")]
    [InlineData(" ", "empty")]
    public async Task Post_WordsThatLeadToSomebody_AreRefused(string words, string reason)
    {
        var by = await SexWorkerLedAsync();
        var refused = await Assert.ThrowsAsync<ListingInvalidException>(() => PostAsync(by, words: words));
        Assert.Contains(refused.Problems, problem => problem.Reason == reason);
        // Only what sounds like a street can be looked at twice.
        if (reason == "street")
            await PostAsync(by, words: words, lookedTwice: true);
        else
            await Assert.ThrowsAsync<ListingInvalidException>(() => PostAsync(by, words: words, lookedTwice: true));
    }

    [Theory]
    [InlineData("From 24.11.2026, 18:00 to 22:00, no visits.")]
    [InlineData("No post until 2026-12-01.")]
    public async Task Post_TimesAndDates_AreKept(string words)
    {
        await PostAsync(await SexWorkerLedAsync(), words: words);
        Assert.Equal([words], await ReadAtAsync(Sample.Leeds));
    }

    [Fact]
    public async Task Post_TooLongOrNowhere_IsRefused()
    {
        var by = await SexWorkerLedAsync();
        NoticeArea[] wrong =
        [
            new NoticeArea.Around(1, 10), new NoticeArea.Around(Sample.Leeds, 0.5), new NoticeArea.Around(Sample.Leeds, 101),
            new NoticeArea.Around(Sample.Leeds, double.NaN), new NoticeArea.Whole("XX"), new NoticeArea.Whole(""),
        ];
        foreach (var area in wrong)
            await Assert.ThrowsAsync<ListingInvalidException>(() => PostAsync(by, area));
        await RefusedAsync("notice_place", () => PostAsync(by, new NoticeArea.Whole("GB.NONE")));
        await Assert.ThrowsAsync<ListingInvalidException>(() => PostAsync(by, words: new string('a', NoticeRules.LongestText + 1)));
        await Assert.ThrowsAsync<ListingInvalidException>(() => PostAsync(by, lasts: Duration.Zero));
    }

    [Fact]
    public async Task Find_ReadsWhatIsTrueThere()
    {
        var by = await SexWorkerLedAsync();
        await PostAsync(by, words: "Around Leeds.");
        Assert.Equal(["Around Leeds."], await ReadAtAsync(Sample.Leeds));
        Assert.Empty(await ReadAtAsync(Skipton));
        await PostAsync(by, new NoticeArea.Around(Sample.Leeds, 50), "Far around Leeds.", at: Now + Duration.FromSeconds(1));
        Assert.Equal(["Far around Leeds."], await ReadAtAsync(Skipton, Now + Duration.FromMinutes(1)));

        await PostAsync(by, new NoticeArea.Whole("GB.ENG"), "In England.");
        await PostAsync(by, new NoticeArea.Whole("GB"), "In the country.");
        var areas = await InForce.FindAsync([], ["GB", "GB.ENG"], Now, Stop);
        Assert.Equal(["In England.", "In the country."], areas.Select(notice => notice.Words.OriginalWords).Order());
        Assert.Equal(["In the country."], (await InForce.FindAsync([], ["GB"], Now, Stop)).Select(notice => notice.Words.OriginalWords));
        Assert.Empty(await InForce.FindAsync([], ["IE"], Now, Stop));
        Assert.Empty(await InForce.FindAsync([], [], Now, Stop));
    }

    [Fact]
    public async Task Find_Many_ReadsTheNewest()
    {
        var by = await SexWorkerLedAsync();
        foreach (var hour in Enumerable.Range(0, NoticesInForce.Most + 2))
            await PostAsync(by, words: $"Notice {hour}.", at: Now + Duration.FromHours(hour));
        Assert.Equal(["Notice 4.", "Notice 3.", "Notice 2."], await ReadAtAsync(Sample.Leeds, Now + Duration.FromHours(10)));
    }

    [Fact]
    public async Task Post_InItsLanguages_KeepsThem()
    {
        var by = await SexWorkerLedAsync();
        var words = Text.Of("ro", "Mașina nu vine săptămâna aceasta.").With("en", "The van is not out this week.", by.Id, Given.Today);
        await Notices.PostAsync(new PostNotice(by.Id, Leeds, words, Now, Now + NoticeRules.Alone), As(by), Stop);
        var notice = Assert.Single(await InForce.FindAsync([Centre(Sample.Leeds)], [], Now, Stop));
        Assert.Equal("ro", notice.Words.Original);
        Assert.Equal("The van is not out this week.", notice.Words.For("en").Value);
        // Who translated it says whose it is.
        Assert.Null(notice.Words.In["en"].By);
    }

    [Fact]
    public async Task Published_DoesNotSayWhoseItIs() => Assert.Equal(
        ["area", "ends_at", "geog", "id", "place_id", "radius_m", "starts_at", "words"],
        await database.Public.ListAsync<string>(
            "select attname::text from pg_attribute where attrelid = 'published.notice'::regclass and attnum > 0 and not attisdropped order by attname"));

    [Theory, Property(84)]
    [InlineData("insert into directory.notice (organisation_id, area, words, starts_at, ends_at) select id, 'GB', '{}', now(), now() + interval '1 hour' from directory.organisation")]
    [InlineData("insert into published.notice (id, area, words, starts_at, ends_at) values (gen_random_uuid(), 'GB', '{}', now(), now())")]
    [InlineData("update directory.notice set ends_at = ends_at + interval '1 day'")]
    [InlineData("update published.notice set ends_at = ends_at + interval '1 day'")]
    [InlineData("delete from published.notice")]
    public async Task App_WritesNeitherTable(string statement) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync(statement));

    [Theory, Property(84)]
    [InlineData("""{"original": "en", "in": {"ro": {"value": "no original"}}}""")]
    [InlineData("""{"original": "en", "in": {"en": {}}}""")]
    [InlineData("""{"original": "en", "in": {"en": {"value": "x"}, "ro": {"value": "LONG"}}}""")]
    [InlineData("""{"original": "en", "in": []}""")]
    [InlineData("{}")]
    public async Task Function_WithoutProperWords_Refuses(string words)
    {
        var by = await SexWorkerLedAsync();
        var written = words.Replace("LONG", new string('x', NoticeRules.LongestText + 1), StringComparison.Ordinal);
        Assert.Equal(PostgresErrorCodes.CheckViolation, await database.App.RefusedAsync(
            $"select directory.post_notice('{by.Id}', {Sample.Leeds}, 10, null, '{written}', '2026-11-24 12:00Z', '2026-11-24 13:00Z', 'reviewer')"));
    }
}
