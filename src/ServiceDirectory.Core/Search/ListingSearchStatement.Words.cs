namespace ServiceDirectory.Core.Search;

// The shapes with text. What is near is read first and then asked for its words; only without a place, and for remote help, does
// an index of words say what to read. "words" of a service: 0 all of them in its name, 1 all of them somewhere, more for each
// that it lacks; its text in the language of the page counts, and its original. A site has the words of every language, so that
// texts are read for the few that have a word in any.
internal static partial class ListingSearchStatement
{
    private const string InALanguageRead = "(t.lang = $16 or t.is_original)";

    private const string Level =
        """
        min(case
              when t.vector @@ $21 then 0
              when t.vector @@ $20 then 1
              when t.vector @@ $22 then 1 + (select count(*) from unnest($23) each(word) where not t.vector @@ each.word)
            end)::int
        """;

    private const string WordsOfSite =
        $"""
        s.needs, (
            select {Level} from service_text t
            where t.service_id = s.service_id and {InALanguageRead}) as words
        """;

    // Beside a need only all the words count.
    private const string AllWordsOfSite =
        $"""
        s.needs, case when s.words @@ $20 then (
            select {Level} from service_text t
            where t.service_id = s.service_id and {InALanguageRead}) end as words
        """;

    private const string NearWithWords =
        $"""
        with near as materialized (
          select {SiteColumns}, {WordsOfSite}, st_distance(s.geog, $1, false) as metres
        {Near}    and s.words @@ $22
          union all
          select {SiteColumns}, {WordsOfSite}, 2000::float8
        {Mobile}    and s.words @@ $22),

        """;

    private const string NearWithNeeds =
        $"""
        with near as materialized (
          select {SiteColumns}, {AllWordsOfSite}, st_distance(s.geog, $1, false) as metres
        {Near}    and (s.needs && $3 or s.words @@ $20)
          union all
          select {SiteColumns}, {AllWordsOfSite}, 2000::float8
        {Mobile}    and (s.needs && $3 or s.words @@ $20)),

        """;

    // Remote help by its words, from an index over nothing but the texts of remote help. A service stands there twice when its
    // text in the language of the page has the words and its original, too.
    private const string RemoteTexts = $"where $14 and t.areas && $8 and {InALanguageRead} and t.vector @@";

    private const string Spoken =
        $"""
        spoken as materialized (
          select t.service_id, (not t.vector @@ $21)::int as words from service_text t
          {RemoteTexts} $20),

        """;

    private const string RemoteWithWords =
        $"""
          select s.need, s.service_id, s.code, {Yes} as yes, {No} as no, {RemoteBase} as base, w.words
        """;

    private const string OfAnyNeed = $"where s.need = 0 and s.area = any($8) and {ShownRemote}";

    private const string FarWithWords =
        $"""
        {Spoken}far as materialized (
        {RemoteWithWords}
          from spoken w join remote_need s using (service_id)
          {OfAnyNeed}),

        """;

    // Words that are left beside a need exclude nothing. Who bears them all in its name is found without the need. What is lifted
    // stands here once more, and the best place of a service counts: a join of both would be one of everything with everything.
    private const string FarWithNeeds =
        $"""
        {Spoken}far as materialized (
          select {RemoteColumns}, 2 as words
          from remote_need s
          where $14 and s.need = any($3) and s.area = any($8) and {ShownRemote} and {RemoteFits}
          union all
          select {RemoteColumns}, w.words
          from spoken w join remote_need s using (service_id)
          where s.need = any(case when w.words = 0 then array[0] else $3 end) and s.area = any($8) and {ShownRemote} and {RemoteFits}),

        """;

    // Nobody has all the words: then any of them will do. Wanted facts have no say in that, or a filter could bring in what
    // the text did not mean. Of remote help only then is it asked who has some: one word of a name is often in thousands.
    private const string MostNear =
        $"""
        most as materialized (
          select case when exists (select from near where words <= 1) or exists (select from far) then 1 else 99 end as words),
        {PartlySpoken}
        """;

    private const string MostWorded =
        $"""
        most as materialized (
          select case when exists (select from worded) or exists (select from far) then 1 else 99 end as words),
        {PartlySpoken}
        """;

    private const string PartlySpoken =
        $"""
        partly_spoken as materialized (
          select t.service_id, 1 + (select count(*)::int from unnest($23) each(word) where not t.vector @@ each.word) as words
          from service_text t
          {RemoteTexts} $22 and (select words from most) > 1 and cardinality($23) > 1),

        """;

    private const string HitsOfWords =
        $"""
        hit as materialized (
          select service_id, code, yes, no, base + (case when $24 then words else 0 end::int8 << 32) as base, site_id, wait, needs, metres
          from near where words <= (select words from most)),
        heard as materialized (
          select need, service_id, code, yes, no, base + (case when $24 then words else 0 end::int8 << 32) as base
          from (
            select * from far
            union all
        {RemoteWithWords}
            from partly_spoken w join remote_need s using (service_id)
            {OfAnyNeed}) far
          where not $13 or $4 & ~yes = 0),

        """;

