-- siglen=16 and gin__int_ops are said by hand: the defaults give an index more than four times the size, and intarray takes
-- over the && operator of int[].
create index site_geog_needs on published.site using gist (geog, needs gist__intbig_ops (siglen = 16)) where area is null;
create index site_area on published.site using gist (area) where area is not null;
create index site_needs on published.site using gin (needs gin__int_ops);
create index site_service on published.site (service_id);
create index site_checked on published.site (checked_on desc);
create index remote_need_service on published.remote_need (service_id);
create index service_text_vector on published.service_text using gin (vector);
