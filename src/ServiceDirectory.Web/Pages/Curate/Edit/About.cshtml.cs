using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate.Edit;

/// <summary>What it is: names, a sentence, and what it helps with.</summary>
public sealed class AboutModel(DraftService drafts, DirectoryCatalogue catalogue, NeedMatcher matcher) : SectionModel(drafts)
{
    private static readonly string[] s_said = ["summary", "description"];

    private readonly DirectoryCatalogue _catalogue = catalogue;

    public override ListingSection Section => ListingSection.About;

    public IReadOnlyList<NeedGroup> Groups => _catalogue.Groups;

    /// <summary>Read out of the summary and the description, and not ticked yet.</summary>
    public IReadOnlyList<Need> Suggested
    {
        get
        {
            var said = s_said.SelectMany(name => Form.All(EntryTexts.Words(name))).Append(Form[CurateField.Say]);
            return [.. said.SelectMany(Sentences).SelectMany(text => matcher.Read(text).Needs).Distinct()
                .Select(_catalogue.FindNeed).OfType<Need>().Where(need => !Form.Has("needs", Number(need)))];
        }
    }

    public static string Number(Need need) => need.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    protected override void Fill(ListingContent content)
    {
        Fill("name", content.Name);
        Form.Add("otherNames", string.Join('\n', content.OtherNames.Select(name => name.OriginalWords)));
        Fill("paperName", content.PaperName);
        Fill("summary", content.Summary);
        Fill("description", content.Description);
        Form.Add("profile", EnumSlug.Of(content.Profile));
        foreach (int need in content.Needs)
            Form.Add("needs", need.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    protected override Task<ListingContent> ReadAsync(ListingContent now, CancellationToken cancellation)
    {
        var name = Read("name", now.Name);
        if (name is null)
            Wrong.Add("name", "Entry.Problem.Empty");
        var ticked = Form.All("needs").Select(_catalogue.FindNeed).OfType<Need>().Select(need => need.Id).ToHashSet();
        // The order in which they were chosen is what a card shows first.
        int[] needs = [.. now.Needs.Where(ticked.Contains), .. _catalogue.Needs.Select(need => need.Id).Where(id => ticked.Contains(id) && !now.Needs.Contains(id))];
        return Task.FromResult(now with
        {
            Name = name ?? now.Name,
            OtherNames = [.. Form["otherNames"].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(line => now.OtherNames.FirstOrDefault(other => other.OriginalWords == line) ?? Text.Of((name ?? now.Name).Original, line))],
            PaperName = Read("paperName", now.PaperName),
            Summary = Read("summary", now.Summary),
            Description = Read("description", now.Description),
            Profile = Chosen<Profile>("profile") ?? now.Profile,
            Needs = needs,
        });
    }

    /// <summary>A matcher that was made for a few typed words reads one thought at a time.</summary>
    private static IEnumerable<string> Sentences(string text) => text.Split(['.', ',', ';', '\n', '،', '؛'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(part => part.Length <= 200);
}
