using System.Collections.Concurrent;
using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Faults;

/// <summary>The web program is killed in the middle of what it writes: what it had said is written is there, and of nothing is there a half.</summary>
[Collection(FaultWorld.Name)]
public sealed class WebKilledTests(FaultWorld world)
{
    private const int Writers = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [FullFact]
    public async Task Killed_WhilePeopleWrite_LeavesNothingHalfWritten()
    {
        await using var cluster = await world.ClusterAsync();
        var web = await world.WebAsync(cluster.Logins);
        var road = new ByTurns(web);
        using var member = new HttpClient(road) { BaseAddress = new Uri("https://localhost") };
        await Newcomer.JoinAsync(member, await Newcomer.InviteAsync(cluster.Logins, world.Union, TimeProvider.System, ActorRole.Proposer), TimeProvider.System);
        string desk = $"/curate/{world.Union.Code}/entries/new";
        var form = await member.PageAsync(desk);
        var said = new ConcurrentBag<string>();
        int asked = 0;
        for (int round = 0; round < 3; round++)
        {
            string concern = $"/services/{world.Service}/concern";
            var concerns = new ConcurrentQueue<Form>();
            for (int i = 0; i < 40; i++)
                concerns.Enqueue(Form.On(await member.PageAsync(concern), concern, "form.big").Fill("what", "1").Fill("words", $"They asked for papers. {round} {i}"));
            // Nobody reads and writes in less.
            await Task.Delay(TimeSpan.FromSeconds(3.2), Stop);
            var writing = Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
            {
                while (true)
                {
                    string name = $"Quay Clinic {Guid.NewGuid():N}";
                    Interlocked.Increment(ref asked);
                    try
                    {
                        using var written = await Form.On(form, desk).Fill("name", name).Fill("profile", "health").Fill("kind", "ngo").SendAsync(member);
                        Assert.Equal(HttpStatusCode.SeeOther, written.StatusCode);
                        said.Add(name);
                        if (concerns.TryDequeue(out var one))
                            (await one.SendAsync(member)).Dispose();
                    }
                    catch (HttpRequestException)
                    {
                        // It was killed.
                        return;
                    }
                }
            })).ToList();
            int before = said.Count;
            while (said.Count < before + 10)
                await Task.Delay(TimeSpan.FromMilliseconds(7), Stop);
            await web.KillAsync();
            await Task.WhenAll(writing);
            await web.DisposeAsync();
            web = await world.WebAsync(cluster.Logins);
            road.To(web);
            // Whoever was signed in still is.
            await member.PageAsync("/account");
        }

        await using (web)
            await NothingIsHalfAsync(cluster, said, asked);
    }

    private static async Task NothingIsHalfAsync(OwnCluster cluster, ConcurrentBag<string> said, int asked)
    {
        var owner = cluster.Logins.Owner;
        var entries = await owner.ListAsync<string>("select content #>> '{name,in,en,value}' from directory.draft");
        Assert.True(said.Count > 20, $"{said.Count}");
        Assert.Empty(said.Except(entries));
        Assert.InRange(entries.Count, said.Count, asked);
        Assert.Equal(entries.Count, entries.Distinct().Count());
        foreach (string half in new[]
        {
            "select count(*) from directory.service s where not exists (select from directory.draft d where d.service_id = s.id) and not exists (select from directory.revision r where r.service_id = s.id)",
            "select count(*) from directory.service s where not exists (select from directory.event e where e.subject = 'service' and e.subject_id = s.id)",
            "select count(*) from directory.draft d where not exists (select from directory.service s where s.id = d.service_id)",
            "select count(*) from directory.message m where not exists (select from directory.receipt r where r.message_id = m.id)",
            "select count(*) from directory.receipt r where r.message_id is not null and not exists (select from directory.message m where m.id = r.message_id)",
        })
            Assert.Equal((half, 0L), (half, await owner.OneAsync<long>(half)));
        Assert.InRange(await owner.OneAsync<long>("select count(*) from directory.message"), 1, 120);
        await new Infrastructure.CommandLine(cluster.Logins).SayAsync("audit", "verify");
    }
}
