-- A campaign may move a redial to another part of the day than the one in which nobody answered.

ALTER TABLE campaigns ADD COLUMN other_day_part boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN campaigns.other_day_part IS 'Whether the next try after nobody answered comes in another part of its day (morning, afternoon, evening), where the windows allow that.';
