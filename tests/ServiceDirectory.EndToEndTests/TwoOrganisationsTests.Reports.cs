using System.Net;
using Microsoft.Playwright;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.EndToEndTests;

/// <summary>What becomes of several reports about a service: a theme that it is told, a letter, and what it answers to both.</summary>
public sealed partial class TwoOrganisationsTests
{
    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Theme_OfTwoReports_IsToldToTheService_AndReviewersReadWhatItAnswers(bool script)
    {
        string name = $"Thin Wall Clinic {script} (demo)";
        var trust = await directory.Given.OrganisationAsync($"Thin Wall Trust {script} (demo)", OrganisationKind.Provider);
        string entry = await StoodForAsync(name, script ? "+441632960271" : "+441632960272", trust);
        await using var phone = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var desk = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var clinic = await Visit.StartAsync(chromium, directory.Address, script: script);
        var somebody = new Curator(phone, directory.Union, _album);
        string code = await TellAsync(somebody, entry, "Concern.3", "My neighbour knew it the same day.");

        var reviewer = await SeatedAsync(desk, directory.Network, ActorRole.Reviewer);
        await reviewer.ToDeskAsync();
        await reviewer.FollowNamedAsync(name, "concerns-of-desk");
        // A tie is one of those that stand there: without a choice it is said beside them.
        await reviewer.UnfoldAsync("Heard.HaveTie");
        await reviewer.PressAsync("Heard.SayTie", "concerns-tie-wrong");
        await reviewer.MendAsync("Heard.TieWrong");
        await reviewer.PressAsync("Heard.Possible", "concerns-one-possible");
        // One alone would be known by it.
        Assert.Equal(1, await reviewer.Page.Locator("[data-tell=no]").CountAsync());
        Assert.Equal(0, await reviewer.Button("Theme.TellButton").CountAsync());

        await TellAsync(somebody, entry, "Concern.3", "They called my name through the door.");
        await reviewer.OpenAsync(reviewer.At($"/entries/{entry}/concerns"), "concerns-two");
        await reviewer.PressAsync("Heard.Possible", "concerns-two-possible");
        await reviewer.PressAsync("Theme.TellButton", "theme-wrong");
        await reviewer.MendAsync("Suspension.WordsWrong");
        await reviewer.TypeAsync("Theme.Words", "What is said at your desk is heard in the waiting room.");
        await reviewer.PressAsync("Theme.TellButton", "theme-told");
        Assert.Equal([], await reviewer.WrongAsync());

        var contact = await SeatedAsync(clinic, trust, ActorRole.ProviderContact);
        await contact.ToDeskAsync();
        Assert.Contains(contact.Say("Desk.ThemeTold"), await contact.ReadAsync(), StringComparison.Ordinal);
        await contact.FollowNamedAsync(name, "themes");
        string told = await contact.ReadAsync();
        Assert.Contains("is heard in the waiting room.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("neighbour", told, StringComparison.Ordinal);
        Assert.DoesNotContain("through the door", told, StringComparison.Ordinal);
        await contact.PressAsync("Theme.AnswerButton", "themes-wrong");
        Assert.Equal([contact.Say("Suspension.WordsWrong")], await contact.WrongAsync());
        await contact.TypeAsync("Theme.Answer", "We put up a wall, and call numbers.");
        await contact.PressAsync("Theme.AnswerButton", "themes-answered");
        Assert.Equal(0, await contact.Button("Theme.AnswerButton").CountAsync());

        await reviewer.OpenAsync(reviewer.At(), "desk-of-reviewer-answered");
        Assert.Contains(reviewer.Say("Desk.ThemeAnswered"), await reviewer.ReadAsync(), StringComparison.Ordinal);
        await reviewer.OpenAsync(reviewer.At($"/entries/{entry}/concerns"), "concerns-answered");
        Assert.Contains("We put up a wall, and call numbers.", await reviewer.ReadAsync(), StringComparison.Ordinal);
        // Each is closed with how it ended, and with a word to whoever wrote.
        for (int left = 2; left > 0; left--)
        {
            Assert.Equal(left, await reviewer.Page.Locator("[data-message][data-open=yes]").CountAsync());
            await reviewer.UnfoldAsync("Heard.Close");
            await reviewer.TypeAsync("Heard.Reply", "Thank you. They have put up a wall.");
            if (left == 2)
            {
                await reviewer.PressAsync("Heard.CloseButton", "concerns-close-wrong");
                await reviewer.MendAsync("Heard.AsWrong");
                Assert.Equal("Thank you. They have put up a wall.", await reviewer.TypedAsync("Heard.Reply"));
            }

            await reviewer.ChooseAsync("Heard.As", "Heard.Outcome.Told");
            await reviewer.PressAsync("Heard.CloseButton", "concerns-closed");
            Assert.Equal([], await reviewer.WrongAsync());
        }

        Assert.Contains("They have put up a wall.", await ReadBackAsync(somebody, code, "receipt-of-concern-closed"), StringComparison.Ordinal);
        // Two reports alone change nothing that anybody finds.
        Assert.Equal((int)HttpStatusCode.OK, (await phone.GoAsync($"/services/{entry}")).Status);
        Assert.Empty(await phone.Context.CookiesAsync());
        Assert.Equal([], _album.Wrong.Concat(somebody.Broken).Concat(reviewer.Broken).Concat(contact.Broken));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Letter_BegunByAReport_WaitsForASecondOne_AndTheServiceAnswersWithItsCode(bool script)
    {
        string name = $"Must Test Clinic {script} (demo)";
        string entry = await StoodForAsync(name, script ? "+441632960273" : "+441632960274");
        await using var phone = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var desk = await Visit.StartAsync(chromium, directory.Address, script: script);
        var somebody = new Curator(phone, directory.Union, _album);
        await TellAsync(somebody, entry, "Concern.1", "No pills without blood, they said.");
        var reviewer = await SeatedAsync(desk, directory.Network, ActorRole.Reviewer);
        await reviewer.ToDeskAsync();
        Assert.Contains(reviewer.Say("Desk.ConcernSerious"), await reviewer.ReadAsync(), StringComparison.Ordinal);
        await reviewer.FollowNamedAsync(name, "concern-serious");
        await reviewer.PressAsync("Heard.PossibleOff", "concern-possible");
        Assert.Equal((int)HttpStatusCode.Gone, (await phone.GoAsync($"/services/{entry}")).Status);
        await reviewer.OpenAsync(reviewer.At($"/entries/{entry}/letter"), "letter-early");
        Assert.Equal(1, await reviewer.Page.Locator("[data-early]").CountAsync());
        Assert.Equal(0, await reviewer.Button("Letter.Make").CountAsync());

        // What is off every page can still be written of.
        await TellAsync(somebody, entry, "Concern.1", "I had to, or wait outside.");
        await reviewer.OpenAsync(reviewer.At($"/entries/{entry}/concerns"), "concern-serious-second");
        Assert.Contains(reviewer.Say("Heard.IsOff"), await reviewer.ReadAsync(), StringComparison.Ordinal);
        await reviewer.PressAsync("Heard.Possible", "concern-possible-second");
        Assert.Equal([], await reviewer.WrongAsync());
        await reviewer.OpenAsync(reviewer.At(), "desk-of-reviewer-letter");
        Assert.Contains(reviewer.Say("Desk.Letter"), await reviewer.ReadAsync(), StringComparison.Ordinal);
        await reviewer.OpenAsync(reviewer.At($"/entries/{entry}/letter"), "letter");
        await reviewer.PressAsync("Letter.Make", "letter-made");
        string code = await reviewer.Page.InnerTextAsync("code.key");
        string sheet = await reviewer.PrintedAsync("letter");
        Assert.Contains(code, sheet, StringComparison.Ordinal);
        Assert.Contains(reviewer.Say("Promise.1"), sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("blood", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("outside", sheet, StringComparison.Ordinal);
        await reviewer.PressAsync("Letter.Sent", "suspension-letter-sent");

        // Somebody of the service, with a sheet of paper and no account.
        await using var clinic = await Visit.StartAsync(chromium, directory.Address, script: script);
        var service = new Curator(clinic, directory.Union, _album);
        string read = await ReadBackAsync(service, code, "receipt-of-letter");
        Assert.Contains(service.Say("Promise.1"), read, StringComparison.Ordinal);
        Assert.DoesNotContain("blood", read, StringComparison.Ordinal);
        await service.TypeAsync("Receipt.Words", "We have taken it out of our rules.");
        await Task.Delay(s_aMoment, TestContext.Current.CancellationToken);
        await service.PressAsync("Receipt.Answer", "receipt-of-letter-answered");
        Assert.Contains(service.Say("Receipt.Sent"), await service.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(await clinic.Context.CookiesAsync());

        await reviewer.OpenAsync(reviewer.At($"/entries/{entry}/suspend"), "suspension-answered-by-service");
        Assert.Contains("We have taken it out of our rules.", await reviewer.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal([], _album.Wrong.Concat(somebody.Broken).Concat(reviewer.Broken).Concat(service.Broken));
    }

    /// <summary>About a place that nobody has listed, on a small phone.</summary>
    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task PlaceThatIsNotListed_IsToldWithoutAnAccount_AndTheAnswerReadWithTheCode(bool script)
    {
        string place = $"Back Door Clinic {script} (demo), Leeds";
        await using var phone = await Visit.StartAsync(chromium, directory.Address, Screen.Phone, script: script);
        await using var desk = await Visit.StartAsync(chromium, directory.Address, script: script);
        var somebody = new Curator(phone, directory.Union, _album);
        await somebody.OpenAsync(somebody.InLanguage("/concern"), "concern-elsewhere");
        // Help comes first, before anything is asked.
        Assert.Equal(somebody.Say("Message.HelpNow"), await phone.Page.Locator("main a").First.InnerTextAsync());
        await somebody.TypeAsync("Message.Words", "They kept my card for an hour.");
        await Task.Delay(s_aMoment, TestContext.Current.CancellationToken);
        await somebody.PressAsync("Message.Send", "concern-elsewhere-wrong");
        Assert.Contains(somebody.Say("Message.WhatWrong"), await somebody.WrongAsync());
        Assert.Equal("They kept my card for an hour.", await somebody.TypedAsync("Message.Words"));
        await somebody.ChooseAsync("Message.What", "Concern.5");
        await somebody.PressAsync("Message.Send", "concern-elsewhere-unnamed");
        Assert.Contains(somebody.Say("Message.namedEmpty"), await somebody.WrongAsync());
        await somebody.TypeAsync("Unlisted.Named", place);
        await somebody.PressAsync("Message.Send", "concern-elsewhere-sent");
        string code = await phone.Page.InnerTextAsync("code.key");
        Assert.DoesNotContain("my card", await somebody.ReadAsync(), StringComparison.Ordinal);
        Assert.Contains(somebody.Say("Receipt.NoReply"), await ReadBackAsync(somebody, code, "receipt-unread"), StringComparison.Ordinal);

        var reviewer = await SeatedAsync(desk, directory.Network, ActorRole.Reviewer);
        await reviewer.ToDeskAsync();
        await reviewer.FollowAsync("Messages.Title", "messages-of-places");
        var message = reviewer.Page.Locator("[data-message]", new() { HasText = place });
        Assert.Contains("They kept my card for an hour.", await message.InnerTextAsync(), StringComparison.Ordinal);
        await reviewer.GoAsync(message.GetByRole(AriaRole.Button, new() { Name = reviewer.Say("Heard.Possible"), Exact = true }), "message-of-place-possible");
        await message.Locator("summary", new() { HasText = reviewer.Say("Heard.Answer") }).ClickAsync();
        await message.GetByLabel(reviewer.Say("Heard.Reply")).Last.FillAsync("Thank you. We do not list it.");
        await reviewer.GoAsync(message.GetByRole(AriaRole.Button, new() { Name = reviewer.Say("Receipt.ReplyButton"), Exact = true }), "message-of-place-answered");
        Assert.Equal([], await reviewer.WrongAsync());

        string answer = await ReadBackAsync(somebody, code, "receipt-of-place");
        Assert.Contains("We do not list it.", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("my card", answer, StringComparison.Ordinal);
        Assert.Empty(await phone.Context.CookiesAsync());
        Assert.Equal([], _album.Wrong.Concat(somebody.Broken).Concat(reviewer.Broken));
    }

    /// <summary>An entry that both have approved, so that reports about it come to them first.</summary>
    private async Task<string> StoodForAsync(string name, string number, Organisation? run = null)
    {
        string entry = await directory.ProposedAsync(name, number, run);
        await directory.ApproveAsync(entry, directory.Union);
        await directory.ApproveAsync(entry, directory.Network);
        return entry;
    }

    /// <summary>Somebody writes about a service.</summary>
    /// <returns>The code for the answer.</returns>
    private static async Task<string> TellAsync(Curator somebody, string entry, string what, string words)
    {
        await somebody.OpenAsync(somebody.InLanguage($"/services/{entry}/concern"), "concern");
        await somebody.ChooseAsync("Message.What", what);
        await somebody.TypeAsync("Message.Words", words);
        await Task.Delay(s_aMoment, TestContext.Current.CancellationToken);
        await somebody.PressAsync("Message.Send", "concern-sent");
        return await somebody.Page.InnerTextAsync("code.key");
    }

    /// <summary>What somebody reads who types a code.</summary>
    private static async Task<string> ReadBackAsync(Curator somebody, string code, string name)
    {
        await somebody.OpenAsync(somebody.InLanguage("/receipts"), "receipts");
        await somebody.TypeAsync("Receipt.Code", code);
        await somebody.PressAsync("Receipt.Read", name);
        return await somebody.ReadAsync();
    }
}
