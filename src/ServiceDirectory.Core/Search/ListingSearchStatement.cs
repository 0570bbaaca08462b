namespace ServiceDirectory.Core.Search;

/// <summary>
/// The text of the one statement that answers a search, put together from fixed fragments into a few constant shapes, so that
/// each is prepared and planned once per connection. A filter that an index serves makes a shape of its own; one that no
/// index serves stays in every shape and costs a comparison when it is not asked for.
/// </summary>
/// <remarks>
/// Parameters: $1 point, $2 metres, $3 needs ({0}: any), $4 wanted facts, $5 today, $6 facts to hide, $7 rows to skip,
/// $8 areas, $9 languages or null, $10 open bits or 0, $11 minute of the week by zone or null, $12 local date by zone,
/// $13 with visits, $14 with remote ones, $15 newest check first, $16 language of the page, $17 every fact that hides,
/// $18 minute of the week by zone or null where what opens first does not come first, $19 tens of minutes after which opening does not count.
/// With text also: $20 all its words, $21 all of them in the name, $22 any of them, $23 each of them, $24 best words first,
/// $25 all its words, whole.
/// Why it has this shape: docs/adr/0005-search-index.md.
/// </remarks>
internal static partial class ListingSearchStatement
{
    // First column of the answer: what the row is.
    public const int Totals = 0;
    public const int Line = 1;
    public const int Here = 2;
    public const int Remote = 3;
    public const int Further = 4;

    /// <summary>The text for a search.</summary>
    /// <param name="place">It names a place.</param>
    /// <param name="needs">It names a need.</param>
    /// <param name="text">It has words to be found in names and descriptions.</param>
    /// <param name="clock">It asks what is open now, or what opens first.</param>
    public static string For(bool place, bool needs, bool text, bool clock)
    {
        var shapes = clock ? s_byTheClock : s_atAnyTime;
        return (place, needs, text) switch
        {
            (true, true, false) => shapes.PlaceAndNeeds,
            (true, false, false) => shapes.PlaceOnly,
            (false, _, false) => shapes.NoPlace,
            (true, true, true) => shapes.PlaceNeedsAndWords,
            (true, false, true) => shapes.PlaceAndWords,
            (false, true, true) => shapes.NeedsAndWords,
            (false, false, true) => shapes.WordsOnly,
        };
    }

    // The bits of facts that hold until a date are made here, whatever a mask says. A test holds the numbers to the catalogue.
    internal const string FullBit = "(1::int8 << 18)";
    internal const string CommunityLedBit = "(1::int8 << 37)";
    internal const string TrainedBit = "(1::int8 << 39)";

    /// <summary><see cref="Vetting.VettingOptions.LateAfterDays"/>, which a test holds it to.</summary>
    internal const string LateDays = "30";

    private const string Excludes = $"(s.excludes & ~{FullBit} | case when s.full_until >= $5 then {FullBit} else 0 end)";

    private const string DatedBits = $"({TrainedBit} | {CommunityLedBit})";

    private const string Dated =
        $"case when s.trained_until > $5 then {TrainedBit} else 0 end | case when s.led_until > $5 then {CommunityLedBit} else 0 end";

    // A fact that hides stands among the known yes as "nothing to hide", so that all facts are counted alike.
    private const string Yes = $"((s.yes & ~($17 | {DatedBits}) | {Dated}) | ($17 & ~{Excludes}))";

    private const string No = "(s.no & ~$17)";

    // What the order takes before distance and code: late ones last, then the newest check where that is asked for, then listed.
    private const string Base =
        $"((s.due_on <= $5 - {LateDays})::int::int8 << 40) + case when $15 then date '2200-01-01' - s.checked_on else 0 end * 32 + s.rank";

    // Tens of minutes until a door opens, 0 while it is open: what comes first when time is short. What opens too late, and what
    // has hours that nobody knows, is all alike. Days with hours of their own replace those of the week, up to six days ahead;
    // nothing is looked at further than that.
    private const string TooLate = "1022";

    private const string WaitFor =
        $"""
        (select min(case when lower(r) <= w.minute and w.minute < upper(r) then 0
                else ((lower(r) - w.minute + 10080) % 10080 + 9) / 10 end) as wait
               from (select ($18::int[])[s.zone_id] as minute) w cross join unnest(
        """;

    private const string WeekAhead =
        """
        coalesce((
                 select coalesce(s.hours, '{}') - range_agg(int4range((extract(isodow from d.on_date)::int - 1) * 1440, extract(isodow from d.on_date)::int * 1440))
                   + range_agg(d.hours)
                 from special_day d
                 where d.site_id = s.site_id and d.on_date between ($12::date[])[s.zone_id] and ($12::date[])[s.zone_id] + 6
                 having count(*) > 0), s.hours)
        """;

