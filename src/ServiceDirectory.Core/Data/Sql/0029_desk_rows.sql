-- Everything that waits: reviews, questions, words of allied organisations, suspensions, letters, alerts, votes and country answers.
-- A row without an entry is about an organisation or a country, and has its name.

create or replace function directory.desk(p_organisation uuid, p_on date, p_urgent int[])
returns table (kind text, service_id uuid, code text, name jsonb, place_id int, urgent boolean, alone boolean, since date, until date)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with kin (id) as (select unnest(directory.family(p_organisation))),
  -- Revisions that wait for judgement by two organisations, as they stand to this one.
  proposed as (
    select p.service_id, p.revision_id, p.proposed_on, p.change, p.organisation_id,
      directory.may_judge(p_organisation, p.service_id, p_on) and not p_organisation = any (directory.tied(p.revision_id, p_on)) as judges,
      exists (select from directory.review v where v.revision_id = p.revision_id and v.handed_in_on is not null and v.organisation_id in (select id from kin)) as is_done,
      exists (select from directory.review v where v.revision_id = p.revision_id and v.handed_in_on is not null and v.organisation_id not in (select id from kin)) as is_begun
    from directory.proposal p where p.closed_on is null
  ),
  -- Suspensions that nobody has ended, as they stand to this one.
  hidden as (
    select s.*, directory.suspension_state(s.id, p_on) as stage, s.organisation_id in (select id from kin) as is_ours,
      directory.may_judge(p_organisation, s.service_id, p_on) and not p_organisation = any (directory.tied(s.revision_id, p_on)) as judges,
      exists (select from directory.suspension_word w where w.suspension_id = s.id and w.organisation_id in (select id from kin)) as is_done
    from directory.suspension s where s.outcome is null
  ),
  waiting (kind, service_id, about, since, until) as (
    select 'question', p.service_id, null::uuid, min(q.asked_on), null::date
    from proposed p join directory.question q on q.revision_id = p.revision_id and q.answered_on is null
    where p.organisation_id = p_organisation or directory.runs(p_organisation, p.service_id) group by p.service_id
    union all
    -- A two-day question first of all, then what is off the list until two have looked.
    select 'suspension-asked', r.service_id, null, r.asked_on, r.asked_on + 2
    from directory.suspension_request r
    where r.answer is null and directory.may_judge(p_organisation, r.service_id, p_on) and not directory.runs(p_organisation, r.service_id)
    union all
    select 'suspension', h.service_id, null, h.suspended_on, h.suspended_on + case when p_on < h.suspended_on + 14 then 14 else 30 end
    from hidden h where h.judges and not h.is_ours and not h.is_done and h.stage in ('waiting', 'overdue')
    union all
    select 'suspension-over', h.service_id, null, h.suspended_on, null from hidden h where h.judges and h.stage = 'recheck'
    union all
    -- Three working days.
    select 'letter', h.service_id, null, h.suspended_on, h.suspended_on + case when extract(isodow from h.suspended_on) in (1, 2) then 3 when extract(isodow from h.suspended_on) = 6 then 4 when extract(isodow from h.suspended_on) = 7 then 3 else 5 end
    from hidden h where h.judges and h.organisation_id = p_organisation and h.letter_sent_on is null
    union all
    select 'appeal', s.service_id, null, a.asked_on, a.asked_on + 30
    from directory.appeal a join directory.suspension s on s.id = a.suspension_id
    where a.outcome is null and directory.may_judge(p_organisation, s.service_id, p_on) and not directory.runs(p_organisation, s.service_id)
      and s.organisation_id not in (select id from kin)
      and not exists (select from directory.suspension_word w where w.suspension_id = s.id and w.organisation_id in (select id from kin))
      and not exists (select from directory.appeal_word w where w.suspension_id = s.id and w.organisation_id in (select id from kin))
    union all
    select 'alert', service_id, null, min(raised_on), null from directory.alert
    where organisation_id = p_organisation and acknowledged_on is null and directory.may_approve(p_organisation, p_on) group by service_id
    union all
    select case when directory.held_back(p.revision_id, p_on) = 'disputed' then 'third-opinion' when p.is_begun then 'second-opinion' else 'review' end,
      p.service_id, null, p.proposed_on, null
    from proposed p where p.judges and not p.is_done and p.change = 'promises'
    union all
    select 'change', p.service_id, null, p.proposed_on, null from proposed p where p.judges and p.change <> 'promises'
    union all
    select 'objection', w.service_id, null, min(w.said_on), null
    from directory.word w
    where w.kind = 'objection' and w.answered_on is null and directory.may_judge(p_organisation, w.service_id, p_on) and not directory.runs(p_organisation, w.service_id)
    group by w.service_id
    union all
    select 'word-asked', q.service_id, null, min(q.asked_on), max(q.ends_on)
    from directory.word_request q
    where q.organisation_id = p_organisation and q.ends_on >= p_on
      and not exists (select from directory.word w where w.service_id = q.service_id and w.organisation_id = p_organisation and w.said_on >= q.asked_on)
    group by q.service_id
    union all
    select 'vote', null, coalesce(m.organisation_id, m.other_id, m.asked_by), m.asked_on, m.closes_on
    from directory.motion m
    where m.closes_on >= p_on and directory.may_approve(p_organisation, p_on) and p_organisation <> all (directory.motion_concerns(m.id))
      and not exists (select from directory.motion_vote v where v.motion_id = m.id and v.organisation_id in (select id from kin))
      and not (select complete from directory.motion_result(m.id, p_on))
    union all
    select 'admission', null, a.organisation_id, a.proposed_on, null
    from directory.admission a
    where a.outcome is null and directory.may_approve(p_organisation, p_on) and a.organisation_id not in (select id from kin)
      and not exists (
        select from directory.organisation_vouch v where v.organisation_id = a.organisation_id and v.vouched_by_id in (select id from kin) and v.vouched_on >= a.proposed_on)
    union all
    -- A second one makes it so.
    select 'freeze', null, f.organisation_id, min(f.voiced_on), min(f.voiced_on) + 14
    from directory.freeze_voice f
    where f.froze_on is null and f.voiced_on > p_on - 14 and directory.may_approve(p_organisation, p_on)
      and f.organisation_id not in (select id from kin) and f.voiced_by not in (select id from kin)
    group by f.organisation_id
    union all
    -- Of what it keeps, and of what it has approved.
    select case when p_on >= p.hidden_from then 'hidden' when p_on >= p.due_on + 30 then 'late' else 'due' end, p.id, null, p.due_on, p.hidden_from
    from published.service p join directory.service s on s.id = p.id
    where p.due_on <= p_on and (s.organisation_id = p_organisation or exists (
      select from directory.approval a where a.revision_id = directory.approved_as(s.published_revision_id) and a.organisation_id = p_organisation))
  )
  select w.kind, w.service_id, s.code, coalesce(r.content -> 'name', o.name), (r.content #>> '{sites,0,placeId}')::int,
    exists (select from jsonb_array_elements_text(r.content -> 'needs') need where need::int = any (p_urgent)),
    -- Nothing is listed in its town.
    w.service_id is not null and not exists (
      select from published.site t
      where t.place_id = (r.content #>> '{sites,0,placeId}')::int and t.rank = 0 and t.hidden_from > p_on),
    w.since, w.until
  from waiting w
  left join directory.service s on s.id = w.service_id
  left join directory.organisation o on o.id = w.about
  left join lateral (select content from directory.revision where service_id = s.id order by number desc limit 1) r on true
  union all
  -- What many read first: a second organisation calls the numbers, and the answer ends by its date.
  select a.kind, null, null, jsonb_build_object('original', 'en', 'in', jsonb_build_object('en', jsonb_build_object('value', coalesce(c.name, a.country)))),
    null, true, false, a.since, a.until
  from (
    select 'answer' as kind, country, written_on as since, null::date as until
    from directory.country_answer
    where approved_on is null and ended_on is null and organisation_id not in (select id from kin)
    union all
    select 'answer-due', p.country, null, p.until
    from published.country_answer p join directory.country_answer a on a.id = p.id
    where p.until between p_on + 1 and p_on + 30 and (a.organisation_id in (select id from kin) or a.approved_by in (select id from kin))
  ) a left join published.country c on c.code = a.country
  where directory.may_approve(p_organisation, p_on)
$$;
