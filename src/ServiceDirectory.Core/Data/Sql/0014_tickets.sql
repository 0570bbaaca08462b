-- Who is signed in. A browser holds a random key; the row says whose it is, sealed, and until when. It is gone as soon as it is over,
-- so that ending one is real, and nothing tells later when somebody worked.

create table directory.ticket (
  key_hash    bytea primary key check (octet_length(key_hash) = 32),
  account_id  uuid not null references directory.account on delete cascade,
  content     bytea not null,          -- sealed
  idle_until  timestamptz not null,
  ends_at     timestamptz not null,
  constraint ticket_order check (idle_until <= ends_at)
);
create index ticket_account on directory.ticket (account_id);
create index ticket_idle on directory.ticket (idle_until);
