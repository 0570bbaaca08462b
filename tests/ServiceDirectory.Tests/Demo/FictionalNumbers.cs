using System.Text.RegularExpressions;

namespace ServiceDirectory.Tests.Demo;

/// <summary>
/// Telephone numbers that regulators keep free for fiction, so that nobody can be rung by mistake.
/// <list type="bullet">
/// <item>Ofcom, "Telephone numbers for use in TV and radio drama programmes".</item>
/// <item>ComReg, National Numbering Conventions: 020 91x xxxx for drama.</item>
/// </list>
/// Spain, Romania and Morocco keep none.
/// </summary>
internal static partial class FictionalNumbers
{
    public static bool Contains(string number) => Range().IsMatch(number);

    [GeneratedRegex("""
        ^\+(
          44113 4960\d{3} |    # Leeds
          44161 4960\d{3} |    # Manchester
          4420  79460\d{3} |   # London
          441632 960\d{3} |    # no area
          447700 900\d{3} |    # mobile
          44808 1570\d{3} |    # freephone
          443069 990\d{3} |    # national
          35320 91\d{5}        # Ireland
        )$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Range();
}
