using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>Keys that no other test has.</summary>
public static class TestSecrets
{
    private static readonly Lazy<string> s_folder = new(() =>
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "secrets");
        DirectorySecrets.Make(folder);
        return folder;
    });

    /// <summary>The folder of those that all programs of the tests have.</summary>
    public static string Folder => s_folder.Value;

    public static DirectorySecrets New()
    {
        var folder = Directory.CreateTempSubdirectory("sd-secrets-");
        try
        {
            DirectorySecrets.Make(folder.FullName);
            return DirectorySecrets.Read(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
