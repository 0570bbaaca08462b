using System.Text.RegularExpressions;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Pages;

/// <summary>Pages hold keys of words, and every key has words.</summary>
public sealed partial class WordingTests
{
    private static readonly string Sources = Path.Combine(Root(), "src", "ServiceDirectory.Web");

    private static readonly HashSet<string> Keys = [.. WordingFiles.In(PageLanguages.English).Keys];

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Sources, "*", SearchOption.AllDirectories)
        .Where(file => (file.EndsWith(".cshtml", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [Fact]
    public void Every_KeyInSources_HasWords()
    {
        // What is asked for as a word, and whatever else begins as keys do; other names with dots are namespaces.
        var beginnings = Keys.Select(key => key.Split('.')[0]).ToHashSet();
        var used = Files().SelectMany(file => Key().Matches(File.ReadAllText(file)))
            .Where(match => match.Groups["by"].Success || beginnings.Contains(match.Groups["key"].Value.Split('.')[0]))
            .Select(match => match.Groups["key"].Value).ToHashSet();
        Assert.True(used.Count > 150);
        Assert.Equal([], used.Where(key => !Keys.Contains(key) && !Keys.Contains(key + ".other")).Order());
    }

    [Fact]
    public void Every_Word_IsUsed()
    {
        var sources = string.Concat(Files().Select(File.ReadAllText));
        var made = new Regex($"^({string.Join('|', Interpolated().Matches(sources).Select(match => match.Groups["key"].Value).Distinct().Select(Pattern))})$");
        Assert.Equal([], Keys.Where(key =>
            !sources.Contains($"\"{key}\"", StringComparison.Ordinal)
            && !sources.Contains($"\"{key[..key.LastIndexOf('.')]}\"", StringComparison.Ordinal)
            && !made.IsMatch(key) && !made.IsMatch(key[..key.LastIndexOf('.')])).Order());
    }

    private static string Pattern(string interpolated) => string.Join("[A-Za-z0-9-]+", Value().Split(interpolated).Select(Regex.Escape));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ServiceDirectory.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The sources are not above the tests.");
        return folder.FullName;
    }

    /// <summary>Something that looks like a key, whole: words and numbers with dots between them.</summary>
    [GeneratedRegex("""(?<by>\bL(\.Count\()?\[?|\bwords(\.Count\()?\[?)?["](?<key>[A-Z][A-Za-z]*(\.[A-Za-z0-9]+)+)["]""")]
    private static partial Regex Key();

    /// <summary>A key that is put together from a value: <c>$"Role.{role}"</c>.</summary>
    [GeneratedRegex("""[$]["](?<key>[A-Z][A-Za-z]*\.[A-Za-z0-9.]*[{][^"]*)["]""")]
    private static partial Regex Interpolated();

    /// <summary>What stands between the braces of one.</summary>
    [GeneratedRegex("[{][^{}]*[}]")]
    private static partial Regex Value();
}
