-- All words of a service in every language, beside each of its places: whoever looks for words near a place reads what is near
-- anyway, and a site without any of them is left out without a look at its texts.
alter table published.site add column words tsvector not null default '';

create function directory.write_site_words(p_services int[]) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  update published.site s set words = w.words
  from (
    select t.service_id, coalesce(array_to_tsvector(array_agg(word) filter (where word is not null)), '') as words
    from published.service_text t left join lateral unnest(tsvector_to_array(t.vector)) word on true
    where t.service_id = any (p_services) group by t.service_id) w
  where s.service_id = w.service_id and s.words <> w.words
$$;

create function directory.site_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform directory.write_site_words(array(select distinct service_id from written));
  return null;
end $$;

-- Publishing writes the places of a service before its texts, and both anew.
create trigger site_words after insert on published.service_text
referencing new table as written for each statement execute function directory.site_words();
create trigger site_words_again after update on published.service_text
referencing new table as written for each statement execute function directory.site_words();

-- What is published already.
select directory.write_site_words(array(select service_id from published.service));
