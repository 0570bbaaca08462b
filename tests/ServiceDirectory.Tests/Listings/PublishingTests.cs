using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Tests.Vetting;
using static ServiceDirectory.Tests.Listings.ListingDesk;

namespace ServiceDirectory.Tests.Listings;

/// <summary>What the public reads, and when it stops reading it.</summary>
public sealed class PublishingTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    // Of a service p: all that is deleted with it.
    private const string Rows =
        """
        (select count(*) from published.site where service_id = p.service_id)
        + (select count(*) from published.service_need where service_id = p.service_id)
        + (select count(*) from published.remote_need where service_id = p.service_id)
        + (select count(*) from published.service_text where service_id = p.service_id)
        """;

    // Of a service p: all that a check or a certificate has nothing to say about.
    private const string Unchecked =
        """
        concat_ws(' ', p.state, p.content, p.approvals, p.checked_on,
          (select string_agg(concat_ws(' ', s.id, s.yes, s.no, s.checked_on), ' ' order by s.id) from published.site s where s.service_id = p.service_id))
        """;

    private readonly ListingDesk _desk = new(database, places);

    private static ListingContent Named(string name) => Sample.Clinic(name);

    private Task<List<string>> NameAsync(WrittenRevision of) => _desk.PublicAsync<string>(of, "p.content #>> '{name,in,en,value}'");

    /// <summary>On every row of it.</summary>
    private Task<List<LocalDate>> HiddenAsync(WrittenRevision of) => database.Public.ListAsync<LocalDate>(
        """
        select distinct h.hidden_from from published.service p cross join lateral (
          select p.hidden_from
          union all select hidden_from from published.site where service_id = p.service_id
          union all select hidden_from from published.remote_need where service_id = p.service_id
          union all select hidden_from from published.service_need where service_id = p.service_id) h
        where p.id = $1
        """,
        of.ServiceId);

    private Task<List<string>> ShownAsync(WrittenRevision of) => _desk.PublicAsync<string>(of, "p.state");

    private async Task<(Organisation One, Organisation Two)> TwoAsync() =>
        (await database.Given.SexWorkerLedAsync("One"), await database.Given.SexWorkerLedAsync("Two"));

    [Fact, Property(83)]
    public async Task Revise_Listed_PublicReadsTheOldOne_UntilTwoApprovedTheNewOne()
    {
        var first = await _desk.ListedAsync(Named("Before"));
        var second = await _desk.ReviseAsync(first, Named("After"));
        var (one, two) = await TwoAsync();
        Assert.Equal(2, second.Number);
        Assert.Equal(["Before"], await NameAsync(first));

        // Approvals of revision 1 do not count for it, and one of its own neither replaces nor demotes what two have promised.
        Assert.Equal("publish_approvals", await RefusedAsync(() => _desk.PublishAsync(second)));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(second, one));
        Assert.Equal(["Before"], await NameAsync(first));
        Assert.Equal(["listed"], await ShownAsync(first));

        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(second, two));
        Assert.Equal(["After"], await NameAsync(first));
        Assert.Equal("publish_newest", await RefusedAsync(() => _desk.PublishAsync(first)));
    }

    [Fact]
    public async Task Revise_ListedAndHiddenByItsDate_OneApprovalIsShownAsProvisional()
    {
        var first = await _desk.ListedAsync(Named("Before"), on: Today.PlusMonths(-10));
        var second = await _desk.ReviseAsync(first, Named("After"));
        var one = await database.Given.SexWorkerLedAsync("One");
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(second, one));
        Assert.Equal(["After"], await NameAsync(first));
    }

    [Fact, Property(83)]
    public async Task Withdraw_AndPublishAgain_TakesANewRevisionAndTwo_AndIsNotGoneAnyMore()
    {
        var first = await _desk.ListedAsync(Named("Before"));
        Assert.True(await _desk.WithdrawAsync(first, ServiceState.Suspended));
        Assert.False(await _desk.WithdrawAsync(first, ServiceState.Suspended));
        Assert.Equal(1, await GoneAsync(first));
        // On the very same day, too.
        Assert.Equal("publish_withdrawn", await RefusedAsync(() => _desk.PublishAsync(first)));

        var second = await _desk.ReviseAsync(first, Named("After"));
        var (one, two) = await TwoAsync();
        Assert.Equal(ServiceState.Suspended, await _desk.ApproveAsync(second, one));
        Assert.Empty(await ShownAsync(first));
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(second, two));
        Assert.Equal(["After"], await NameAsync(first));
        Assert.Equal(0, await GoneAsync(first));
    }

    [Fact, Property(83)]
    public async Task Withdraw_RevisionDraftedBefore_DoesNotComeBack()
    {
        var first = await _desk.ListedAsync(Named("Before"));
        var drafted = await _desk.ReviseAsync(first, Named("Drafted"));
        await _desk.WithdrawAsync(first, ServiceState.Suspended);
        var one = await database.Given.SexWorkerLedAsync("One");
        Assert.Equal("publish_withdrawn", await RefusedAsync(() => _desk.ApproveAsync(drafted, one)));
    }

    [Fact]
    public async Task Withdraw_Suspended_CannotBeTakenBackToWorking()
    {
        var written = await _desk.ListedAsync();
        await _desk.WithdrawAsync(written, ServiceState.Suspended);
        Assert.Equal("withdraw_published", await RefusedAsync(() => _desk.WithdrawAsync(written, ServiceState.Working)));
        Assert.Equal("service_move", await RefusedAsync(() => _desk.MoveAsync(written, ServiceState.Working)));
    }

    [Fact]
    public async Task Removed_IsForGood_AndNeverListedIsNotGone()
    {
        var listed = await _desk.ListedAsync();
        await _desk.WithdrawAsync(listed, ServiceState.Removed);
        var again = await _desk.ReviseAsync(listed, Named("Again"));
        var one = await database.Given.SexWorkerLedAsync("One");
        Assert.Equal("publish_ended", await RefusedAsync(() => _desk.ApproveAsync(again, one)));

        var never = await _desk.WriteAsync();
        Assert.Equal("withdraw_published", await RefusedAsync(() => _desk.WithdrawAsync(never, ServiceState.Suspended)));
        Assert.True(await _desk.WithdrawAsync(never, ServiceState.Removed));
        Assert.Equal(0, await GoneAsync(never));
    }

    [Fact]
    public async Task Declined_IsNotPublished()
    {
        var written = await _desk.WriteAsync();
        var one = await database.Given.SexWorkerLedAsync("One");
        Assert.Equal("service_proposal", await RefusedAsync(() => _desk.MoveAsync(written, ServiceState.Proposed)));
        await _desk.ProposeAsync(written);
        Assert.False(await _desk.MoveAsync(written, ServiceState.Proposed));
        Assert.Equal("service_declined", await RefusedAsync(() => _desk.MoveAsync(written, ServiceState.Declined)));
        await _desk.DeclineAsync(written, one);
        Assert.Equal("review_proposal", await RefusedAsync(() => _desk.ApproveAsync(written, one)));
        var (listed, working) = (await _desk.ListedAsync(), await _desk.WriteAsync());
        Assert.Equal("service_move", await RefusedAsync(() => _desk.MoveAsync(listed, ServiceState.Working)));
        Assert.Equal("service_move", await RefusedAsync(() => _desk.MoveAsync(working, ServiceState.Listed)));
    }

    [Fact]
    public async Task Withdraw_LeavesNoRowBehind()
    {
        var written = await _desk.ListedAsync(Sample.Everything());
        Assert.True((await _desk.PublicAsync<long>(written, Rows)).Single() > 10);
        int id = (await _desk.PublicAsync<int>(written, "p.service_id")).Single();
        await _desk.WithdrawAsync(written, ServiceState.Suspended);
        Assert.Equal(0, await database.Public.OneAsync<long>($"select {Rows} from (values ({id})) p (service_id)"));
        Assert.Equal(0, await database.Public.OneAsync<long>(
            "select count(*) from published.special_day d where not exists (select from published.site s where s.site_id = d.site_id)"));
    }

    [Theory]
    [InlineData(nameof(VettingOptions.CriteriaMonths), 13)]
    [InlineData(nameof(VettingOptions.HiddenAfterDays), 61)]
    public async Task Publish_LaxerThanTheDatabase_IsShownNoLongerThanItAllows(string setting, int value)
    {
        // Never validated: what a changed program would send.
        var lax = new VettingOptions { ContactMonths = 24, CriteriaMonths = 12 };
        var (due, hidden) = (Today.PlusMonths(12), Today.PlusMonths(12).PlusDays(60));
        typeof(VettingOptions).GetProperty(setting)!.SetValue(lax, value);
        var written = await _desk.WriteAsync();
        var (one, two) = await TwoAsync();
        await _desk.ApproveAsync(written, one);
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(written, two, vetting: lax));
        Assert.Equal([due], await _desk.PublicAsync<LocalDate>(written, "p.due_on"));
        Assert.Equal([hidden], await HiddenAsync(written));
    }

    [Fact]
    public async Task Publish_WithoutDates_IsRefused()
    {
        var written = await _desk.ListedAsync();
        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.App.RunAsync(
            $"select directory.publish('{written.RevisionId}', '{Today:uuuu-MM-dd}', '{{\"dueOn\": \"2026-12-01\"}}', null, 'command-line', null)"));
        Assert.Equal("publish_dates", refused.ConstraintName);
    }

    [Fact]
    public async Task Publish_ProvisionalLongerThanSixMonths_IsShownForSix()
    {
        var written = await _desk.WriteAsync();
        var one = await database.Given.SexWorkerLedAsync("One");
        await _desk.ApproveAsync(written, one, vetting: new VettingOptions { ProvisionalMonths = 7, ContactMonths = 8 });
        Assert.Equal([Today.PlusMonths(6)], await HiddenAsync(written));
    }

    [Fact]
    public async Task Publish_ListedWhoseSecondApprovalCountsNoLonger_IsProvisional_AndNotShownLonger()
    {
        var (one, two) = await TwoAsync();
        var written = await _desk.WriteAsync();
        await _desk.ApproveAsync(written, one);
        Assert.Equal(ServiceState.Listed, await _desk.ApproveAsync(written, two));
        // Found out later: it had been frozen on that day. The program goes on counting two.
        await database.Given.FrozenAsync(two, Today, Today.PlusDays(13));
        Assert.Equal(ServiceState.Provisional, await _desk.PublishAsync(written, Today.PlusDays(20)));
        Assert.Equal([Today.PlusMonths(6)], await HiddenAsync(written));
        Assert.Equal([(short)1], await _desk.PublicAsync<short>(written, "p.approvals"));
    }

    [Fact]
    public async Task Dates_ComeFromApprovalsAndChecks()
    {
        var written = await _desk.WriteAsync();
        var (one, two) = await TwoAsync();
        await _desk.ApproveAsync(written, one);
        Assert.Equal([Today.PlusMonths(6)], await _desk.PublicAsync<LocalDate>(written, "p.hidden_from"));
        await _desk.ApproveAsync(written, two, Today.PlusDays(10));
        Assert.Equal([Today.PlusDays(10)], await _desk.PublicAsync<LocalDate>(written, "p.checked_on"));
        Assert.Equal([Today.PlusMonths(6)], await _desk.PublicAsync<LocalDate>(written, "p.due_on"));
        Assert.Equal([Today.PlusMonths(6).PlusDays(60)], await _desk.PublicAsync<LocalDate>(written, "p.hidden_from"));

        // Contacts checked again move the date, and never past what the promises allow.
        var later = Today.PlusMonths(5);
        await _desk.CheckAsync(written, one, later);
        await _desk.PublishAsync(written, later);
        Assert.Equal([Today.PlusMonths(11)], await _desk.PublicAsync<LocalDate>(written, "p.due_on"));
        await _desk.CheckAsync(written, one, Today.PlusMonths(10));
        await _desk.PublishAsync(written, Today.PlusMonths(10));
        Assert.Equal([Today.PlusMonths(12)], await _desk.PublicAsync<LocalDate>(written, "p.due_on"));
        Assert.Equal([Today.PlusDays(10)], await _desk.PublicAsync<LocalDate>(written, "p.checked_on"));
    }

    [Fact]
    public async Task Checks_BelongToTheValue()
    {
        var content = Sample.Clinic();
        string phone = content.Phones[0].Id.ToString();
        var first = await _desk.ListedAsync(content);
        var checker = await database.Given.SexWorkerLedAsync("Checks");
        await _desk.CheckAsync(first, checker, Today, phone, "cost");
        Assert.Equal(
            [$"phone called {Today:uuuu-MM-dd}", $"cost called {Today:uuuu-MM-dd}"],
            await _desk.PublicAsync<string>(
                first,
                $"""
                unnest(array(select replace(key, '{phone}', 'phone') || ' ' || (value ->> 'how') || ' ' || (value ->> 'on') from jsonb_each(p.checks) order by 1 desc))
                """));

        // Another number is not what was called; a translation of the cost is the same cost.
        var changed = content with
        {
            Phones = [content.Phones[0] with { Number = "+441632960124" }],
            Cost = content.Cost!.With("ro", "Gratuit", checker.Id, Today),
        };
        var second = await _desk.ReviseAsync(first, changed);
        var (one, two) = await TwoAsync();
        await _desk.ApproveAsync(second, one);
        await _desk.ApproveAsync(second, two);
        Assert.Equal(["null"], await _desk.PublicAsync<string>(first, $"(p.checks -> '{phone}')::text"));
        Assert.Equal([$"{Today:uuuu-MM-dd}"], await _desk.PublicAsync<string>(first, "p.checks #>> '{cost,on}'"));
        Assert.Equal([false], await _desk.PublicAsync<bool>(first, "p.checks ? 'needs'"));
    }

    [Fact]
    public async Task Check_OfAPublishedService_IsReadAtOnce_AndMovesNothingElse()
    {
        var written = await _desk.ListedAsync(Sample.Everything(), on: Today.PlusMonths(-4));
        var one = await database.Given.SexWorkerLedAsync("Checks");
        var before = await _desk.PublicAsync<string>(written, Unchecked);
        await _desk.CheckAsync(written, one, Today, "cost");
        Assert.Equal([$"{Today:uuuu-MM-dd}"], await _desk.PublicAsync<string>(written, "p.checks #>> '{cost,on}'"));
        // One contact of many leaves the oldest where it was.
        Assert.Equal([Today.PlusMonths(2)], await _desk.PublicAsync<LocalDate>(written, "p.due_on"));

        await _desk.CheckAsync(written, one);
        Assert.Equal([Today.PlusMonths(6)], await _desk.PublicAsync<LocalDate>(written, "p.due_on"));
        Assert.Equal([Today.PlusMonths(6).PlusDays(60)], await HiddenAsync(written));
        // An older one that is written down later takes nothing back.
        await _desk.CheckAsync(written, one, Today.PlusDays(-20));
        Assert.Equal([$"{Today:uuuu-MM-dd}"], await _desk.PublicAsync<string>(written, "p.checks #>> '{cost,on}'"));
        Assert.Equal([Today.PlusMonths(6)], await _desk.PublicAsync<LocalDate>(written, "p.due_on"));
        Assert.Equal(before, await _desk.PublicAsync<string>(written, Unchecked));
    }

    [Fact]
    public async Task Check_OfAValueThatIsNotPublished_SaysNothingOfTheOneThatIs()
    {
        var content = Sample.Clinic();
        string phone = content.Phones[0].Id.ToString();
        var first = await _desk.ListedAsync(content);
        var checker = await database.Given.SexWorkerLedAsync("Checks");
        await _desk.CheckAsync(first, checker, Today.PlusDays(1), phone);
        var second = await _desk.ReviseAsync(first, content with { Phones = [content.Phones[0] with { Number = "+441632960124" }] });
        await _desk.CheckAsync(second, checker, Today.PlusDays(2), phone);
        Assert.Equal([$"{Today.PlusDays(1):uuuu-MM-dd}"], await _desk.PublicAsync<string>(first, $"p.checks #>> '{{{phone},on}}'"));
    }

    [Fact]
    public async Task Check_OfWhatItsDateHasHidden_DoesNotBringItBack()
    {
        var written = await _desk.ListedAsync(on: Today.PlusMonths(-9));
        var hidden = Assert.Single(await HiddenAsync(written));
        Assert.True(hidden <= Today);
        await _desk.CheckAsync(written, await database.Given.SexWorkerLedAsync("Checks"));
        Assert.Equal([hidden], await HiddenAsync(written));
        Assert.Equal([$"{Today:uuuu-MM-dd}"], await _desk.PublicAsync<string>(written, "p.checks #>> '{cost,on}'"));
    }

    [Fact]
    public async Task Check_WhereAnApprovalCountsNoLonger_DoesNotMakeItsTimeLonger()
    {
        var (one, two) = await TwoAsync();
        var written = await _desk.WriteAsync();
        await _desk.ApproveAsync(written, one);
        await _desk.ApproveAsync(written, two);
        var hidden = await HiddenAsync(written);
        await database.Given.FrozenAsync(two, Today, Today.PlusDays(13));
        await _desk.CheckAsync(written, one, Today.PlusMonths(3));
        Assert.Equal(hidden, await HiddenAsync(written));
        Assert.Equal(["listed"], await ShownAsync(written));
    }

    [Fact]
    public async Task Certificate_OfAPublishedService_IsReadAtOnce_AndOfAnUnpublishedOneLater()
    {
        var written = await _desk.ListedAsync(Sample.Everything());
        var before = await _desk.PublicAsync<string>(written, Unchecked);
        var trainer = await database.Given.SexWorkerLedAsync("Trains");
        await _desk.CertifyAsync(written, trainer, 80, frontDesk: true, Today.PlusDays(-40));
        Assert.Equal([Today.PlusDays(-40).PlusMonths(24)], await database.Public.ListAsync<LocalDate?>(
            """
            select distinct t.trained_until from published.service p cross join lateral (
              select p.trained_until
              union all select trained_until from published.site where service_id = p.service_id
              union all select trained_until from published.remote_need where service_id = p.service_id) t
            where p.id = $1
            """,
            written.ServiceId));
        Assert.Equal([Today.PlusDays(-40)], await _desk.PublicAsync<LocalDate>(written, "p.trained_on"));
        Assert.Equal(before, await _desk.PublicAsync<string>(written, Unchecked));

        var draft = await _desk.WriteAsync();
        await _desk.CertifyAsync(draft, trainer, 80, frontDesk: true);
        Assert.Empty(await ShownAsync(draft));
    }

    [Theory]
    [InlineData(50, true, true)]
    [InlineData(49, true, false)]
    [InlineData(100, false, false)]
    public async Task Certificate_CountsFromHalfOfTheStaff_WithTheFrontDesk(int percent, bool frontDesk, bool counts)
    {
        var written = await _desk.ListedAsync();
        await _desk.CertifyAsync(written, await database.Given.SexWorkerLedAsync("Trains"), percent, frontDesk);
        Assert.Equal(
            counts ? Today.PlusMonths(24) : null,
            (await _desk.PublicAsync<LocalDate?>(written, "p.trained_until")).Single());
    }

    [Fact]
    public async Task Certificate_LongerThan24Months_OrFromWhoMayNot_IsRefused()
    {
        var written = await _desk.WriteAsync();
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        Assert.Equal("training_vouched", await RefusedAsync(() => _desk.CertifyAsync(written, allied, 100, true)));
        var trainer = await database.Given.SexWorkerLedAsync("Trains");
        Assert.Equal("42501", await database.App.RefusedAsync(
            $"""
            insert into directory.training_certificate (id, service_id, organisation_id, issued_on, ends_on, staff_percent, front_desk)
            values (gen_random_uuid(), '{written.ServiceId}', '{trainer.Id}', '2026-11-01', '2028-11-02', 90, true)
            """));
    }

    [Fact]
    public async Task Full_EndsByItsDate_OnEveryRow()
    {
        var written = await _desk.ListedAsync(Sample.Everything() with
        {
            Intake = new Intake { State = IntakeState.Full, AsOf = Today, Until = Today.PlusDays(9) },
        });
        Assert.Equal(Today.PlusDays(9), await database.Public.OneAsync<LocalDate>(
            """
            select distinct u from published.service p join published.site s using (service_id) join published.remote_need r using (service_id)
            cross join unnest(array[p.full_until, s.full_until, r.full_until]) u where p.id = $1
            """,
            written.ServiceId));
    }

    [Fact, Property(82)]
    public async Task Published_HoldsNoConsent_NoTranslator_AndNoOrganisationsId()
    {
        var organisation = await database.Given.SexWorkerLedAsync("Translates");
        var content = Sample.Everything();
        content = content with
        {
            Consent = new Consent { Kind = ConsentKind.Given, Note = "canary-consent", ExactAddress = true },
            Provider = content.Provider with { OrganisationId = organisation.Id },
            Summary = content.Summary!.With("ro", "Teste gratuite", organisation.Id, Today),
        };
        var written = await _desk.ListedAsync(content);
        string everything = (await _desk.PublicAsync<string>(
            written, "p.content::text || (select string_agg(t.card::text, ' ') from published.service_text t where t.service_id = p.service_id)")).Single();
        Assert.Contains("Teste gratuite", everything, StringComparison.Ordinal);
        foreach (string secret in new[] { "canary-consent", "exactAddress", organisation.Id.ToString(), "\"consent\"", "\"by\"", "organisationId" })
            Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
        // What is left is still the document.
        var read = Upcasters.Default.Read((await _desk.PublicAsync<string>(written, "p.content::text")).Single(), ListingContent.CurrentVersion);
        Assert.Equal("Teste gratuite", read.Summary!.For("ro").Value);
    }

    [Fact, Property(83)]
    public async Task Derived_OfAnotherRevision_IsRefused()
    {
        var written = await _desk.WriteAsync();
        var one = await database.Given.SexWorkerLedAsync("One");
        await VettingDesk.HandInAsync(database.Logins, written, one);
        await database.App.RunAsync(VettingDesk.Approval(written, one));
        const string Dates = "\"dueOn\": \"2026-12-01\", \"hiddenFrom\": \"2027-01-01\", \"excludes\": 0, \"facts\": {}";
        const string Original = "{\"lang\": \"en\", \"card\": {}, \"vector\": \"\"}";
        foreach (string derived in new[]
        {
            $"{{{Dates}, \"sites\": [], \"texts\": [{Original}]}}",
            $"{{{Dates}, \"sites\": [], \"texts\": []}}",
            $"{{{Dates}, \"sites\": [], \"texts\": [{Original}, {Original.Replace("en", "ar", StringComparison.Ordinal)}]}}",
        })
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.App.RunAsync(
                $"select directory.publish('{written.RevisionId}', '{Today:uuuu-MM-dd}', '{derived}', null, 'command-line', null)"));
            Assert.Equal("publish_derived", refused.ConstraintName);
        }
    }

    [Fact, Property(50)]
    public async Task Publish_SiteWithoutAPoint_StandsWhereTheGazetteerSays_NotTheProgram()
    {
        const string Point = "(select concat_ws(' ', public.st_x(s.geog::public.geometry), public.st_y(s.geog::public.geometry)) "
            + "from published.site s where s.service_id = p.service_id)";
        var site = Sample.Site();
        var exact = await _desk.ListedAsync(Named("Exact"));
        var area = await _desk.ListedAsync(Named("Area") with { Sites = [site with { Kind = SiteKind.Area, Point = null, Street = null }] });
        var before = await _desk.PublicAsync<string>(exact, Point);
        // A middle that the program cannot know, so that whose word counts can be told.
        await database.Owner.RunAsync(
            $"""
            insert into published.country values ('GB', 'United Kingdom', '{"{}"}');
            insert into published.place values ({Sample.Leeds}, 'Leeds', 'GB', '', '', 10, 20, 500000, 'Europe/London', 'PPL', '{"{}"}')
            """);
        try
        {
            await _desk.PublishAsync(exact);
            await _desk.PublishAsync(area);
            Assert.Equal(["20 10"], await _desk.PublicAsync<string>(area, Point));
            Assert.Equal(before, await _desk.PublicAsync<string>(exact, Point));
        }
        finally
        {
            await database.Owner.RunAsync("delete from published.place; delete from published.country");
        }
    }

    [Theory, Property(50)]
    [InlineData("area")]
    [InlineData("mobile")]
    [InlineData(null)]
    public async Task PlainSql_PrivatePlaceInADocument_IsRefused(string? kind)
    {
        var written = await _desk.WriteAsync();
        string kindField = kind is null ? "" : $"\"kind\": \"{kind}\", ";
        foreach (string secret in new[] { "\"street\": \"1 Mill Lane\"", "\"postalCode\": \"LS1\"", "\"point\": {\"latitude\": 53.8, \"longitude\": -1.5}" })
        {
            Assert.Equal("23514", await database.App.RefusedAsync(
                $$"""
                insert into directory.revision (id, service_id, number, content, content_version, content_hash, organisation_id, written_on, origin)
                select gen_random_uuid(), service_id, 2, '{"sites": [{{{kindField}}{{secret}}}]}', 1, content_hash, organisation_id, written_on, origin
                from directory.revision where id = '{{written.RevisionId}}'
                """));
        }
    }

    [Fact]
    public async Task Codes_AreUniqueOverServicesAndOrganisations_AndNeverGivenTwice()
    {
        var written = await _desk.WriteAsync();
        var organisation = await database.Given.SexWorkerLedAsync("One");
        Assert.Equal("23505", await database.App.RefusedAsync(
            $"""
            insert into directory.organisation (id, code, kind, name, country, public_name, public_badge, origin)
            values (gen_random_uuid(), '{written.Code}', 'allied', '{"{}"}', 'GB', false, false, 'test')
            """));
        Assert.Equal("23505", await database.App.RefusedAsync(
            $"insert into directory.service (id, code, organisation_id, origin) values (gen_random_uuid(), '{organisation.Code}', '{organisation.Id}', 'test')"));
    }

    [Fact]
    public async Task Event_OnePerMove_WithStateAndReason()
    {
        var written = await _desk.ListedAsync();
        await _desk.PublishAsync(written);
        await _desk.WithdrawAsync(written, ServiceState.Suspended);
        await _desk.WithdrawAsync(written, ServiceState.Suspended);
        Assert.Equal(
            [
                "create", "hand-in", "move proposed", "start-review", "move in-review", "hand-in-review", "approve", "publish provisional",
                "start-review", "hand-in-review", "approve", "refresh listed", "refresh listed", "suspend suspended Told someone",
            ],
            await database.App.ListAsync<string>(
                "select concat_ws(' ', action, to_state, reason) from directory.event where subject_id = $1 order by id", written.ServiceId));
    }

    [Fact]
    public async Task Uuids_AreAllRandom()
    {
        await _desk.ListedAsync(Sample.Everything());
        await _desk.CheckAsync(await _desk.ListedAsync(), await database.Given.SexWorkerLedAsync("Checks"));
        var columns = await database.Owner.ListAsync<string>(
            """
            select format('%I.%I.%I', table_schema, table_name, column_name) from information_schema.columns
            where data_type = 'uuid' and table_schema in ('directory', 'published') order by 1
            """);
        Assert.True(columns.Count > 15);
        foreach (string column in columns)
        {
            string[] parts = column.Split('.');
            Assert.Empty(await database.Owner.ListAsync<string>(
                $"select {parts[2]}::text from {parts[0]}.{parts[1]} where substr({parts[2]}::text, 15, 1) <> '4'"));
        }

        // And within documents.
        Assert.Empty(await database.Owner.ListAsync<string>(
            """
            select distinct v #>> '{}' from directory.revision, jsonb_path_query(content, 'strict $.**.id') v where substr(v #>> '{}', 15, 1) <> '4'
            """));
    }

    private Task<long> GoneAsync(WrittenRevision of) => database.Public.OneAsync<long>("select count(*) from published.gone where code = $1", of.Code);
}
