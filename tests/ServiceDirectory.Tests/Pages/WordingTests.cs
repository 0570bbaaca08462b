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
        var used = Files().SelectMany(file => Key().Matches(File.ReadAllText(file))).Select(match => match.Groups["key"].Value).ToHashSet();
        Assert.True(used.Count > 150);
        Assert.Equal([], used.Where(key => !Keys.Contains(key) && !Keys.Contains(key + ".other")).Order());
    }

    [Fact]
    public void Every_Word_IsUsed()
    {
        var sources = string.Concat(Files().Select(File.ReadAllText));
        Assert.Equal([], Keys.Where(key =>
            !sources.Contains($"\"{key}\"", StringComparison.Ordinal)
            && !sources.Contains($"\"{key[..key.LastIndexOf('.')]}\"", StringComparison.Ordinal)
            && !Made().IsMatch(key)).Order());
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ServiceDirectory.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The sources are not above the tests.");
        return folder.FullName;
    }

    [GeneratedRegex("""["](?<key>(About|Account|Anew|Badge|Card|Change|Changes|Check|Checked|Confirm|Copy|Date|Error|Fact|Filter|Form|Home|Hours|Join|Kept|Km|Layout|Line|List|Members|Language|Leave|Need|Needs|Notice|Now|Open|Organisation|Pages|Passkey|Phone|Picked|Privacy|Promise|Provider|Reach|Results|Service|SignIn|SignOut|Site|Sort|Suggest|Text|Vetting|Warning|Way|Ways|Which|Wrong)(\.[A-Za-z]+)+)["]""")]
    private static partial Regex Key();

    /// <summary>Keys that are put together from a value.</summary>
    [GeneratedRegex(@"^(Card\.\d|Fact\.\d|Error\.\d|Filter\.(Open|Reach)|Provider\.|Results\.None|Role\.|Change\.|Join\.Passphrase|Sort\.|Service\.Checked|Check\.|Promise\.\d|Vetting\.(Principle|Profile)\.|Warning\.Given\.)")]
    private static partial Regex Made();
}
