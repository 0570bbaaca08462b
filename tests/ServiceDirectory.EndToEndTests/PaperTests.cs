using System.Text;
using System.Text.RegularExpressions;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Guides;
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

    /// <summary>A guide folds once: the longest that may be written, on both sides of one sheet.</summary>
    [Fact]
    public async Task Guide_HoldsEverythingOnOneFoldedSheet()
    {
        await using var visit = await Visit.StartAsync(chromium, directory);
        var wrong = new List<string>();
        foreach (string code in await directory.Logins.Public.ListAsync<string>("select code from published.guide order by code"))
        {
            await visit.GoAsync($"/guides/{code}");
            await LookAsync(code, 1);
        }

        string longest = await directory.Logins.Public.OneAsync<string>("select code from published.guide where kind = 'police-and-raids'");
        string part = "## When they come\n\nSay your name and nothing else. **Ask for a lawyer.** It is free at any hour.\n\n- Read what you sign.\n- Ask for an interpreter.\n\n";
        string body = string.Concat(Enumerable.Repeat(part, GuideRules.LongestBody / part.Length));
        string before = await directory.Logins.Owner.OneAsync<string>("select body from published.guide_text where code = $1 and language = 'en'", longest);
        try
        {
            await directory.Logins.Owner.RunAsync("update published.guide_text set body = $2 where code = $1 and language = 'en'", longest, body);
            await visit.GoAsync($"/guides/{longest}");
            await LookAsync("the longest", 2);
        }
        finally
        {
            await directory.Logins.Owner.RunAsync("update published.guide_text set body = $2 where code = $1 and language = 'en'", longest, before);
        }

        Assert.Empty(wrong);

        async Task LookAsync(string what, int most)
        {
            var sheet = Encoding.Latin1.GetString(await visit.Page.PdfAsync(new() { PreferCSSPageSize = true }));
            int sides = Side().Count(sheet);
            if (sides < 1 || sides > most || !Landscape().IsMatch(sheet))
                wrong.Add($"{what}: {sides} sides");
        }
    }

    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex Side();

    [GeneratedRegex(@"/MediaBox\s*\[\s*0 0 84[12][0-9.]* 59[45]")]
    private static partial Regex Landscape();
}