    private const string Within = $") r) opens where opens.wait <= $19), {TooLate})::int8 end";

    private const string Wait = $"case when $18::int[] is null then 0 else coalesce((select opens.wait from {WaitFor}{WeekAhead}{Within}";

    private const string RemoteWait = $"case when $18::int[] is null then 0 else coalesce((select opens.wait from {WaitFor}s.hours{Within}";

    // Above the site's id and its distance in decimetres, so that one minimum finds the site that opens first.
    private const string WaitBits = "53";

    // Below whether an entry is late, above everything else of its order.
    private const string WaitInOrder = "21";

    private const string RemoteBase = $"{Base} + ({RemoteWait} << {WaitInOrder})";

    private const string SiteColumns = $"s.service_id, s.code, {Yes} as yes, {No} as no, {Base} as base, s.site_id, {Wait} as wait";

    private const string NeedsToCount = "case when cardinality($3) > 1 then s.needs end as needs";

    private const string RemoteColumns =
        $"s.need, s.service_id, s.code, case when not $13 then {Yes} end as yes, case when not $13 then {No} end as no, {RemoteBase} as base";

    private const string Shown =
        $"""
        s.hidden_from > $5 and ($6 = 0 or {Excludes} & $6 = 0)
            and ($9::text[] is null or s.langs && $9) and ($10 = 0 or s.open_bits & $10 = $10)
        """;

    private const string OpenNow =
        """
            and ($11::int[] is null or ($11::int[])[s.zone_id] <@ coalesce(
              (select d.hours from special_day d
               where d.site_id = s.site_id and d.on_date = ($12::date[])[s.zone_id]),
              s.hours))
        """;

    private const string Near =
        $"""
          from site s
          where $13 and s.area is null and st_dwithin(s.geog, $1, $2, false) and {Shown}
        {OpenNow}

        """;

    private const string NearHits =
        $"""
        with hit as materialized (
          select {SiteColumns}, {NeedsToCount}, st_distance(s.geog, $1, false) as metres
        {Near}
        """;

    private const string Mobile =
        $"""
          from site s
          where $13 and s.area && $1 and st_covers(s.area, $1) and {Shown}
        {OpenNow}

        """;

    // A mobile service has no distance; in the order it counts as two kilometres away.
    private const string MobileHits =
        $"""
          union all
          select {SiteColumns}, {NeedsToCount}, 2000::float8
        {Mobile}
        """;

    private const string WithNeeds = "    and s.needs && $3\n";

    // Two thousand services, whatever is wanted of them: an unusual wish must not read a whole table.
    private const string Newest =
        """
        newest as materialized (
          select n.service_id
          from unnest($3) asked(need) cross join lateral (
            select n.service_id, n.checked_on from service_need n
            where $13 and n.need = asked.need and n.hidden_from > $5
            order by n.checked_on desc, n.service_id desc limit 2001) n
          group by n.service_id, n.checked_on
          order by n.checked_on desc, n.service_id desc limit 2001),

        """;

    private const string NewestHits =
        $"""
        with {Newest}hit as materialized (
          select {SiteColumns}, {NeedsToCount}, 0::float8 as metres
          from (select service_id from newest limit 2000) n join site s using (service_id)
          where {Shown}
        {OpenNow}

        """;

    // One row per service, need and area. Far more of them are counted than of anything else, and a page shows five: so they
    // stay out of the grouping by services that sites need, and carry their facts only when it is them that filters count.
    private const string ShownRemote = Shown + RemoteOpenNow;

    private const string RemoteOpenNow = "\n    and ($11::int[] is null or ($11::int[])[s.zone_id] <@ s.hours)";

    private const string RemoteFits = $"(not $13 or $4 = 0 or $4 & ~{Yes} = 0)";

    private const string RemoteHits =
        $"""
        ),
        heard as materialized (
          select {RemoteColumns}
          from remote_need s
          where $14 and s.need = any($3) and s.area = any($8) and {ShownRemote}
            and {RemoteFits}),

        """;

    // One row per service. A site fits when it lacks none of the wanted facts. One that lacks exactly one, of which nothing is
    // known, is what the count of that fact leaves out. "nearest" carries decimetres above the site's id, so that one minimum
    // finds both, and above that how long until it opens.
    private const string Unknown =
        """
        case
              when $4 & ~yes = 0 then ~(yes | no)
              when ($4 & ~yes) & (($4 & ~yes) - 1) = 0 then $4 & ~(yes | no)
              else 0 end
        """;

