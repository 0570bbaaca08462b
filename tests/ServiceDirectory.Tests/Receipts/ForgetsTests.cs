using System.Security.Cryptography;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Receipts;

/// <summary>What is over goes by itself, also from a program that is never started anew and into which nobody comes.</summary>
public sealed class ForgetsTests(MembersWorld members) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_IsForgottenEachDay()
    {
        var database = members.World.Database;
        // The first who asks for it starts the program.
        using var browser = members.Browser();
        var union = await database.Given.SexWorkerLedAsync("Lantern Union (demo)");
        var account = await database.Given.AccountAsync();
        for (int round = 1; round <= 2; round++)
        {
            var now = Instant.FromDateTimeOffset(members.Clock.GetUtcNow());
            await using (var context = database.Context())
                await new InvitationService(context, TestSecrets.New()).MakeAsync(new InviteMember(union.Id, [ActorRole.Reviewer], now), new Actor(union.Id, ActorRole.Coordinator), Stop);
            // Over only in an hour: a round that the last turn of the clock began may still be under way.
            await database.App.RunAsync("update directory.account set locked_until = $2 where id = $1", account.Id, now + Duration.FromHours(1));
            Assert.Equal(2, await CountAsync());
            // That round may miss the next turn, so the clock is turned until it rings.
            for (int day = 0; day < 30 && await CountAsync() > 0; day++)
            {
                members.Clock.Advance(TimeSpan.FromDays(4));
                for (int wait = 0; wait < 20 && await CountAsync() > 0; wait++)
                    await Task.Delay(50, Stop);
            }

            Assert.Equal(0, await CountAsync());
        }

        Task<long> CountAsync() => database.Owner.OneAsync<long>(
            "select (select count(*) from directory.invitation where organisation_id = $1) + (select count(*) from directory.account where id = $2 and locked_until is not null)", union.Id, account.Id);
    }

    /// <summary>Two programs that seal the first thing of a month at the same moment seal it with one key, and nobody ever reads half of one.</summary>
    [Fact]
    public async Task MonthKey_MadeByTwoAtOnce_IsOne_AndWhole()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var (one, two) = (new MonthKeys(folder), new MonthKeys(folder));
            for (int month = 0; month < 200; month++)
            {
                var day = new LocalDate(2026, 1, 1).PlusMonths(month);
                byte[][] both = await Task.WhenAll(new[] { one, two }.Select(keys => Task.Run(() => keys.Seal(day, "test", [1, 2, 3]), Stop)));
                Assert.All(both, sealedBytes => Assert.Equal(new byte[] { 1, 2, 3 }, one.Open(MonthKeys.NameOf(day), "test", sealedBytes)));
            }

            var keys = Directory.GetFiles(folder).Where(file => Path.GetFileName(file) is not "making").ToList();
            Assert.Equal(200, keys.Count);
            Assert.All(keys, file => Assert.Equal((7, DirectorySecrets.KeyLength), (Path.GetFileName(file).Length, File.ReadAllBytes(file).Length)));
            // What a program left that ended in the middle of it is no key, and not in the way.
            File.WriteAllBytes(Path.Combine(folder, "aside"), RandomNumberGenerator.GetBytes(5));
            Assert.Equal(new byte[] { 4 }, one.Open("2049-12", "test", two.Seal(new LocalDate(2050, 1, 1), "test", [4])));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
