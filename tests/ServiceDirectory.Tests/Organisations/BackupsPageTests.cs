using System.Net;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Permissions;

namespace ServiceDirectory.Tests.Organisations;

/// <summary>Members see when a backup was last made and tried, and write down what a keeper read.</summary>
public sealed class BackupsPageTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DirectoryLogins Logins => members.World.Database.Logins;

    [Theory]
    [InlineData(ActorRole.Coordinator)]
    [InlineData(ActorRole.TechnicalAdmin)]
    public async Task Dates_AreShown_AndWhatIsLate(ActorRole role)
    {
        using var somebody = await Seated.InAsync(members, await members.World.Database.Given.SexWorkerLedAsync($"Council {role} (demo)"), role);
        var record = new BackupRecord(Logins.Owner);
        await Logins.Owner.RunAsync("delete from directory.backup");
        var page = await somebody.Browser.PageAsync(Address(somebody));
        Assert.Equal(["Never", "Never", "Never"], page.QuerySelectorAll("section[data-line] strong").Select(date => date.TextContent));
        Assert.Equal(3, page.QuerySelectorAll("section[data-line] .wrong").Length);

        var today = Given.Today;
        await record.AddAsync(today.PlusDays(-20), isCompared: true, SecretCode.New(), Stop);
        string code = SecretCode.New();
        await record.AddAsync(today.PlusDays(-1), isCompared: false, code, Stop);
        page = await somebody.Browser.PageAsync(Address(somebody));
        Assert.Equal(["Compared", "Drilled"], page.QuerySelectorAll("section[data-line]:has(.wrong)").Select(line => line.GetAttribute("data-line")));

        // As somebody writes down what another one reads aloud, and once more.
        foreach (string typed in new[] { $" {SecretCode.Show(code).ToLowerInvariant()} ", code })
        {
            using var sent = await Form.On(page, Address(somebody), "form.big").Fill("drill", typed).SendAsync(somebody.Browser);
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        }

        page = await somebody.Browser.PageAsync(Address(somebody));
        Assert.Equal(["Compared"], page.QuerySelectorAll("section[data-line]:has(.wrong)").Select(line => line.GetAttribute("data-line")));
        await record.AddAsync(today, isCompared: true, SecretCode.New(), Stop);
        Assert.Empty((await somebody.Browser.PageAsync(Address(somebody))).QuerySelectorAll(".wrong"));
    }

    [Fact]
    public async Task Code_OfNoBackup_IsRefused_AndKept()
    {
        using var somebody = await Seated.InAsync(members, await members.World.Database.Given.SexWorkerLedAsync("Council Q (demo)"), ActorRole.Coordinator);
        await new BackupRecord(Logins.Owner).AddAsync(Given.Today, isCompared: true, SecretCode.New(), Stop);
        long before = await DrillsAsync();
        foreach (string typed in new[] { "", "nonsense", SecretCode.Show(SecretCode.New()) })
        {
            var page = await somebody.Browser.PageAsync(Address(somebody));
            using var sent = await Form.On(page, Address(somebody), "form.big").Fill("drill", typed).SendAsync(somebody.Browser);
            var refused = await sent.PageAsync(HttpStatusCode.BadRequest);
            Assert.Contains("No backup has this code.", refused.QuerySelector("form.big .wrong")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(typed, refused.QuerySelector("#drill")!.GetAttribute("value") ?? "");
        }

        Assert.Equal(before, await DrillsAsync());
        using var reviewer = await Seated.InAsync(members, await members.World.Database.Given.SexWorkerLedAsync("Council R (demo)"), ActorRole.Reviewer);
        Assert.Equal(HttpStatusCode.NotFound, (await reviewer.Browser.ReadAsync(Address(reviewer))).StatusCode);

        Task<long> DrillsAsync() => Logins.Owner.OneAsync<long>("select count(*) from directory.backup where drilled_on is not null");
    }

    [Theory]
    [InlineData(0, 0, 0, "")]
    [InlineData(2, 6, 35, "")]
    [InlineData(3, 9, 36, "made due drill")]
    [InlineData(0, 7, 0, "due")]
    [InlineData(0, 10, 0, "due compared")]
    [InlineData(null, null, null, "made due compared drill")]
    public void Dates_AreLate_AfterTheirDays(int? made, int? compared, int? drilled, string late)
    {
        var today = new LocalDate(2026, 11, 28);
        LocalDate? Ago(int? days) => days is { } known ? today.PlusDays(-known) : null;
        var dates = new BackupDates(Ago(made), Ago(compared), Ago(drilled));
        var found = new[] { (dates.IsLate(today), "made"), (dates.IsComparisonDue(today), "due"), (dates.IsComparisonLate(today), "compared"), (dates.IsDrillLate(today), "drill") };
        Assert.Equal(late, string.Join(' ', found.Where(one => one.Item1).Select(one => one.Item2)));
    }

    private static string Address(Seated who) => $"/curate/{who.Seat.Code}/backups";
}
