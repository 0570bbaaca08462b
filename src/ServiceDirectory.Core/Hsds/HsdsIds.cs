using System.Security.Cryptography;
using System.Text;

namespace ServiceDirectory.Core.Hsds;

/// <summary>
/// Ids of things that have none of their own, the same each time: the first half of a SHA-256 over the installation's namespace and the name
/// of the thing, with the marks of a random UUID (docs/adr/0018). The database makes the same ones (<c>directory.open_id</c>).
/// </summary>
/// <param name="openNamespace">Of the installation: <c>published.open_data</c>.</param>
public sealed class HsdsIds(Guid openNamespace)
{
    /// <param name="thing">Names it within this directory: kinds and keys, slashes between them.</param>
    public Guid Of(string thing)
    {
        byte[] half = SHA256.HashData(Encoding.UTF8.GetBytes($"{openNamespace}/{thing}"))[..16];
        (half[6], half[8]) = ((byte)((half[6] & 15) | 64), (byte)((half[8] & 63) | 128));
        return new Guid(half, bigEndian: true);
    }
}
