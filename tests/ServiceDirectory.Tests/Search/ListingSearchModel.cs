using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Tests.Search;

/// <summary>What a search should answer, worked out slowly and plainly from the services themselves.</summary>
internal sealed class ListingSearchModel(IReadOnlyList<SyntheticService> services)
{
    private readonly DirectoryCatalogue _catalogue = DirectoryCatalogue.Default;

    public Answer Find(SearchCriteria criteria, Instant now)
    {
        var today = now.InUtc().Date;
        var wanted = criteria.Access.Where(f => !Hides(f)).ToList();
        var words = new ModelWords(criteria);
        var here = criteria.Reach is Reach.Remote
            ? []
            : (criteria.Place is null ? Newest(criteria, words, today) : services).Select(s => new Candidate(s, Reached(s))).Where(c => c.Sites.Count > 0).ToList();
        var remote = criteria.Reach is Reach.Visit
            ? []
            : services.Where(ServesRemotely).Select(s => new Candidate(s, [(RemoteSite(s), 0)])).ToList();
        bool someWords = words.Filter
            && !remote.Concat(criteria.Reach is Reach.Remote || criteria.Place is not null ? here : [.. AllWithWords(words, today).Select(s => new Candidate(s, []))])
                .Any(c => words.HasAll(c.Service));
        if (words.Filter && !someWords)
        {
            here.RemoveAll(c => !words.HasAll(c.Service));
            remote.RemoveAll(c => !words.HasAll(c.Service));
        }

        var found = here.Where(c => c.Fitting(wanted, Has).Any()).ToList();
        var foundRemote = remote.Where(c => c.Fitting(wanted, Has).Any()).ToList();
        var counted = criteria.Reach is Reach.Remote ? remote : here;
        // Who bears a name of several words in full is looked for everywhere.
        bool known = words.Filter && services.Sum(words.TextsWithAllWhole) is >= 1 and <= 400;
        var lines = criteria.Needs.Distinct().Select(Line).ToList();
        var beyond = Beyond();

        return new Answer(
            Total: found.Count,
            More: criteria.Place is null && criteria.Reach is not Reach.Remote && !words.Filter && AllWithNeeds(criteria, today).Count() > SearchResults.NewestCounted,
            SomeWords: someWords,
            Here: [.. found.Select(c => Hit(c, criteria.Place is null)).OrderBy(h => Order(h, withDistance: criteria.Place is not null))
                .ThenBy(h => h.Service.Code, StringComparer.Ordinal).Skip((criteria.Page - 1) * 20).Take(20).Select(Shown)],
            RemoteTotal: foundRemote.Count,
            Remote: [.. foundRemote.Select(c => new ModelHit(c.Service, c.Sites[0].Site, null, 0, 0) { Rank = RemoteRank(c.Service), Wait = Wait(c.Sites[0].Site) }).OrderBy(h => Order(h, withDistance: false))
                .ThenBy(h => h.Service.Code, StringComparer.Ordinal)
                .Skip(criteria.Reach is Reach.Remote ? (criteria.Page - 1) * 20 : 0).Take(criteria.Reach is Reach.Remote ? 20 : 5).Select(Shown)],
            Lines: [.. lines.Select(l => l with { NearestKm = beyond.Where(b => b.Need == l.Need).Select(b => (double?)b.Nearest.Km).Min() })],
            Further: [.. beyond.GroupBy(b => b.Nearest.Service)
                .Select(g => (Nth: g.Min(b => b.Nth), Hit: g.MinBy(b => b.Nearest.Tenths)!.Nearest with { Others = g.Max(b => b.Nearest.Others) }))
                .OrderBy(f => f.Nth).ThenBy(f => f.Hit.Tenths).ThenBy(f => f.Hit.Service.Code, StringComparer.Ordinal).Take(5)
                .OrderBy(f => f.Hit.Tenths).ThenBy(f => f.Hit.Service.Code, StringComparer.Ordinal).Select(f => Shown(f.Hit))],
            Counts: [.. _catalogue.Facets.Where(f => f.Use is not FacetUse.Note).Select(Count)]);

        bool Hides(int facet) => (_catalogue.ExcludeFacets >> facet & 1) == 1;

        bool? Fact(SyntheticService s, SyntheticSite site, int facet) =>
            DatedUntil(s, facet) > today ? true
            : facet is not (FacetIds.Trained or FacetIds.CommunityLed) && (site.Yes >> facet & 1) == 1 ? true : (site.No >> facet & 1) == 1 ? false : null;

        LocalDate? DatedUntil(SyntheticService s, int facet) =>
            facet == FacetIds.Trained ? s.TrainedUntil : facet == FacetIds.CommunityLed ? s.LedUntil : null;

        bool Has(SyntheticService s, SyntheticSite site, int facet) => Fact(s, site, facet) is true;

        bool IsHidden(SyntheticService s, int facet) =>
            facet == FacetIds.Full ? s.FullUntil >= today : (s.Excludes >> facet & 1) == 1;

        bool IsShown(SyntheticService s, SyntheticSite site) =>
            s.HiddenFrom > today
            && !criteria.Access.Where(Hides).Any(f => IsHidden(s, f))
            && (criteria.Languages.Count == 0 || criteria.Languages.Any(asked => s.Languages.Any(spoken => spoken == asked || spoken.StartsWith(asked + "-", StringComparison.Ordinal))))
            && IsOpen(site);

        bool? IsOpenNow(SyntheticSite site)
        {
            var local = now.InZone(DateTimeZoneProviders.Tzdb[SyntheticDirectory.Zones[site.ZoneId - 1]]).LocalDateTime;
            int minute = ((int)local.DayOfWeek - 1) * 1440 + local.Hour * 60 + local.Minute;
            var special = site.SpecialDays.FirstOrDefault(d => d.On == local.Date);
            return (special?.Hours ?? site.Hours)?.Any(h => h.From <= minute && minute < h.Until);
        }

        bool IsOpen(SyntheticSite site)
        {
            return criteria.Open switch
            {
                null => true,
                OpenWhen.Now => IsOpenNow(site) is true,
                OpenWhen.Evening => (site.Hours ?? []).Any(h => Minutes(h).Any(m => m % 1440 >= 18 * 60)),
                OpenWhen.Night => (site.Hours ?? []).Any(h => Minutes(h).Any(m => m % 1440 is >= 22 * 60 or < 6 * 60)),
                _ => (site.Hours ?? []).Any(h => Minutes(h).Any(m => m >= 5 * 1440)),
            };
        }

        static IEnumerable<int> Minutes((int From, int Until) span) => Enumerable.Range(span.From, span.Until - span.From);

        // Who has all the words in its name is found without the need; without a need, words decide.
        bool HasNeed(SyntheticService s) => criteria.Needs.Count == 0
            ? !words.Filter || words.Level(s) is not null
            : s.Needs.Intersect(criteria.Needs).Any() || words.Level(s) == 0;

        // Sites that a person can use, wanted facts apart, with what the order takes for their distance.
        List<(SyntheticSite, double)> Reached(SyntheticService s) => !HasNeed(s) ? [] :
        [
            .. s.Sites.Where(site => IsShown(s, site)).Select(site => (site, metres: criteria.Place is not { } place ? 0
                : site.RadiusKm is not { } radius ? place.Centre.MetresTo(site.Point)
                : site.Point.MetresTo(place.Centre) <= radius * 1000 ? 2000 : double.PositiveInfinity))
                .Where(pair => criteria.Place is null || pair.metres <= (pair.site.RadiusKm is null ? criteria.WithinKm * 1000 : 2000)),
        ];

        bool ServesRemotely(SyntheticService s)
        {
            return HasNeed(s) && s.RemoteAreas.Intersect(Served()).Any() && IsShown(s, RemoteSite(s));
        }

        ModelHit Hit(Candidate c, bool placeless)
        {
            var fitting = c.Fitting(wanted, Has).ToList();
            var (site, metres) = fitting.OrderBy(pair => Wait(pair.Site)).ThenBy(pair => Tenths(pair.Metres)).ThenBy(pair => pair.Site.SiteId).First();
            return new ModelHit(c.Service, site, placeless || site.RadiusKm is not null ? null : Tenths(metres) / 10_000.0, Tenths(metres), fitting.Count - 1) { Wait = Wait(site) };
        }

        // In tens of minutes, begun ones whole: until a door opens, on the days to come and within the hours that still help.
        int Wait(SyntheticSite site)
        {
            if (criteria.Sort is not SortBy.Open)
                return 0;
            var local = now.InZone(DateTimeZoneProviders.Tzdb[SyntheticDirectory.Zones[site.ZoneId - 1]]).LocalDateTime;
            int minute = local.Hour * 60 + local.Minute;
            for (int days = 0; days <= 6; days++)
            {
                var date = local.Date.PlusDays(days);
                int midnight = ((int)date.DayOfWeek - 1) * 1440, earliest = days == 0 ? minute : 0;
                var openings = (site.SpecialDays.FirstOrDefault(d => d.On == date)?.Hours ?? site.Hours ?? [])
                    .Select(span => (From: Math.Max(span.From - midnight, earliest), Until: Math.Min(span.Until - midnight, 1440)))
                    .Where(span => span.From < span.Until).Select(span => span.From).ToList();
                if (openings.Count > 0)
                    return (int)Math.Ceiling((days * 1440 + openings.Min() - minute) / 10.0) is var wait && wait <= criteria.OpensWithinHours * 6 ? wait : int.MaxValue;
            }

            return int.MaxValue;
        }

        Found Shown(ModelHit hit)
        {
            var (s, site, remote) = (hit.Service, hit.Site, hit.Site.SiteId == 0);
            long dated = (s.TrainedUntil > today ? 1L << FacetIds.Trained : 0) | (s.LedUntil > today ? 1L << FacetIds.CommunityLed : 0)
                | (s.FullUntil >= today ? 1L << FacetIds.Full : 0);
            OpenKind? open = IsOpenNow(site) switch
            {
                true => OpenKind.Open,
                false => OpenKind.Closed,
                null => remote ? null : OpenKind.NotKnown,
            };
            return new Found(
                s.Code, remote ? null : site.Id, hit.Km, hit.Others, site.Yes | dated, site.No, open,
                SyntheticDirectory.Zones[site.ZoneId - 1], (EntryState)s.Rank,
                s.Texts.Any(t => t.Language == criteria.PageLanguage) ? criteria.PageLanguage : s.Texts[0].Language);
        }

        IEnumerable<string> Served() => [.. criteria.Place?.Areas ?? [criteria.HomeCountry, .. criteria.HomeRegions], "001"];

        int RemoteRank(SyntheticService s) => 10 * s.Rank + s.RemoteAreas.Intersect(Served())
            .Min(area => area == "001" ? 2 : area.Contains('.') ? 0 : 1);

        (bool, int, int, long, int) Order(ModelHit hit, bool withDistance) => (
            hit.Service.DueOn.PlusDays(VettingOptions.LateAfterDays) <= today,
            hit.Wait,
            words.Lift(hit.Service),
            criteria.Sort is SortBy.Checked || criteria.Place is null ? -hit.Service.CheckedOn.ToDateTimeUnspecified().Ticks
                : withDistance ? (long)Math.Round(hit.Tenths / 10_000.0) : 0,
            hit.Rank);

        NeedLine Line(int need) => new(
            need,
            Here: found.Count(c => c.Service.Needs.Contains(need)),
            NearestKm: null,
            Remote: foundRemote.Count(c => c.Service.Needs.Contains(need)));

        // For each need with fewer than three here: the forty nearest sites beyond the radius, then those that fit.
        List<(int Need, ModelHit Nearest, int Nth)> Beyond() => criteria.Place is not { } place || criteria.Page > 1 || criteria.Reach is Reach.Remote ? [] :
        [
            .. (lines.Count == 0 ? [new NeedLine(0, found.Count, null, 0)] : lines).Where(l => l.Here < 3 || someWords).SelectMany(l => services
                .Where(s => s.HiddenFrom > today && (l.Need == 0 || s.Needs.Contains(l.Need)))
                .SelectMany(s => s.Sites.Where(site => site.RadiusKm is null).Select(site => (Service: s, Site: site, Metres: place.Centre.MetresTo(site.Point))))
                .Where(x => x.Metres > criteria.WithinKm * 1000)
                .Where(x => !known || words.HasAllWhole(x.Service))
                .OrderBy(x => x.Metres).Take(known ? int.MaxValue : words.Filter ? 200 : 40)
                .Where(x => (!words.Filter || words.HasAll(x.Service)) && IsShown(x.Service, x.Site) && wanted.All(f => Has(x.Service, x.Site, f)))
                .GroupBy(x => x.Service).Where(g => found.All(c => c.Service != g.Key))
                .Select(g => (g.Key, First: g.OrderBy(x => Tenths(x.Metres)).ThenBy(x => x.Site.SiteId).First(), Count: g.Count()))
                .Select(g => new ModelHit(g.Key, g.First.Site, Tenths(g.First.Metres) / 10_000.0, Tenths(g.First.Metres), g.Count - 1))
                .OrderBy(h => h.Tenths).ThenBy(h => h.Service.Code, StringComparer.Ordinal)
                .Select((h, i) => (l.Need, h, i + 1))),
        ];

        FacetCount Count(Facet facet)
        {
            if (facet.Use is FacetUse.Exclude)
                return new FacetCount(facet.Id, counted.Count(c => c.Fitting(wanted, Has).Any() && !IsHidden(c.Service, facet.Id)), 0);
            var others = wanted.Where(f => f != facet.Id).ToList();
            int yes = counted.Count(c => c.Fitting([.. others, facet.Id], Has).Any());
            int unknown = counted.Count(c => !c.Fitting([.. others, facet.Id], Has).Any()
                && c.Fitting(others, Has).Any(pair => Fact(c.Service, pair.Site, facet.Id) is null));
            return new FacetCount(facet.Id, yes, unknown);
        }
    }

