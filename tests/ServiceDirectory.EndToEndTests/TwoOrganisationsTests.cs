using System.Net;
using Microsoft.Playwright;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.EndToEndTests;

/// <summary>Two organisations together on two phones, from an invitation to an entry that everybody finds.</summary>
public sealed partial class TwoOrganisationsTests(Chromium chromium, CuratedDirectory directory) : IClassFixture<CuratedDirectory>
{
    /// <summary>Of the shorter ways; the long one has one of its own in each way of looking.</summary>
    private readonly Album _album = new("short", directory.Seen);

    /// <summary>
    /// Everyday runs walk once, the first organisation with script and a passkey, the second with an app and script switched off. A full
    /// run walks again with no script at all, in the dark, and from right to left.
    /// </summary>
    public static TheoryData<string, bool, ColorScheme, string> Ways
    {
        get
        {
            var ways = new TheoryData<string, bool, ColorScheme, string> { { Album.Everyday, true, ColorScheme.Light, PageLanguages.English } };
            if (FullRun.IsAsked)
            {
                ways.Add("without-script", false, ColorScheme.Light, PageLanguages.English);
                ways.Add("dark", true, ColorScheme.Dark, PageLanguages.English);
                ways.Add("ar", true, ColorScheme.Light, "ar");
            }

            return ways;
        }
    }

    /// <summary>Of the shorter ways: everyday runs walk them with script, a full run without it, too.</summary>
    public static TheoryData<bool> Scripts => FullRun.IsAsked ? [true, false] : [true];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task EntryOfAList_IsFoundByEverybody_OnceTwoHaveJudgedIt(string way, bool script, ColorScheme scheme, string language)
    {
        var album = new Album(way);
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script, scheme: scheme);
        bool secondScript = way is "dark" or "ar";
        await using var other = await Visit.StartAsync(chromium, directory.Address, script: secondScript, scheme: scheme);
        await using var anybody = await Visit.StartAsync(chromium, directory.Address);
        var union = new Curator(one, directory.Union, album, language);
        var network = new Curator(other, directory.Network, album, language);
        string link = await directory.InviteAsync(directory.Union, ActorRole.Coordinator, ActorRole.Reviewer, ActorRole.Proposer);
        if (script)
            await union.JoinWithPasskeyAsync(link);
        else
            await union.JoinWithAppAsync(link);
        string name = way == Album.Everyday ? "Lantern Street Clinic (demo)" : $"Lantern Street Clinic {way} (demo)";
        string number = $"0113 496 {(way.Length * 100) + 1:0000}";
        await union.ToDeskAsync();
        await union.BringInAsync($"Name;Telephone;Town;What they offer\n{name};{number};Leeds;STI tests\nHarbour Advice {way} (demo);{number}9;Leeds;legal advice\n");
        Assert.Contains(union.Say("Entries.NotChecked"), await union.ReadAsync(), StringComparison.Ordinal);
        var before = union.Effort;
        await union.FollowNamedAsync(name, "entry-new");
        string entry = await union.Page.Locator("main").GetAttributeAsync("data-service") ?? "";
        // Of a draft nobody outside knows.
        Assert.Equal((int)HttpStatusCode.NotFound, (await anybody.GoAsync($"/services/{entry}")).Status);
        await union.WriteAsync();
        await union.HandInAsync();
        Assert.Equal("proposed", await union.Page.Locator("main").GetAttributeAsync("data-state"));
        Assert.Equal((int)HttpStatusCode.NotFound, (await anybody.GoAsync($"/services/{entry}")).Status);

        await union.FollowAsync("Judge.Title", "review");
        await union.CallAsync();
        await union.AddEvidenceAsync();
        await union.JudgeAsync("review-handed-in");
        Assert.Equal([], await union.WrongAsync());
        var first = union.Effort - before;
        await anybody.GoAsync($"/services/{entry}");
        Assert.Contains("by one organisation", await anybody.Page.InnerTextAsync("main"), StringComparison.Ordinal);

        await network.JoinWithAppAsync(await directory.InviteAsync(directory.Network, ActorRole.Reviewer));
        await network.ToDeskAsync();
        before = network.Effort;
        await network.FollowNamedAsync(name, "review-second");
        await network.CallAsync();
        await network.JudgeAsync("review-second-handed-in");
        Assert.Equal([], await network.WrongAsync());
        var second = network.Effort - before;

        await anybody.GoAsync($"/search?need=1&place={Sample.Leeds}");
        await album.TakeAsync(anybody.Page, "public-results");
        await anybody.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name }).First.ClickAsync();
        await anybody.ComesToAsync($"/services/{entry}");
        Assert.Contains("Two sex worker-led organisations", await anybody.Page.InnerTextAsync("[aria-labelledby=checked]"), StringComparison.Ordinal);
        await album.TakeAsync(anybody.Page, "public-page");
        Assert.Equal(17, await anybody.Page.Locator("[data-promise]").CountAsync());
        Assert.Equal([], album.Wrong);
        Assert.Equal([], union.Broken.Concat(network.Broken));
        // What docs/walkthrough.md says of it, and not a page or a dozen taps more.
        TestContext.Current.TestOutputHelper?.WriteLine($"{way}: first {first}; second {second}");
        Assert.InRange(first.Pages, 1, 19);
        Assert.InRange(first.Taps, 1, 85);
        Assert.InRange(second.Pages, 1, 4);
        Assert.InRange(second.Taps, 1, 45);
    }

    private Task<Curator> SeatedAsync(Visit visit, params ActorRole[] roles) => SeatedAsync(visit, directory.Union, roles);

    /// <summary>Somebody new, signed in.</summary>
    private Task<Curator> SeatedAsync(Visit visit, Organisation organisation, params ActorRole[] roles) => Curator.SeatedAsync(directory, visit, organisation, _album, roles);
}
