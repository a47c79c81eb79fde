-- A patient who goes on after a pause may take back what sounded like a yes: 好 … 什么事.

ALTER TABLE consents
    ADD COLUMN taken_back_at timestamptz,
    ADD CONSTRAINT consents_taken_back_was_granted CHECK (
        taken_back_at IS NULL OR (granted AND taken_back_at >= given_at));
COMMENT ON COLUMN consents.taken_back_at IS 'When his next words made it no agreement (UTC); null: it stands. A row that was taken back is no consent.';
