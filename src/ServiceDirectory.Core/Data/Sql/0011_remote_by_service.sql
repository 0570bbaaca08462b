-- Whoever finds remote help by its words reads its row for any need, or for the needs asked for, and not all of its rows.
drop index published.remote_need_service;
create index remote_need_service on published.remote_need (service_id, need, area);
