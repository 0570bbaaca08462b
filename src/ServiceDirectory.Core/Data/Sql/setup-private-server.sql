-- On a server of its own, the databases that came with it (the last one with PostGIS's image) are nobody's to enter.
do $$
declare
  beside text;
begin
  for beside in select datname from pg_database where datname in ('postgres', 'template1', 'template_postgis') loop
    execute format('revoke all on database %I from public', beside);
  end loop;
end $$;
