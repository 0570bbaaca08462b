using System.Globalization;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;

namespace ServiceDirectory.Web.Pages.Curate.Edit;

/// <summary>What decides a visit: cost, papers, police, and the other facts that the catalogue knows.</summary>
public sealed class VisitModel(DraftService drafts, DirectoryCatalogue catalogue, PlaceFinder places) : SectionModel(drafts)
{
    /// <summary>Numbers below are those of the catalogue's facts, true everywhere; from here on they are what is so at one place only.</summary>
    private const int FirstOfSites = 100;

    private const string Yes = "yes";
    private const string No = "no";

    private readonly DirectoryCatalogue _catalogue = catalogue;

    public override ListingSection Section => ListingSection.Visit;

    /// <summary>Those that may not be "not known" in an entry that everybody reads.</summary>
    public IEnumerable<Facet> Deciding => _catalogue.Facets.Where(facet => facet.Decides);

    public IEnumerable<(FacetGroup Group, IReadOnlyList<Facet> Facets)> Others => _catalogue.FacetGroups
        .Select(group => (group, (IReadOnlyList<Facet>)[.. group.Facets.Where(facet => facet is { Decides: false, Derived: false })])).Where(group => group.Item2.Count > 0);

    public IEnumerable<Facet> Typed => _catalogue.Facets.Where(facet => !facet.Derived);

    public IEnumerable<int> OfSites => Form.Items("access", ListingLimits.Facts).Where(item => item >= FirstOfSites);

    public int NextOfSites => OfSites.Append(FirstOfSites - 1).Max() + 1;

    public Facet? FacetOf(int item) => int.TryParse(Form[$"access[{item}].facet"], NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? _catalogue.FindFacet(id) : null;

    public string NameOf(Site site) => site.Name?.For(CultureInfo.CurrentUICulture.Name).Value ?? places.Find(site.PlaceId)?.Name ?? "";

    public int Answered(IEnumerable<Facet> facets) => facets.Count(facet => Form[$"access[{facet.Id}].answer"].Length > 0);

    protected override Task OpenAsync(CancellationToken cancellation) => places.ReadyAsync(cancellation);

    protected override void Fill(ListingContent content)
    {
        int next = FirstOfSites;
        foreach (var fact in content.Access)
        {
            string at = $"access[{(fact.SiteId is null ? fact.Facet : next++)}]";
            Form.Add($"{at}.id", fact.Id.ToString());
            Form.Add($"{at}.facet", fact.Facet.ToString(CultureInfo.InvariantCulture));
            Form.Add($"{at}.site", fact.SiteId?.ToString());
            Form.Add($"{at}.answer", fact.Yes ? fact.Value ?? Yes : No);
            Fill($"{at}.note", fact.Note);
        }

        Fill("cost", content.Cost);
        Fill("waitingTime", content.WaitingTime);
        Form.Add("intake.state", content.Intake is { } intake ? EnumSlug.Of(intake.State) : "");
        Form.Add("intake.asOf", SpecialDaysText.Write(content.Intake?.AsOf));
        Form.Add("intake.until", SpecialDaysText.Write(content.Intake?.Until));
    }

    protected override Task<ListingContent> ReadAsync(ListingContent now, CancellationToken cancellation)
    {
        var facts = new List<AccessFact>();
        foreach (int item in Form.Items("access", ListingLimits.Facts))
        {
            string at = $"access[{item}]", answer = Form[$"{at}.answer"];
            var site = item < FirstOfSites ? null : now.Sites.FirstOrDefault(s => s.Id.ToString() == Form[$"{at}.site"]);
            var facet = item < FirstOfSites ? _catalogue.FindFacet(item) : FacetOf(item);
            if (answer.Length == 0)
            {
                if (Form.All(Curating.EntryTexts.Words($"{at}.note")).Any(words => words.Trim().Length > 0))
                    Wrong.Add($"{at}.answer", "Entry.Wrong.NoteWithoutAnswer");
                continue;
            }

            if (facet is null or { Derived: true } || (item >= FirstOfSites && site is null))
            {
                Wrong.Add($"{at}.answer", "Entry.Wrong.WhichFact");
                continue;
            }

            var had = now.Access.FirstOrDefault(fact => fact.Facet == facet.Id && fact.SiteId == site?.Id);
            Wrong.Map("access", facts.Count, item);
            facts.Add(new AccessFact
            {
                Id = had?.Id ?? Guid.NewGuid(),
                Facet = facet.Id,
                Yes = answer != No,
                Value = answer is Yes or No ? null : answer,
                Note = Read($"{at}.note", had?.Note),
                SiteId = site?.Id,
            });
        }

        // In the order in which they were; what is new stands behind.
        var before = now.Access.Select(fact => fact.Id).ToList();
        var state = Chosen<IntakeState>("intake.state");
        var until = Date("intake.until");
        return Task.FromResult(now with
        {
            Access = [.. facts.OrderBy(fact => before.IndexOf(fact.Id) is >= 0 and var place ? place : int.MaxValue)],
            Cost = Read("cost", now.Cost),
            WaitingTime = Read("waitingTime", now.WaitingTime),
            Intake = state is { } taken ? new Intake { State = taken, AsOf = Date("intake.asOf") ?? Today, Until = taken == IntakeState.Full ? until : null } : null,
        });
    }
}
