using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>What happens to an entry once everybody finds it.</summary>
public sealed class KeepingTests(Chromium chromium, CuratedDirectory directory) : IClassFixture<CuratedDirectory>
{
    private readonly Album _album = new("short", directory.Seen);

    [Fact]
    public async Task HiddenNumber_IsGoneForEverybodyAtOnce_AndComesBack()
    {
        string entry = await directory.ListedAsync("Warned Clinic (demo)", "+441632960201");
        await using var phone = await Visit.StartAsync(chromium, directory.Address);
        await using var anybody = await Visit.StartAsync(chromium, directory.Address);
        var member = await SeatedAsync(phone, ActorRole.Proposer);
        Assert.True(await IsFoundAsync(anybody, entry, "01632 960201"));

        await member.ToDeskAsync();
        await member.FollowAsync("Entries.FindAny", "find");
        await member.TypeAsync("Entries.Find", "Warned");
        await member.PressAsync("Entries.Show", "found");
        var before = member.Effort;
        await member.FollowFirstAsync("Warning.Title", "warn");
        await member.UnfoldAsync("Warning.HiddenHeading");
        await member.GoAsync(member.Button("Warning.HiddenButton", "01632 960201"), "warned");
        // Ten seconds are enough for three taps.
        Assert.Equal(3, (member.Effort - before).Taps);
        Assert.Contains(member.Say("Warning.Given.Hidden", "01632 960201"), await member.ReadAsync(".told"), StringComparison.Ordinal);
        Assert.False(await IsFoundAsync(anybody, entry, "01632 960201"));

        await member.PressAsync("Warning.End", "warn");
        Assert.True(await IsFoundAsync(anybody, entry, "01632 960201"));
        Assert.Equal([], _album.Wrong.Concat(member.Broken));
    }

