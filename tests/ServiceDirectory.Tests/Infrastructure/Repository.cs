namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>Files of the checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    public static string Read(params ReadOnlySpan<string> parts) => File.ReadAllText(Path(parts));

    /// <summary>Files as somebody wrote them, nothing that a build made.</summary>
    /// <param name="folder">From the root of the checkout.</param>
    /// <param name="endings">With their dot.</param>
    public static IEnumerable<string> Files(string folder, params string[] endings) =>
        Directory.EnumerateFiles(Path(folder), "*", SearchOption.AllDirectories).Where(file =>
            endings.Contains(System.IO.Path.GetExtension(file))
            && !System.IO.Path.GetRelativePath(Root, file).Split(System.IO.Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "ServiceDirectory.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not stand in the repository.");
        return folder.FullName;
    }
}
