using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// <c>docs/security.md</c> says which property is held by which tests. It is compared with the <c>[Property(n)]</c> in the sources
/// of every test project, so that it can claim nothing.
/// </summary>
public sealed partial class SecurityTableTests
{
    private const int Last = 90;

    private static readonly Lazy<SortedDictionary<int, SortedSet<string>>> s_tests = new(FindTests);

    [Fact]
    public void Table_HasEveryProperty_Once() =>
        Assert.Equal(Enumerable.Range(1, Last), Rows().Select(row => row.Number));

    [Fact]
    public void Held_MeansThatTestsSaySo()
    {
        var wrong = new StringBuilder();
        foreach (var row in Rows())
        {
            var said = s_tests.Value.GetValueOrDefault(row.Number) ?? [];
            if (row.State.StartsWith("held", StringComparison.Ordinal) != said.Count > 0)
                wrong.AppendLine(CultureInfo.InvariantCulture, $"{row.Number} is \"{row.State}\", and its tests are: {(said.Count == 0 ? "none" : string.Join(", ", said))}");
            // A class that is not named yet is no lie; a named one that holds nothing is.
            foreach (var claimed in row.Tests.Where(claimed => !said.Contains(claimed)))
                wrong.AppendLine(CultureInfo.InvariantCulture, $"{row.Number}: {claimed} has no [Property({row.Number})].");
            if (row.Tests.Count == 0 && said.Count > 0)
                wrong.AppendLine(CultureInfo.InvariantCulture, $"{row.Number}: name its tests: {string.Join(", ", said)}");
            if (said.Count == 0 && !Later().IsMatch(row.State))
                wrong.AppendLine(CultureInfo.InvariantCulture, $"{row.Number}: say with which issue it comes.");
        }

        Assert.Equal("", wrong.ToString());
    }

    [Fact]
    public void Attributes_NameRealProperties() => Assert.All(s_tests.Value.Keys, number => Assert.InRange(number, 1, Last));

    private static List<(int Number, IReadOnlyList<string> Tests, string State)> Rows() =>
        [.. Row().Matches(Repository.Read("docs", "security.md")).Select(row => (
            int.Parse(row.Groups["number"].ValueSpan, CultureInfo.InvariantCulture),
            (IReadOnlyList<string>)[.. Name().Matches(row.Groups["tests"].Value).Select(name => name.Value)],
            row.Groups["state"].Value.Trim()))];

    private static SortedDictionary<int, SortedSet<string>> FindTests()
    {
        var found = new SortedDictionary<int, SortedSet<string>>();
        foreach (var file in Repository.Files("tests", ".cs"))
        {
            foreach (var line in File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)))
            {
                foreach (Match attribute in Attribute().Matches(line))
                {
                    var number = int.Parse(attribute.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
                    if (!found.TryGetValue(number, out var classes))
                        found[number] = classes = new SortedSet<string>(StringComparer.Ordinal);
                    // A class in several files has the rest of a name after its own.
                    classes.Add(Path.GetFileName(file).Split('.')[0]);
                }
            }
        }

        return found;
    }

    [GeneratedRegex(@"^\| (?<number>\d+) \|[^|]*\|(?<tests>[^|]*)\|(?<state>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"[A-Za-z]+Tests")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<=[\[ .])Property\((?<number>\d+)\)(?=[,\]])")]
    private static partial Regex Attribute();

    [GeneratedRegex("^comes with issue [0-9]+")]
    private static partial Regex Later();
}
