namespace ServiceDirectory.Core.Hsds.Import;

/// <summary>Puts rows together that name one another, and refuses those that name nothing. In any order, and never in circles.</summary>
internal static class FeedLinks
{
    // What others name comes before those who name it, so that whoever names a row that was refused is refused as well.
    private static readonly string[] s_order =
    [
        "organizations", "taxonomies", "taxonomy_terms", "services", "locations", "service_at_locations", "phones", "addresses", "accessibility", "schedules", "regular_schedules",
        "holiday_schedules", "languages", "service_areas", "eligibility", "cost_options", "required_documents", "service_taxonomy", "service_attributes", "attributes",
    ];

    public static void Tie(Feed feed)
    {
        var index = new Index(feed);
        foreach (string table in s_order)
        {
            if (table is "organizations")
                Parents(feed, [.. feed.Table(table).Concat(feed.Services.SelectMany(service => service.All("organizations"))).Distinct()], "parent_organization_id", index);
            if (table is "taxonomy_terms")
                Parents(feed, [.. feed.Table(table).Concat(Nested(feed, "attributes", table)).Concat(Nested(feed, "service_taxonomy", "taxonomies")).Distinct()], "parent_id", index);
            foreach (var item in feed.Table(table).Where(item => !item.IsRefused))
                Tie(feed, index, item);
        }
    }

    private static IEnumerable<FeedItem> Nested(Feed feed, string link, string table) => feed.Services.SelectMany(service => service.All(link)).SelectMany(item => item.All(table));

    private static void Tie(Feed feed, Index index, FeedItem item)
    {
        switch (item.Table)
        {
            case "services":
                TieService(feed, index, item);
                return;
            case "locations":
                index.Maybe(item, "organization_id", "organizations");
                return;
            case "service_at_locations":
                if (index.Require(item, "location_id", "locations") is { } location)
                {
                    item.Add("locations", location);
                    index.Require(item, "service_id", "services")?.Add(item.Table, item);
                }
                else
                {
                    // It is refused; but the service is at a place, and its hours are not those of a line.
                    index.Find("services", item.Get("service_id"))?.Add(item.Table, item);
                }

                return;
            case "taxonomy_terms":
                if (index.Maybe(item, "taxonomy_id", "taxonomies") is { } taxonomy)
                    item.Add("taxonomies", taxonomy);
                return;
            case "attributes":
                TieAttribute(index, item);
                return;
            default:
                if (FeedTables.Owners.TryGetValue(item.Table, out var owners))
                    TieOwned(index, item, owners);
                if (item is { IsRefused: false, Table: "service_taxonomy" or "service_attributes" })
                    TieTerm(index, item);
                return;
        }
    }

    private static void TieService(Feed feed, Index index, FeedItem service)
    {
        // Of objects in one another an id beside them is no news.
        if (service.All("organizations").Count == 0 && feed.Tables.Contains("organizations") && service.Has("organization_id")
            && index.Require(service, "organization_id", "organizations") is { } organisation)
        {
            service.Add("organizations", organisation);
        }

        // So did some of the oldest lists say where a service is.
        if (service.Has("location_id") && index.Maybe(service, "location_id", "locations") is { } location)
        {
            var at = new FeedItem("service_at_locations", service.File, service.Row);
            at.Add("locations", location);
            service.Add("service_at_locations", at);
        }
    }

    private static void TieOwned(Index index, FeedItem item, (string Field, string Of)[] owners)
    {
        var named = owners.Where(owner => item.Has(owner.Field)).ToList();
        if (named.Count == 0)
        {
            index.Report.Refuse(item, owners[0].Field, FeedFault.Missing);
            return;
        }

        index.Require(item, named[0].Field, named[0].Of)?.Add(item.Table, item);
        foreach (var (field, of) in named.Skip(1))
            index.Maybe(item, field, of);
    }

