using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>Keys that no other test has.</summary>
internal static class TestSecrets
{
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
