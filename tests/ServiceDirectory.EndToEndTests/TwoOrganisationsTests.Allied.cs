using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>Organisations that may not judge say what they know, object, and ask those who may suspend.</summary>
public sealed partial class TwoOrganisationsTests
{
    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task AlliedOrganisation_IsAskedForItsWord_Objects_AndTheReviewIsHeldUntilItIsAnswered(bool script)
    {
        string name = $"Needle Clinic {script} (demo)";
        string entry = await directory.ProposedAsync(name, script ? "+441632960261" : "+441632960262");
        var allied = await AlliedAsync($"Positive Voices {script} (demo)");
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var other = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var anybody = await Visit.StartAsync(chromium, directory.Address, script: script);
        var reviewer = await SeatedAsync(one, ActorRole.Reviewer);
        await reviewer.ToDeskAsync();
        await reviewer.FollowNamedAsync(name, "review-of-others");
        await reviewer.TickAllAsync();
        await reviewer.ChooseAsync("Judge.Tie", "Judge.Tie.None");
        // Whoever begins asks by that: nobody has to think of it.
        await reviewer.PressAsync("Judge.Save", "review-saved");

        var friend = await SeatedAsync(other, allied, ActorRole.Proposer);
        await friend.ToDeskAsync();
        Assert.Contains(friend.Say("Desk.WordAsked"), await friend.ReadAsync(), StringComparison.Ordinal);
        await friend.FollowNamedAsync(name, "word-asked");
        Assert.Contains(friend.Say("Word.AlliedLead"), await friend.ReadAsync(), StringComparison.Ordinal);
        // An objection names a promise; what was typed stays.
        await friend.TypeAsync("Word.Note", "They want urine before they give pills.");
        await friend.ChooseAsync("Word.Kind", "Word.KindHelp.Objection");
        await friend.PressAsync("Word.Send", "word-without-promise");
        Assert.Equal([friend.Say("Judge.Wrong.criteria")], await friend.WrongAsync());
        Assert.Equal("They want urine before they give pills.", await friend.TypedAsync("Word.Note"));
        await friend.TickAsync("Promise.1");
        await friend.PressAsync("Word.Send", "word-objected");
        Assert.Contains(friend.Say("Word.OwnSaid"), await friend.ReadAsync(), StringComparison.Ordinal);

        await reviewer.OpenAsync(reviewer.At($"/entries/{entry}/review"), "review-objected");
        Assert.Contains(reviewer.Say("Judge.Objected"), await reviewer.ReadAsync(), StringComparison.Ordinal);
        await reviewer.JudgeAsync("review-objection-refused");
        Assert.Contains(reviewer.Say("Judge.Refused.approval-objection"), await reviewer.WrongAsync());
        Assert.Equal((int)HttpStatusCode.NotFound, (await anybody.GoAsync($"/services/{entry}")).Status);
        await reviewer.OpenAsync(reviewer.At(), "desk-of-reviewer");
        Assert.Contains(reviewer.Say("Desk.Objection"), await reviewer.ReadAsync(), StringComparison.Ordinal);
        // What they have begun stands there first, and leads on.
        await reviewer.FollowNamedAsync(name, "review-objected");
        await reviewer.FollowAsync("Word.Title", "word-to-answer");
        Assert.Contains("They want urine before they give pills.", await reviewer.ReadAsync(), StringComparison.Ordinal);
        await reviewer.UnfoldAsync("Word.Answer");
        await reviewer.PressAsync("Word.AnswerButton", "word-answer-wrong");
        Assert.Equal([reviewer.Say("Judge.Wrong.answer")], await reviewer.WrongAsync());
        await reviewer.TypeAsync("Word.AnswerLabel", "We called: they asked for it once, and stopped.");
        await reviewer.PressAsync("Word.AnswerButton", "word-answered");

        await reviewer.FollowAsync("Judge.Title", "review-of-others");
        await reviewer.JudgeAsync("review-handed-in-alone");
        Assert.Equal([], await reviewer.WrongAsync());
        Assert.Equal((int)HttpStatusCode.OK, (await anybody.GoAsync($"/services/{entry}")).Status);
        await friend.OpenAsync(friend.At($"/entries/{entry}/word"), "word-answer-read");
        Assert.Contains("they asked for it once, and stopped.", await friend.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal([], _album.Wrong.Concat(reviewer.Broken).Concat(friend.Broken));
    }

    /// <summary>The one button for whoever has a minute.</summary>
    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task AlliedOrganisation_ThatKnowsNothingAgainstIt_SaysSoWithOneButton(bool script)
    {
        string name = $"Quiet Clinic {script} (demo)";
        string entry = await directory.ProposedAsync(name, script ? "+441632960263" : "+441632960264");
        var allied = await AlliedAsync($"Thin Line {script} (demo)");
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var other = await Visit.StartAsync(chromium, directory.Address, script: script);
        var reviewer = await SeatedAsync(one, ActorRole.Reviewer);
        await reviewer.OpenAsync(reviewer.At($"/entries/{entry}"), "entry-of-others-for-reviewers");
        await reviewer.FollowAsync("Word.Title", "word-none-yet");
        await reviewer.PressAsync("Word.Ask", "word-waits");
        Assert.Contains(allied.Name.OriginalWords, await reviewer.ReadAsync(), StringComparison.Ordinal);

        var friend = await SeatedAsync(other, allied, ActorRole.Proposer);
        await friend.ToDeskAsync();
        await friend.FollowNamedAsync(name, "word-asked");
        var before = friend.Effort;
        await friend.PressAsync("Word.Fine", "word-given");
        Assert.Equal(1, (friend.Effort - before).Taps);
        Assert.Contains(friend.Say("Word.OwnSaid"), await friend.ReadAsync(), StringComparison.Ordinal);
        await friend.FollowAsync("Desk.Heading", "desk-of-allied");
        Assert.DoesNotContain(friend.Say("Desk.WordAsked"), await friend.ReadAsync(), StringComparison.Ordinal);

        await reviewer.OpenAsync(reviewer.At($"/entries/{entry}/word"), "word-said");
        Assert.Contains(reviewer.Say("Word.Fine"), await reviewer.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal([], _album.Wrong.Concat(reviewer.Broken).Concat(friend.Broken));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task AlliedOrganisation_AsksForASuspension_AndReadsWhatAReviewerAnswers(bool script)
    {
        string name = $"Loud Clinic {script} (demo)";
        string entry = await directory.ListedAsync(name, script ? "+441632960265" : "+441632960266");
        var allied = await AlliedAsync($"Night Friends {script} (demo)");
        await using var one = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var other = await Visit.StartAsync(chromium, directory.Address, script: script);
        await using var anybody = await Visit.StartAsync(chromium, directory.Address, script: script);
        var friend = await SeatedAsync(other, allied, ActorRole.Proposer);
        await friend.OpenAsync(friend.At($"/entries/{entry}"), "entry-for-allied");
        await friend.FollowAsync("Suspension.AskTitle", "suspension-ask");
        await friend.TypeAsync("Suspension.Reason", "Two people were told to give urine.");
        await friend.PressAsync("Suspension.AskButton", "suspension-ask-wrong");
        Assert.Equal([friend.Say("Suspension.WhichWrong")], await friend.WrongAsync());
        Assert.Equal("Two people were told to give urine.", await friend.TypedAsync("Suspension.Reason"));
        await friend.SelectAsync("Suspension.Which", "Promise.1");
        await friend.PressAsync("Suspension.AskButton", "suspension-asked-for");
        Assert.Equal(0, await friend.Button("Suspension.AskButton").CountAsync());
        // To ask changes nothing that anybody finds.
        Assert.Equal((int)HttpStatusCode.OK, (await anybody.GoAsync($"/services/{entry}")).Status);

        var reviewer = await SeatedAsync(one, directory.Network, ActorRole.Reviewer);
        await reviewer.ToDeskAsync();
        Assert.Contains(reviewer.Say("Desk.SuspensionAsked"), await reviewer.ReadAsync(), StringComparison.Ordinal);
        await reviewer.FollowNamedAsync(name, "suspension-to-answer");
        Assert.Contains("Two people were told to give urine.", await reviewer.ReadAsync(), StringComparison.Ordinal);
        await reviewer.PressAsync("Suspension.NotNow", "suspension-answer-wrong");
        // Beside the answer, and not beside the form below it.
        Assert.Equal([reviewer.Say("Suspension.WordsWrong")], await reviewer.WrongAsync());
        await reviewer.TypeAsync("Suspension.AnswerLabel", "We called today. Nobody has to give urine.");
        await reviewer.PressAsync("Suspension.NotNow", "suspension-answered");
        Assert.DoesNotContain("told to give urine", await reviewer.ReadAsync(), StringComparison.Ordinal);

        await friend.OpenAsync(friend.At($"/entries/{entry}/ask-suspension"), "suspension-answer-read");
        Assert.Contains("Nobody has to give urine.", await friend.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("not-now", await friend.Page.Locator("[data-answer]").GetAttributeAsync("data-answer"));
        Assert.Equal([], _album.Wrong.Concat(reviewer.Broken).Concat(friend.Broken));
    }

    /// <summary>The only one that knows of what the entries here are about.</summary>
    private async Task<Organisation> AlliedAsync(string name)
    {
        await directory.Logins.App.RunAsync("update directory.organisation set fields = '{}' where 'hiv' = any (fields)");
        var allied = await directory.Given.OrganisationAsync(name, OrganisationKind.Allied);
        await directory.Logins.App.RunAsync("update directory.organisation set fields = '{hiv}' where id = $1", allied.Id);
        return allied;
    }
}