    private const string Services =
        $"""
        svc as materialized (
          select service_id, min(code) as code, min(needs) as needs,
            min((wait << {WaitBits}) | ((metres * 10)::int8 << 32) | site_id) filter (where $4 & ~yes = 0) as nearest,
            count(*) filter (where $4 & ~yes = 0)::int as sites,
            min(base) as base,
            bit_or(yes) filter (where $4 & ~yes = 0) as yes,
            bit_or({Unknown}) as unknown
          from hit group by service_id),
        counted as (
          select yes, unknown from svc
          union all
          select case when $4 & ~yes = 0 then yes end, {Unknown}
          from (select service_id, min(yes) as yes, min(no) as no from heard where not $13 group by service_id) h),
        total as materialized (
          select (select count(nearest)::int from svc) as here,
            (select count(distinct service_id)::int from heard where $13 or $4 & ~yes = 0) as remote,
            array_agg(yes) filter (where yes is not null) as yes, array_agg(unknown & ~coalesce(yes, 0)) as unknown
          from counted),

        """;

    // Everything that was found for a need has it, so that one need alone is not counted again.
    private const string Lines =
        """
        line as materialized (
          select asked.need,
            case when cardinality($3) = 1 then (select here from total) else coalesce(h.services, 0) end as here,
            case when cardinality($3) = 1 then (select remote from total) else coalesce(r.services, 0) end as remote
          from unnest($3) asked(need)
          left join (
            select n.need, count(*)::int as services from svc cross join unnest(svc.needs) n(need)
            where cardinality($3) > 1 and n.need = any($3) and nearest is not null group by n.need) h using (need)
          left join (
            select need, count(distinct service_id)::int as services from heard
            where cardinality($3) > 1 and ($13 or $4 & ~yes = 0) group by need) r using (need)),

        """;

    /// <summary>The bits of a number that hold the distance of a place within the largest radius.</summary>
    internal const string Decimetres = "2097151";

    private const string Pages =
        $"""
        here as (
          select service_id, nearest, sites,
            base + (nearest >> {WaitBits} << {WaitInOrder}) + round((nearest >> 32 & {Decimetres}) / 10000::float8)::int8 * 32 * (not $15)::int as place, code
          from svc where nearest is not null
          order by place, code limit 20 offset case when $13 then $7 else 0 end),
        afar as (
          select service_id, min(base) as place, code from (
            -- Enough rows for a page of services: each stands there once for every need and area at most, lifted ones twice more.
            select service_id, base, code from heard where $13 or $4 & ~yes = 0
            order by base, code limit (case when $13 then 5 else 20 + $7 end) * 3 * cardinality($3) * cardinality($8)) h
          group by service_id, code
          order by place, code limit case when $13 then 5 else 20 end offset case when $13 then 0 else $7 end),

        """;

    // Only where there is little here. Candidates are limited before anything else is asked of them, so that an unusual wish
    // does not walk the whole index; every need gets its nearest before any gets its second.
    private const string Beyond =
        """
        beyond as materialized (
          select line.need, k.service_id, k.nearest, k.code, k.sites,
            row_number() over (partition by line.need order by k.nearest >> 32, k.code) as nth
          from line cross join lateral (
            select s.service_id, min(s.code) as code, min((s.metres * 10)::int8 << 32 | s.site_id) as nearest, count(*)::int as sites
            from (

        """;

    private const string Outside = "s.area is null and s.hidden_from > $5 and not st_dwithin(s.geog, $1, $2, false)";

    private const string FurtherSites =
        $"""
        {Beyond}      select s.*, s.geog <-> $1 as metres from site s
              where {Outside}

        """;

    // Asked inside, where it stands before everything else: outside, the nearest are found first and thrown away.
    private const string FewHere = "        and line.here < 3\n";

    private const string WithThisNeed = "        and s.needs @> array[line.need]\n";

    private const string Nearest =
        $"""
              order by s.geog <-> $1 limit 40) s
            where
        """;

    private const string Fitting =
        $"""
         {Shown} and $4 & ~(s.yes & ~{DatedBits} | {Dated}) = 0
        {OpenNow}
            group by s.service_id) k
          where
        """;

    private const string FurtherServices =
        """
         $7 = 0 and $13
            and not exists (select from svc where svc.service_id = k.service_id and svc.nearest is not null)),
        further as (
          select service_id, min(nearest) as nearest, max(sites) as sites from beyond
          group by service_id order by min(nth), min(nearest) >> 32, min(code) limit 5),

        """;

