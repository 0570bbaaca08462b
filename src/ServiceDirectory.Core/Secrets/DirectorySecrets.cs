using System.Security.Cryptography;
using System.Text;

namespace ServiceDirectory.Core.Secrets;

/// <summary>
/// The keys without which a copy of the database opens nothing: files of a folder that is in no dump. One turns codes into what is
/// stored of them, the other seals what has to be read again.
/// </summary>
public sealed class DirectorySecrets
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    internal const string PepperFile = "pepper";

    private const string SealFile = "seal";

    /// <summary>Names of the files.</summary>
    public static IReadOnlyList<string> Names { get; } = [PepperFile, SealFile];

    private readonly byte[] _pepper;
    private readonly byte[] _seal;

    private DirectorySecrets(byte[] pepper, byte[] seal) => (_pepper, _seal) = (pepper, seal);

    /// <summary>Reads the keys of a folder.</summary>
    /// <exception cref="SettingException">The folder or a key is missing, cannot be read or is of another length.</exception>
    public static DirectorySecrets Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new DirectorySecrets(ReadKey(folder, PepperFile), ReadKey(folder, SealFile));
    }

    /// <summary>Writes the keys that a folder lacks, readable by this user only. Those that are there stay: others would open nothing.</summary>
    /// <returns>The names of the files that were written.</returns>
    /// <exception cref="SettingException">The folder cannot be written.</exception>
    public static IReadOnlyList<string> Make(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return [.. Names.Where(name => MakeKey(Path.Combine(folder, name)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The folder of secrets {folder} cannot be written by this user.", e);
        }
    }

    /// <summary>What is stored of a code. Whoever has the database and not this key can test no code.</summary>
    /// <param name="purpose">For example <c>invitation</c>: a code of one purpose opens nothing of another.</param>
    /// <param name="code">From <see cref="SecretCode"/>.</param>
    /// <returns>32 bytes.</returns>
    public byte[] HashOf(string purpose, string code) => HMACSHA256.HashData(_pepper, Encoding.UTF8.GetBytes($"{purpose}-v1\0{code}"));

    /// <summary>Encrypts (AES-256-GCM) what has to be read again.</summary>
    /// <param name="purpose">What it is and whose: it opens only for the same words.</param>
    /// <param name="plain">Any bytes.</param>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> plain) => SealedBytes.Seal(_seal, purpose, plain);

    /// <exception cref="CryptographicException">It was sealed with another key or for another purpose, or was changed.</exception>
    public byte[] Open(string purpose, ReadOnlySpan<byte> sealedBytes) => SealedBytes.Open(_seal, purpose, sealedBytes);

    private static byte[] ReadKey(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        try
        {
            byte[] key = File.ReadAllBytes(path);
            return key.Length == KeyLength ? key : throw new SettingException($"The secret {path} has {key.Length} bytes instead of {KeyLength}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The secret {path} is missing or cannot be read by this user.", e);
        }
    }

    private static bool MakeKey(string path)
    {
        if (File.Exists(path))
            return false;
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, how);
        file.Write(RandomNumberGenerator.GetBytes(KeyLength));
        return true;
    }
}
