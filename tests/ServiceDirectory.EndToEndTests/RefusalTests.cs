using System.Net;
using Microsoft.Playwright;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>Everything that is refused, each with the words that a person reads then.</summary>
public sealed class RefusalTests(Chromium chromium, CuratedDirectory directory) : IClassFixture<CuratedDirectory>
{
    private readonly Album _album = new("short", directory.Seen);

    [Fact]
    public async Task Invitation_ThatExpired_OrWasUsed_SaysWhatToDo()
    {
        await using var phone = await Visit.StartAsync(chromium, directory.Address);
        var somebody = new Curator(phone, directory.Union, _album);
        await somebody.OpenAsync(await directory.InviteAsync(directory.Union, Duration.FromHours(73), ActorRole.Reviewer), "invitation-gone");
        Assert.Contains(somebody.Say("Join.GoneWhy"), await somebody.ReadAsync(), StringComparison.Ordinal);
        string link = await directory.InviteAsync(ActorRole.Reviewer);
        await somebody.JoinWithAppAsync(link);
        await somebody.OpenAsync(link, "invitation-gone");
        Assert.Contains(somebody.Say("Join.GoneWhy"), await somebody.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal([], _album.Wrong.Concat(somebody.Broken));
    }

    /// <summary>Of a draft nobody outside knows, and who only proposes does not judge.</summary>
    [Fact]
    public async Task AnotherOrganisation_FindsNoDraft_AndAnAlliedOneNoReview()
    {
        string entry = await directory.ProposedAsync("Far Clinic (demo)", "+441632960211");
        var allied = await directory.Given.OrganisationAsync("River Forum (demo)", OrganisationKind.Allied);
        await using var phone = await Visit.StartAsync(chromium, directory.Address);
        var friend = await SeatedAsync(phone, allied, ActorRole.Proposer);
        await friend.OpenAsync(friend.At($"/entries/{entry}"), "entry-for-allied");
        Assert.Equal(0, await friend.Link(friend.Say("Judge.Title")).CountAsync());
        Assert.Equal((int)HttpStatusCode.NotFound, (await friend.OpenAsync(friend.At($"/entries/{entry}/review"), "not-found")).Status);
        Assert.Contains(friend.Say("Error.404.Heading"), await friend.ReadAsync(), StringComparison.Ordinal);
        // Somebody else's desk.
        Assert.Equal((int)HttpStatusCode.NotFound, (await friend.OpenAsync($"/curate/{directory.Union.Code}", "not-found")).Status);
        Assert.Equal([], _album.Wrong.Concat(friend.Broken));
    }

    [Fact]
    public async Task OrganisationThatRunsTheService_IsToldThatOthersJudge()
    {
        string entry = await directory.ProposedAsync("Own Clinic (demo)", "+441632960212", run: directory.Union);
        await using var phone = await Visit.StartAsync(chromium, directory.Address);
        var member = await SeatedAsync(phone, ActorRole.Reviewer);
        await member.OpenAsync(member.At($"/entries/{entry}"), "entry-run-by-us");
        Assert.Contains(member.Say("Entry.OthersJudge"), await member.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await member.Link(member.Say("Judge.Title")).CountAsync());
        Assert.Equal((int)HttpStatusCode.NotFound, (await member.OpenAsync(member.At($"/entries/{entry}/review"), "not-found")).Status);
        Assert.Equal([], _album.Wrong.Concat(member.Broken));
    }

    [Fact]
    public async Task TieThatIsDeclared_KeepsFromJudging_AndWhatWasTickedStays()
    {
        string entry = await directory.ProposedAsync("Tied Clinic (demo)", "+441632960213");
        await using var phone = await Visit.StartAsync(chromium, directory.Address);
        var member = await SeatedAsync(phone, ActorRole.Reviewer);
        await member.OpenAsync(member.At($"/entries/{entry}/review"), "review-of-others");
        await member.TickAllAsync();
        await member.JudgeAsync("review-tie-refused", "Judge.Tie.Partner");
        Assert.Equal([$"{member.Say("Judge.Refused.review-declared")} {member.Say("Judge.Tie")}", member.Say("Judge.TieWrong")], await member.WrongAsync());
        await member.MendAsync("Judge.TieWrong");
        Assert.Equal(17, await member.Page.Locator("main form > .verdict input[value=met]:checked").CountAsync());
        Assert.Equal([], _album.Wrong.Concat(member.Broken));
    }

    /// <summary>Two that count as one, and the second one who asked nobody.</summary>
    [Fact]
    public async Task SecondOrganisation_ThatIsRelated_OrAskedNobody_DoesNotCount()
    {
        string entry = await directory.ProposedAsync("Twice Clinic (demo)", "+441632960214");
        var sister = await directory.SexWorkerLedAsync("Lantern Sister (demo)");
        await directory.Given.RelatedAsync(directory.Union, sister);
        await directory.ApproveAsync(entry, directory.Union);
        await using var one = await Visit.StartAsync(chromium, directory.Address);
        await using var other = await Visit.StartAsync(chromium, directory.Address);
        var (related, second) = (await SeatedAsync(one, sister, ActorRole.Reviewer), await SeatedAsync(other, directory.Network, ActorRole.Reviewer));

        await second.OpenAsync(second.At($"/entries/{entry}/review"), "review-second-of-others");
        Assert.Contains(second.Say("Judge.Second"), await second.ReadAsync(), StringComparison.Ordinal);
        await second.TickAllAsync();
        await second.JudgeAsync("review-contact-refused");
        Assert.Equal([second.Say("Judge.Refused.approval-contact")], await second.WrongAsync());

        await related.OpenAsync(related.At($"/entries/{entry}/review"), "review-related");
        await related.CallAsync();
        await related.JudgeAsync("review-related-refused");
        Assert.Equal([related.Say("Judge.Refused.approval-related")], await related.WrongAsync());
        Assert.Equal([], _album.Wrong.Concat(related.Broken).Concat(second.Broken));
    }

    [Fact]
    public async Task SameOrganisationTwice_AndTheSameFormTwice_AreToldThatItStands()
    {
        string entry = await directory.ProposedAsync("Eager Clinic (demo)", "+441632960215");
        await using var one = await Visit.StartAsync(chromium, directory.Address);
        await using var other = await Visit.StartAsync(chromium, directory.Address);
        var (first, later) = (await SeatedAsync(one, ActorRole.Reviewer), await SeatedAsync(other, ActorRole.Reviewer));
        foreach (var somebody in new[] { first, later })
        {
            await somebody.OpenAsync(somebody.At($"/entries/{entry}/review"), "review-of-others");
            await somebody.TickAllAsync();
        }

        var sent = await first.Page.RunAndWaitForRequestAsync(() => first.JudgeAsync("review-handed-in-alone"), request => request.Method == "POST");
        Assert.Contains(first.Say("Judge.Approved"), await first.ReadAsync(), StringComparison.Ordinal);
        await later.JudgeAsync("review-twice-refused");
        Assert.Equal([later.Say("Judge.Refused.review-over")], await later.WrongAsync());
        Assert.Equal(0, await later.Button("Judge.HandIn").CountAsync());

        string again = await AgainAsync(first.Page, sent);
        Assert.Contains(first.Say("Judge.Refused.review-over"), again, StringComparison.Ordinal);
        Assert.Equal(1, await directory.Logins.App.OneAsync<long>("select count(*) from directory.approval a join directory.revision r on r.id = a.revision_id join directory.service s on s.id = r.service_id where s.code = $1", entry));
        Assert.Equal([], _album.Wrong.Concat(first.Broken).Concat(later.Broken));
    }

    /// <summary>Whoever judges has read what they judge.</summary>
    [Fact]
    public async Task RevisionThatIsNotTheNewest_IsNotJudged_AndTheReaderIsShownTheNewOne()
    {
        string entry = await directory.ProposedAsync("Changing Clinic (demo)", "+441632960216", by: directory.Union);
        await using var one = await Visit.StartAsync(chromium, directory.Address);
        await using var other = await Visit.StartAsync(chromium, directory.Address);
        var (writer, reader) = (await SeatedAsync(one, ActorRole.Proposer), await SeatedAsync(other, directory.Network, ActorRole.Reviewer));
        await reader.OpenAsync(reader.At($"/entries/{entry}/review"), "review-of-others");
        await reader.TickAllAsync();

        await writer.OpenAsync(writer.At($"/entries/{entry}"), "entry-own-proposed");
        await writer.FollowAsync("Entry.Section.About", "about-again");
        await writer.TypeAsync("Entry.summary", "Tests, and the police are told.");
        await writer.PressAsync("Entry.Next", "who-again");
        await writer.FollowNamedAsync("Changing Clinic (demo)", "entry-own-proposed");
        var sent = await writer.Page.RunAndWaitForRequestAsync(() => writer.PressAsync("Entry.HandIn", "entry-own-handed-in"), request => request.Method == "POST");

        await reader.JudgeAsync("review-stale-refused");
        Assert.Equal([reader.Say("Judge.Refused.review-newer")], await reader.WrongAsync());
        Assert.Contains("Tests, and the police are told.", await reader.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(17, await reader.Page.Locator("main form > .verdict input[value=met]:checked").CountAsync());
        Assert.Equal(0, await directory.Logins.App.OneAsync<long>("select count(*) from directory.review v join directory.revision r on r.id = v.revision_id join directory.service s on s.id = r.service_id where s.code = $1", entry));

        // The same form of the writer a second time finds that it is done, and says so.
        string again = await AgainAsync(writer.Page, sent);
        Assert.Contains(writer.Say("Entry.WaitsNew"), again, StringComparison.Ordinal);
        Assert.Equal(2, await directory.Logins.App.OneAsync<long>("select count(*) from directory.revision r join directory.service s on s.id = r.service_id where s.code = $1", entry));
        Assert.Equal([], _album.Wrong.Concat(writer.Broken).Concat(reader.Broken));
    }

    /// <summary>What comes when a form is sent once more, as a browser does that was sent back and forth.</summary>
    private static Task<string> AgainAsync(IPage page, IRequest sent) => page.EvaluateAsync<string>(
        """
        async ([address, body]) => {
          const answer = await fetch(address, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
          const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
          return `${answer.status} ${page.querySelector('main').textContent}`;
        }
        """,
        new[] { sent.Url, sent.PostData });

    private Task<Curator> SeatedAsync(Visit visit, params ActorRole[] roles) => SeatedAsync(visit, directory.Union, roles);

    private Task<Curator> SeatedAsync(Visit visit, Organisation organisation, params ActorRole[] roles) => Curator.SeatedAsync(directory, visit, organisation, _album, roles);
}
