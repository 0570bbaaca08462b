namespace ServiceDirectory.Web.Pages.Account;

/// <summary>Names of the fields of the pages about accounts.</summary>
public static class AccountField
{
    public const string Name = "name";

    public const string Passphrase = "passphrase";

    /// <summary>Of the authenticator app, or one for recovery.</summary>
    public const string Code = "code";

    /// <summary>What was chosen before, sealed.</summary>
    public const string Draft = "draft";

    /// <summary>The codes were written down.</summary>
    public const string Finish = "finish";

    /// <summary>Where to go afterwards.</summary>
    public const string Then = "then";

    /// <summary>What was sent before somebody had to sign in, sealed.</summary>
    public const string Kept = "kept";

    /// <summary>What a device answered about a passkey.</summary>
    public const string Credential = "credential";

    /// <summary>What it was asked, sealed.</summary>
    public const string PasskeyState = "passkey";

    /// <summary>Which sign-in or passkey to end.</summary>
    public const string End = "end";
}