    private const string NothingFurther =
        """
        beyond as (select null::int as need, null::int8 as nearest where false),
        further as (select null::int as service_id, null::int8 as nearest, null::int as sites where false),

        """;

    private const string AllRead = "more as (select false as more, false as some_words)\n";

    private const string MoreThanNewest = "more as (select count(*) > 2000 as more, false as some_words from newest)\n";

    private const string LastZone = "(select max(zone_id) from zone)::int";

    private const string Answer =
        $"""
        select g.kind, g.a, g.b, g.c, g.number, g.place, g.yes, g.unknown, (select more from more),
          v.code, v.state, v.checked_on, v.due_on, v.trained_on, t.lang, t.card,
          s.id, $1 is not null and not s.mobile,
          s.yes & ~({DatedBits} | {FullBit}) | case when v.trained_until > $5 then {TrainedBit} else 0 end
            | case when v.led_until > $5 then {CommunityLedBit} else 0 end | case when v.full_until >= $5 then {FullBit} else 0 end,
          s.no, s.hours::text, z.name, d.dates, d.hours, (select some_words from more), v.warnings::text
        from (
          select 0 as kind, null::int as service_id, here as a, remote as b, {LastZone} as c,
            null::int8 as number, null::int8 as place, yes, unknown from total
          union all
          select 1, null, need, here, remote, (select min(nearest) from beyond where beyond.need = line.need), null, null, null from line
          union all
          select 2, service_id, sites, null, null, nearest, place, null, null from here
          union all
          select 3, service_id, 1, null, null, 0, place, null, null from afar
          union all
          select 4, service_id, sites, null, null, nearest, nearest >> 32, null, null from further) g
        left join service v using (service_id)
        left join lateral (
          -- The first of them that is there.
          select t.lang, t.card from service_text t where t.service_id = g.service_id and t.lang = $16
          union all
          select t.lang, t.card from service_text t where t.service_id = g.service_id and t.is_original and t.lang <> $16
          limit 1) t on true
        left join lateral (
          select s.id, s.area is not null as mobile, s.yes, s.no, s.hours, s.zone_id from site s
          where g.kind <> 3 and s.site_id = (g.number & 4294967295)::int
          union all
          (select null, true, r.yes, r.no, r.hours, r.zone_id from remote_need r
           where g.kind = 3 and r.service_id = g.service_id limit 1)) s on true
        left join zone z using (zone_id)
        left join lateral (
          select array_agg(d.on_date) as dates, array_agg(d.hours::text) as hours from special_day d
          where g.kind <> 3 and d.site_id = (g.number & 4294967295)::int and d.on_date between $5 - 2 and $5 + 9) d on true
        """;

    private const string PlaceAndNeeds =
        NearHits + WithNeeds + MobileHits + WithNeeds + RemoteHits + Services + Lines + Pages
        + FurtherSites + WithThisNeed + FewHere + Nearest + Fitting + FurtherServices + AllRead + Answer;

    private const string PlaceOnly =
        NearHits + MobileHits + RemoteHits + Services + Lines + Pages
        + FurtherSites + FewHere + Nearest + Fitting + FurtherServices + AllRead + Answer;

    private const string NoPlace = NewestHits + RemoteHits + Services + Lines + Pages + NothingFurther + MoreThanNewest + Answer;

    private static readonly Shapes s_byTheClock = new(shape => shape);

    // What is open, and how long until it opens, is asked of each row by statements within the statement, a sixth of what the whole costs to set up. Few
    // searches ask for it.
    private static readonly Shapes s_atAnyTime = new(shape => shape
        .Replace(Wait, "0::int8", StringComparison.Ordinal)
        .Replace(RemoteWait, "0::int8", StringComparison.Ordinal)
        .Replace(OpenNow, "", StringComparison.Ordinal)
        .Replace(LastZone, "null::int", StringComparison.Ordinal)
        .Replace(RemoteOpenNow, "", StringComparison.Ordinal));

    private sealed class Shapes(Func<string, string> of)
    {
        public string PlaceAndNeeds { get; } = of(ListingSearchStatement.PlaceAndNeeds);

        public string PlaceOnly { get; } = of(ListingSearchStatement.PlaceOnly);

        public string NoPlace { get; } = of(ListingSearchStatement.NoPlace);

        public string PlaceNeedsAndWords { get; } = of(ListingSearchStatement.PlaceNeedsAndWords);

        public string PlaceAndWords { get; } = of(ListingSearchStatement.PlaceAndWords);

        public string NeedsAndWords { get; } = of(ListingSearchStatement.NeedsAndWords);

        public string WordsOnly { get; } = of(ListingSearchStatement.WordsOnly);
    }
}
