using System.Globalization;
using System.Net;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>Three organisations change the promises: one proposes, all vote, everybody reads it, and what was listed before is judged again.</summary>
public sealed class CouncilTests(Chromium chromium, CuratedDirectory directory) : IClassFixture<CuratedDirectory>
{
    private readonly Album _album = new("council", directory.Seen);

    public static TheoryData<bool> Scripts => TwoOrganisationsTests.Scripts;

    /// <summary>Pages remember the promises for a minute, which this waits for.</summary>
    [FullTheory]
    [MemberData(nameof(Scripts))]
    public async Task Promise_IsAddedByAVote_ShownToAll_AndJudgedBeforeItsDay(bool script)
    {
        var today = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
        string promise = script ? "Nobody asks you about clients (demo)." : "You choose where you sit (demo).";
        string name = $"Before Clinic {script} (demo)";
        string entry = await directory.ProposedAsync(name, script ? "+441632960291" : "+441632960292");
        await directory.ApproveAsync(entry, directory.Union);
        await directory.ApproveAsync(entry, directory.Network);
        var collective = await directory.SexWorkerLedAsync($"Tide Collective {script} (demo)");
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var other = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var third = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var phone = await Visit.StartAsync(chromium, directory.Address, script: script);
        var (union, network) = (await SeatedAsync(one, directory.Union), await SeatedAsync(other, directory.Network));
        await union.ToDeskAsync();
        await union.FollowAsync("Council.Heading", "council");
        await union.FollowAsync("Motion.Criteria", "promises");
        await union.FollowAsync("Promises.Change.Added", "promise-add");
        await union.TypeAsync("Council.Reason", "Four people told us.");
        await union.PressAsync("Council.AskButton", "promise-add-wrong");
        await union.MendAsync("Message.wordsEmpty");
        Assert.Equal("Four people told us.", await union.TypedAsync("Council.Reason"));
        await union.TypeAsync("Promises.Said", promise);
        await union.TypeAsync("Promises.AskLabel", "Do you ask about that?");
        await union.TypeAsync("Promises.HowLabel", "Read the form at the desk.");
        await union.TypeAsync("Promises.BrokenWhenLabel", "Somebody had to say it.");
        await union.TickAsync("Vetting.Profile.Health");
        await union.TypeAsync("Promises.MonthsLabel", "3");
        await union.PressAsync("Council.AskButton", "council-asked");
        Assert.Equal([], await union.WrongAsync());
        Assert.Contains(promise, await union.ReadAsync(), StringComparison.Ordinal);
        await union.PressAsync("Council.Yes", "council-voted");
        Assert.Equal(0, await union.Button("Council.Decide").CountAsync());

        await network.ToDeskAsync();
        Assert.Contains(network.Say("Desk.Vote"), await network.ReadAsync(), StringComparison.Ordinal);
        await network.FollowAsync("Council.Heading", "council-to-vote");
        await network.PressAsync("Council.Yes", "council-voted-second");
        // Nothing is promised to anybody yet.
        await phone.GoAsync("/how-we-check");
        Assert.DoesNotContain(promise, await phone.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        var last = await SeatedAsync(third, collective);
        await last.ToDeskAsync();
        await last.FollowAsync("Council.Heading", "council-to-vote");
        // One says no; two thirds are enough.
        await last.PressAsync("Council.No", "council-voted-last");
        await last.PressAsync("Council.Decide", "council-decided");
        Assert.Equal([], await last.WrongAsync());
        Assert.Contains(last.Say("Council.Count", 2, 1, 3), await last.ReadAsync(), StringComparison.Ordinal);

        // Everybody reads it, and until when services that were not asked may stay.
        var anybody = new Curator(phone, directory.Union, _album);
        await anybody.OpenAsync(anybody.InLanguage("/how-we-check"), "how-we-check-after-vote");
        for (int tries = 0; tries < 140 && !(await anybody.ReadAsync()).Contains(promise, StringComparison.Ordinal); tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await phone.Page.ReloadAsync();
        }

        Assert.Contains(promise, await anybody.ReadAsync(), StringComparison.Ordinal);
        Assert.True(await phone.Page.Locator("[data-applies]").CountAsync() > 0);
        Assert.Equal((int)HttpStatusCode.OK, (await phone.GoAsync($"/services/{entry}")).Status);

        // The entry from before is on the desk until its day, and both judge it again.
        await union.OpenAsync(union.At(), "desk-promise-added");
        Assert.Contains(union.Say("Desk.PromiseAdded"), await union.ReadAsync(), StringComparison.Ordinal);
        await union.FollowNamedAsync(name, "review-promise-added");
        Assert.Equal(Iso(today.PlusMonths(3)), await union.Page.Locator("[data-promises-until]").GetAttributeAsync("data-promises-until"));
        await union.PressAsync("Recheck.Start", "review-promise-added-begun");
        foreach (var (who, step) in new[] { (union, "first"), (network, "second") })
        {
            await who.OpenAsync(who.At($"/entries/{entry}/review"), $"review-promise-added-{step}");
            await who.CallAsync();
            await who.ChooseBelowAsync(promise, "Judge.Verdict.Met");
            await who.JudgeAsync($"review-promise-added-{step}-handed-in");
            Assert.Equal([], await who.WrongAsync());
        }

        Assert.Equal(0, await network.Page.Locator("[data-promises-until]").CountAsync());
        await union.OpenAsync(union.At(), "desk-promise-judged");
        Assert.Equal(0, await union.Link(name).CountAsync());
        // A group more would change how many a vote needs.
        await directory.Given.VouchedUntilAsync(collective, null);
        Assert.Equal([], _album.Wrong.Concat(union.Broken).Concat(network.Broken).Concat(last.Broken).Concat(anybody.Broken));
    }

    private static string Iso(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private Task<Curator> SeatedAsync(Visit visit, Organisation organisation) =>
        Curator.SeatedAsync(directory, visit, organisation, _album, ActorRole.Coordinator, ActorRole.Reviewer);
}
