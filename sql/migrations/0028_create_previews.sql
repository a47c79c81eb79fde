-- Preview dialing (预览拨号): an agent sees a follow-up first, and nothing is dialed before the agent confirms.

CREATE TABLE previews (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'shown',
    shown_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    reason text,
    attempt_id uuid,
    CONSTRAINT previews_attempt_unique UNIQUE (attempt_id),
    CONSTRAINT previews_state_known CHECK (
        state IN ('shown', 'confirmed', 'dialed', 'refused', 'skipped', 'expired')),
    CONSTRAINT previews_expire CHECK (expires_at > shown_at),
    CONSTRAINT previews_ended_has_time CHECK ((state IN ('shown', 'confirmed')) = (ended_at IS NULL)),
    CONSTRAINT previews_dialed_has_attempt CHECK ((state = 'dialed') = (attempt_id IS NOT NULL)),
    CONSTRAINT previews_says_why CHECK ((state IN ('refused', 'skipped')) = (reason IS NOT NULL)),
    CONSTRAINT previews_reason_form CHECK (reason ~ '^[a-z][a-z0-9_]*$'),
    CONSTRAINT previews_agent FOREIGN KEY (organization_id, agent_id) REFERENCES agents (organization_id, id),
    CONSTRAINT previews_contact FOREIGN KEY (organization_id, contact_id) REFERENCES contacts (organization_id, id),
    CONSTRAINT previews_attempt FOREIGN KEY (organization_id, attempt_id) REFERENCES attempts (organization_id, id)
);
CREATE UNIQUE INDEX previews_one_of_agent ON previews (agent_id) WHERE state IN ('shown', 'confirmed');
CREATE UNIQUE INDEX previews_one_of_contact ON previews (contact_id) WHERE state IN ('shown', 'confirmed');
CREATE TRIGGER previews_transition BEFORE UPDATE OF state ON previews FOR EACH ROW
    EXECUTE FUNCTION enforce_transition(
        'shown>confirmed', 'shown>skipped', 'shown>expired', 'confirmed>dialed', 'confirmed>refused',
        'confirmed>expired');
COMMENT ON TABLE previews IS 'Follow-ups that were shown to an agent before a call: reserved for him until he confirms, skips, or the time is over.';
COMMENT ON COLUMN previews.id IS 'UUIDv7 made by the application.';
COMMENT ON COLUMN previews.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN previews.agent_id IS 'To whom it was shown.';
COMMENT ON COLUMN previews.contact_id IS 'The follow-up.';
COMMENT ON COLUMN previews.state IS 'shown, confirmed (to be dialed), dialed (became attempt_id), refused (looked at again, it may not be dialed), skipped (by the agent), expired.';
COMMENT ON COLUMN previews.shown_at IS 'When it was shown (UTC).';
COMMENT ON COLUMN previews.expires_at IS 'Until when it is reserved (UTC).';
COMMENT ON COLUMN previews.ended_at IS 'When it was dialed, refused, skipped or over (UTC); null before.';
COMMENT ON COLUMN previews.reason IS 'Why it was skipped or refused, as a word.';
COMMENT ON COLUMN previews.attempt_id IS 'The attempt that came of it; null: none.';
