using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Accounts;

/// <summary>
/// Passkeys (WebAuthn), by the framework's handler. What it has to remember between two pages travels sealed in the first, and an
/// answer is taken once. No name is asked for: a key that can sign in alone says whose it is.
/// </summary>
public sealed class PasskeyService(IPasskeyHandler<Account> handler, AccountStore store, SpentStore spent, DirectorySecrets secrets, IOptions<DirectoryOptions> options, TimeProvider clock)
{
    /// <summary>How long a page may be open before a device is asked: as long as joining may take.</summary>
    public static readonly Duration Longest = Duration.FromHours(1);

    private const string Purpose = "passkey";

    private Instant Now => clock.Now();

    /// <summary>What a device needs to make a key for an account.</summary>
    public async Task<PasskeyQuestion> AskForNewAsync(Guid account, string name, HttpContext http)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.ToString(), Name = name, DisplayName = name }, http);
        return Question(account.ToString(), made.CreationOptionsJson, made.AttestationState, http);
    }

    /// <summary>Reads the answer of a device that made a key.</summary>
    /// <returns>Null: it is none, it is another account's, or it was answered before or too late.</returns>
    public async Task<UserPasskeyInfo?> TakeNewAsync(Guid account, string? answer, string? state, HttpContext http, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(answer) || secrets.OpenText<KeptState>(Of(account.ToString()), state, Now) is not { } kept)
            return null;
        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = answer, AttestationState = kept.State });
        if (!result.Succeeded || result.UserEntity.Id != account.ToString() || !await SpendAsync(kept, cancellation))
            return null;
        result.Passkey.Name = Purpose;
        return result.Passkey;
    }

    /// <summary>What a device needs to sign somebody in: the same for everybody.</summary>
    public async Task<PasskeyQuestion> AskAsync(HttpContext http)
    {
        var made = await handler.MakeRequestOptionsAsync(null, http);
        return Question("", made.RequestOptionsJson, made.AssertionState, http);
    }

    /// <summary>Reads the answer of a device that has a key.</summary>
    /// <returns>Null for anything wrong.</returns>
    public async Task<Account?> CheckAsync(string? answer, string? state, HttpContext http, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(answer) || secrets.OpenText<KeptState>(Of(""), state, Now) is not { } kept)
            return null;
        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = answer, AssertionState = kept.State });
        if (!result.Succeeded || !result.Passkey.IsUserVerified || result.User.ActiveSince is null || !await SpendAsync(kept, cancellation))
            return null;
        // The device's own count, to notice a copy of the key.
        await store.AddOrUpdatePasskeyAsync(result.User, result.Passkey, cancellation);
        return result.User;
    }

    /// <summary>A browser takes the host of the page where none is named, and no page of ours names a host.</summary>
    private string WithoutHost(string made)
    {
        var json = JsonNode.Parse(made)!.AsObject();
        json.Remove("rpId");
        if (json["rp"] is { } party)
        {
            party.AsObject().Remove("id");
            party["name"] = options.Value.Name;
        }

        return json.ToJsonString();
    }

    /// <summary>A question is another one each time, and the length of a compressed page would tell something of it.</summary>
    private PasskeyQuestion Question(string whose, string made, string? state, HttpContext http)
    {
        http.SendUncompressed();
        return new PasskeyQuestion(WithoutHost(made), secrets.SealText(Of(whose), new KeptState(state ?? "", (Now + Longest).ToUnixTimeSeconds())));
    }

    private static string Of(string whose) => $"{Purpose} {whose}";

    /// <summary>The framework takes the same answer as often as it comes.</summary>
    private Task<bool> SpendAsync(KeptState kept, CancellationToken cancellation) =>
        spent.SpendAsync(Encoding.UTF8.GetBytes(kept.State), Instant.FromUnixTimeSeconds(kept.EndsAt), Now, cancellation);

    private sealed record KeptState(string State, long EndsAt) : ITravelling;
}

/// <param name="Options">For <c>navigator.credentials</c>, as JSON.</param>
/// <param name="State">What comes back with the answer, sealed.</param>
public sealed record PasskeyQuestion(string Options, string State);
