-- What changed about the ways into an account: shown for a month to whoever signs in.

create table directory.account_change (
  id          uuid primary key,
  account_id  uuid not null references directory.account on delete cascade,
  what        text not null check (what in ('passphrase', 'authenticator', 'recovery-codes', 'passkey-added', 'passkey-removed', 'enrolled-again')),
  changed_on  date not null
);
create index account_change_account on directory.account_change (account_id);

-- What may be used once, for as long as it could be used again: the hash of a challenge that a passkey has answered.
create table directory.spent (
  hash     bytea primary key check (octet_length(hash) = 32),
  ends_at  timestamptz not null
);
create index spent_ends on directory.spent (ends_at);
