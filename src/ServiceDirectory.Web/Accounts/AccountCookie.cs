namespace ServiceDirectory.Web.Accounts;

/// <summary>The only cookie of the directory. It ends with the browser; what it stands for ends on the server.</summary>
public static class AccountCookie
{
    /// <summary>The prefix makes browsers refuse one that another host, path or plain http set.</summary>
    public const string Name = "__Host-account";

    private static readonly CookieOptions s_options = new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true };

    /// <summary>The key that a browser holds; null: none.</summary>
    public static string? Read(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Cookies.TryGetValue(Name, out string? key) && key.Length > 0 ? key : null;
    }

    public static void Write(HttpResponse response, string key)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Cookies.Append(Name, key, s_options);
    }

    public static void Remove(HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Cookies.Delete(Name, s_options);
    }
}
