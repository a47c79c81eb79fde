-- An alert whose priority rises is news: it is open again, whoever took on or closed the lesser one.

DROP TRIGGER alerts_transition ON alerts;
CREATE TRIGGER alerts_transition BEFORE UPDATE OF state ON alerts FOR EACH ROW
    WHEN (NOT (NEW.state = 'raised' AND NEW.priority < OLD.priority))
    EXECUTE FUNCTION enforce_transition(
        'raised>notified', 'raised>acknowledged', 'notified>acknowledged', 'acknowledged>resolved');
COMMENT ON COLUMN alerts.link_id IS 'The item that raised it to its priority; null when it was said at any moment.';
COMMENT ON COLUMN alerts.reason_encrypted IS 'Why it has its priority, as a sentence that may hold the patient''s words, encrypted.';
COMMENT ON COLUMN alerts.state IS 'raised, notified, acknowledged, resolved; back to raised only when the priority rises, never closed by the robot.';
COMMENT ON COLUMN alerts.raised_at IS 'When the words were first heard (UTC).';
COMMENT ON COLUMN alerts.notified_at IS 'When somebody was first told of this priority (UTC).';
