using Npgsql;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Audit;

/// <summary>
/// What happened is only added to. Whoever has every right on the server can still change it, and then looking at the chain names the row.
/// </summary>
public sealed class ChainTests(TestServer server) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Each test breaks the chain of a database of its own.
    private readonly CopyOfDatabase _database = new(server);

    public async ValueTask InitializeAsync() => await _database.InitializeAsync();

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact, Property(85)]
    public async Task Verify_OfWhatWasWritten_FindsNothing_AndKnowsAnEarlierHead()
    {
        await WriteAsync(3);
        var before = await VerifyAsync();
        Assert.Equal((3L, null), (before.Rows, before.Broken));
        await WriteAsync(2);
        var after = await VerifyAsync(before.Head);
        Assert.Equal((5L, null, 3L), (after.Rows, after.Broken, after.Known));
        Assert.NotEqual(before.Head, after.Head);
        await using var context = _database.Context();
        var (number, hash) = await new AuditService(context).HeadAsync(Stop);
        Assert.Equal(5, number);
        Assert.Equal(after.Head, hash);
    }

    /// <summary>As the app: by its rights. As the owner: by the triggers, which it would have to take away first.</summary>
    [Theory, Property(85)]
    [InlineData("update directory.event set reason = 'other'")]
    [InlineData("update directory.event set id = id + 100")]
    [InlineData("update directory.event set hash = null")]
    [InlineData("delete from directory.event")]
    [InlineData("delete from directory.event where id = 2")]
    [InlineData("truncate directory.event")]
    [InlineData("truncate directory.organisation cascade")]
    public async Task Event_IsNeverChangedOrTakenBack(string statement)
    {
        await WriteAsync(2);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await _database.App.RefusedAsync(statement));
        Assert.Equal(PostgresErrorCodes.CheckViolation, await _database.Owner.RefusedAsync(statement));
        Assert.Null((await VerifyAsync()).Broken);
    }

    [Theory, Property(85)]
    [InlineData("id", "7")]
    [InlineData("at", "'2020-01-01'")]
    [InlineData("hash", "decode(repeat('00', 32), 'hex')")]
    [InlineData("before_hash", "decode(repeat('00', 32), 'hex')")]
    [InlineData("after_hash", "decode(repeat('00', 32), 'hex')")]
    public async Task App_DoesNotSayWhereInTheChain_NorWhen(string column, string value)
    {
        var organisation = await _database.Given.SexWorkerLedAsync("Harbour Collective (demo)");
        string statement = $"insert into directory.event (role, action, subject, subject_id, {column}) values ('reviewer', 'try', 'organisation', '{organisation.Id}', {value})";
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await _database.App.RefusedAsync(statement));
        // What the owner says is not taken.
        await _database.Owner.RunAsync(statement);
        Assert.Equal((1L, null), (await VerifyAsync() is var report ? report.Rows : 0, report.Broken));
    }

    [Theory, Property(85)]
    [InlineData("update directory.event set reason = 'other' where id = 3")]
    [InlineData("update directory.event set reason = null where id = 3")]
    [InlineData("update directory.event set at = at + interval '1 second' where id = 3")]
    [InlineData("update directory.event set organisation_id = null where id = 3")]
    [InlineData("update directory.event set role = 'reviewer' where id = 3")]
    [InlineData("update directory.event set action = 'listed' where id = 3")]
    [InlineData("update directory.event set subject_id = gen_random_uuid() where id = 3")]
    [InlineData("update directory.event set to_state = 'listed' where id = 3")]
    [InlineData("update directory.event set before_hash = null where id = 3")]
    [InlineData("update directory.event set after_hash = sha256('') where id = 3")]
    [InlineData("update directory.event set hash = sha256('') where id = 3")]
    [InlineData("update directory.event set hash = null where id = 3")]
    public async Task Verify_NamesTheRowThatWasChanged(string statement) =>
        Assert.Equal(new BrokenChain(ChainFault.Changed, 3), await BreakAsync(statement));

    [Fact, Property(85)]
    public async Task Verify_NamesTheRowThatIsGone() =>
        Assert.Equal(new BrokenChain(ChainFault.Removed, 3), await BreakAsync("delete from directory.event where id = 3"));

    [Fact, Property(85)]
    public async Task Verify_NamesTheRowThatIsGone_WhereTheOthersMovedUp() => Assert.Equal(
        new BrokenChain(ChainFault.Changed, 3),
        await BreakAsync("delete from directory.event where id = 3; update directory.event set id = 3 where id = 4; update directory.event set id = 4 where id = 5"));

    [Fact, Property(85)]
    public async Task Verify_NamesTheRowsThatChangedPlaces() => Assert.Equal(
        new BrokenChain(ChainFault.Moved, 2) { NowAt = 4 },
        await BreakAsync("update directory.event set id = 40 where id = 2; update directory.event set id = 2 where id = 4; update directory.event set id = 4 where id = 40"));

    [Fact, Property(85)]
    public async Task Verify_NamesTheRowThatNeverCameIntoTheChain()
    {
        Assert.Equal(ChainFault.Added, (await BreakAsync(
            "insert into directory.event (id, role, action, subject, subject_id) values (-9, 'reviewer', 'approve', 'service', gen_random_uuid())"))?.Fault);
    }

    [Fact, Property(85)]
    public async Task Verify_OfACutTail_NeedsTheHead()
    {
        await WriteAsync(5);
        byte[] head = (await VerifyAsync()).Head;
        await AsSuperuserAsync("delete from directory.event where id > 3");
        Assert.Null((await VerifyAsync()).Broken);
        Assert.Equal(new BrokenChain(ChainFault.CutOff, 0), (await VerifyAsync(head)).Broken);
    }

    /// <summary>Somebody who knows how the chain is made makes all of it anew.</summary>
    [Fact, Property(85)]
    public async Task Verify_OfAChainMadeAnew_NeedsTheHead()
    {
        await WriteAsync(5);
        byte[] head = (await VerifyAsync()).Head;
        await AsSuperuserAsync(
            """
            do $$
            declare
              v_event directory.event;
              v_hash bytea := decode(repeat('00', 32), 'hex');
            begin
              update directory.event set reason = 'other' where id = 3;
              for v_event in select * from directory.event order by id loop
                v_hash := directory.event_hash(v_hash, v_event);
                update directory.event set hash = v_hash where id = v_event.id;
              end loop;
            end $$
            """);
        Assert.Null((await VerifyAsync()).Broken);
        Assert.Equal(ChainFault.CutOff, (await VerifyAsync(head)).Broken?.Fault);
    }

    [Fact, Property(85)]
    public async Task CommandLine_SaysWhichRow_AndEndsInFailure()
    {
        await WriteAsync(5);
        var cli = new Infrastructure.CommandLine(_database.Logins);
        var good = await cli.RunAsync("audit", "verify");
        Assert.Equal((0, ""), (good.Status, good.Problems));
        Assert.Contains("5 rows: none was changed, removed or moved.", good.Output, StringComparison.Ordinal);
        string head = Convert.ToHexStringLower((await VerifyAsync()).Head);
        Assert.Contains($"Head: {head}", good.Output, StringComparison.Ordinal);
        var known = await cli.RunAsync("audit", "verify", "--head", head.ToUpperInvariant());
        Assert.Equal(0, known.Status);
        Assert.Contains("The head you gave is row 5; 0 came after it.", known.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await cli.RunAsync("audit", "verify", "--head", "abc")).Status);

        await AsSuperuserAsync("delete from directory.event where id = 5");
        var cut = await cli.RunAsync("audit", "verify", "--head", head);
        Assert.Equal(1, cut.Status);
        Assert.Contains("rows were cut off at the end", cut.Problems, StringComparison.Ordinal);
        await AsSuperuserAsync("update directory.event set reason = 'other' where id = 2");
        var broken = await cli.RunAsync("audit", "verify");
        Assert.Equal(1, broken.Status);
        Assert.StartsWith("Row 2 was changed.", broken.Problems, StringComparison.Ordinal);
    }

    /// <summary>Numbers follow the chain, whoever comes first; a transaction that is taken back leaves no gap.</summary>
    [Fact, Property(85)]
    public async Task Events_ByEightAtOnce_AreOneChain()
    {
        var organisation = await _database.Given.SexWorkerLedAsync("Harbour Collective (demo)");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            await using var connection = await _database.App.OpenConnectionAsync(Stop);
            for (int i = 0; i < 125; i++)
            {
                await using var transaction = await connection.BeginTransactionAsync(Stop);
                await using var command = new NpgsqlCommand(
                    "insert into directory.event (organisation_id, role, action, subject, subject_id, reason) values ($1, 'reviewer', 'try', 'organisation', $1, $2)", connection, transaction);
                command.Parameters.AddWithValue(organisation.Id);
                command.Parameters.AddWithValue($"{worker} {i}");
                await command.ExecuteNonQueryAsync(Stop);
                await (i % 25 == 24 ? transaction.RollbackAsync(Stop) : transaction.CommitAsync(Stop));
            }
        }));
        TestContext.Current.SendDiagnosticMessage($"1,000 events by 8 connections: {clock.ElapsedMilliseconds} ms");
        var report = await VerifyAsync();
        Assert.Equal((960L, null), (report.Rows, report.Broken));
    }

    /// <summary>Two that lock the same things in another order do not wait for one another because of the chain.</summary>
    [Fact, Property(85)]
    public async Task Chain_IsLockedAtTheEnd_SoThatNobodyWaitsForTwoThings()
    {
        var organisation = await _database.Given.SexWorkerLedAsync("Harbour Collective (demo)");
        await using var one = await _database.App.OpenConnectionAsync(Stop);
        await using var other = await _database.App.OpenConnectionAsync(Stop);
        await using var first = await one.BeginTransactionAsync(Stop);
        await using var second = await other.BeginTransactionAsync(Stop);
        await RunAsync(one, first);
        // The other goes the whole way while the first has written its event and not ended.
        await RunAsync(other, second);
        await second.CommitAsync(Stop);
        await first.CommitAsync(Stop);
        Assert.Equal(["second", "first"], await _database.Owner.ListAsync<string>("select reason from directory.event order by id"));
        Assert.Null((await VerifyAsync()).Broken);

        async Task RunAsync(NpgsqlConnection connection, NpgsqlTransaction transaction)
        {
            await using var command = new NpgsqlCommand(
                "insert into directory.event (role, action, subject, subject_id, reason) values ('reviewer', 'try', 'organisation', $1, $2)", connection, transaction)
            { CommandTimeout = 5 };
            command.Parameters.AddWithValue(organisation.Id);
            command.Parameters.AddWithValue(connection == one ? "first" : "second");
            await command.ExecuteNonQueryAsync(Stop);
        }
    }

    /// <summary>A transaction whose snapshot is older than the chain's end does not make a second end.</summary>
    [Fact, Property(85)]
    public async Task Event_OfAnOldSnapshot_IsRefused()
    {
        var organisation = await _database.Given.SexWorkerLedAsync("Harbour Collective (demo)");
        await WriteAsync(1);
        await using var old = await _database.App.OpenConnectionAsync(Stop);
        await using var transaction = await old.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Stop);
        await using (var look = new NpgsqlCommand("select count(*) from directory.event", old, transaction))
            await look.ExecuteScalarAsync(Stop);
        await WriteAsync(1);
        await using (var write = new NpgsqlCommand($"insert into directory.event (role, action, subject, subject_id) values ('reviewer', 'try', 'organisation', '{organisation.Id}')", old, transaction))
            await write.ExecuteNonQueryAsync(Stop);
        await Assert.ThrowsAsync<PostgresException>(() => transaction.CommitAsync(Stop));
        Assert.Equal((2L, null), (await VerifyAsync() is var report ? report.Rows : 0, report.Broken));
    }

    [Fact]
    public async Task Event_HoldsADay_AndWhatItsObjectWasBeforeAndAfter()
    {
        var organisation = await _database.Given.SexWorkerLedAsync("Harbour Collective (demo)");
        await using var context = _database.Context();
        var audit = new AuditService(context);
        var actor = new Actor(organisation.Id, ActorRole.Reviewer);
        await audit.ReadNotesAsync(actor, "organisation", organisation.Id, Stop);
        await _database.Given.FrozenAsync(organisation, Given.Today, Given.Today);
        await audit.ReadNotesAsync(actor, "organisation", organisation.Id, Stop);
        await audit.ReadNotesAsync(actor, "evidence", Guid.NewGuid(), Stop);
        Assert.Equal([true, true, true], await _database.Owner.ListAsync<bool>("select at = date_trunc('day', at, 'UTC') from directory.event order by id"));
        Assert.Equal(
            ["no yes", "yes yes", "no no"],
            await _database.Owner.ListAsync<string>(
                "select case when before_hash is null then 'no' else 'yes' end || case when after_hash is null then ' no' else ' yes' end from directory.event order by id"));
        Assert.True(await _database.Owner.OneAsync<bool>(
            "select b.before_hash = a.after_hash and b.after_hash <> b.before_hash from directory.event a, directory.event b where a.id = 1 and b.id = 2"));
        Assert.Equal("reviewer read-notes organisation", await _database.Owner.OneAsync<string>("select concat_ws(' ', role, action, subject) from directory.event where id = 2"));
    }

    private async Task<BrokenChain?> BreakAsync(string statements)
    {
        await WriteAsync(5);
        byte[] head = (await VerifyAsync()).Head;
        await AsSuperuserAsync(statements);
        var report = await VerifyAsync();
        Assert.Equal(report.Broken, (await VerifyAsync(head)).Broken);
        return report.Broken;
    }

    private async Task AsSuperuserAsync(string statements)
    {
        await using var superuser = server.AsSuperuser(_database.Logins.Database);
        await superuser.RunAsync($"set session_replication_role = replica; {statements}");
    }

    private async Task WriteAsync(int events)
    {
        var organisation = await _database.Given.OrganisationAsync("Harbour Collective (demo)", OrganisationKind.Allied);
        for (int i = 0; i < events; i++)
        {
            await _database.App.RunAsync(
                "insert into directory.event (organisation_id, role, action, subject, subject_id, reason) values ($1, 'coordinator', 'invite', 'organisation', $1, $2)",
                organisation.Id,
                $"ünïcode {i}");
        }
    }

    private async Task<ChainReport> VerifyAsync(byte[]? head = null)
    {
        await using var context = _database.Context();
        return await new AuditService(context).VerifyAsync(head, Stop);
    }
}
