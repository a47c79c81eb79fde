-- Which wording a call spoke and in which order it asked, so that versions can be compared.

ALTER TABLE calls
    ADD COLUMN prompts_version text,
    ADD COLUMN wording_variant text,
    ADD COLUMN order_variant text,
    ADD COLUMN item_order text[],
    ADD CONSTRAINT calls_wording_variant_known CHECK (wording_variant IN ('a', 'b')),
    ADD CONSTRAINT calls_wording_variant_has_version CHECK (wording_variant IS NULL OR prompts_version IS NOT NULL),
    ADD CONSTRAINT calls_order_variant_has_order CHECK (order_variant IS NULL OR item_order IS NOT NULL);
COMMENT ON COLUMN calls.prompts_version IS 'Version of the wording that was spoken; null for calls before it was recorded.';
COMMENT ON COLUMN calls.wording_variant IS 'a (the usual wording) or b (the other one) while two are compared; null otherwise.';
COMMENT ON COLUMN calls.order_variant IS 'Code of the questionnaire''s order in which it asked; null: the usual one.';
COMMENT ON COLUMN calls.item_order IS 'Items of the questionnaire in the order in which this call asked them; null for calls before it was recorded.';
