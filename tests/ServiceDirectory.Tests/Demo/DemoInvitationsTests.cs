using System.Net;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Demo;

/// <summary>Whoever tries the program gets into the invented organisations, and into no others.</summary>
public sealed class DemoInvitationsTests(LoadedDemo demo) : IClassFixture<LoadedDemo>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invitations_OpenSevenSeats_AndEndThoseOfAnEarlierTime()
    {
        var line = new Infrastructure.CommandLine(demo.Logins);
        string[] first = Codes(await line.SayAsync("demo", "invitations", "--at", "http://localhost:5080"));
        Assert.Equal(7, first.Length);
        string said = await line.SayAsync("demo", "invitations", "--at", "http://localhost:5080/");
        Assert.Contains("coordinator of Aire Collective (demo):", said, StringComparison.Ordinal);
        Assert.Contains("provider-contact of Aire Valley Health Trust (demo):", said, StringComparison.Ordinal);
        await using var context = demo.Logins.Context();
        var invitations = new InvitationService(context, DirectorySecrets.Read(TestSecrets.Folder));
        foreach (string code in first)
            Assert.Null(await invitations.FindAsync(code, SystemClock.Instance.GetCurrentInstant(), Stop));
        foreach (string code in Codes(said))
            Assert.NotNull(await invitations.FindAsync(code, SystemClock.Instance.GetCurrentInstant(), Stop));
    }

    private static string[] Codes(string said) =>
        [.. said.Split('\n').Where(line => line.StartsWith("  http://localhost:5080/account/join/", StringComparison.Ordinal)).Select(line => WebUtility.UrlDecode(line.Trim().Split('/')[^1]))];
}