    [Fact]
    public async Task SuspendedEntry_IsGoneForEverybodyAtOnce_AndAnotherOrganisationConfirms()
    {
        string entry = await directory.ListedAsync("Doubtful Clinic (demo)", "+441632960202");
        await using var one = await Visit.StartAsync(chromium, directory.Address);
        await using var other = await Visit.StartAsync(chromium, directory.Address);
        await using var anybody = await Visit.StartAsync(chromium, directory.Address);
        var (first, second) = (await SeatedAsync(one, ActorRole.Reviewer), await SeatedAsync(other, directory.Network, ActorRole.Reviewer));
        await first.OpenAsync(first.At($"/entries/{entry}"), "entry-of-others-for-reviewers");
        await first.FollowAsync("Suspension.Title", "suspend");
        // Without a promise and a reason nothing happens, and what was typed stays.
        await first.TypeAsync("Suspension.Reason", "Three people were asked for papers at the door.");
        await first.PressAsync("Suspension.Button", "suspend-refused");
        Assert.Contains(first.Say("Suspension.WhichWrong"), await first.WrongAsync());
        Assert.Equal("Three people were asked for papers at the door.", await first.Page.GetByLabel(first.Say("Suspension.Reason")).InputValueAsync());
        Assert.Equal((int)HttpStatusCode.OK, (await anybody.GoAsync($"/services/{entry}")).Status);
        await first.SelectAsync("Suspension.Which", "Promise.6");
        await first.TypeAsync("Suspension.Lifts", "A sign at the desk that no papers are needed.");
        await first.PressAsync("Suspension.Button", "suspended");
        Assert.Equal((int)HttpStatusCode.Gone, (await anybody.GoAsync($"/services/{entry}")).Status);
        Assert.DoesNotContain("papers", await anybody.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.False(await IsFoundAsync(anybody, entry, "01632 960202", onItsPage: false));

        await second.ToDeskAsync();
        await second.FollowNamedAsync("Doubtful Clinic (demo)", "suspension-of-others");
        // On their small screen they read what happened.
        Assert.True(await second.Page.GetByText("Three people were asked for papers at the door.").BoundingBoxAsync() is { Height: > 10 });
        await second.TypeAsync("Suspension.JudgeReason", "Called twice. They still ask.");
        await second.PressAsync("Suspension.Say.Confirm", "suspension-confirmed");
        Assert.Equal("confirmed", await second.Page.Locator(".first[data-state]").GetAttributeAsync("data-state"), ignoreCase: true);
        Assert.Equal([], _album.Wrong.Concat(first.Broken).Concat(second.Broken));
    }

    [Fact]
    public async Task ChangedTelephoneNumber_TakesTwoPeople_AndThenEverybodyReadsIt()
    {
        string entry = await directory.ListedAsync("Moving Clinic (demo)", "+441632960203");
        await using var one = await Visit.StartAsync(chromium, directory.Address);
        await using var other = await Visit.StartAsync(chromium, directory.Address);
        await using var anybody = await Visit.StartAsync(chromium, directory.Address);
        var (writer, second) = (await SeatedAsync(one, ActorRole.Reviewer), await SeatedAsync(other, directory.Network, ActorRole.Reviewer));
        await writer.OpenAsync(writer.At($"/entries/{entry}"), "entry-of-others-for-reviewers");
        await writer.FollowAsync("Entry.Section.Reach", "reach-of-public");
        await writer.TypeAsync("Entry.phones.number", "01632 960204");
        await writer.PressAsync("Entry.Next", "visit-of-public");
        await writer.FollowNamedAsync("Moving Clinic (demo)", "entry-changed");
        await writer.PressAsync("Entry.HandIn", "entry-change-handed-in");
        await writer.FollowAsync("Recheck.ChangeTitle", "small-change-of-oneself");
        Assert.Contains(writer.Say("Recheck.OtherPerson"), await writer.ReadAsync(), StringComparison.Ordinal);
        Assert.True(await IsFoundAsync(anybody, entry, "01632 960203"));

        await second.ToDeskAsync();
        await second.FollowNamedAsync("Moving Clinic (demo)", "small-change");
        await second.PressAsync("Recheck.Publish", "small-change-refused");
        Assert.Contains(second.Say("Recheck.MethodWrong"), await second.WrongAsync());
        await second.SelectAsync("Recheck.Method", "Check.Called");
        await second.PressAsync("Recheck.Publish", "small-change-published");
        Assert.True(await IsFoundAsync(anybody, entry, "01632 960204"));
        Assert.False(await IsFoundAsync(anybody, entry, "01632 960203"));
        Assert.Equal([], _album.Wrong.Concat(writer.Broken).Concat(second.Broken));
    }

    [Fact]
    public async Task TwoBrowsers_InTheSamePart_TheLaterIsShownWhatChanged_AndLosesNothing()
    {
        string entry = await directory.ProposedAsync("Busy Clinic (demo)", "+441632960205", by: directory.Union);
        await using var one = await Visit.StartAsync(chromium, directory.Address);
        await using var other = await Visit.StartAsync(chromium, directory.Address);
        var (first, later) = (await SeatedAsync(one, ActorRole.Proposer), await SeatedAsync(other, ActorRole.Proposer));
        foreach (var somebody in new[] { first, later })
        {
            await somebody.OpenAsync(somebody.At($"/entries/{entry}"), "entry-own-proposed");
            await somebody.FollowAsync("Entry.Section.About", "about-again");
        }

        await first.TypeAsync("Entry.summary", "Tests on Mondays.");
        await first.PressAsync("Entry.Save", "about-saved");
        await later.TypeAsync("Entry.summary", "Tests on Fridays.");
        await later.TypeAsync("Entry.description", "Ring the upper bell.");
        await later.PressAsync("Entry.Save", "about-saved-by-others");
        string told = await later.ReadAsync(".theirs");
        Assert.Contains(later.Say("Entry.TheirsHeading"), told, StringComparison.Ordinal);
        Assert.Contains("Tests on Mondays.", told, StringComparison.Ordinal);
        Assert.Contains("Tests on Fridays.", told, StringComparison.Ordinal);
        Assert.Equal("Tests on Fridays.", await later.Page.GetByLabel(later.Say("Entry.summary")).InputValueAsync());
        await later.TypeAsync("Entry.summary", "Tests on Mondays and Fridays.");
        await later.PressAsync("Entry.Save", "about-saved");
        await first.FollowNamedAsync("Busy Clinic (demo)", "entry-own-proposed");
        await first.FollowAsync("Entry.Section.About", "about-again");
        Assert.Equal("Tests on Mondays and Fridays.", await first.Page.GetByLabel(first.Say("Entry.summary")).InputValueAsync());
        Assert.Equal("Ring the upper bell.", await first.Page.GetByLabel(first.Say("Entry.description")).InputValueAsync());
        Assert.Equal([], _album.Wrong.Concat(first.Broken).Concat(later.Broken));
    }

    /// <summary>Among results and on its own page, as somebody without an account reads it.</summary>
    private static async Task<bool> IsFoundAsync(Visit anybody, string entry, string number, bool onItsPage = true)
    {
        await anybody.GoAsync($"/search?need=1&place={Sample.Leeds}");
        var card = anybody.Page.Locator($".card[data-service='{entry}']");
        bool isFound = await card.CountAsync() == 1 && (await card.InnerTextAsync()).Contains(number, StringComparison.Ordinal);
        if (onItsPage)
        {
            await anybody.GoAsync($"/services/{entry}");
            Assert.Equal(isFound, (await anybody.Page.InnerTextAsync("main")).Contains(number, StringComparison.Ordinal));
        }

        return isFound;
    }

    private Task<Curator> SeatedAsync(Visit visit, params ActorRole[] roles) => SeatedAsync(visit, directory.Union, roles);

    private Task<Curator> SeatedAsync(Visit visit, Organisation organisation, params ActorRole[] roles) => Curator.SeatedAsync(directory, visit, organisation, _album, roles);
}
