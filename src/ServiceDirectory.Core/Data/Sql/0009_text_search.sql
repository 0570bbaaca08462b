-- Text that is searched for without a place to begin from: remote help, of which only that which serves an area is asked, and names.

-- Where remote help of this service is for; null: it has none. Beside the words, so that one index answers both questions.
alter table published.service_text add column areas text[];

create function directory.text_areas() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.areas := (select array_agg(area) from published.remote_need where service_id = new.service_id and need = 0);
  return new;
end $$;

-- Publishing writes what is remote before it writes texts.
create trigger text_areas before insert on published.service_text for each row execute function directory.text_areas();

update published.service_text t
set areas = (select array_agg(area) from published.remote_need r where r.service_id = t.service_id and r.need = 0);

create index service_text_remote on published.service_text using gin (areas, vector) where areas is not null;

-- A word that is in few names and in many descriptions is found among the names only.
create index service_text_name on published.service_text using gin (ts_filter(vector, '{a}'));
