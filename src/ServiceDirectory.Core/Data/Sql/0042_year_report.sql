-- What members show to whoever pays: whole years that are over, each number rounded to five, and nothing under five. No number is the sum of
-- others that stand beside it, so that nothing can be subtracted back.
create function directory.year_report(p_organisation uuid, p_year int, p_on date)
returns table (part text, key text, number int)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with checked as (
    -- Services that somebody judged or checked in that year, as they were written last by then.
    select s.id, r.content
    from directory.service s
    join lateral (
      select content from directory.revision where service_id = s.id and written_on < make_date(p_year + 1, 1, 1) order by number desc limit 1) r on true
    where exists (
        select from directory.approval a join directory.revision v on v.id = a.revision_id
        where v.service_id = s.id and extract(year from a.approved_on) = p_year)
      or exists (select from directory.fact_check f where f.service_id = s.id and extract(year from f.checked_on) = p_year)
  ), told as (
    select kind, criterion, 1 as times from directory.message where extract(year from sent_on) = p_year
    union all
    -- What is over keeps its month. Alike ones that were held count once, as they did before.
    select kind, criterion, 1 from directory.message_past where left(month, 4) = p_year::text
  ), counted (part, key, number) as (
    select 'need', need, count(*) from checked cross join lateral jsonb_array_elements_text(content -> 'needs') need group by need
    union all
    select 'place', place, count(distinct id)
    from checked cross join lateral jsonb_array_elements(coalesce(content -> 'sites', '[]')) site cross join lateral (select site ->> 'placeId' as place) p
    where place is not null group by place
    union all
    select 'concern', criterion::text, sum(times) from told where criterion is not null group by criterion
    union all
    select 'message', kind, sum(times) from told where criterion is null group by kind
    union all
    select 'own', 'review', count(*) from directory.review where organisation_id = p_organisation and extract(year from handed_in_on) = p_year
    union all
    select 'own', 'call', count(distinct (service_id, checked_on)) from directory.fact_check where organisation_id = p_organisation and extract(year from checked_on) = p_year
    union all
    select 'own', 'minutes', coalesce(sum(minutes), 0) from directory.review where organisation_id = p_organisation and extract(year from handed_in_on) = p_year
  )
  select c.part, c.key, (round(c.number / 5.0) * 5)::int
  from counted c where c.number >= 5 and p_year < extract(year from p_on)
$$;
