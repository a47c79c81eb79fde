-- name: ensure
INSERT INTO calling_policies (organization_id) VALUES (:organization_id) ON CONFLICT DO NOTHING

-- name: change
UPDATE calling_policies
SET windows = coalesce(:windows, windows), quiet = coalesce(:quiet, quiet),
    weekends = coalesce(:weekends, weekends), holidays = coalesce(:holidays, holidays),
    calendar = coalesce(:calendar, calendar), per_day = coalesce(:per_day, per_day),
    per_contact = coalesce(:per_contact, per_contact), per_week = coalesce(:per_week, per_week),
    concurrency = coalesce(:concurrency, concurrency),
    calls_per_second = coalesce(:calls_per_second, calls_per_second),
    whitelist_only = coalesce(:whitelist_only, whitelist_only),
    caller_health = coalesce(:caller_health, caller_health), changed_at = :at
WHERE organization_id = :organization_id

-- name: read
SELECT windows, quiet, weekends, holidays, calendar, per_day, per_contact, per_week, concurrency,
       calls_per_second, whitelist_only, caller_health, changed_at
FROM calling_policies WHERE organization_id = :organization_id
