namespace ServiceDirectory.Web.Http;

/// <summary>Pages of those who sign in.</summary>
internal static class MembersPages
{
    private static readonly string[] s_folders = ["/curate", "/account"];

    /// <param name="path">Without a language.</param>
    public static bool Is(PathString path) => s_folders.Any(folder => path.StartsWithSegments(folder, StringComparison.OrdinalIgnoreCase));
}
