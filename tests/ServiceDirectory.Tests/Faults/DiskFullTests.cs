using System.Diagnostics;
using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Faults;

/// <summary>Nothing more can be written to the disk of the database: what is there is read as always, and what somebody wrote is given back.</summary>
[Collection(FaultWorld.Name)]
public sealed class DiskFullTests(FaultWorld world)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [FullFact]
    public async Task Disk_Full_ReadersGoOn_AndWhatMembersWrote_IsGivenBackUntilThereIsRoom()
    {
        if (Environment.UserName != "root")
            Assert.Skip("A small disk needs root.");
        string disk = Directory.CreateTempSubdirectory("sd-disk-").FullName;
        // Root inside a container often may not.
        if (await TryAsync("mount", "-t", "tmpfs", "-o", "size=240m,mode=1777", "tmpfs", disk) is { } refusal)
            Assert.Skip($"This machine makes no small disk: {refusal}");
        try
        {
            string folder = Path.Combine(disk, "cluster");
            await RunAsync("install", "--directory", "--owner=nobody", "--mode=700", folder);
            await using var cluster = await world.ClusterAsync(folder, "max_wal_size=32MB", "min_wal_size=32MB");
            await using var web = await world.WebAsync(cluster.Logins);
            using var member = ByTurns.Browser(web);
            await Newcomer.JoinAsync(member, await Newcomer.InviteAsync(cluster.Logins, world.Union, TimeProvider.System, ActorRole.Proposer), TimeProvider.System);
            using var browser = web.Browser();
            var well = await browser.WellAsync(world.Pages);

            await using var crowd = Crowd.Start(4, web.Browser, world.Pages);
            string filling = Path.Combine(disk, "filling");
            await FillAsync(filling);
            // There is some room left inside the files that there are.
            var (sent, refused) = await WriteUntilRefusedAsync(member);
            Assert.Contains(sent, (await refused.PageAsync(HttpStatusCode.ServiceUnavailable)).QuerySelectorAll("blockquote.written").Select(one => one.TextContent));
            Assert.Equal("60", refused.Headers.RetryAfter?.ToString());
            await Task.Delay(TimeSpan.FromSeconds(2), Stop);
            File.Delete(filling);

            string desk = $"/curate/{world.Union.Code}/entries/new";
            using var taken = await Form.On(await refused.PageAsync(HttpStatusCode.ServiceUnavailable), desk, "main section form").SendAsync(member);
            Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
            refused.Dispose();
            var readings = await crowd.StopAsync();
            readings.AreRightOrLater(well, TimeSpan.FromSeconds(5));
            Assert.All(readings, reading => Assert.True(reading.IsRead, $"{reading}"));
            Assert.Contains("none was changed", await new Infrastructure.CommandLine(cluster.Logins).SayAsync("audit", "verify"), StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("umount", "--lazy", disk);
            Directory.Delete(disk);
        }
    }

    private async Task<(string Words, HttpResponseMessage Refused)> WriteUntilRefusedAsync(HttpClient member)
    {
        string desk = $"/curate/{world.Union.Code}/entries/new";
        var form = Form.On(await member.PageAsync(desk), desk).Fill("profile", "health").Fill("kind", "ngo");
        for (int i = 0; i < 4_000; i++)
        {
            string name = $"Quay Clinic number {i}";
            var answer = await form.Fill("name", name).SendAsync(member);
            if (answer.StatusCode is not HttpStatusCode.SeeOther)
                return (name, answer);
            answer.Dispose();
        }

        throw new InvalidOperationException("The disk is not full.");
    }

    private static async Task FillAsync(string file)
    {
        byte[] block = new byte[64 * 1024];
        await using var filling = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (int length = block.Length; length >= 1;)
        {
            try
            {
                await filling.WriteAsync(block.AsMemory(0, length), Stop);
            }
            catch (IOException)
            {
                length /= 2;
            }
        }
    }

    private static async Task RunAsync(string program, params string[] arguments) => Assert.Null(await TryAsync(program, arguments));

    /// <returns>Null: it was done. Else what it said.</returns>
    private static async Task<string?> TryAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string problems = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return process.ExitCode == 0 ? null : problems;
    }
}
