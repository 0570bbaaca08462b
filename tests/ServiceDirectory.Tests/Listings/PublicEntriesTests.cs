using System.Net;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Listings;

/// <summary>How a member comes to an entry of others that everybody reads, to warn about it.</summary>
public sealed class PublicEntriesTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private DirectoryLogins Logins => members.World.Database.Logins;

    private ListingDesk Desk => new(Logins, places);

    private async Task<List<string>> FindAsync(string words)
    {
        await using var context = Logins.Context();
        return [.. (await new PublicEntries(context).FindAsync(words, TestContext.Current.CancellationToken)).Select(entry => entry.Code)];
    }

    [Fact]
    public async Task Find_ByNameInAnyLanguage_ByCodeOrAddress_AndByTheNumberAsItIsDialled()
    {
        var clinic = Sample.Clinic("Quillback 100% Clinic");
        var listed = await Desk.ListedAsync(clinic with
        {
            Name = Text.Of("en", "Quillback 100% Clinic").With("ro", "Clinica Lumânărica", Guid.NewGuid(), Given.Today),
            OtherNames = [Text.Of("en", "The Quill House")],
            Phones = [clinic.Phones[0] with { Number = "+441632960987" }],
        });
        foreach (string words in new[] { "quillback", "100% clin", "lumânăr", "quill house", listed.Code, $"https://directory.example/ro/services/{listed.Code}?x=1", "01632 960987", "+44 1632 960987" })
            Assert.Equal([listed.Code], await FindAsync(words));
        foreach (string words in new[] { "", "qu", "quill_ack", "0987", "1632 960986" })
            Assert.Equal([], await FindAsync(words));
    }

    [Fact]
    public async Task Find_NothingThatNobodyReads()
    {
        var suspended = await Desk.ListedAsync(Sample.Clinic("Vanishing Clinic"));
        var draft = await Desk.WriteAsync(Sample.Clinic("Vanishing Draft"));
        Assert.Equal([suspended.Code], await FindAsync("vanishing"));
        await Desk.WithdrawAsync(suspended, ServiceState.Suspended);
        Assert.Equal([], await FindAsync("vanishing"));
        Assert.Equal([], await FindAsync(draft.Code));
    }

    [Fact]
    public async Task Page_LeadsFromTheDeskToAWarning_ForThoseWhoMayWarn()
    {
        var listed = await Desk.ListedAsync(Sample.Clinic("Brindle Clinic"));
        var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        using var proposer = await Seated.InAsync(members, union, ActorRole.Proposer);
        using var trainer = await Seated.InAsync(members, union, ActorRole.Trainer);
        string address = $"/curate/{union.Code}/entries?shown=everybody";
        Assert.NotNull((await proposer.Browser.PageAsync($"/curate/{union.Code}")).QuerySelector($"main a[href='{address}']"));
        var page = await proposer.Browser.PageAsync($"{address}&q=brindle");
        Assert.NotNull(page.QuerySelector($"main a[href='/curate/{union.Code}/entries/{listed.Code}/warn']"));
        Assert.Null((await trainer.Browser.PageAsync($"/curate/{union.Code}")).QuerySelector($"main a[href='{address}']"));
        Assert.Equal(HttpStatusCode.BadRequest, (await trainer.Browser.ReadAsync($"{address}&q=brindle")).StatusCode);
    }
}
