-- When somebody translated a text others read as a month (HsdsMapping), so another day of the same month is no change to them.
create function directory.open_words(p_content jsonb) returns jsonb
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  return case jsonb_typeof(p_content)
    -- Words of one language; the days of a place have no value beside them.
    when 'object' then case when p_content ?& array['value', 'on']
      then jsonb_set(p_content, '{on}', to_jsonb(left(p_content ->> 'on', 7)))
      else (select coalesce(jsonb_object_agg(key, directory.open_words(value)), '{}') from jsonb_each(p_content)) end
    when 'array' then (
      select coalesce(jsonb_agg(directory.open_words(value) order by place), '[]')
      from jsonb_array_elements(p_content) with ordinality e (value, place))
    else p_content
  end;
end $$;

create or replace function directory.open_part(p_entry published.service) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_array(
    directory.open_words(p_entry.content - 'switches'), p_entry.content_version, p_entry.organisation, p_entry.state = 'listed', p_entry.open_data,
    p_entry.warnings, p_entry.full_until, date_trunc('month', p_entry.checked_on::timestamp),
    (select jsonb_agg(jsonb_build_array(p -> 'id', left(p ->> 'on', 7))) from jsonb_array_elements(p_entry.promises) p))
$$;

-- They read otherwise from now on: hours of lines in words, regions instead of towns, months instead of days.
update published.service set changed_at = directory.open_moment() where open_data;
