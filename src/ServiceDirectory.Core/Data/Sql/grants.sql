-- Every right in the database, in one place: all are taken away, then given. Run by the owner in one transaction after each
-- migrate, and on each copy of a database (copies lose the rights on the database itself). A word after a colon, in quotes, is filled in.
-- What the public role may do is held by tests/ServiceDirectory.Tests/Boundary: a new table or function of published is a
-- decision there too.

revoke all on database :"database" from public, :"app", :"public", :"backup";
revoke all on schema directory, published, mirrored from public, :"app", :"public", :"backup";
revoke all on all tables in schema directory, published, mirrored from public, :"app", :"public", :"backup";
revoke all on all sequences in schema directory, published, mirrored from public, :"app", :"public", :"backup";
revoke all on all routines in schema directory, published, mirrored from public, :"app", :"public", :"backup";
-- A function that a later migration makes is closed until it is named here.
alter default privileges revoke execute on routines from public;

grant connect on database :"database" to :"app", :"public", :"backup";
-- Types and functions of the extensions live in the schema public.
grant usage on schema public to :"app", :"public", :"backup";

-- Reading what is published.
grant usage on schema published to :"app", :"public", :"backup";
grant select on all tables in schema published to :"app", :"public", :"backup";
-- The part of it that a copy may take. The views read as their owner, and hold nothing that the tables of published do not.
grant usage on schema mirrored to :"public", :"backup";
grant select on all tables in schema mirrored to :"public", :"backup";

-- Distances read the figure of the earth from spatial_ref_sys.
grant select on public.spatial_ref_sys to :"app", :"public", :"backup";
revoke execute on all routines in schema public from :"public";
do $$
declare
  needed record;
begin
  -- What the statements of search and the indexes behind them call.
  for needed in
    select oid::regprocedure as name from pg_proc
    where pronamespace = 'public'::regnamespace and proname = any (array[
      'st_dwithin', 'st_distance', 'st_covers', 'st_makepoint', 'st_setsrid', 'st_x', 'st_y', 'st_astext', 'st_asbinary',
      '_st_dwithin', '_st_expand', '_st_covers',
      'geography', 'geometry', 'geography_overlaps', 'geography_distance_knn', '_int_overlap', '_int_contains'])
  loop
    execute format('grant execute on function %s to %I', needed.name, :'public');
  end loop;
end $$;
grant execute on all routines in schema public to :"app";

-- The private half. Reading is for the app; writing and deleting are named, table by table.
grant usage on schema directory to :"app", :"backup";
grant select on all tables in schema directory to :"app", :"backup";
grant select on all sequences in schema directory, published to :"backup";
revoke all on directory.migration_history from :"app";
-- What single people said of a training is added up by a function, and read by nobody.
revoke all on directory.training_outcome from :"app";
grant insert on directory.organisation_vouch to :"app";
-- Who may approve rests on two vouchers and on no freeze; those dates are not the app's to write.
grant insert (id, code, kind, name, about, country, place_id, website, public_name, public_badge, fields, is_guest, is_network, admitted_by, origin, origin_revision)
  on directory.organisation to :"app";
grant update (name, about, country, place_id, website, public_name, public_badge, fields) on directory.organisation to :"app";
-- The councils. How something ended, and what follows, is written by functions.
grant insert (id, organisation_id, proposed_by, proposed_on) on directory.admission to :"app";
grant insert (id, kind, organisation_id, other_id, service_id, admission_id, condition, since, until, asked_by, asked_on, closes_on, reason)
  on directory.motion to :"app";
grant insert (motion_id, kind, criterion, principle, profiles, said, ask, how, broken_when, months) on directory.criteria_change to :"app";
-- Partnerships. The other one's answer, and that it ends, are written by functions.
grant insert (id, organisation_id, service_id, other_id, written_on, does, money, starts_on, ends_on, reviews_on, wants_public, planned, ran, judged, paid)
  on directory.agreement to :"app";
