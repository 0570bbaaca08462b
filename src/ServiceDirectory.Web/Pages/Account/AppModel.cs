using ServiceDirectory.Core.Accounts;

namespace ServiceDirectory.Web.Pages.Account;

/// <summary>A key for an authenticator app, and the field for its first code.</summary>
/// <param name="Link">What the app reads.</param>
/// <param name="Key">For an app into which it is typed.</param>
/// <param name="Wrong">The key of what was wrong with the code; null: nothing.</param>
public sealed record AppModel(string Link, string Key, string? Wrong)
{
    /// <param name="key">Base32.</param>
    /// <param name="issuer">The directory's bland name.</param>
    /// <param name="account">The account's made-up name.</param>
    /// <param name="wrong">The key of what was wrong with the code; null: nothing.</param>
    public static AppModel Of(string key, string issuer, string account, string? wrong) =>
        new(AuthenticatorCode.Link(key, issuer, account).AbsoluteUri, AuthenticatorCode.Show(key), wrong);
}
