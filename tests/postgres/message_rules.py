"""What breaks each rule of promised messages, consents on pages and variants: rule → a statement that breaks it."""

from __future__ import annotations

_ID = "00000000-0000-7000-8000-000000000001"
_WEB = (
    "INSERT INTO consents (id, organization_id, patient_id, kind, granted, text_version, input_source, ip, user_agent, "
    f"call_id, utterance_encrypted, given_at) SELECT '{_ID}', p.organization_id, p.id, 'recording', true, '1', "
    "{values}, now() FROM patients p LIMIT 1"
)
_CALL = "(SELECT id FROM calls LIMIT 1)"

ILLEGAL = {
    "patient_messages_template_known": "INSERT INTO patient_messages SELECT (jsonb_populate_record(m, "
    f"""'{{"id": "{_ID}", "template": "birthday"}}')).* FROM patient_messages m""",
    "patient_messages_frozen": "UPDATE patient_messages SET requested_at = now()",
    "outbox_message_is_requested": "UPDATE outbox SET message_id = (SELECT id FROM patient_messages LIMIT 1)",
    "consents_call_has_words": "UPDATE consents SET utterance_encrypted = NULL",
    "consents_call_has_no_device": "UPDATE consents SET user_agent = 'Mozilla/5.0'",
    "consents_web_has_device": _WEB.format(values="'web', '203.0.113.7', '', NULL, NULL"),
    "consents_web_has_no_sound": _WEB.format(values=f"'web', '203.0.113.7', 'Mozilla/5.0', {_CALL}, NULL"),
    "calls_wording_variant_known": "UPDATE calls SET wording_variant = 'c', prompts_version = '1'",
    "calls_wording_variant_has_version": "UPDATE calls SET wording_variant = 'a', prompts_version = NULL",
    "calls_order_variant_has_order": "UPDATE calls SET order_variant = 'x', item_order = NULL",
}
TWICE = {"patient_messages_once_a_call": "patient_messages"}
ROWS = (
    "INSERT INTO patient_messages (id, organization_id, call_id, patient_id, template, requested_at) "
    f"SELECT '{_ID[:-1]}d', c.organization_id, c.id, k.patient_id, 'after_care', now() "
    "FROM calls c JOIN attempts a ON a.id = c.attempt_id JOIN contacts k ON k.id = a.contact_id LIMIT 1",
)