grant insert, update (outcome, closed_on) on directory.consultation to :"app";
grant insert on directory.consultation_answer to :"app";
grant insert on directory.motion_vote, directory.guest_seat to :"app";
-- What somebody wrote, found or approved is added to, never rewritten; an event is never taken back.
grant insert (id, code, organisation_id, origin, origin_revision) on directory.service to :"app";
grant insert on directory.revision, directory.approval, directory.fact_check to :"app";
grant insert (organisation_id, role, action, subject, subject_id, to_state, reason) on directory.event to :"app";
-- Accounts. Who has or had which role stays; what opens an account goes when it is exchanged.
grant insert, update on directory.account to :"app";
grant insert, update, delete on directory.passkey to :"app";
grant insert, delete on directory.recovery_code to :"app";
grant insert, update (ended_on) on directory.membership to :"app";
grant insert, update (used_on, withdrawn_on, confirmed_by, confirmed_by_account, confirmed_on, opens_at), delete on directory.invitation to :"app";
grant insert, update (idle_until), delete on directory.ticket to :"app";
grant insert, delete on directory.account_change, directory.spent to :"app";
grant insert, update (account_id), delete on directory.duty to :"app";
grant insert, delete on directory.calendar to :"app";
grant execute on function directory.role_fits(text, text) to :"app";
-- Which row of a list became which entry.
grant insert, update (uses, used_on) on directory.import_mapping to :"app";
grant insert, update ("values", parts, note, taken_on) on directory.import_row to :"app";
grant insert, update (needs, used_on) on directory.import_term to :"app";
-- What permissions are decided by: who counts as one with whom, who runs what, who may approve.
grant execute on function directory.desk(uuid, date, int[]), directory.ask_for_word(uuid, uuid, date) to :"app";
grant execute on function directory.family(uuid), directory.tied(uuid), directory.may_approve(uuid, date), directory.may_judge(uuid, uuid, date) to :"app";
-- What is still being written.
grant insert, update (content, content_version, base_number, version, saved_on, other_than), delete on directory.draft to :"app";
-- Vetting. What was found and judged is added to; what waits is closed, a question or an objection answered, a review handed in, once.
grant insert, update (closed_on, outcome) on directory.proposal to :"app";
grant insert on directory.evidence, directory.word_request, directory.decline, directory.renewal to :"app";
grant insert, update (account_id, criteria_version, handed_in_on, minutes, tie, edition, scope) on directory.review to :"app";
grant insert, update (verdict), delete on directory.verdict to :"app";
grant insert, update (answered_on, answered_by, answer) on directory.question to :"app";
grant insert, update (answered_on, answered_by, answer_account, answer) on directory.word to :"app";
grant execute on function
  directory.unmet(uuid),
  directory.objected(uuid),
  directory.objectors(uuid),
  directory.held_back(uuid, date),
  directory.ties(uuid, date),
  directory.account_ties(uuid, date),
  directory.is_tied(uuid, uuid, uuid, date),
  directory.has_own_tie(uuid, uuid, date, uuid),
  directory.suspended_for(uuid),
  directory.whole_of(uuid),
  directory.whole_on(uuid),
  directory.whole_why(uuid, date),
  directory.approved_with(uuid),
  directory.wrote_contact(uuid, uuid),
  directory.rests(uuid, date),
  directory.newest_criteria(),
  directory.promises_until(uuid, date),
  directory.runs_published(uuid, uuid),
  directory.has_contact(uuid),
  directory.answer_agreement(uuid, uuid, boolean, boolean, date, text),
  directory.end_agreement(uuid, uuid, date, text),
  directory.review_agreement(uuid, uuid, date, date, text),
  directory.outgrown(uuid, int, date)
  to :"app";
-- Guides: written, approved and ended by functions.
grant execute on function
  directory.begin_guide(text, uuid, uuid, text, text, jsonb, date, text),
  directory.save_guide(uuid, uuid, uuid, jsonb, int, date, text),
  directory.send_guide(uuid, uuid, uuid, date, text),
  directory.take_back_guide(uuid, uuid, uuid, date, text),
  directory.approve_guide(uuid, int, uuid, uuid, date, text),
  directory.return_guide(uuid, uuid, uuid, bytea, date, text),
  directory.withdraw_guide(uuid, uuid, uuid, date, text),
  directory.check_guide(uuid, uuid, uuid, date, text),
  directory.is_second(uuid, uuid, uuid),
  directory.may_guide(uuid, date)
  to :"app";
-- Codes on letters: one that nobody has used or was sent is written over. Who judges an appeal, a function decides.
grant insert, update (code_hash, made_on, ends_on) on directory.receipt to :"app";
grant insert on directory.receipt_text to :"app";
-- Training: nothing of it is written but by these, which ask who may.
grant execute on function
  directory.write_offer(uuid, uuid, uuid, jsonb, boolean, date),
  directory.end_offer(uuid, uuid, uuid, date),
  directory.ask_training(uuid, uuid, uuid, uuid, uuid, boolean, boolean, text, bytea, bytea, date),
  directory.ask_teaching(uuid, uuid, boolean, boolean, text, bytea, bytea, uuid, bytea, date),
  directory.reseal_training(uuid, text, bytea),
  directory.answer_training(uuid, boolean, uuid, uuid, date),
  directory.plan_training(uuid, uuid, uuid, date, smallint, smallint, text, bytea, text[], boolean, uuid, uuid, date),
  directory.call_off_training(uuid, uuid, uuid, date),
  directory.record_training(uuid, smallint, smallint, smallint, smallint, smallint, uuid, uuid, date),
  directory.certify_training(uuid, uuid, int, uuid, uuid, date),
  directory.forget_training(date),
  directory.note_teaching(uuid, uuid, bytea, smallint, boolean, boolean, int, uuid, uuid, date),
  directory.answer_outcome(uuid, uuid, text, smallint[], bytea, date),
  directory.outcome_totals(uuid, date),
  directory.named_trainer(uuid),
  directory.runs(uuid, uuid)
  to :"app";
