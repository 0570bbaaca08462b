-- One row when everything in this database is invented: every page says so. It is written by the owner while the database is
-- still empty, and nothing in the program takes it away, so that no setting can hide it.

create table published.demo (
  only_one boolean primary key default true check (only_one),
  since    date not null
);