    private const string HitsOfNeeds =
        """
        hit as materialized (
          select service_id, code, yes, no, base + (case when $24 then least(words, 2) else 0 end::int8 << 32) as base, site_id, wait, needs, metres
          from near where needs && $3 or words = 0),
        heard as materialized (
          select need, service_id, code, yes, no, base + (case when $24 then words else 0 end::int8 << 32) as base
          from far),

        """;

    private const string LinesOfWords =
        """
        line as materialized (
          select asked.need, coalesce(h.services, 0) as here, coalesce(r.services, 0) as remote
          from unnest($3) asked(need)
          left join (
            select n.need, count(*)::int as services from svc cross join unnest(svc.needs) n(need)
            where n.need = any($3) and nearest is not null group by n.need) h using (need)
          left join (
            select need, count(distinct service_id)::int as services from heard
            where $13 or $4 & ~yes = 0 group by need) r using (need)),

        """;

    // Who bears a name of several words is known to an index, wherever that is. What nobody has in full, or very many have, is
    // looked for among the nearest: more of them than for a need, as a word may be rare.
    private const string FewWithAllWords = "(line.here < 3 or (select words from most) > 1)";

    private const string BeyondWithWords =
        $"""
        few as materialized (
          select t.service_id from service_text t
          where $7 = 0 and $13 and cardinality($23) > 1 and (select {FewWithAllWords} from line)
            and {InALanguageRead} and t.vector @@ $25
          limit 401),
        known as materialized (select count(*) between 1 and 400 as few from few),
        {Beyond}      select s.*, s.geog <-> $1 as metres
              from (select distinct service_id from few) f join site s using (service_id)
              where (select few from known) and {Outside}
              union all
              (select s.*, s.geog <-> $1 as metres from site s
               where not (select few from known) and {FewWithAllWords} and {Outside}
               order by s.geog <-> $1 limit 200)) s
            where s.words @@ $20 and exists (
              select from service_text t where t.service_id = s.service_id and {InALanguageRead} and t.vector @@ $20) and
        """;

    private const string SomeWords = "more as (select false as more, words > 1 as some_words from most)\n";

    // Two rows of a service can have the words, so that 4,002 of them are at least 2,001 services.
    private const string WithASite =
        $"""
        {InALanguageRead}
            limit 4002) t group by service_id),

        """;

    private const string SeenSites =
        """
          select service_id from (
            select t.service_id from service_text t
            cross join lateral (select from site s where s.service_id = t.service_id and s.hidden_from > $5 limit 1) seen
            where $13 and
        """;

    private const string Worded = $"worded as materialized (\n{SeenSites} t.vector @@ $20 and {WithASite}";

    private const string Named = $"named as materialized (\n{SeenSites} ts_filter(t.vector, '{{a}}') @@ $20 and {WithASite}";

    private const string PartlyWorded =
        $"partly as materialized (\n{SeenSites} (select words from most) > 1 and t.vector @@ $22 and {WithASite}";

    private const string SitesWithWords =
        $"""
         n join site s using (service_id)
          where {Shown}
        {OpenNow}),

        """;

    private const string NearOfWords =
        $"""
        near as materialized (
          select {SiteColumns}, {WordsOfSite}, 0::float8 as metres
          from (select service_id from worded union all select service_id from partly order by service_id desc limit 2000){SitesWithWords}
        """;

    private const string NearOfNeeds =
        $"""
        near as materialized (
          select {SiteColumns}, {AllWordsOfSite}, 0::float8 as metres
          from ((select service_id from newest limit 2000) union (select service_id from named order by service_id desc limit 2000)){SitesWithWords}
        """;

    private const string MoreWorded =
        """
        more as (
          select (select count(*) from worded) > 2000 or (select count(*) from partly) > 2000 as more, words > 1 as some_words from most)

        """;

    private const string MoreNamed =
        """
        more as (
          select (select count(*) from newest) > 2000 or (select count(*) from named) > 2000 as more, false as some_words)

        """;

    private const string PlaceNeedsAndWords =
        NearWithNeeds + FarWithNeeds + HitsOfNeeds + Services + LinesOfWords + Pages
        + FurtherSites + WithThisNeed + FewHere + Nearest + Fitting + FurtherServices + AllRead + Answer;

    private const string PlaceAndWords =
        NearWithWords + FarWithWords + MostNear + HitsOfWords + Services + Lines + Pages
        + BeyondWithWords + Fitting + FurtherServices + SomeWords + Answer;

    private const string NeedsAndWords =
        "with " + Newest + Named + FarWithNeeds + NearOfNeeds + HitsOfNeeds + Services + LinesOfWords + Pages
        + NothingFurther + MoreNamed + Answer;

    private const string WordsOnly =
        "with " + FarWithWords + Worded + MostWorded + PartlyWorded + NearOfWords + HitsOfWords + Services + Lines + Pages
        + NothingFurther + MoreWorded + Answer;
}
