-- Accounts of the people who look after entries. An account has a made-up name and nothing that leads to a person: no address, no
-- number, no time at which it was used. What opens it is stored so that a copy of the database opens nothing: hashes with a key that
-- is kept elsewhere, or sealed with one.

-- Which organisation may give which role: only sex worker-led ones have a voice, only a provider speaks for itself.
create function directory.role_fits(p_kind text, p_role text) returns boolean
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select case
    when p_role in ('reviewer', 'trainer', 'panel', 'keeper') then p_kind = 'sex-worker-led'
    when p_role = 'proposer' then p_kind in ('sex-worker-led', 'allied')
    when p_role = 'provider-contact' then p_kind = 'provider'
    when p_role in ('coordinator', 'technical-admin') then true
    else false
  end
$$;

create table directory.account (
  id                 uuid primary key,
  name               text not null check (name ~ '^[a-z]{2,12}-[a-z]{2,12}$'),   -- proposed by the program, never chosen
  password_hash      text,
  security_stamp     text not null,
  concurrency_stamp  text not null,
  failures           int not null default 0 check (failures >= 0),
  locked_until       timestamptz,
  authenticator_key  bytea,            -- sealed
  authenticator_step bigint,           -- the last one that was used: none is used twice
  active_since       date,             -- null: not enrolled yet, or to be enrolled again
  constraint account_name unique (name),
  constraint account_authenticator check (authenticator_key is not null or authenticator_step is null)
);

create table directory.passkey (
  credential_id      bytea primary key,
  account_id         uuid not null references directory.account on delete cascade,
  name               text not null check (char_length(name) between 1 and 60),
  public_key         bytea not null,
  added_on           date not null,
  sign_count         bigint not null,
  transports         text[] not null,
  is_user_verified   boolean not null,
  is_backup_eligible boolean not null,
  is_backed_up       boolean not null,
  attestation_object bytea not null,
  client_data_json   bytea not null
);
create index passkey_account on directory.passkey (account_id);

create table directory.recovery_code (
  account_id uuid not null references directory.account on delete cascade,
  code_hash  bytea not null check (octet_length(code_hash) = 32),
  primary key (account_id, code_hash)
);

-- One row for each role that somebody has or had. What was is kept: a tie of 24 months rests on it.
create table directory.membership (
  id              uuid primary key,
  account_id      uuid not null references directory.account on delete restrict,
  organisation_id uuid not null references directory.organisation on delete restrict,
  role            text not null,
  since           date not null,
  ended_on        date,
  constraint membership_ended check (ended_on >= since)
);
create unique index membership_once on directory.membership (account_id, organisation_id, role) where ended_on is null;
create index membership_organisation on directory.membership (organisation_id);

create table directory.invitation (
  id              uuid primary key,
  code_hash       bytea not null check (octet_length(code_hash) = 32),
  organisation_id uuid not null references directory.organisation on delete restrict,
  roles           text[] not null,
  invited_by      uuid references directory.organisation on delete restrict,   -- null: the command line
  ends_at         timestamptz not null,
  used_on         date,
  withdrawn_on    date,
  constraint invitation_code unique (code_hash),
  constraint invitation_roles check (cardinality(roles) between 1 and 8),
  constraint invitation_once check (used_on is null or withdrawn_on is null)
);
create index invitation_organisation on directory.invitation (organisation_id);

create function directory.check_membership() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not directory.role_fits((select kind from directory.organisation where id = new.organisation_id), new.role) then
    raise exception 'An organisation of this kind has no such role.' using errcode = 'check_violation', constraint = 'membership_kind';
  end if;
  -- Whoever runs the machine judges nothing, and whoever judges does not run the machine. Two at once wait for one another here.
  perform from directory.account where id = new.account_id for update;
  if exists (
    select from directory.membership m
    where m.account_id = new.account_id and m.id <> new.id and m.ended_on is null and new.ended_on is null
      and (m.role = 'technical-admin') <> (new.role = 'technical-admin'))
  then
    raise exception 'Who looks after the machine has no other role.' using errcode = 'check_violation', constraint = 'membership_apart';
  end if;
  return new;
end $$;
create trigger membership_check before insert or update on directory.membership for each row execute function directory.check_membership();

create function directory.check_invitation() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from unnest(new.roles) role
    where role is null or not directory.role_fits((select kind from directory.organisation where id = new.organisation_id), role))
  then
    raise exception 'An organisation of this kind has no such role.' using errcode = 'check_violation', constraint = 'membership_kind';
  end if;
  if 'technical-admin' = any (new.roles) and cardinality(new.roles) > 1 then
    raise exception 'Who looks after the machine has no other role.' using errcode = 'check_violation', constraint = 'membership_apart';
  end if;
  if tg_op = 'UPDATE' and (old.used_on is not null or old.withdrawn_on is not null) then
    raise exception 'This invitation was used or withdrawn.' using errcode = 'check_violation', constraint = 'invitation_once';
  end if;
  return new;
end $$;
create trigger invitation_check before insert or update on directory.invitation for each row execute function directory.check_invitation();
