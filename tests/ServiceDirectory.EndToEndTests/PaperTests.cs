using System.Text;
using System.Text.RegularExpressions;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.EndToEndTests;

/// <summary>Urgent help folds to a card for the pocket: every word of it on one side of one sheet, in every language.</summary>
public sealed partial class PaperTests(Chromium chromium, LiveDirectory directory)
{
    [FullFact]
    public async Task Pocket_InEveryLanguage_HoldsEverythingOnOneSide()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var wrong = new List<string>();
        foreach (var (position, situation) in DirectoryCatalogue.Default.Situations.Index())
        {
            foreach (string language in FullRun.IsAsked ? PageLanguages.Written : [PageLanguages.Written[position % PageLanguages.Written.Count]])
            {
                await visit.GoAsync(PublicPages.InLanguage(language, $"/now/{situation.Id}"));
                var sheet = Encoding.Latin1.GetString(await visit.Page.PdfAsync(new() { PreferCSSPageSize = true }));
                int sides = Side().Count(sheet);
                // A4 on its side, in points.
                if (sides != 1 || !Landscape().IsMatch(sheet))
                    wrong.Add($"{language} {situation.Slug}: {sides} sides");
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>What is cut off is on no second side: so nothing may be.</summary>
    [FullFact]
    public async Task Pocket_CutsNothingOff()
    {
        await using var visit = await Visit.StartAsync(chromium, directory, new Screen(1123, 794));
        foreach (var situation in DirectoryCatalogue.Default.Situations)
        {
            await visit.GoAsync($"/es/now/{situation.Id}");
            await visit.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
            Assert.Empty(await visit.Page.EvaluateAsync<string[]>(
                """
                () => [document.querySelector('main'), ...document.querySelectorAll('main > *')].filter(e => e.checkVisibility() && getComputedStyle(e).overflow !== 'visible')
                  .map(e => e.className)
                """));
            // Steps and the foot of the sheet do not lie on each other.
            Assert.True(await visit.Page.EvaluateAsync<bool>(
                """
                () => {
                  const bottom = Math.max(...[...document.querySelectorAll('.steps *')].map(e => e.getBoundingClientRect().bottom));
                  return bottom <= 200 / 25.4 * 96 + 1;
                }
                """), situation.Slug);
        }
    }

    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex Side();

    [GeneratedRegex(@"/MediaBox\s*\[\s*0 0 84[12][0-9.]* 59[45]")]
    private static partial Regex Landscape();
}
