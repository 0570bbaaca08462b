using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Warnings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Warnings;

/// <summary>Who may warn of what, for how long, and what of it is written where the public reads.</summary>
public sealed class WarningTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    /// <summary>A Tuesday, ten in the morning in Leeds.</summary>
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 10, 0);

    private readonly ListingDesk _desk = new(database, places);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private WarningService Warnings => new(database.Context(), id => places.Town(id)?.Zone);

    private Task<Organisation> AlliedAsync() => database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);

    private Task<Guid?> WarnAsync(
        WrittenRevision of, Organisation by, WarningKind kind, int days = WarningRules.UsualDays, Guid? contact = null, Guid? site = null, ActorRole role = ActorRole.Proposer,
        Instant? at = null) =>
        Warnings.WarnAsync(new WarnOfService(of.ServiceId, by.Id, kind, at ?? Now, days, contact, site), new Actor(by.Id, role), Stop);

    private async Task<WarningsNow> ReadAsync(WrittenRevision of, Instant at) =>
        WarningsNow.Read(Assert.Single(await _desk.PublicAsync<string>(of, "p.warnings::text")), at);

    [Fact]
    public async Task NotWorking_IsReadUntilItsEnd_WithoutAnybodysDoing()
    {
        var clinic = Sample.Clinic();
        var listed = await _desk.ListedAsync(clinic);
        Assert.NotNull(await WarnAsync(listed, await AlliedAsync(), WarningKind.NotWorking, days: 30, contact: clinic.Phones[0].Id));
        string number = clinic.Phones[0].Number;
        var end = Instant.FromUtc(2026, 12, 24, 0, 0);
        Assert.True((await ReadAsync(listed, Now)).IsNotWorking(number));
        Assert.True((await ReadAsync(listed, end - Duration.FromSeconds(1))).IsNotWorking(number));
        Assert.False((await ReadAsync(listed, end)).IsNotWorking(number));
        Assert.False((await ReadAsync(listed, Now - Duration.FromSeconds(1))).IsNotWorking(number));
        Assert.Equal([number], (await ReadAsync(listed, Now)).Shown(clinic).Phones.Select(phone => phone.Number));
    }

    [Fact]
    public async Task Hidden_IsInNothingThatIsShown_AndBackAtItsEnd()
    {
        var clinic = Sample.Everything();
        var listed = await _desk.ListedAsync(clinic);
        foreach (var contact in new[] { clinic.Phones[0].Id, clinic.Messages[0].Id, clinic.Website!.Id, clinic.Email!.Id })
            await WarnAsync(listed, await AlliedAsync(), WarningKind.Hidden, days: 2, contact: contact);
        var shown = (await ReadAsync(listed, Now)).Shown(clinic);
        Assert.Empty(shown.Phones);
        Assert.Empty(shown.Messages);
        Assert.Null(shown.Website);
        Assert.Null(shown.Email);
        Assert.Same(clinic.Website, (await ReadAsync(listed, Instant.FromUtc(2026, 11, 26, 0, 0))).Shown(clinic).Website);
    }

    [Fact]
    public async Task Closed_EndsWithTheDayThere_AndWithItTheNightThatFollows()
    {
        // Friday 27 November from 18:00 to 02:00 on Saturday.
        var clinic = Sample.Clinic() with { Sites = [Sample.Site() with { Hours = [Sample.Rule(IsoDayOfWeek.Friday, 18, 2), Sample.Rule(IsoDayOfWeek.Saturday, 9, 12)] }] };
        var listed = await _desk.ListedAsync(clinic);
        var friday = Instant.FromUtc(2026, 11, 27, 17, 0);
        await WarnAsync(listed, await AlliedAsync(), WarningKind.Closed, at: friday);
        var midnight = Instant.FromUtc(2026, 11, 28, 0, 0);
        Assert.True((await ReadAsync(listed, midnight - Duration.FromSeconds(1))).IsClosed(clinic.Sites[0].Id));
        Assert.False((await ReadAsync(listed, midnight)).IsClosed(clinic.Sites[0].Id));
        Assert.Equal(
            ["2026-11-27 {}", "2026-11-28 {[7740,7920)}"],
            await database.Public.ListAsync<string>(
                "select on_date || ' ' || d.hours from published.special_day d join published.site s using (site_id) where s.id = $1 order by 1", clinic.Sites[0].Id));
    }

    [Fact]
    public async Task Closed_ThatIsTakenBack_LeavesTheHoursAsTheyWere()
    {
        var tuesday = new SpecialDay { Id = Guid.NewGuid(), On = new LocalDate(2026, 11, 24), Open = [new TimeSpanOfDay(new LocalTime(12, 0), new LocalTime(14, 0))] };
        var clinic = Sample.Clinic() with { Sites = [Sample.Site() with { SpecialDays = [tuesday] }] };
        var listed = await _desk.ListedAsync(clinic);
        const string days = "select on_date || ' ' || d.hours from published.special_day d join published.site s using (site_id) where s.id = $1";
        var before = await database.Public.ListAsync<string>(days, clinic.Sites[0].Id);
        var by = await AlliedAsync();
        var warning = await WarnAsync(listed, by, WarningKind.Closed);
        Assert.Equal(["2026-11-24 {}"], await database.Public.ListAsync<string>(days, clinic.Sites[0].Id));
        Assert.True(await Warnings.EndAsync(new EndWarning(warning!.Value, listed.ServiceId, by.Id, Now), new Actor(by.Id, ActorRole.Proposer), Stop));
        Assert.Equal(before, await database.Public.ListAsync<string>(days, clinic.Sites[0].Id));
        Assert.False(await Warnings.EndAsync(new EndWarning(warning.Value, listed.ServiceId, by.Id, Now), new Actor(by.Id, ActorRole.Proposer), Stop));
    }

    [Fact]
    public async Task Full_CountsAsTheFact_EverywhereUntilItsDay()
    {
        var listed = await _desk.ListedAsync(Sample.Everything());
        await WarnAsync(listed, await AlliedAsync(), WarningKind.Full, days: 3);
        var until = new LocalDate(2026, 11, 26);
        Assert.Equal([until], await _desk.PublicAsync<LocalDate>(listed, "p.full_until"));
        Assert.Equal([until], await _desk.PublicAsync<LocalDate>(listed, "(select distinct full_until from published.site s where s.service_id = p.service_id)"));
        Assert.Equal([until], await _desk.PublicAsync<LocalDate>(listed, "(select distinct full_until from published.remote_need r where r.service_id = p.service_id)"));
    }

    [Fact]
    public async Task Publishing_Anew_KeepsWhatIsWarnedOf_AndDropsANumberThatWasPutRight()
    {
        var clinic = Sample.Clinic();
        var listed = await _desk.ListedAsync(clinic);
        var by = await AlliedAsync();
        await WarnAsync(listed, by, WarningKind.NotWorking, contact: clinic.Phones[0].Id);
        await WarnAsync(listed, by, WarningKind.Closed);
        await WarnAsync(listed, by, WarningKind.Full, days: 3);
        var right = await _desk.ReviseAsync(listed, clinic with { Phones = [clinic.Phones[0] with { Number = "+441632960777" }] });
        foreach (string name in new[] { "Three", "Four" })
            await _desk.ApproveAsync(right, await database.Given.SexWorkerLedAsync(name));
        var now = await ReadAsync(listed, Now);
        Assert.False(now.IsNotWorking(clinic.Phones[0].Number));
        Assert.True(now.IsClosed(null));
        Assert.Equal([new LocalDate(2026, 11, 26)], await _desk.PublicAsync<LocalDate>(listed, "p.full_until"));
        Assert.Equal(["{}"], await _desk.PublicAsync<string>(listed, "(select d.hours::text from published.special_day d join published.site s using (site_id) where s.service_id = p.service_id)"));
    }

    [Fact]
    public async Task Warning_MovesNoDateOfACheck()
    {
        var listed = await _desk.ListedAsync();
        const string dates = "concat_ws(' ', p.checked_on, p.due_on, p.hidden_from, p.checks, p.content, p.state)";
        var before = await _desk.PublicAsync<string>(listed, dates);
        await WarnAsync(listed, await AlliedAsync(), WarningKind.Full);
        await WarnAsync(listed, await AlliedAsync(), WarningKind.Closed);
        Assert.Equal(before, await _desk.PublicAsync<string>(listed, dates));
    }

    [Fact]
    public async Task Warn_Twice_IsOnce_AndLongerTakesItsPlace()
    {
        var listed = await _desk.ListedAsync();
        var by = await AlliedAsync();
        Assert.NotNull(await WarnAsync(listed, by, WarningKind.Full, days: 3));
        Assert.Null(await WarnAsync(listed, by, WarningKind.Full, days: 3));
        Assert.Null(await WarnAsync(listed, by, WarningKind.Full, days: 2));
        Assert.NotNull(await WarnAsync(listed, by, WarningKind.Full, days: 5));
        Assert.Single(await Warnings.OfAsync(listed.ServiceId, Now, Stop));
        Assert.Empty(await Warnings.OfAsync(listed.ServiceId, Now + Duration.FromDays(31), Stop));
    }

    [Fact]
    public async Task Warn_OfAnotherKindOfOrganisation_OrOfAnothersService_IsRefused()
    {
        var provider = await database.Given.OrganisationAsync("Mill Trust", OrganisationKind.Provider);
        var own = await _desk.ListedAsync(Sample.Clinic() with { Provider = Sample.Clinic().Provider with { OrganisationId = provider.Id } });
        var other = await _desk.ListedAsync();
        Assert.NotNull(await WarnAsync(own, provider, WarningKind.Full, role: ActorRole.ProviderContact));
        Assert.Equal("warning_who", await ListingDesk.RefusedAsync(() => WarnAsync(other, provider, WarningKind.Full, role: ActorRole.ProviderContact)));
        var school = await database.Given.OrganisationAsync("School", OrganisationKind.Educator);
        Assert.Equal("warning_who", await ListingDesk.RefusedAsync(() => WarnAsync(other, school, WarningKind.Full)));
        var frozen = await database.Given.SexWorkerLedAsync("Frozen");
        await database.Given.FrozenAsync(frozen, ListingDesk.Today, ListingDesk.Today.PlusDays(14));
        Assert.Equal("warning_who", await ListingDesk.RefusedAsync(() => WarnAsync(other, frozen, WarningKind.Full)));
        Assert.Equal("warning_who", await ListingDesk.RefusedAsync(async () => await WarnAsync(other, await AlliedAsync(), WarningKind.Full, role: ActorRole.TechnicalAdmin)));
    }

    /// <summary>A minute would say when somebody was at work.</summary>
    [Fact]
    public async Task Begin_IsKeptToTheFullHour_ByPlainSqlToo()
    {
        var listed = await _desk.ListedAsync();
        var by = await AlliedAsync();
        var at = Now + Duration.FromMinutes(34);
        await Warnings.WarnAsync(new WarnOfService(listed.ServiceId, by.Id, WarningKind.Full, at), new Actor(by.Id, ActorRole.Proposer), Stop);
        await database.App.RunAsync(
            $"select directory.warn('{listed.ServiceId}', 'full', null, null, null, null, '{by.Id}', '2026-11-24 10:34:56Z', '2026-12-20', 'proposer')");
        Assert.Equal(["2026-11-24 10:00:00"], await database.Owner.ListAsync<string>(
            $"select distinct (starts_at at time zone 'UTC')::text from directory.warning where service_id = '{listed.ServiceId}'"));
        Assert.DoesNotContain("10:34", Assert.Single(await _desk.PublicAsync<string>(listed, "p.warnings::text")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_ByWhoGaveIt_OrByAReviewer_AndNobodyElse()
    {
        var listed = await _desk.ListedAsync();
        var by = await AlliedAsync();
        var warning = (await WarnAsync(listed, by, WarningKind.Full))!.Value;
        var other = await AlliedAsync();
        Assert.Equal("warning_who", await ListingDesk.RefusedAsync(() => Warnings.EndAsync(new EndWarning(warning, listed.ServiceId, other.Id, Now), new Actor(other.Id, ActorRole.Proposer), Stop)));
        var led = await database.Given.SexWorkerLedAsync("Led");
        Assert.Equal("warning_who", await ListingDesk.RefusedAsync(() => Warnings.EndAsync(new EndWarning(warning, listed.ServiceId, led.Id, Now), new Actor(led.Id, ActorRole.Proposer), Stop)));
        // Nor as if it were another service's.
        var another = await _desk.ListedAsync();
        Assert.Equal("warning_unknown", await ListingDesk.RefusedAsync(
            () => Warnings.EndAsync(new EndWarning(warning, another.ServiceId, led.Id, Now), new Actor(led.Id, ActorRole.Reviewer), Stop)));
        Assert.True(await Warnings.EndAsync(new EndWarning(warning, listed.ServiceId, led.Id, Now), new Actor(led.Id, ActorRole.Reviewer), Stop));
        Assert.Equal(["[]"], await _desk.PublicAsync<string>(listed, "p.warnings::text"));
    }

    [Fact]
    public async Task Warn_OfWhatNobodyReads_OrOfAContactThatIsNotThere_IsRefused()
    {
        var by = await AlliedAsync();
        var written = await _desk.WriteAsync();
        Assert.Equal("warning_published", await ListingDesk.RefusedAsync(() => WarnAsync(written, by, WarningKind.Full)));
        Assert.Equal("warning_published", await ListingDesk.RefusedAsync(() => WarnAsync(written, by, WarningKind.Closed)));
        var listed = await _desk.ListedAsync();
        Assert.Equal("warning_contact", await ListingDesk.RefusedAsync(() => WarnAsync(listed, by, WarningKind.Hidden, contact: Guid.NewGuid())));
        Assert.Equal("warning_site", await ListingDesk.RefusedAsync(() => WarnAsync(listed, by, WarningKind.Closed, site: Guid.NewGuid())));
    }

    /// <summary>What the service would never ask for, as the app in plain SQL.</summary>
    [Fact]
    public async Task PlainSql_CannotWarnForLonger_NorWriteTheTable()
    {
        var listed = await _desk.ListedAsync();
        var by = await AlliedAsync();
        string at = "timestamptz '2026-11-24 10:00Z'";
        async Task RefusedAsync(string rule, string kind, string on, string days, string ends) => Assert.Equal(rule, (await Assert.ThrowsAsync<PostgresException>(() => database.App.RunAsync(
            $"select directory.warn('{listed.ServiceId}', '{kind}', null, null, {on}, {days}, '{by.Id}', {at}, {ends}, 'proposer')"))).ConstraintName);
        await RefusedAsync("warning_length", "full", "null", "null", $"{at} + interval '30 days 14 hours'");
        await RefusedAsync("warning_full", "full", "null", "null", $"{at} + interval '2 days'");
        await RefusedAsync("warning_length", "closed", "'2026-11-24'", "'[]'", $"{at} + interval '27 hours'");
        await RefusedAsync("warning_closed", "closed", "'2026-11-28'", "'[]'", $"{at} + interval '14 hours'");
        await RefusedAsync("warning_closed", "closed", "'2026-11-24'", $"'[{{\"site\": \"{Guid.NewGuid()}\", \"on\": \"2026-12-24\", \"hours\": \"{{}}\"}}]'", $"{at} + interval '14 hours'");
        await RefusedAsync("warning_contact", "hidden", "null", "null", $"{at} + interval '1 day'");
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync("update directory.warning set ended_on = null"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync("update published.service set warnings = '[]'"));
    }

    [Fact]
    public async Task Event_SaysWhatAndWho_AndNoNumber()
    {
        var clinic = Sample.Clinic();
        var listed = await _desk.ListedAsync(clinic);
        await WarnAsync(listed, await AlliedAsync(), WarningKind.Hidden, contact: clinic.Phones[0].Id);
        Assert.Equal(
            "proposer warn hidden",
            await database.App.OneAsync<string>("select concat_ws(' ', role, action, reason) from directory.event where subject_id = $1 order by id desc limit 1", listed.ServiceId));
        // Whose it is, is not published.
        Assert.DoesNotContain("organisation", Assert.Single(await _desk.PublicAsync<string>(listed, "p.warnings::text")), StringComparison.Ordinal);
    }
}
