using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using NodaTime;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Receipts;

/// <summary>Codes: what is stored of them, what a wrong one costs, and that reading changes nothing.</summary>
[Collection(Privacy.MeterTests.Listening)]
public sealed class ReceiptTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static LocalDate Today => Given.Today;

    private static DirectorySecrets Secrets => DirectorySecrets.Read(TestSecrets.Folder);

    private DirectoryLogins Logins => members.World.Database.Logins;

    private async Task<T> UseAsync<T>(Func<ReceiptService, Task<T>> use, MonthKeys? months = null)
    {
        await using var context = members.World.Database.Context();
        return await use(new ReceiptService(context, Secrets, months ?? new MonthKeys(Path.Combine(TestSecrets.Folder, MonthKeys.Folder))));
    }

    private async Task<(Guid Suspension, WrittenRevision Entry, Organisation By)> SuspendedAsync(LocalDate? on = null, bool isSent = true)
    {
        var desk = new ListingDesk(Logins, places);
        var entry = await desk.ListedAsync();
        var by = await members.World.Database.Given.SexWorkerLedAsync("Led");
        var id = await Logins.App.OneAsync<Guid>(
            "select directory.suspend($1, 3, (select max(version) from published.criteria), null, null, $2, null, $3, 'reviewer', null)", entry.ServiceId, by.Id, on ?? Today);
        await Logins.App.RunAsync("select directory.mark_letter($1, false, $2, $3, 'reviewer')", id, by.Id, on ?? Today);
        if (isSent)
            await Logins.App.RunAsync("select directory.mark_letter($1, true, $2, $3, 'reviewer')", id, by.Id, on ?? Today);
        return (id, entry, by);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string? code) => await browser.PostAsync(
        new Uri("/receipts", UriKind.Relative), new FormUrlEncodedContent(code is null ? [] : [new("code", code)]), Stop);

    [Fact, Property(58)]
    public async Task Row_HoldsAKeyedHash()
    {
        var (suspension, _, _) = await SuspendedAsync();
        string code = await UseAsync(r => r.MakeAsync(suspension, Today, Stop));
        byte[] stored = await Logins.Owner.OneAsync<byte[]>("select code_hash from directory.receipt where suspension_id = $1", suspension);
        Assert.Equal(Secrets.HashOf("receipt", code), stored);
        Assert.NotEqual(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code)), stored);
        // Without the pepper, as with that of another directory, no code can be tried.
        string other = Directory.CreateTempSubdirectory().FullName;
        DirectorySecrets.Make(other);
        Assert.NotEqual(DirectorySecrets.Read(other).HashOf("receipt", code), stored);
        Directory.Delete(other, recursive: true);
    }

    [Fact, Property(59)]
    public async Task WrongCodes_AllLookAlike_AndCostOneLookUp()
    {
        var (suspension, _, _) = await SuspendedAsync(isSent: false);
        string first = await UseAsync(r => r.MakeAsync(suspension, Today, Stop));
        // The first letter was lost before it was sent: its code is written over.
        await UseAsync(r => r.MakeAsync(suspension, Today, Stop));
        using var browser = members.Browser();
        var answers = new List<(HttpStatusCode Status, string Body, string Headers, int Statements)>();
        foreach (string? code in new[] { SecretCode.New(), first, SecretCode.Show(first), "not a code", "", null, new string('7', 4000), "7K3Q" })
        {
            // A statement is counted once, however often its end is told.
            var statements = new ConcurrentDictionary<string, string>();
            using var listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    var texts = activity.TagObjects.Select(tag => tag.Value).OfType<string>().ToList();
                    // Others run beside this test, in databases of their own.
                    if (texts.Contains(Logins.Database) && texts.Find(text => text.Contains("code_hash", StringComparison.Ordinal)) is { } statement)
                        statements[activity.Id ?? ""] = statement;
                },
            };
            ActivitySource.AddActivityListener(listener);
            using var answer = await PostAsync(browser, code);
            answers.Add((
                answer.StatusCode,
                await answer.Content.ReadAsStringAsync(Stop),
                string.Join('\n', answer.Headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal)),
                statements.Count));
            Assert.True(statements.Count == 1, $"{answers.Count}: {answer.StatusCode}, and {statements.Count} look-ups: {string.Join(" | ", statements.Values)}");
        }

        foreach (var other in answers)
            Assert.Equal(answers[0], other);
    }

    [Fact, Property(61)]
    public async Task Reading_ChangesNoRow()
    {
        var (suspension, _, _) = await SuspendedAsync();
        string code = await UseAsync(r => r.MakeAsync(suspension, Today, Stop));
        const string everything =
            """
            select string_agg(query_to_xml(format('select * from %I.%I t order by t::text', schemaname, tablename), true, true, '')::text, '' order by schemaname, tablename)
            from pg_tables where schemaname in ('directory', 'published') and tablename not in ('place', 'gazetteer', 'postcode')
            """;
        string before = await Logins.Owner.OneAsync<string>(everything);
        using var browser = members.Browser();
        using var right = await PostAsync(browser, code);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        using var wrong = await PostAsync(browser, SecretCode.New());
        Assert.Equal(before, await Logins.Owner.OneAsync<string>(everything));
    }

    [Fact, Property(57)]
    public async Task Code_IsInNoCookieOrTitle_AndNothingIsCached()
    {
        var (suspension, _, _) = await SuspendedAsync();
        string code = await UseAsync(r => r.MakeAsync(suspension, Today, Stop));
        using var browser = members.Browser();
        using var answer = await PostAsync(browser, SecretCode.Show(code).ToLowerInvariant());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        string body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.DoesNotContain(code, body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(SecretCode.Show(code), body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task WrongCodes_AreLimitedForAllTogether_AndARightOneStillOpens()
    {
        var (suspension, _, _) = await SuspendedAsync();
        string code = await UseAsync(r => r.MakeAsync(suspension, Today, Stop));
        using var browser = members.Browser();
        var statuses = await Task.WhenAll(Enumerable.Range(0, Web.Curating.ReceiptLimits.AMinute + 5).Select(async _ =>
        {
            using var answer = await PostAsync(browser, "wrong");
            return answer.StatusCode;
        }));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        using var right = await PostAsync(browser, code);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        members.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Code_EndsByItsDate_AndWordsGoWithTheKeyOfTheirMonth()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var months = new MonthKeys(Path.Combine(folder, "months"));
            var (suspension, entry, by) = await SuspendedAsync();
            string code = await UseAsync(r => r.MakeAsync(suspension, Today, Stop), months);
            var receipt = await UseAsync(r => r.FindAsync(code, Today, Stop), months);
            await UseAsync(r => r.AnswerAsync(new AnswerReceipt(receipt!.Id, false, "We changed it.", [1, 2, 3], Today), Stop), months);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "months", "2027-11")));
            var reviewer = new Core.Audit.Actor(by.Id, Core.Audit.ActorRole.Reviewer);
            Assert.Equal("We changed it.", Assert.Single(await UseAsync(r => r.ReceivedAsync(suspension, entry.ServiceId, reviewer, Stop), months)).Words);
            Assert.NotNull(await UseAsync(r => r.FindAsync(code, Today.PlusMonths(12).PlusDays(-1), Stop), months));
            Assert.Null(await UseAsync(r => r.FindAsync(code, Today.PlusMonths(12), Stop), months));
            Assert.Empty(months.DeleteOver(new LocalDate(2027, 11, 30)));
            Assert.Equal(["2027-11"], months.DeleteOver(new LocalDate(2027, 12, 1)));
            Assert.Null(Assert.Single(await UseAsync(r => r.ReceivedAsync(suspension, entry.ServiceId, reviewer, Stop), months)).Words);
            await UseAsync(r => r.ForgetAsync(Today.PlusMonths(12), Stop), months);
            Assert.Equal(0, await Logins.Owner.OneAsync<long>("select count(*) from directory.receipt where suspension_id = $1", suspension));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Appeal_AfterThirtyDays_OrASecondOne_IsRefused()
    {
        var (suspension, _, _) = await SuspendedAsync();
        string code = await UseAsync(r => r.MakeAsync(suspension, Today, Stop));
        var receipt = await UseAsync(r => r.FindAsync(code, Today, Stop));
        AnswerReceipt Appeal(byte nonce, LocalDate on) => new(receipt!.Id, true, "You are wrong.", [nonce], on);
        Assert.Equal("appeal_when", await ListingDesk.RefusedAsync(() => UseAsync(r => r.AnswerAsync(Appeal(7, Today.PlusDays(31)), Stop))));
        Assert.True(await UseAsync(r => r.AnswerAsync(Appeal(8, Today.PlusDays(30)), Stop)));
        await ListingDesk.RefusedAsync(() => UseAsync(r => r.AnswerAsync(Appeal(9, Today.PlusDays(30)), Stop)));
        await Assert.ThrowsAsync<ListingInvalidException>(() => UseAsync(r => r.AnswerAsync(
            new AnswerReceipt(receipt!.Id, false, $"My code is {SecretCode.Show(code)}", [10], Today), Stop)));
    }
}
