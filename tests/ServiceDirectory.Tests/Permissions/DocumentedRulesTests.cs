using System.Text.RegularExpressions;

namespace ServiceDirectory.Tests.Permissions;

/// <summary>Every test that the rules of <c>docs/vetting.md</c> rest on is there, by that name.</summary>
public sealed partial class DocumentedRulesTests
{
    [Fact]
    public void EveryTest_ThatARuleNames_IsThere()
    {
        string document = File.ReadAllText(Path.Combine(Root(), "docs", "vetting.md"));
        string[] named = [.. Named().Matches(document).Select(match => match.Groups["test"].Value).Distinct()];
        Assert.True(named.Length > 50);
        var tests = typeof(DocumentedRulesTests).Assembly.GetTypes().Where(type => type.Name.EndsWith("Tests", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}")).ToHashSet();
        Assert.Equal([], named.Where(test => !tests.Contains(test)));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ServiceDirectory.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The sources are not above the tests.");
        return folder.FullName;
    }

    [GeneratedRegex("`(?<test>[A-Za-z]+Tests\\.[A-Za-z0-9_]+)`")]
    private static partial Regex Named();
}
