using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>What stays on the phone, and whom it talks to.</summary>
public sealed class TraceTests(Chromium chromium, LiveDirectory directory)
{
    // Words in a drawing, and elements of it that are read out.
    private static readonly string[] s_telling = ["sex", "umbrella", "heart", "<text", "<title", "<desc"];

    public static TheoryData<string> Pages => [.. PublicPages.All];

    [Theory, Property(1), Property(7), Property(17)]
    [MemberData(nameof(Pages))]
    public async Task Page_LeavesNothing_AndAsksNobodyElse(string name)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync(PublicPages.Path(name, directory));
        Assert.Empty(await visit.Context.CookiesAsync());
        Assert.All(visit.Requests, r => Assert.StartsWith(directory.Address, r, StringComparison.Ordinal));
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("localStorage.length + sessionStorage.length"));
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("indexedDB.databases().then(d => d.length)"));
        Assert.Equal(0, await visit.Page.Locator("script").CountAsync());
        string title = await visit.Page.TitleAsync();
        Assert.DoesNotContain("Leeds", title, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("STI", title, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("(demo)", title, StringComparison.Ordinal);
    }

    [Theory, Property(12)]
    [MemberData(nameof(Pages))]
    public async Task Page_GivesThePhoneNothingToShow(string name)
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        await visit.GoAsync(PublicPages.Path(name, directory));
        // What a phone would put on its home screen, in its list of apps or beside a link that somebody pastes.
        Assert.Equal(0, await visit.Page.Locator(
            "link[rel=manifest], link[rel^=apple], meta[name=theme-color], meta[name^=apple], meta[name=application-name], meta[name^=msapplication], meta[property], meta[name^=twitter], meta[name=description]").CountAsync());
        var icon = await visit.Page.Locator("link[rel~=icon]").GetAttributeAsync("href");
        var drawn = await visit.Page.APIRequest.GetAsync($"{directory.Address}{icon}");
        Assert.True(drawn.Ok);
        var picture = (await drawn.TextAsync()).ToLowerInvariant();
        Assert.All(s_telling, word => Assert.DoesNotContain(word, picture, StringComparison.Ordinal));
        Assert.Matches("^Service Directory( – [^–]+)?$", await visit.Page.TitleAsync());
    }
}
