-- Who runs a service is asked in one place, for money as for everything else. Revisions that nobody judges any more say nothing of it, so that whoever
-- writes one and takes it back ties nobody; and the provider whose entry it is has paid for its own, though its words name nobody.
create or replace function directory.training_ties(p_service uuid, p_on date) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query
  with payer as materialized (
    select runs.id from directory.who_runs(p_service) runs (id) where runs.id is not null)
  select s.organisation_id
  from directory.training_session s
  where s.is_paid and s.called_off_on is null and p_on >= s.planned_on and p_on < s.held_on + interval '24 months'
    and (s.service_id = p_service or s.paid_by in (select id from payer))
  union
  -- From the yes on, before a day is set. What was only asked ties nobody, or whoever asks could silence whom they like.
  select q.organisation_id
  from directory.training_request q
  where q.has_budget and q.state = 'accepted' and p_on >= q.answered_on and p_on < q.answered_on + interval '24 months'
    and (q.service_id = p_service or q.asked_by in (select id from payer));
end $$;
