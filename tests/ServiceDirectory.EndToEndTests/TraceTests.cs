using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>What stays on the phone, and whom it talks to.</summary>
public sealed class TraceTests(Chromium chromium, LiveDirectory directory)
{
    // Words in a drawing, and elements of it that are read out.
    private static readonly string[] s_telling = ["sex", "umbrella", "heart", "<text", "<title", "<desc"];

    public static TheoryData<string> Pages => [.. PublicPages.LookedAt];

    [Theory, Property(1), Property(7), Property(12), Property(17)]
    [MemberData(nameof(Pages))]
    public async Task Page_LeavesNothing_AsksNobodyElse_AndGivesThePhoneNothingToShow(string name)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync(PublicPages.Path(name, directory));
        Assert.Empty(await visit.KeptInAsync());
        Assert.All(visit.Requests, r => Assert.StartsWith(directory.Address, r, StringComparison.Ordinal));
        string title = await visit.Page.TitleAsync();
        Assert.Matches("^Service Directory( – [^–]+)?$", title);
        Assert.DoesNotContain("Leeds", title, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("STI", title, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("(demo)", title, StringComparison.Ordinal);
        // What a phone would put on its home screen, in its list of apps or beside a link that somebody pastes.
        Assert.Equal(0, await visit.Page.Locator(
            "link[rel=manifest], link[rel^=apple], meta[name=theme-color], meta[name^=apple], meta[name=application-name], meta[name^=msapplication], meta[property], meta[name^=twitter], meta[name=description]").CountAsync());
    }

    [Fact, Property(12)]
    public async Task Icon_TellsNothing()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync("/");
        var icon = await visit.Page.Locator("link[rel~=icon]").GetAttributeAsync("href");
        var drawn = await visit.Page.APIRequest.GetAsync($"{directory.Address}{icon}");
        Assert.True(drawn.Ok);
        var picture = (await drawn.TextAsync()).ToLowerInvariant();
        Assert.All(s_telling, word => Assert.DoesNotContain(word, picture, StringComparison.Ordinal));
    }
}
