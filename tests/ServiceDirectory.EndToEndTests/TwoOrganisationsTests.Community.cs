using System.Net;
using ServiceDirectory.Core.Audit;

namespace ServiceDirectory.EndToEndTests;

/// <summary>Those who use services say what happened; organisations read it, and write what helps.</summary>
public sealed partial class TwoOrganisationsTests
{
    /// <summary>Nobody reads and writes in less.</summary>
    private static readonly TimeSpan s_aMoment = TimeSpan.FromSeconds(3.2);

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Concern_TakesAServiceOff_OnceAReviewerFindsItPossible_AndIsAnsweredByItsCode(bool script)
    {
        string entry = await directory.ListedAsync($"Rough Clinic {script} (demo)", script ? "+441632960231" : "+441632960232");
        await using var phone = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var desk = await Visit.StartAsync(chromium, directory.Address, script: script);
        var somebody = new Curator(phone, directory.Union, _album);
        await somebody.OpenAsync($"/services/{entry}", "service-of-concern");
        await somebody.FollowAsync("Message.Heading", "concern");
        // Help comes first, before anything is asked.
        Assert.Equal(somebody.Say("Message.HelpNow"), await phone.Page.Locator("main a").First.InnerTextAsync());
        await somebody.ChooseAsync("Message.What", "Concern.9");
        await somebody.TypeAsync("Message.Words", "A hand on my knee, twice.");
        await Task.Delay(s_aMoment, TestContext.Current.CancellationToken);
        await somebody.PressAsync("Message.Send", "concern-sent");
        string code = await phone.Page.InnerTextAsync("code.key");
        Assert.DoesNotContain("knee", await somebody.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(await phone.Context.CookiesAsync());
        Assert.Equal((int)HttpStatusCode.OK, (await phone.GoAsync($"/services/{entry}")).Status);

        var reviewer = await SeatedAsync(desk, directory.Network, ActorRole.Reviewer);
        await reviewer.OpenAsync(reviewer.At($"/entries/{entry}"), "entry-of-others-for-reviewers");
        await reviewer.FollowAsync("Concerns.Title", "concerns");
        Assert.Contains("A hand on my knee, twice.", await reviewer.ReadAsync(), StringComparison.Ordinal);
        await reviewer.UnfoldAsync("Heard.Answer");
        await reviewer.TypeAsync("Heard.Reply", "Thank you. We have taken them off.");
        await reviewer.PressAsync("Receipt.ReplyButton", "concern-answered");
        await reviewer.PressAsync("Heard.PossibleOff", "concern-possible");
        Assert.Equal((int)HttpStatusCode.Gone, (await phone.GoAsync($"/services/{entry}")).Status);

        await somebody.OpenAsync("/receipts", "receipts");
        await somebody.TypeAsync("Receipt.Code", code);
        await somebody.PressAsync("Receipt.Read", "receipt-of-concern");
        Assert.Contains("We have taken them off.", await somebody.ReadAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("knee", await somebody.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(await phone.Context.CookiesAsync());
        Assert.Equal([], _album.Wrong.Concat(somebody.Broken).Concat(reviewer.Broken));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Suggestion_KeepsWhatWasTyped_AndComesToReviewers(bool script)
    {
        string named = $"Canal Street Advice {script} (demo), Leeds";
        await using var phone = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var desk = await Visit.StartAsync(chromium, directory.Address, script: script);
        var somebody = new Curator(phone, directory.Union, _album);
        await somebody.OpenAsync(somebody.InLanguage("/suggest"), "suggest");
        await somebody.ChooseAsync("Suggest.What", "Suggest.Service");
        await somebody.TypeAsync("Message.Words", "They help with fines.");
        await Task.Delay(s_aMoment, TestContext.Current.CancellationToken);
        await somebody.PressAsync("Message.Send", "suggest-wrong");
        Assert.Contains(somebody.Say("Message.namedEmpty"), await somebody.WrongAsync());
        Assert.Equal("They help with fines.", await phone.Page.GetByLabel(somebody.Say("Message.Words")).InputValueAsync());
        await somebody.TypeAsync("Suggest.Named", named);
        await somebody.PressAsync("Message.Send", "suggest-sent");
        Assert.Equal(1, await phone.Page.Locator("code.key").CountAsync());
        Assert.Empty(await phone.Context.CookiesAsync());

        var reviewer = await SeatedAsync(desk, directory.Union, ActorRole.Reviewer);
        await reviewer.ToDeskAsync();
        await reviewer.FollowAsync("Messages.Title", "messages");
        Assert.Contains(named, await reviewer.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal([], _album.Wrong.Concat(somebody.Broken).Concat(reviewer.Broken));
    }
}
