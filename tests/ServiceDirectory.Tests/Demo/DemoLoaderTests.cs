using NodaTime;
using ServiceDirectory.Cli.Demo;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Notices;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Demo;

/// <summary>The invented directory in a real database. Loading it is the work of forty reviews, so a run does that once; each class gets a copy.</summary>
public sealed class LoadedDemo(TestServer server, ShippedPlaces places) : IAsyncLifetime
{
    public static readonly LocalDate Today = new(2026, 11, 24);

    private static readonly Lock s_turn = new();
    private static Task<DirectoryLogins>? s_loaded;

    private DirectoryLogins? _logins;

    public DirectoryLogins Logins => _logins!;

    public static DemoLoader Loader(DirectoryLogins logins, ShippedPlaces places) =>
        new(logins.Owner, logins.App, DirectoryCatalogue.Default, places.Gazetteer, new Noon(Today), DirectorySecrets.Read(TestSecrets.Folder));

    public async ValueTask InitializeAsync() => _logins = await server.CopyAsync(await LoadedAsync());

    public async ValueTask DisposeAsync()
    {
        if (_logins is not null)
            await server.DropAsync(_logins);
    }

    private Task<DirectoryLogins> LoadedAsync()
    {
        lock (s_turn)
            return s_loaded ??= LoadAsync();
    }

    private async Task<DirectoryLogins> LoadAsync()
    {
        var logins = await server.CopyAsync();
        await logins.Owner.AddTownsAsync(DemoDirectory.Notices.Select(notice => places.Gazetteer.Find(notice.Town.PlaceId)!));
        await Loader(logins, places).LoadAsync();
        await logins.CloseAsync();
        return logins;
    }

    private sealed class Noon(LocalDate day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day.Year, day.Month, day.Day, 12, 0, 0, TimeSpan.Zero);
    }
}

public sealed class DemoLoaderTests(LoadedDemo demo, TestServer server, ShippedPlaces places) : IClassFixture<LoadedDemo>
{
    private static readonly LocalDate Today = LoadedDemo.Today;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_EveryEntry_ComesToItsState()
    {
        var states = await CountAsync("select state, count(*) from directory.service group by state");
        foreach (var stage in Enum.GetValues<DemoStage>())
            Assert.Equal(DemoDirectory.Entries.Count(e => e.Stage == stage), states.GetValueOrDefault(EnumSlug.Of(stage)));
    }

    [Fact]
    public async Task Load_Published_HasTheApprovalsOfItsState()
    {
        var wrong = await CountAsync("""
            select code, approvals from published.service
            where approvals <> case state when 'listed' then 2 when 'provisional' then 1 else 0 end
            """);
        Assert.Empty(wrong);
        Assert.Equal(
            DemoDirectory.Entries.Count(e => e.Stage is DemoStage.Listed or DemoStage.Provisional or DemoStage.Own),
            await demo.Logins.Public.OneAsync<long>("select count(*) from published.service"));
    }

    [Fact]
    public async Task Load_Dates_ShowDueLateAndLapsedEntries()
    {
        var found = await CountAsync("""
            select case when hidden_from <= $1 then 'lapsed' when due_on + 30 <= $1 then 'late' when due_on <= $1 then 'due' else 'current' end, count(*)
            from published.service group by 1
            """);
        Assert.Equal(2, found["lapsed"]);
        Assert.Equal(1, found["late"]);
        Assert.Equal(2, found["due"]);
    }

    [Fact]
    public async Task Load_SuspendedAndRemoved_AreGone() =>
        Assert.Equal(2, await demo.Logins.Public.OneAsync<long>("select count(*) from published.gone"));

    [Fact]
    public async Task Load_Certificates_CurrentEndingSoonAndEnded()
    {
        var found = await CountAsync("""
            select case when trained_until is null then 'none' when trained_until <= $1 then 'ended'
                        when trained_until < $1 + 60 then 'soon' else 'current' end, count(*)
            from published.service group by 1
            """);
        Assert.True(found["current"] > 3);
        Assert.Equal(2, found["soon"]);
        Assert.Equal(1, found["ended"]);
    }

    [Fact]
    public async Task Load_PublishedNames_EndWithTheMark()
    {
        var names = await CountAsync("""
            select name, count(*) from (
              select card #>> '{name,value}' as name from published.service_text
              union all select card #>> '{provider,value}' from published.service_text
              union all select w.value ->> 'value' from published.organisation, jsonb_each(content #> '{name,in}') w
            ) names group by name
            """);
        Assert.True(names.Count > 100);
        Assert.All(names.Keys, name => Assert.EndsWith(" (demo)", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_Notices_AreReadInTheLargeAndTheSmallTown()
    {
        foreach (var notice in DemoDirectory.Notices)
        {
            var town = places.Gazetteer.Find(notice.Town.PlaceId)!;
            var found = await new NoticesInForce(demo.Logins.Public).AtAsync([town], Today.AtMidnight().InUtc().ToInstant() + Duration.FromDays(2), Stop);
            Assert.Equal(notice.Words.Words, Assert.Single(found).Words.OriginalWords);
        }

        Assert.Equal(2, DemoDirectory.Notices.Count);
    }

    [Fact]
    public async Task Load_Again_IsRefused()
    {
        var before = await demo.Logins.App.OneAsync<long>("select count(*) from directory.service");
        var refusal = await Assert.ThrowsAsync<SettingException>(() => LoadedDemo.Loader(demo.Logins, places).LoadAsync(cancellation: Stop));
        Assert.Contains("not empty", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await demo.Logins.App.OneAsync<long>("select count(*) from directory.service"));
    }

    [Fact]
    public async Task Load_BesideARealOrganisation_IsRefusedAndNotMarked()
    {
        var logins = await server.CopyAsync();
        try
        {
            await new Given(logins).SexWorkerLedAsync("A real one");
            await Assert.ThrowsAsync<SettingException>(() => LoadedDemo.Loader(logins, places).LoadAsync(cancellation: Stop));
            Assert.False(await new DemoMark(logins.Public, TimeProvider.System).IsSetAsync(Stop));
        }
        finally
        {
            await server.DropAsync(logins);
        }
    }

    private async Task<Dictionary<string, long>> CountAsync(string sql)
    {
        await using var command = demo.Logins.Owner.CreateCommand(sql);
        if (sql.Contains("$1", StringComparison.Ordinal))
            command.Parameters.AddWithValue(Today);
        var counts = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync(Stop);
        while (await reader.ReadAsync(Stop))
            counts[reader.GetString(0)] = Convert.ToInt64(reader.GetValue(1), System.Globalization.CultureInfo.InvariantCulture);
        return counts;
    }
}
