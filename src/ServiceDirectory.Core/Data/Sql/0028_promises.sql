-- What the public reads of each promise: since which month it is known to be kept, how that was found out, and by how many
-- organisations. Not by which ones, and nothing of what they wrote down.

alter table published.service add column promises jsonb not null default '[]';

create function directory.promises_of(p_revision uuid, p_on date) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (
  with found as (
    -- Of the reviews on which the approvals rest that count: for a smaller change, those of the revision that it was carried from.
    select d.criterion, directory.family(a.organisation_id) as family, v.handed_in_on
    from directory.approval a
    join directory.review v on v.id = a.review_id
    join directory.verdict d on d.review_id = v.id and d.verdict = 'met'
    join directory.revision r on r.id = a.revision_id
    where a.revision_id = directory.approved_as(p_revision) and a.approved_on <= p_on
      and directory.may_judge(a.organisation_id, r.service_id, a.approved_on)
      and a.organisation_id <> all (directory.tied(p_revision, a.approved_on))
  ), how as (
    select c as criterion, jsonb_agg(distinct e.kind order by e.kind) as kinds
    from directory.revision r
    join directory.evidence e on e.service_id = r.service_id
      -- What was found out about whoever runs it counts for a year.
      or (e.provider_id = (r.content #>> '{provider,organisationId}')::uuid and e.found_on > p_on - interval '12 months')
    cross join lateral unnest(e.criteria) c
    where r.id = p_revision and e.found_on <= p_on
    group by c
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', criterion, 'on', last_on, 'by', families, 'how', coalesce(kinds, '[]')) order by criterion), '[]')
  from (
    select criterion, max(handed_in_on) as last_on, count(distinct family) as families from found group by criterion
  ) met
  left join how using (criterion));
end $$;

-- Each time that an entry is published its service's row is written last.
create function directory.show_promises() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.published_revision_id is not null then
    update published.service p set promises = directory.promises_of(new.published_revision_id, p.checked_on) where p.id = new.id;
  end if;
  return null;
end $$;
create trigger show_promises after update on directory.service for each row execute function directory.show_promises();

update published.service p set promises = directory.promises_of(s.published_revision_id, p.checked_on)
from directory.service s where s.id = p.id and s.published_revision_id is not null;
