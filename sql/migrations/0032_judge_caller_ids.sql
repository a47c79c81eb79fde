-- How the calls under each of the hospital's numbers fare: what is judged, and what follows for a number that is marked.

ALTER TABLE caller_ids
    ADD COLUMN mark text,
    ADD COLUMN judged_calls integer NOT NULL DEFAULT 0,
    ADD COLUMN judged_from timestamptz,
    ADD COLUMN rests_until timestamptz,
    ADD CONSTRAINT caller_ids_mark_known CHECK (mark IN ('barred', 'rejected', 'seldom_answered')),
    ADD CONSTRAINT caller_ids_judged_calls_not_negative CHECK (judged_calls >= 0),
    ADD CONSTRAINT caller_ids_rests_when_barred CHECK (rests_until IS NULL OR mark IS NOT DISTINCT FROM 'barred');
COMMENT ON COLUMN caller_ids.health IS 'Share of the judged calls with it that a person answered, 0 to 1; 1 while nothing is known.';
COMMENT ON COLUMN caller_ids.mark IS 'Why it is shown last, or rests: barred, rejected, seldom_answered; null: it is in order, or nothing is known.';
COMMENT ON COLUMN caller_ids.judged_calls IS 'Of how many of its last calls health and mark were made; 0 while nothing is known.';
COMMENT ON COLUMN caller_ids.judged_from IS 'Calls that ended before are not judged (UTC); null: all are.';
COMMENT ON COLUMN caller_ids.rests_until IS 'Until when it is not shown (UTC); then its calls are judged anew. Null: it does not rest.';

ALTER TABLE calling_policies
    ADD COLUMN caller_health jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT calling_policies_caller_health_object CHECK (jsonb_typeof(caller_health) = 'object');
COMMENT ON COLUMN calling_policies.caller_health IS 'From what on a number counts as marked: last, days, least, least_answered, most_rejected, most_barred, rest_hours. What is not given is as usual.';

CREATE INDEX attempts_by_caller_id ON attempts (organization_id, caller_id, ended_at)
    WHERE state = 'ended' AND dialing_at IS NOT NULL AND caller_id IS NOT NULL;
