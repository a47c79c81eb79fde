-- A later list may correct when somebody is due; what the dialer moved since must not look like a correction.

ALTER TABLE contacts ADD COLUMN listed_due_at timestamptz;
COMMENT ON COLUMN contacts.listed_due_at IS 'When the list said last that it is due (UTC), while due_at moves with hours and tries; null: no list said it, or one before it was kept.';

CREATE INDEX contacts_under_way ON contacts (campaign_id, status) WHERE open_attempt_id IS NOT NULL;
