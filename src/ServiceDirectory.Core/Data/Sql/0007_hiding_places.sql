-- A site that shows only its area is kept by a place that can hide it. The program sees to that when it is entered; a document that
-- names a smaller place is refused here as well, whoever writes it.

-- Whether a place may stand for a private address: a town of 20,000 people, or the largest place of the smallest area round it (its
-- region, or its country) that has so many and no such town. A place that the gazetteer lacks is the program's to know.
create function directory.can_hide(p_place int) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with town as (
    select geo_name_id, country_code, admin1_code, population,
      (select code from published.region r where r.code = p.country_code || '.' || p.admin1_code) as region
    from published.place p where geo_name_id = p_place
  ), around as (
    -- Parts of towns are counted with their towns.
    select p.geo_name_id, p.population, t.region = p.country_code || '.' || p.admin1_code as in_region
    from town t join published.place p using (country_code)
    where t.population < 20000 and p.feature_code not like 'PPLX%'
  ), area as (
    select geo_name_id, population from around
    where in_region or coalesce((select sum(population) from around where in_region), 0) < 20000
  )
  select not exists (select from town)
    or exists (select from town where population >= 20000)
    or exists (
      select from (select * from area order by population desc, geo_name_id limit 1) largest
      where geo_name_id = p_place and population < 20000)
$$;

create function directory.check_hiding_places() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from jsonb_path_query(new.content, '$.sites[*] ? (@.kind == "area").placeId') place
    where not directory.can_hide((place #>> '{}')::int)) then
    raise exception 'That place is too small to hide a site.' using errcode = 'check_violation', constraint = 'revision_hiding_place';
  end if;
  return new;
end $$;

create trigger check_hiding_places before insert on directory.revision
for each row execute function directory.check_hiding_places();
