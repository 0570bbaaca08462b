namespace ServiceDirectory.Web.Pages.Account;

/// <summary>A key for an authenticator app, and the field for its first code.</summary>
/// <param name="Link">What the app reads.</param>
/// <param name="Key">For an app into which it is typed.</param>
/// <param name="Wrong">The key of what was wrong with the code; null: nothing.</param>
public sealed record AppModel(string Link, string Key, string? Wrong);
