-- A flood is read and closed by hand, and not one by one.

-- Ends several of one service, or of what is about none, as the same: all of them or none. Each is asked about as if it stood alone: nobody ends what they
-- may not hear, and a promise is judged first, which "not possible" does in the same step. Returns how many nobody had closed yet.
create function directory.close_messages(p_ids uuid[], p_service uuid, p_outcome text, p_organisation uuid, p_account uuid, p_on date, p_role text) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_id uuid;
  v_message directory.message;
  v_closed int := 0;
begin
  -- As many as a page holds.
  if coalesce(cardinality(p_ids), 0) not between 1 and 100 then
    raise exception 'Between one and a hundred are closed together.' using errcode = 'check_violation', constraint = 'message_several';
  end if;
  -- What was done about one of them is said of that one.
  if p_outcome is null or p_outcome not in ('heard', 'checked', 'not-possible') then
    raise exception 'Several do not end so.' using errcode = 'check_violation', constraint = 'message_outcome';
  end if;
  if p_service is not null then
    perform directory.lock_service(p_service);
  end if;
  -- In one order, so that two who close the same ones do not wait for each other.
  for v_id in select distinct id from unnest(p_ids) id order by id loop
    select * into v_message from directory.message where id = v_id for update;
    if not found or v_message.ends_on <= p_on or v_message.service_id is distinct from p_service then
      raise exception 'There is no such message.' using errcode = 'no_data_found', constraint = 'message_unknown';
    end if;
    if p_outcome = 'not-possible' and v_message.kind = 'promise' and p_service is not null and v_message.finding is null and v_message.closed_on is null then
      perform directory.judge_message(v_id, 'not-possible', null, null, p_organisation, p_account, p_on, p_role);
    end if;
    v_closed := v_closed + directory.close_message(v_id, p_outcome, p_organisation, p_account, p_on, p_role)::int;
  end loop;
  return v_closed;
end $$;
