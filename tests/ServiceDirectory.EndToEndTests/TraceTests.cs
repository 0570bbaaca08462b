using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>What stays on the phone, and whom it talks to.</summary>
public sealed class TraceTests(Chromium chromium, LiveDirectory directory)
{
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
}
