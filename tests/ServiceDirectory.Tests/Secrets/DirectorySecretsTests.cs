using System.Security.Cryptography;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Secrets;

public sealed class DirectorySecretsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sd-secrets-");

    private string Folder => Path.Combine(_folder.FullName, "made");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Make_WritesWhatIsMissing_ForThisUserOnly_AndNothingTwice()
    {
        Assert.Equal(["pepper", "seal"], DirectorySecrets.Make(Folder));
        byte[] before = DirectorySecrets.Read(Folder).HashOf("a", "b");
        Assert.Empty(DirectorySecrets.Make(Folder));
        Assert.Equal(before, DirectorySecrets.Read(Folder).HashOf("a", "b"));
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        foreach (string path in Directory.EnumerateFileSystemEntries(_folder.FullName, "*", SearchOption.AllDirectories))
            Assert.Equal(default, File.GetUnixFileMode(path) & others);
    }

    [Fact]
    public void Read_KeyMissingOrShort_NamesTheFile()
    {
        Assert.Contains("pepper", Assert.Throws<SettingException>(() => DirectorySecrets.Read(Folder)).Message, StringComparison.Ordinal);
        DirectorySecrets.Make(Folder);
        File.WriteAllText(Path.Combine(Folder, "seal"), "short");
        Assert.Contains("seal", Assert.Throws<SettingException>(() => DirectorySecrets.Read(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HashOf_DependsOnTheKey_TheCodeAndThePurpose()
    {
        var secrets = TestSecrets.New();
        string code = SecretCode.New();
        byte[] hash = secrets.HashOf("invitation", code);
        Assert.Equal(32, hash.Length);
        Assert.Equal(hash, secrets.HashOf("invitation", code));
        Assert.NotEqual(hash, secrets.HashOf("recovery", code));
        Assert.NotEqual(hash, secrets.HashOf("invitation", SecretCode.New()));
        Assert.NotEqual(hash, TestSecrets.New().HashOf("invitation", code));
    }

    [Fact]
    public void Open_OnlyWithTheSameKeyAndPurpose_AndUnchanged()
    {
        var secrets = TestSecrets.New();
        byte[] plain = RandomNumberGenerator.GetBytes(20);
        byte[] sealedBytes = secrets.Seal("authenticator of 1", plain);
        Assert.Equal(plain, secrets.Open("authenticator of 1", sealedBytes));
        Assert.Equal([], secrets.Open("empty", secrets.Seal("empty", [])));
        Assert.NotEqual(sealedBytes, secrets.Seal("authenticator of 1", plain));
        Assert.ThrowsAny<CryptographicException>(() => secrets.Open("authenticator of 2", sealedBytes));
        Assert.ThrowsAny<CryptographicException>(() => TestSecrets.New().Open("authenticator of 1", sealedBytes));
        Assert.ThrowsAny<CryptographicException>(() => secrets.Open("authenticator of 1", sealedBytes.AsSpan(0, 20)));
        foreach (int place in Enumerable.Range(0, sealedBytes.Length))
        {
            byte[] changed = [.. sealedBytes];
            changed[place] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => secrets.Open("authenticator of 1", changed));
        }
    }
}
