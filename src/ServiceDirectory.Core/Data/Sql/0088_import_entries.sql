-- Lists of whole entries, as other directories keep them. Of a part that was read only a keyed hash is kept, so nothing of a place stands here.
alter table directory.import_row
  add column parts jsonb not null default '{}',
  add column list_key bytea check (octet_length(list_key) = 32);   -- keyed hash; null: a spreadsheet

-- Which needs an organisation takes another directory's word for a kind of help for.
create table directory.import_term (
  organisation_id uuid not null references directory.organisation on delete restrict,
  word_key        bytea not null check (octet_length(word_key) = 32),   -- keyed hash
  needs           int[] not null check (cardinality(needs) <= 20),
  used_on         date not null,
  primary key (organisation_id, word_key)
);

-- What was read of an entry that is no draft any more stays as it is, its parts as well.
select directory.change_once('directory.check_import_row()',
  'new.note, new.taken_on) is not distinct from', 'new.note, new.taken_on, new.parts) is not distinct from',
  'old.note, old.taken_on)', 'old.note, old.taken_on, old.parts)');