-- What comes in without an account: by functions only. What whoever runs a service was told, they answer once.
grant insert, update (answer, answered_on) on directory.theme to :"app";
grant execute on function
  directory.send_message(uuid, text, uuid, int, int, text, bytea, bytea, bytea, bytea, uuid, bytea, date, boolean),
  directory.may_hear(uuid, uuid, uuid, date),
  directory.may_hear_message(uuid, uuid, uuid, date),
  directory.say_tie(uuid, text, uuid, uuid, date, text),
  directory.say_message_tie(uuid, uuid, uuid, date, text),
  directory.judge_message(uuid, text, bytea, bytea, uuid, uuid, date, text),
  directory.close_message(uuid, text, uuid, uuid, date, text),
  directory.close_messages(uuid[], uuid, text, uuid, uuid, date, text),
  directory.reseal_message(uuid, text, bytea, bytea),
  directory.reseal_receipt_text(uuid, text, bytea),
  directory.forget_messages(date),
  directory.theme_from(uuid, int),
  directory.letter_from(uuid),
  directory.year_report(uuid, int, date)
  to :"app";
-- That a keeper opened a backup. That one was made the command line writes, as the owner.
grant execute on function directory.record_drill(bytea, date) to :"app";
-- Lists that organisations keep.
grant execute on function
  directory.keep_list(uuid, int, uuid, text, text, jsonb, date, date, text),
  directory.revoke_list(uuid, uuid, date, text)
  to :"app";
-- The roads into published, and nothing else of the owner's.
grant execute on function
  directory.publish(uuid, date, jsonb, uuid, text, text),
  directory.withdraw(uuid, text, date, uuid, text, text),
  directory.publish_organisation(uuid, date, uuid, text),
  directory.move_service(uuid, text, uuid, text, text),
  directory.lock_service(uuid),
  directory.shown_on(uuid, date),
  directory.refresh(uuid, date, jsonb, date, date),
  directory.admission_voices(uuid, date),
  directory.admit_organisation(uuid, date, uuid, text),
  directory.freeze_organisation(uuid, uuid, date, text, text),
  directory.motion_result(uuid, date),
  directory.motion_concerns(uuid),
  directory.motion_family(uuid, uuid),
  directory.relate(uuid, uuid, date, uuid, text, text),
  directory.answer_relation(uuid, uuid, boolean, date, text),
  directory.decide_motion(uuid, date, uuid, text),
  directory.leave(uuid, date, text),
  directory.post_notice(uuid, int, float8, text, jsonb, timestamptz, timestamptz, text),
  directory.confirm_notice(uuid, uuid, timestamptz, timestamptz, text),
  directory.end_notice(uuid, uuid, timestamptz, text),
  directory.write_country_answer(uuid, text, int, jsonb, date, text),
  directory.approve_country_answer(uuid, uuid, date, text),
  directory.end_country_answer(uuid, uuid, date, text),
  directory.warn(uuid, text, uuid, uuid, date, jsonb, uuid, timestamptz, timestamptz, text),
  directory.end_warning(uuid, uuid, timestamptz, text),
  directory.suspend(uuid, int, int, bytea, bytea, uuid, uuid, date, text, text),
  directory.judge_suspension(uuid, text, bytea, uuid, uuid, date, text),
  directory.suspension_state(uuid, date),
  directory.judge_appeal(uuid, text, bytea, uuid, uuid, date, text),
  directory.forget_receipts(date),
  directory.approved_as(uuid),
  directory.carry(uuid, uuid, uuid, date, text),
  directory.acknowledge_alert(uuid, uuid, date, text),
  directory.post_notice(uuid, int, float8, text, jsonb, timestamptz, timestamptz, text, uuid),
  directory.confirm_notice(uuid, uuid, timestamptz, timestamptz, text, uuid),
  directory.mark_letter(uuid, boolean, uuid, date, text),
  directory.ask_suspension(uuid, int, bytea, uuid, date, text),
  directory.answer_suspension_request(uuid, text, bytea, uuid, date, text)
  to :"app";
