-- What a copy on a disk may take with it: the tables of published by the same names, so that the same statements read them, and only
-- the entries that allow it. A copy cannot know what happens after it was made: it holds for 30 days at the most (MirrorDates.MostDays),
-- and whatever ends by itself before that is not taken.
create schema mirrored;

do $$
declare
  v_last constant text := 'current_date + 30';
  v_entry constant text := 'exists (select from mirrored.service v where v.service_id = t.service_id)';
  v_view record;
  v_columns text;
begin
  for v_view in
    select * from (values
      (1, 'service', 'open_data and hidden_from > ' || v_last),
      (2, 'site', v_entry),
      (3, 'special_day', 'exists (select from mirrored.site s where s.site_id = t.site_id)'),
      (4, 'service_need', v_entry),
      (5, 'remote_need', v_entry),
      (6, 'service_text', v_entry),
      (7, 'zone', 'true'),
      -- Whoever runs something that is taken; nobody else, though they may have a page.
      (8, 'organisation', 'exists (select from mirrored.service v where v.organisation = t.code)'),
      (9, 'agreement', 'until > ' || v_last || ' and exists (select from mirrored.service v where v.code = t.service)'),
      (10, 'training', 'until > ' || v_last || ' and ' || v_entry),
      (11, 'guide', 'hidden_from > ' || v_last),
      (12, 'guide_text', 'exists (select from mirrored.guide g where g.code = t.code)'),
      (13, 'country_answer', 'until > ' || v_last),
      (14, 'code', 'exists (select from mirrored.service v where v.code = t.current)'),
      (15, 'criteria', 'true'),
      (19, 'open_data', 'true'),
      -- True today, or asked for on the site itself.
      (16, 'gone', 'false'),
      (17, 'notice', 'false'),
      (18, 'training_offer', 'false')) v (position, name, taken)
    order by position
  loop
    select string_agg(
      case when a.attname in ('trained_until', 'led_until')
        then format('case when t.%1$I > %2$s then t.%1$I end as %1$I', a.attname, v_last)
        else format('t.%I', a.attname) end, ', ' order by a.attnum) into v_columns
    from pg_attribute a
    where a.attrelid = format('published.%I', v_view.name)::regclass and a.attnum > 0 and not a.attisdropped;
    execute format('create view mirrored.%1$I as select %2$s from published.%1$I t where %3$s', v_view.name, v_columns, v_view.taken);
  end loop;
end $$;
