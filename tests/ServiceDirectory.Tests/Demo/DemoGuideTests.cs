using System.Text.RegularExpressions;
using NodaTime;
using ServiceDirectory.Cli.Demo;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Guides;

namespace ServiceDirectory.Tests.Demo;

/// <summary>Invented guides are whole, marked, and lead to nobody.</summary>
public sealed partial class DemoGuideTests
{
    private static readonly LocalDate s_today = new(2026, 11, 24);

    [Fact]
    public void Guides_AreWhole_Marked_AndLeadToNobody()
    {
        foreach (var guide in DemoDirectory.Guides)
        {
            var content = guide.Content(DirectoryCatalogue.Default, s_today);
            Assert.Equal([], GuideRules.CheckWhole(guide.Kind, content, DirectoryCatalogue.Default, s_today.PlusDays(-guide.CheckedDaysAgo)));
            Assert.All(content.Title.In.Values, title => Assert.EndsWith("(demo)", title.Value, StringComparison.Ordinal));
            string words = string.Join(' ', content.Texts.SelectMany(text => text.Text.In.Values).Select(said => said.Value));
            Assert.All(Host().Matches(words), host => Assert.EndsWith(".example", host.Groups[1].Value, StringComparison.Ordinal));
            Assert.DoesNotMatch("[0-9]{5}|tel:|mailto:", words);
        }
    }

    [Fact]
    public void Cases_AreAllThere()
    {
        var guides = DemoDirectory.Guides.Select(guide => (guide.Kind, guide.Country, Content: guide.Content(DirectoryCatalogue.Default, s_today), Checked: s_today.PlusDays(-guide.CheckedDaysAgo))).ToList();
        Assert.InRange(guides.Count, 5, 20);
        Assert.Contains(guides, guide => guide is { Kind: GuideKind.Country, Country: "GB" });
        Assert.Contains(guides, guide => guide.Kind == GuideKind.Country && guide.Country != "GB");
        Assert.Contains(guides, guide => guide.Kind == GuideKind.Campaign);
        Assert.Contains(guides, guide => guide.Content.Title.Original == "ar");
        Assert.Contains(guides, guide => GuideRules.DueOn(guide.Kind, guide.Checked) <= s_today && GuideRules.HiddenFrom(guide.Kind, guide.Checked, null) > s_today);
        Assert.Contains(guides, guide => guide.Content.Lawyer is not null);
        Assert.Contains(guides, guide => guide.Content.Lawyer is null && GuideRules.IsLegal(guide.Kind));
    }

    [GeneratedRegex(@"https?://([^/\s)]+)")]
    private static partial Regex Host();
}
