using System.Net;
using NodaTime;
using OtpNet;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Accounts;

/// <summary>Somebody who came in by an invitation, through the pages, and everything that opens their account.</summary>
internal sealed record Newcomer(string Name, string Key, IReadOnlyList<string> Codes)
{
    public const string Phrase = "seven teapots drift over marble";

    private int _used;

    /// <summary>One that was not used before.</summary>
    public string NextCode() => Codes[_used++];

    /// <summary>What an authenticator app shows that has a key.</summary>
    public static string CodeOf(string key, TimeProvider clock) => CodeOf(key, Instant.FromDateTimeOffset(clock.GetUtcNow()));

    public static string CodeOf(string key, Instant at) => new Totp(Base32Encoding.ToBytes(key.Replace(" ", "", StringComparison.Ordinal))).ComputeTotp(at.ToDateTimeUtc());

    /// <summary>The path of a link for one person.</summary>
    public static async Task<string> InviteAsync(DirectoryLogins logins, Organisation organisation, TimeProvider clock, params ActorRole[] roles) =>
        $"/account/join/{await new Given(logins).InvitedAsync(organisation, Instant.FromDateTimeOffset(clock.GetUtcNow()), roles)}";

    /// <summary>Goes the whole way; the browser is signed in afterwards.</summary>
    public static async Task<Newcomer> JoinAsync(HttpClient browser, string link, TimeProvider clock)
    {
        var first = await browser.PageAsync(link);
        string key = first.QuerySelector("code.key")!.TextContent;
        using var chosen = await Form.On(first, link).Fill("passphrase", Phrase).Fill("code", CodeOf(key, clock)).SendAsync(browser);
        var second = await chosen.PageAsync(HttpStatusCode.OK);
        var newcomer = new Newcomer(
            second.QuerySelector(".told strong")!.TextContent, key, [.. second.QuerySelectorAll(".codes code").Select(code => code.TextContent)]);
        using var joined = await Form.On(second, link).SendAsync(browser, "yes");
        Assert.Equal((HttpStatusCode.SeeOther, "/account"), (joined.StatusCode, joined.Headers.Location?.OriginalString));
        return newcomer;
    }

    public async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string? code = null, string? phrase = null, string? name = null, string address = "/account/sign-in") =>
        await Form.On(await browser.PageAsync(address), address)
            .Fill("name", name ?? Name).Fill("passphrase", phrase ?? Phrase).Fill("code", code ?? NextCode()).SendAsync(browser);
}
