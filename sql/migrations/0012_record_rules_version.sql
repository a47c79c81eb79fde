-- Which alert rules a call was held under, so that a later reading of its transcript can be compared.

ALTER TABLE calls ADD COLUMN rules_version text;
COMMENT ON COLUMN calls.rules_version IS 'Version of the alert rules that the call applied; null when it was not recorded.';
