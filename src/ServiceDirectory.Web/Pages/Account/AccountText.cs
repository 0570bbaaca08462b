using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Web.Accounts;

namespace ServiceDirectory.Web.Pages.Account;

/// <summary>What the pages about accounts have in common.</summary>
internal static class AccountText
{
    /// <summary>Of a name or a code, in characters.</summary>
    public const int Longest = 200;

    /// <summary>Of a passphrase, in UTF-16 characters: more than <see cref="Passphrase.Longest"/> code points can take.</summary>
    public const int LongestPassphrase = 4 * Passphrase.Longest;

    /// <summary>Whether an address is a page for members: nothing else is gone to because an address says so.</summary>
    public static bool IsOurs(string? address)
    {
        if (address is null || address.Length > 2_000 || !address.StartsWith('/') || address.Any(letter => letter is < '!' or > '~' or '\\'))
            return false;
        string path = address.Split('?')[0];
        int rest = path.IndexOf('/', 1);
        return IsMembers(path) || (rest > 0 && Http.PageLanguages.Written.Contains(path[1..rest]) && IsMembers(path[rest..]));

        static bool IsMembers(string path) => path == "/account" || path.StartsWith("/account/", StringComparison.Ordinal) || path.StartsWith("/curate/", StringComparison.Ordinal) || path == "/curate";
    }

    /// <summary>Whether a form has a field, empty or not: what was sent decides what is done, not whether it could be read.</summary>
    public static bool Has(this HttpRequest request, string field) => request.HasFormContentType && request.Form.ContainsKey(field);

    /// <summary>Where somebody goes on who has signed in, or shown a code once more.</summary>
    public static string After(string? then) => IsOurs(then) ? then! : Links.Account;

    /// <summary>The key of what is wrong with a passphrase that somebody wants; null: nothing.</summary>
    public static string? WrongPassphrase(string typed, string name, string directory) =>
        (typed.Length > LongestPassphrase ? PassphraseProblem.TooLong : Passphrase.Check(typed, name, directory)) is { } wrong ? $"Join.Passphrase{wrong}" : null;

    /// <summary>Signs somebody in under a new key. One that the browser held before, whoever put it there, opens nothing more.</summary>
    public static async Task BeginAsync(
        this PageModel page, SignInService signIn, TicketStore tickets, Core.Accounts.Account account, Instant now, CancellationToken cancellation)
    {
        if (AccountCookie.Read(page.Request) is { } before)
            await tickets.EndAsync(before, cancellation);
        AccountCookie.Write(page.Response, await signIn.OpenAsync(account, now, cancellation));
    }

    /// <summary>Goes on under a new key with a sign-in that ends when the old one would have: after a factor was shown once more, or changed.</summary>
    public static async Task GoOnAsync(this PageModel page, SignInService signIn, Core.Accounts.Account account, Instant now, CancellationToken cancellation) =>
        AccountCookie.Write(page.Response, await signIn.OpenInsteadAsync(account, now, AccountCookie.Read(page.Request), cancellation));
}
