-- siglen=16 is said by hand: the default gives an index more than four times the size.
create index site_geog_needs on published.site using gist (geog, needs gist__intbig_ops (siglen = 16)) where area is null;
create index site_area on published.site using gist (area) where area is not null;
create index site_service on published.site (service_id);
create index service_need_service on published.service_need (service_id);
create index remote_need_service on published.remote_need (service_id);
create index service_text_vector on published.service_text using gin (vector);