    private IEnumerable<SyntheticService> AllWithNeeds(SearchCriteria criteria, LocalDate today) => services.Where(s =>
        s.Sites.Count > 0 && s.HiddenFrom > today && (criteria.Needs.Count == 0 || s.Needs.Intersect(criteria.Needs).Any()));

    private IEnumerable<SyntheticService> AllWithWords(ModelWords words, LocalDate today) =>
        services.Where(s => s.Sites.Count > 0 && s.HiddenFrom > today && words.HasAll(s));

    private IEnumerable<SyntheticService> Newest(SearchCriteria criteria, ModelWords words, LocalDate today) =>
        words.Filter ? services.Where(s => s.Sites.Count > 0 && s.HiddenFrom > today && words.Level(s) is not null)
        : AllWithNeeds(criteria, today).OrderByDescending(s => s.CheckedOn).ThenByDescending(s => s.ServiceId).Take(SearchResults.NewestCounted)
            .Union(services.Where(s => s.Sites.Count > 0 && s.HiddenFrom > today && words.Level(s) == 0));

    private static long Tenths(double metres) => (long)Math.Round(metres * 10);

    private static SyntheticSite RemoteSite(SyntheticService s) => new()
    {
        SiteId = 0,
        Id = default,
        Kind = SiteKind.Address,
        Point = default,
        PlaceId = 0,
        Yes = s.Yes,
        No = s.No,
        Hours = s.Hours,
        ZoneId = s.ZoneId,
    };