    private static void TieAttribute(Index index, FeedItem item)
    {
        string entity = item.Get("link_entity").ToLowerInvariant();
        var service = index.Find("services", item.Get("link_id"));
        if (service is null && (entity is "service" or "services" || index.TableOf(item.Get("link_id")) is null))
        {
            index.Require(item, "link_id", "services");
            return;
        }

        if (service is null || service.IsRefused || index.Require(item, "taxonomy_term_id", "taxonomy_terms") is not { } term)
            return;
        item.Add("taxonomy_terms", term);
        service.Add(item.Table, item);
    }

    private static void TieTerm(Index index, FeedItem item)
    {
        var (field, of) = item.Has("taxonomy_term_id") ? ("taxonomy_term_id", "taxonomy_terms") : ("taxonomy_id", "taxonomies");
        // In the oldest lists the taxonomies are the terms; in newer ones they may be called either.
        if (index.Find(of, item.Get(field)) is null && index.Find("taxonomy_terms", item.Get(field)) is not null)
            of = "taxonomy_terms";
        if (index.Require(item, field, of) is { } term)
            item.Add(of, term);
    }

    /// <summary>Follows each to its parents, and theirs: some lists lead back to where they began.</summary>
    private static void Parents(Feed feed, IReadOnlyList<FeedItem> items, string field, Index index)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items.Where(item => item.Id.Length > 0 && item.Has(field)))
            parents.TryAdd(item.Id, item.Get(field));
        foreach (var item in items.Where(item => item.Has(field)))
        {
            var way = new List<string> { item.Id };
            string? at = item.Get(field);
            while (at is not null && way.Count <= FeedLimits.Parents && !way.Contains(at))
            {
                way.Add(at);
                at = parents.GetValueOrDefault(at);
            }

            if (at is not null)
                feed.Report.Refuse(item, field, FeedFault.ParentRing, string.Join(" → ", way.Append(at).Take(5)));
            else if (feed.Tables.Contains(item.Table) && feed.Table(item.Table).Contains(item))
                index.Maybe(item, field, item.Table);
        }
    }

    /// <summary>Every row by its table and id.</summary>
    private sealed class Index
    {
        private readonly Dictionary<string, Dictionary<string, FeedItem>> _items = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _tables = new(StringComparer.Ordinal);

        public Index(Feed feed)
        {
            Report = feed.Report;
            foreach (string table in feed.Tables)
            {
                var byId = _items[table] = new Dictionary<string, FeedItem>(StringComparer.Ordinal);
                foreach (var item in feed.Table(table).Where(item => item.Id.Length > 0))
                {
                    if (!byId.TryAdd(item.Id, item))
                        Report.Refuse(item, "id", FeedFault.IdTwice, item.Id);
                    _tables.TryAdd(item.Id, table);
                }
            }
        }

        public FeedReport Report { get; }

        public FeedItem? Find(string table, string id) => _items.GetValueOrDefault(table)?.GetValueOrDefault(id);

        public string? TableOf(string id) => _tables.GetValueOrDefault(id);

        /// <summary>The row that is named; where there is none, the row that names it is refused.</summary>
        public FeedItem? Require(FeedItem item, string field, string table)
        {
            var (found, fault) = Look(item.Get(field), table);
            if (fault is { } why)
                Report.Refuse(item, field, why, item.Get(field));
            return found;
        }

        /// <summary>The row that is named; where there is none, that is said.</summary>
        public FeedItem? Maybe(FeedItem item, string field, string table)
        {
            if (!item.Has(field))
                return null;
            var (found, fault) = Look(item.Get(field), table);
            if (fault is { } why)
                Report.LeaveOut(item, field, why, item.Get(field));
            return found;
        }

        private (FeedItem? Found, FeedFault? Fault) Look(string id, string table)
        {
            if (id.Length == 0)
                return (null, FeedFault.Missing);
            if (Find(table, id) is { } found)
                return found.IsRefused ? (null, FeedFault.OfRefused) : (found, null);
            return (null, _tables.ContainsKey(id) ? FeedFault.OtherTable : FeedFault.NotFound);
        }
    }
}
