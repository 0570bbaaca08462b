-- What the public reads. Written by the owner's functions only; read by the public role, which may SELECT and nothing else.
-- Dates that hide entries are columns, compared with the reader's clock in every query: no job has to run for an entry to end.

create table published.zone (
  zone_id smallint generated always as identity primary key,
  name    text not null unique check (length(name) between 1 and 64)  -- IANA name; the program turns it into minutes
);

create table published.service (
  service_id     int generated always as identity primary key,
  id             uuid not null unique,
  code           text not null unique check (code ~ '^[0-9a-z]{6}$'),
  state          text not null check (state in ('listed', 'provisional', 'own')),
  organisation   text,                       -- public code of the organisation that runs it, where it has a page
  content        jsonb not null,             -- the approved revision without its consent
  content_version int not null,
  checks         jsonb not null,             -- fact → {"on": "2026-10-01", "how": "called"}; value changed since → no entry
  approvals      smallint not null check (approvals between 0 and 2),
  checked_on     date not null,              -- the last full check, shown as a month
  due_on         date not null,              -- the check is due; 30 days later the entry sorts last
  hidden_from    date not null,              -- the first day on which nobody finds it
  trained_until  date,                       -- the first day on which the training badge is gone
  trained_on     date,
  full_until     date,                       -- the last day on which "full" counts
  open_data      boolean not null,
  search_engines boolean not null,
  print_address  boolean not null
);

-- One row per place where help is given. Filter columns of the service are repeated here so that one index read answers a search.
create table published.site (
  site_id       int generated always as identity primary key,
  id            uuid not null unique,
  service_id    int not null references published.service on delete cascade,
  code          text collate "C" not null,         -- of the service: the last word on order
  geog          geography(Point, 4326) not null,   -- exact for an address, else the centre of a town
  place_id      int not null,                      -- GeoNames id of the town
  area          geography(Polygon, 4326),          -- where a mobile service comes to; null for the others
  needs         int[] not null check (cardinality(needs) between 1 and 20),
  langs         text[] not null,
  yes           bigint not null,                   -- bit n: catalogue fact n is known to be so here
  no            bigint not null check (yes & no = 0),
  excludes      bigint not null,                   -- bit n: a fact that people hide is known anywhere in the service
  trained_until date,
  full_until    date,
  hours         int4multirange,                    -- minutes of the local week from Monday 00:00; null: not known
  open_bits     smallint not null check (open_bits between 0 and 7),  -- 1 evening, 2 night, 4 weekend
  zone_id       smallint not null references published.zone,
  rank          smallint not null check (rank between 0 and 2),       -- 0 listed, 1 provisional, 2 own
  checked_on    date not null,
  due_on        date not null,
  hidden_from   date not null
);

-- Replaces the clock day from midnight to midnight: minutes of that same week; '{}' closed.
create table published.special_day (
  site_id int not null references published.site on delete cascade,
  on_date date not null,
  hours   int4multirange not null,
  primary key (site_id, on_date)
);

-- Every service with a site, once for each need and once for need 0, which stands for any: a search without a place reads
-- the most recently checked first and stops.
create table published.service_need (
  need        int not null,
  checked_on  date not null,
  service_id  int not null references published.service on delete cascade,
  hidden_from date not null,
  primary key (need, checked_on, service_id) include (hidden_from)
);

-- Help by phone, online or post: one row per need and area that it serves, and one with need 0, which stands for any.
create table published.remote_need (
  need          int not null,
  area          text collate "C" not null check (area ~ '^([A-Z]{2}(\.[0-9A-Z]+)?|001)$'),
  -- Ten times as for a site, then 0 made for a region, 1 for a country, 2 for everyone: smaller is shown first.
  rank          smallint not null check (rank between 0 and 22),
  service_id    int not null references published.service on delete cascade,
  code          text collate "C" not null,
  langs         text[] not null,
  yes           bigint not null,
  no            bigint not null check (yes & no = 0),
  excludes      bigint not null,
  trained_until date,
  full_until    date,
  hours         int4multirange,
  open_bits     smallint not null check (open_bits between 0 and 7),
  zone_id       smallint not null references published.zone,
  checked_on    date not null,
  due_on        date not null,
  hidden_from   date not null,
  primary key (need, area, service_id)
);

-- The words of a result card and the words that text search reads, in each language in which the entry exists.
create table published.service_text (
  service_id  int not null references published.service on delete cascade,
  lang        text not null,
  is_original boolean not null,
  card        jsonb not null,
  vector      tsvector not null,
  primary key (service_id, lang)
);

create unique index service_text_original on published.service_text (service_id) where is_original;

-- An organisation that chose to have a page, and providers.
create table published.organisation (
  code    text primary key check (code ~ '^[0-9a-z]{6}$'),
  content jsonb not null
);

-- Left the directory: answered with 410 and a search near its town. No reason is kept.
create table published.gone (
  code     text primary key check (code ~ '^[0-9a-z]{6}$'),
  place_id int,
  since    date not null
);

-- An address that was printed once and now leads elsewhere.
create table published.code (
  old     text primary key check (old ~ '^[0-9a-z]{6}$'),
  current text not null check (current ~ '^[0-9a-z]{6}$')
);

-- The criteria that entries were judged by, each version as it was.
create table published.criteria (
  version int primary key check (version > 0),
  content jsonb not null
);
