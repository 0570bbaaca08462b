using System.Text.RegularExpressions;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Faults;

/// <summary>A directory is brought back to a moment between two writes, by the lines of <c>docs/backup.md</c>, from files that only keepers can open.</summary>
[Collection(FaultWorld.Name)]
public sealed partial class PointInTimeTests(FaultWorld world)
{
    private static readonly string s_page = Repository.Read("docs", "backup.md").ReplaceLineEndings("\n");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [FullFact]
    public async Task Directory_IsBroughtBack_ToAMomentBetweenTwoWrites()
    {
        await using var cluster = await world.ClusterAsync();
        string archive = await OwnCluster.MakeFolderAsync(), elsewhere = await OwnCluster.MakeFolderAsync(), empty = await OwnCluster.MakeFolderAsync();
        try
        {
            await cluster.ShellAsync(elsewhere, "for keeper in keeper other; do age-keygen -o $keeper.key 2> /dev/null; age-keygen -y $keeper.key; done > public");
            string[] keepers = (await File.ReadAllTextAsync(Path.Combine(elsewhere, "public"), Stop)).Trim().Split('\n');
            string Sealed(string line) => EachKeeper().Replace(line, $"-r {keepers[0]} -r {keepers[1]}").Replace("/archive", archive, StringComparison.Ordinal).Replace("/keys", elsewhere, StringComparison.Ordinal);

            await using (var server = cluster.AsSuperuser())
            {
                foreach (string setting in new[] { "wal_level", "archive_mode", "archive_timeout", "archive_command" })
                    await server.RunAsync($"alter system set {setting} = '{Sealed(Setting(setting))}'");
            }

            await cluster.StopAsync();
            await cluster.StartAgainAsync();
            await cluster.ShellAsync(elsewhere, Sealed(Line("pg_basebackup ")));
            await new Given(cluster.Logins).SexWorkerLedAsync("Early Union");
            string moment = await cluster.Logins.Owner.OneAsync<string>("select clock_timestamp()::text");
            await Task.Delay(TimeSpan.FromSeconds(1), Stop);
            await new Given(cluster.Logins).SexWorkerLedAsync("Late Union");
            await using (var server = cluster.AsSuperuser())
            {
                string last = await server.OneAsync<string>("select pg_walfile_name(pg_switch_wal())");
                for (int tries = 0; !File.Exists(Path.Combine(archive, $"{last}.age")); tries++)
                {
                    Assert.True(tries < 100, $"{last} was not archived: {await server.OneAsync<string>("select concat_ws(' ', last_failed_wal, failed_count) from pg_stat_archiver")}");
                    await Task.Delay(TimeSpan.FromMilliseconds(200), Stop);
                }
            }

            await cluster.KillAsync();
            foreach (string file in Directory.GetFiles(archive).Append(Path.Combine(elsewhere, "base.tar.age")))
            {
                byte[] bytes = await File.ReadAllBytesAsync(file, Stop);
                Assert.True(bytes.AsSpan().StartsWith("age-encryption.org/v1"u8), file);
                Assert.Equal((-1, -1), (bytes.AsSpan().IndexOf("Early Union"u8), bytes.AsSpan().IndexOf("Mill Clinic"u8)));
            }

            await cluster.ShellAsync(empty, $"cp {elsewhere}/base.tar.age {elsewhere}/keeper.key . && {Line("mkdir -m 700 data")} && {Line("age -d -i keeper.key base")} && {Line("touch data/recovery")}");
            foreach (string setting in new[] { "archive_mode = off", $"restore_command = '{Sealed(Setting("restore_command"))}'", $"recovery_target_time = '{moment}'", Line("recovery_target_action") })
                await cluster.ShellAsync(empty, $"echo \"{setting}\" >> data/postgresql.auto.conf");
            await using var back = await cluster.OverAsync(empty);
            await using (var server = back.AsSuperuser())
            {
                for (int tries = 0; await server.OneAsync<bool>("select pg_is_in_recovery()"); tries++)
                {
                    Assert.True(tries < 100, "It recovers without an end.");
                    await Task.Delay(TimeSpan.FromMilliseconds(200), Stop);
                }
            }

            Assert.Equal(
                ["Early Union"],
                await back.Logins.Owner.ListAsync<string>("select name #>> '{in,en,value}' from directory.organisation where name #>> '{in,en,value}' in ('Early Union', 'Late Union')"));
            await using var web = await world.WebAsync(back.Logins);
            using var browser = web.Browser();
            await browser.WellAsync(world.Pages);
        }
        finally
        {
            Directory.Delete(archive, recursive: true);
            Directory.Delete(elsewhere, recursive: true);
            if (Directory.Exists(empty))
                Directory.Delete(empty, recursive: true);
        }
    }

    /// <summary>What the page says of a setting, the first time.</summary>
    private static string Setting(string name) => Line($"{name} = ").Split(" = ", 2)[1].Trim('\'');

    private static string Line(string beginning) => s_page.Split('\n').First(line => line.StartsWith(beginning, StringComparison.Ordinal));

    [GeneratedRegex("-r age1… -r age1…")]
    private static partial Regex EachKeeper();
}
