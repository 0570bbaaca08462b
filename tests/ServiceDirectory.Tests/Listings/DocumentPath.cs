using System.Collections;
using System.Reflection;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Tests.Listings;

/// <summary>Follows the path of a problem through a document.</summary>
internal static class DocumentPath
{
    /// <summary>What of a path leads nowhere; empty when all of it leads to a member, which may be null.</summary>
    public static string Rest(ListingContent content, string path)
    {
        object? at = content;
        var type = typeof(ListingContent);
        while (path.Length > 0)
        {
            if (at is IReadOnlyDictionary<string, Words> words)
            {
                string? key = words.Keys.Where(k => path == k || path.StartsWith(k + ".", StringComparison.Ordinal)).MaxBy(k => k.Length);
                if (key is null)
                    return path;
                (at, type, path) = (words[key], typeof(Words), path[key.Length..].TrimStart('.'));
                continue;
            }

            if (path[0] == '[')
            {
                int end = path.IndexOf(']', StringComparison.Ordinal), index = int.Parse(path[1..end], null);
                if (at is not IList list || index >= list.Count)
                    return path;
                (at, path) = (list[index], path[(end + 1)..].TrimStart('.'));
                type = at!.GetType();
                continue;
            }

            int stop = path.IndexOfAny(['.', '[']);
            string name = stop < 0 ? path : path[..stop];
            if (type.GetProperty(char.ToUpperInvariant(name[0]) + name[1..], BindingFlags.Public | BindingFlags.Instance) is not { } member)
                return path;
            (at, path) = (at is null ? null : member.GetValue(at), stop < 0 ? "" : path[stop..].TrimStart('.'));
            type = at?.GetType() ?? member.PropertyType;
        }

        return path;
    }
}
