using Npgsql;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Tests.Listings.ListingDesk;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>Nobody makes anything vetted alone: four eyes of two organisations that have nothing to do with each other.</summary>
public sealed class ApprovalTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private readonly ListingDesk _desk = new(database, places);

    [Fact, Property(81)]
    public async Task Approve_RelatedAtTheSameMoment_OneOfThem_TwentyTimes()
    {
        var (one, other) = (await database.Given.SexWorkerLedAsync("One"), await database.Given.SexWorkerLedAsync("Other"));
        await database.Given.RelatedAsync(one, other);
        for (int i = 0; i < 20; i++)
        {
            var written = await _desk.WriteAsync();
            var both = await Task.WhenAll(TryAsync(written, one), TryAsync(written, other));
            Assert.Single(both, rule => rule is null);
            Assert.Single(both, rule => rule == "approval_related");
            Assert.Equal(["provisional"], await _desk.PublicAsync<string>(written, "p.state"));
        }
    }

    [Fact, Property(81)]
    public async Task Approve_UnrelatedAtTheSameMoment_Listed_TwentyTimes()
    {
        var (one, other) = (await database.Given.SexWorkerLedAsync("One"), await database.Given.SexWorkerLedAsync("Other"));
        for (int i = 0; i < 20; i++)
        {
            var written = await _desk.WriteAsync();
            Assert.All(await Task.WhenAll(TryAsync(written, one), TryAsync(written, other)), Assert.Null);
            Assert.Equal(["listed"], await _desk.PublicAsync<string>(written, "p.state"));
        }
    }

    [Theory, Property(81)]
    [InlineData(System.Data.IsolationLevel.RepeatableRead)]
    [InlineData(System.Data.IsolationLevel.Serializable)]
    public async Task Approve_RelatedInOldSnapshots_ByPlainSql_NeverBoth(System.Data.IsolationLevel level)
    {
        var (one, other) = (await database.Given.SexWorkerLedAsync("One"), await database.Given.SexWorkerLedAsync("Other"));
        await database.Given.RelatedAsync(one, other);
        var written = await _desk.WriteAsync();
        await VettingDesk.HandInAsync(database.Logins, written, one);
        await VettingDesk.HandInAsync(database.Logins, written, other);
        await using var first = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var second = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var firstMove = await first.BeginTransactionAsync(level, TestContext.Current.CancellationToken);
        await using var secondMove = await second.BeginTransactionAsync(level, TestContext.Current.CancellationToken);
        // Both take their snapshot before either writes.
        await RunAsync(first, "select count(*) from directory.approval");
        await RunAsync(second, "select count(*) from directory.approval");
        await RunAsync(first, VettingDesk.Approval(written, one));
        await firstMove.CommitAsync(TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(second, VettingDesk.Approval(written, other)));
        Assert.Equal(PostgresErrorCodes.SerializationFailure, refused.SqlState);
    }

    [Fact, Property(81)]
    public async Task Approve_WhoRunsIt_OrIsRelatedToThem_IsRefused()
    {
        var (runs, related) = (await database.Given.SexWorkerLedAsync("Runs it"), await database.Given.SexWorkerLedAsync("Related"));
        await database.Given.RelatedAsync(runs, related);
        var written = await _desk.WriteAsync(RunBy(runs));
        Assert.Equal("approval_tie", await RefusedAsync(() => _desk.ApproveAsync(written, runs)));
        Assert.Equal("approval_tie", await RefusedAsync(() => _desk.ApproveAsync(written, related)));
    }

    [Fact, Property(81)]
    public async Task Approve_RelatedToTheProviderWhoseEntryItIs_IsRefused()
    {
        var provider = await database.Given.OrganisationAsync("Clinic", OrganisationKind.Provider);
        var related = await database.Given.SexWorkerLedAsync("Same board");
        await database.Given.RelatedAsync(provider, related);
        var written = await _desk.WriteAsync(by: provider);
        Assert.Equal("approval_tie", await RefusedAsync(() => _desk.ApproveAsync(written, related)));
    }

    [Fact]
    public async Task Approve_WhoProposedIt_CountsAsOneOfTwo()
    {
        var proposer = await database.Given.SexWorkerLedAsync("Proposed it");
        var written = await _desk.WriteAsync(by: proposer);
        Assert.Equal(ServiceState.Provisional, await _desk.ApproveAsync(written, proposer));
    }

    [Fact]
    public async Task Approve_BeforeItWasWritten_IsRefused()
    {
        var written = await _desk.WriteAsync();
        var one = await database.Given.SexWorkerLedAsync("One");
        Assert.Equal("approval_date", await RefusedAsync(() => _desk.ApproveAsync(written, one, Today.PlusDays(-1))));
    }

    [Fact, Property(83)]
    public async Task Approve_ConsentMissing_IsRefusedByTheValidatorAndByTheDatabase()
    {
        var written = await _desk.WriteAsync(Sample.Clinic() with { Consent = new Consent { Kind = ConsentKind.Missing } });
        var one = await database.Given.SexWorkerLedAsync("One");
        var invalid = await Assert.ThrowsAsync<ListingInvalidException>(() => _desk.ApproveAsync(written, one));
        Assert.Equal("consent-missing", Assert.Single(invalid.Problems).Reason);
        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from directory.approval where revision_id = $1", written.RevisionId));

        await VettingDesk.HandInAsync(database.Logins, written, one);
        await database.App.RunAsync(VettingDesk.Approval(written, one));
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => database.App.RunAsync($"select directory.publish('{written.RevisionId}', '{Today:uuuu-MM-dd}', '{{}}', null, 'command-line', null)"));
        Assert.Equal("publish_consent", refused.ConstraintName);
    }

    [Fact]
    public async Task Check_ByWhoRunsIt_OrMayNotApprove_IsRefused()
    {
        var runs = await database.Given.SexWorkerLedAsync("Runs it");
        var written = await _desk.WriteAsync(RunBy(runs));
        Assert.Equal("fact_check_tie", await RefusedAsync(() => _desk.CheckAsync(written, runs)));
        var allied = await database.Given.OrganisationAsync("Allied", OrganisationKind.Allied);
        Assert.Equal("fact_check_vouched", await RefusedAsync(() => _desk.CheckAsync(written, allied)));
    }

    [Theory, Property(83)]
    [InlineData("update directory.revision set written_on = written_on")]
    [InlineData("delete from directory.revision")]
    [InlineData("update directory.approval set approved_on = approved_on")]
    [InlineData("delete from directory.approval")]
    [InlineData("update directory.fact_check set checked_on = checked_on")]
    [InlineData("delete from directory.event")]
    [InlineData("update directory.event set reason = null")]
    [InlineData("update directory.organisation set vouched_until = '2099-01-01'")]
    [InlineData("insert into directory.organisation (id, vouched_until) values (gen_random_uuid(), '2099-01-01')")]
    [InlineData("insert into directory.service (id, state) values (gen_random_uuid(), 'listed')")]
    [InlineData("insert into directory.public_code values ('aaaaaa')")]
    public async Task PlainSql_AsApp_CannotRewriteWhatWasWritten(string sql) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await database.App.RefusedAsync(sql));

    private static ListingContent RunBy(Organisation organisation) =>
        Sample.Clinic() with { Provider = new Provider { Name = Text.Of("en", "Us"), Kind = ProviderKind.Community, OrganisationId = organisation.Id } };

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The text is the test's own.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string?> TryAsync(WrittenRevision written, Organisation by)
    {
        try
        {
            await _desk.ApproveAsync(written, by);
            return null;
        }
        catch (ListingRefusedException refused)
        {
            return refused.Rule;
        }
    }
}