    private sealed record Candidate(SyntheticService Service, List<(SyntheticSite Site, double Metres)> Sites)
    {
        public IEnumerable<(SyntheticSite Site, double Metres)> Fitting(
            IReadOnlyList<int> wanted, Func<SyntheticService, SyntheticSite, int, bool> has) =>
            Sites.Where(pair => wanted.All(f => has(Service, pair.Site, f)));
    }

    private sealed record ModelHit(SyntheticService Service, SyntheticSite Site, double? Km, long Tenths, int Others)
    {
        public int Rank { get; init; } = Service.Rank;

        public int Wait { get; init; }
    }

    /// <summary>What the model says of a result, to be compared by value.</summary>
    internal sealed record Found(
        string Code, Guid? SiteId, double? Km, int OtherSites, long Yes, long No, OpenKind? Open, string Zone, EntryState State, string Language);

    internal sealed record Answer(
        int Total, bool More, bool SomeWords, IReadOnlyList<Found> Here, int RemoteTotal, IReadOnlyList<Found> Remote, IReadOnlyList<NeedLine> Lines,
        IReadOnlyList<Found> Further, IReadOnlyList<FacetCount> Counts);

    /// <summary>How well services match a text.</summary>
    internal sealed class ModelWords(SearchCriteria criteria)
    {
        private readonly List<string> _words = [.. Tokenizer.Tokens(criteria.Text).Distinct().Take(SearchWords.Most)];

