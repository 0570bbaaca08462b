using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core.Accounts;

namespace ServiceDirectory.Web.Accounts;

/// <summary>
/// Knows who is signed in by a cookie that holds a random key and nothing else. Asked only where an address is for members:
/// public pages never read the cookie.
/// </summary>
/// <remarks>
/// Not the framework's own cookies: they carry sealed claims, are written again with every renewal, and a key that somebody planted
/// before is kept when another person signs in.
/// </remarks>
public sealed class AccountScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SignInService signIn, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "account";

    /// <summary>Authentication methods (RFC 8176): that it was more than one.</summary>
    public const string Methods = "amr";

    public const string Several = "mfa";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (AccountCookie.Read(Request) is not { } key)
            return AuthenticateResult.NoResult();
        if (await signIn.ReadAsync(key, clock.Now(), Context.RequestAborted) is not { } member)
            return AuthenticateResult.NoResult();
        Context.Features.Set(member);
        // Everybody who comes in has shown two factors; a passkey is both.
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, member.AccountId.ToString()), new(Methods, Several)], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    /// <summary>To the page where one signs in, and back to what was asked for.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status303SeeOther;
        Response.Headers.Location = Links.SignIn(HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method) ? Links.In(Request.Path + Request.QueryString) : null);
        return Task.CompletedTask;
    }

    /// <summary>What somebody may not see is not there.</summary>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
