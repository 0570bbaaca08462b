-- The gazetteer: GeoNames' places of 500 people and more, loaded by the owner from the file that ships with the program.
-- A program that starts reads it whole; what a person types is looked up in its memory, never here.

create table published.gazetteer (
  only_one boolean primary key default true check (only_one),
  version  text not null                     -- SHA-256 of the file it was loaded from
);

create table published.country (
  code  text collate "C" primary key check (code ~ '^[A-Z]{2}$'),   -- ISO 3166-1
  name  text not null,                                             -- in English
  names text[] not null                                            -- in the world's languages
);

create table published.region (
  code text collate "C" primary key check (code ~ '^[A-Z]{2}\.'),   -- GeoNames: US.TX, or GB.ENG.G5 for the second level
  name text not null
);

create table published.place (
  geo_name_id  int primary key,
  name         text not null,
  country_code text collate "C" not null references published.country,
  admin1_code  text not null,                -- empty when not known
  admin2_code  text not null,
  latitude     float8 not null check (latitude between -90 and 90),
  longitude    float8 not null check (longitude between -180 and 180),
  population   int not null check (population >= 0),
  time_zone    text not null,                -- IANA name
  feature_code text not null,
  other_names  text[] not null               -- in every script
);

-- Postal codes that somebody imported: each is answered by the nearest place, so that no result is measured from a few houses.
create table published.postcode (
  country_code text collate "C" not null,
  code         text collate "C" not null check (code ~ '^[0-9a-z]{2,10}$'),   -- lower case, without spaces
  geo_name_id  int not null,
  primary key (code, country_code)
);
