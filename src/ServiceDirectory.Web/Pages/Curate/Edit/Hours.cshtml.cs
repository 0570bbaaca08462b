using System.Globalization;
using System.Text.RegularExpressions;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;

namespace ServiceDirectory.Web.Pages.Curate.Edit;

/// <summary>When each place is open.</summary>
public sealed partial class HoursModel(DraftService drafts, PlaceFinder places) : SectionModel(drafts)
{
    public override ListingSection Section => ListingSection.Hours;

    public string? TownOf(Site site) => places.Find(site.PlaceId)?.Name;

    /// <summary>Where it stands on the page.</summary>
    public IEnumerable<(string At, Site Site)> Sites => Kept.Sites.Index().Select(site => ($"sites[{site.Index}]", site.Item));

    protected override Task OpenAsync(CancellationToken cancellation) => places.ReadyAsync(cancellation);

    protected override void Fill(ListingContent content)
    {
        foreach (var (index, site) in content.Sites.Index())
        {
            string at = $"sites[{index}]";
            Form.Add($"{at}.id", site.Id.ToString());
            WeekFields.Fill(Form, at, site.Hours);
            Form.Add($"{at}.specialDays", SpecialDaysText.Write(site.SpecialDays));
            Form.Add($"{at}.byAppointment", site.ByAppointment);
        }
    }

    protected override Task<ListingContent> ReadAsync(ListingContent now, CancellationToken cancellation)
    {
        var sites = now.Sites.ToList();
        foreach (int item in Form.Items("sites", ListingLimits.Sites))
        {
            string at = $"sites[{item}]";
            // A place that somebody took away meanwhile has no hours.
            int index = Guid.TryParse(Form[$"{at}.id"], CultureInfo.InvariantCulture, out var id) ? sites.FindIndex(site => site.Id == id) : -1;
            if (index < 0)
                continue;
            Wrong.Map("sites", index, item);
            var (days, notUnderstood) = SpecialDaysText.Read(Form[$"{at}.specialDays"], sites[index].SpecialDays, Language);
            foreach (string line in notUnderstood)
                Wrong.Add($"{at}.specialDays", "Entry.Wrong.SpecialDay", line.Length <= 60 ? line : line[..60]);
            sites[index] = sites[index] with
            {
                Hours = WeekFields.Read(Form, at, sites[index].Hours, Language, Wrong),
                SpecialDays = days,
                ByAppointment = Form[$"{at}.byAppointment"].Length > 0,
            };
            _read[at] = sites[index].Hours ?? [];
        }

        return Task.FromResult(now with { Sites = sites });
    }

    private readonly Dictionary<string, IReadOnlyList<HoursRule>> _read = [];

    /// <summary>The line of the day to which a span belongs.</summary>
    protected override string FieldOf(string path)
    {
        if (Rule().Match(base.FieldOf(path)) is { Success: true } at && Rule().Match(path) is { Success: true } rule
            && int.Parse(rule.Groups["rule"].ValueSpan, CultureInfo.InvariantCulture) is var index && _read.TryGetValue(at.Groups["at"].Value, out var rules) && index < rules.Count)
        {
            return $"{at.Groups["at"].Value}.day{(int)rules[index].Day}";
        }

        return base.FieldOf(path);
    }

    [GeneratedRegex(@"^(?<at>sites\[[0-9]+\])(\.hours(\[(?<rule>[0-9]+)\])?.*)?$")]
    private static partial Regex Rule();
}