        /// <summary>The text decides what is found.</summary>
        public bool Filter => _words.Count > 0 && criteria.Needs.Count == 0;

        /// <summary>0 all words in a name, 1 all somewhere, more for each that is missing, null none.</summary>
        public int? Level(SyntheticService service) => _words.Count == 0 ? null
            : service.Texts.Where((text, i) => i == 0 || text.Language == criteria.PageLanguage).Min(LevelOf);

        public bool HasAll(SyntheticService service) => Level(service) <= 1;

        public bool HasAllWhole(SyntheticService service) => TextsWithAllWhole(service) > 0;

        /// <summary>In how many of its texts a name of several words stands in full.</summary>
        public int TextsWithAllWhole(SyntheticService service) => _words.Count < 2 ? 0 : service.Texts
            .Where((text, i) => i == 0 || text.Language == criteria.PageLanguage)
            .Count(text => _words.All(Tokenizer.Tokens($"{text.Name} {text.OtherName} {text.Summary}").Contains));

        /// <summary>What the order takes of it.</summary>
        public int Lift(SyntheticService service) => _words.Count == 0 || criteria.Sort is SortBy.Distance or SortBy.Checked or SortBy.Open ? 0
            : Filter ? Level(service)!.Value : Math.Min(2, Level(service) ?? 2);

        private int? LevelOf(SyntheticText text)
        {
            var names = Tokenizer.Tokens($"{text.Name} {text.OtherName}").ToHashSet();
            var all = Tokenizer.Tokens(text.Summary).Union(names).ToHashSet();
            int missing = _words.Count(word => !Has(all, word));
            return _words.All(word => Has(names, word)) ? 0 : missing < _words.Count ? 1 + missing : null;
        }

        private bool Has(HashSet<string> among, string word) => among.Contains(word)
            || (word == _words[^1] && word.Length >= SearchWords.ShortestBeginning && among.Any(other => other.StartsWith(word, StringComparison.Ordinal)));
    }
}
