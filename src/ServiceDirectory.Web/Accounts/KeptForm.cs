using NodaTime;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;

namespace ServiceDirectory.Web.Accounts;

/// <summary>
/// What somebody sent when their sign-in had ended, or when a code was asked for first. It travels sealed in the page where they
/// sign in, and comes back as a form of one button.
/// </summary>
/// <param name="Address">Where it was sent to.</param>
/// <param name="Fields">In their order.</param>
/// <param name="EndsAt">Seconds since 1970.</param>
public sealed record KeptForm(string Address, IReadOnlyList<KeyValuePair<string, string>> Fields, long EndsAt) : ITravelling
{
    /// <summary>How long somebody may take to sign in again.</summary>
    public static readonly Duration Longest = Duration.FromHours(12);

    /// <summary>More does not fit through the next form (<see cref="Http.BodyLimit"/>): 44 KB, sealed and written in letters.</summary>
    private const int MostLetters = 60_112;

    private const string Purpose = "kept-form";

    /// <summary>Who sent it, where a sign-in still said so: it comes back to nobody else. Null: nothing did.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The organisation that a page is about; null: the page is about an account.</summary>
    public string? Organisation
    {
        get
        {
            string[] parts = Address.Split('/', '?');
            int at = Array.IndexOf(parts, "curate");
            return at >= 0 && at + 1 < parts.Length ? parts[at + 1] : null;
        }
    }

    /// <param name="request">Which sent it.</param>
    /// <param name="secrets">Seal it.</param>
    /// <param name="account">Who sent it; null: nobody knows any more.</param>
    /// <param name="now">From when it is kept.</param>
    /// <returns>The form of this request, sealed; null: there is none, or it is too large.</returns>
    public static async Task<(string? Form, bool IsTooLarge)> KeepAsync(HttpRequest request, DirectorySecrets secrets, Guid? account, Instant now)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(secrets);
        if (!request.HasFormContentType)
            return (null, false);
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        // What was kept before is what somebody wants to come back.
        if (form[AccountField.Kept] is [{ Length: > 0 } before])
            return (before, false);
        string kept = secrets.SealText(Purpose, new KeptForm(Links.In(request.Path + request.QueryString), HeldForm.FieldsOf(form), (now + Longest).ToUnixTimeSeconds()) { AccountId = account });
        return kept.Length > MostLetters ? (null, true) : (kept, false);
    }

    /// <param name="kept">As it travelled.</param>
    /// <param name="account">Who signed in, or showed a code, now.</param>
    /// <param name="secrets">Open it.</param>
    /// <param name="now">Decides whether it is too old.</param>
    /// <returns>Null: none was kept, somebody else sent it, it is too old, or it is not ours.</returns>
    public static KeptForm? Open(string? kept, Guid account, DirectorySecrets secrets, Instant now) =>
        secrets.OpenText<KeptForm>(Purpose, kept, now) is { } form && (form.AccountId is null || form.AccountId == account) ? form : null;
}
