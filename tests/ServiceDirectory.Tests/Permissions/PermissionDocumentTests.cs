using System.Globalization;
using System.Text;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Permissions;

/// <summary><c>docs/vetting.md</c> shows who may do what, as the program decides it.</summary>
public sealed class PermissionDocumentTests
{
    private const string Begin = "<!-- permissions: compared with PermissionTable by a test -->";

    private const string End = "<!-- end of permissions -->";

    [Fact]
    public void Document_ShowsTheTable()
    {
        string document = Repository.Read("docs", "vetting.md").ReplaceLineEndings("\n");
        int begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        string shown = document[begin..document.IndexOf(End, StringComparison.Ordinal)].Trim();
        // Whole, so that it can be taken over once it was thought through.
        Assert.True(Table() == shown, $"The document should show:\n\n{Table()}\n");
    }

    [Fact]
    public void EveryDeed_HasALine_AndEveryLineARole()
    {
        Assert.Equal([], Enum.GetValues<Deed>().Except(PermissionTable.All.Select(line => line.Deed)));
        Assert.All(PermissionTable.All, line => Assert.NotEmpty(line.Roles));
        // A state without a relation would never be looked at.
        Assert.All(PermissionTable.All.Where(line => line.Relations.Count == 0), line => Assert.Empty(line.States));
    }

    private static string Table()
    {
        var table = new StringBuilder("| What | Who | Whose entry | In which states | Only |\n|---|---|---|---|---|\n");
        foreach (var line in PermissionTable.All)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {Words(EnumSlug.Of(line.Deed))} | {Each(line.Roles)} | {(line.Relations.Count == 0 ? "–" : Each(line.Relations))} | ");
            table.Append(CultureInfo.InvariantCulture, $"{(line.Relations.Count == 0 ? "–" : line.States.Count is 0 || line.States.Count == Enum.GetValues<ServiceState>().Length ? "any" : Each(line.States))} | ");
            table.Append(CultureInfo.InvariantCulture, $"{string.Join(", ", new[] { line.Voice ? "may approve today" : "", line.Untied ? "without a tie" : "", line.Tied ? "of what it runs" : "", line.Keeps ? "not of an educator" : "" }.Where(only => only.Length > 0))} |\n");
        }

        return table.ToString().Trim();

        static string Each<T>(IEnumerable<T> values)
            where T : struct, Enum => string.Join(", ", values.Select(value => Words(EnumSlug.Of(value))));

        static string Words(string slug) => slug.Replace('-', ' ');
    }
}
