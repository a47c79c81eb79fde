"""Messages to patients: complete, filled in for one patient, and checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import MessageTemplate
from ari_app.dialogue.script import families_of
from ari_app.notes.messages import Addressed, compose, load, message_findings
from ari_app.wiring import instruments

TEXTS = instruments.messages()
VISIT = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
TO = Addressed("仁和医院", families_of("q_postop_t7_v1"), phone="010-6655 8899")


def test_the_shipped_messages_pass() -> None:
    assert message_findings(TEXTS) == []


@pytest.mark.parametrize("name", instruments.names())
def test_every_message_can_be_filled_in_for_every_questionnaire(name: str) -> None:
    to = replace(TO, families=families_of(name))
    for template in MessageTemplate:
        text = compose(TEXTS, template, to)
        assert "仁和医院" in text and "010-6655 8899" in text
        assert "{" not in text


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (replace(TO, appointment=VISIT), "您约在2026年3月17日09:00复诊"),
        (replace(TO, appointment=VISIT, moved_to="2026-03-20T14:30"), "改到2026年3月20日14:30"),
        (replace(TO, moved_to="2026-03-20 morning"), "改到2026年3月20日上午"),
        (replace(TO, moved_to="2026-03-20"), "改到2026年3月20日，"),
        (replace(TO, appointment=VISIT, is_cancelled=True), "复诊已按您的意思取消"),
        (TO, "按出院小结或医嘱上写的时间来复诊"),
    ],
)
def test_the_revisit_is_told_as_it_stands_after_the_call(to: Addressed, words: str) -> None:
    text = compose(TEXTS, MessageTemplate.AFTER_CARE, to)
    assert words in text and "注意事项：保持伤口干净" in text


def test_without_a_number_of_the_center_the_patient_calls_back() -> None:
    assert "请回拨" in compose(TEXTS, MessageTemplate.PAIN_GUIDANCE, replace(TO, phone=None))


@pytest.mark.parametrize(
    ("key", "old", "new", "code"),
    [
        ("consent_notice", "目的", "情况", "message_incomplete"),
        ("consent_notice", "录音", "声音", "message_incomplete"),
        ("consent_notice", "只用于", "会给", "message_incomplete"),
        ("consent_notice", "保存", "处理", "message_incomplete"),
        ("pain_guidance", "止痛", "其他", "message_incomplete"),
        ("after_care@q_postop", "注意事项", "另外", "message_incomplete"),
        ("after_care@q_chronic", "{revisit}", "另约", "message_incomplete"),
        ("after_care", "{reach}", "{phone}", "placeholder"),
        ("after_care", "感谢您", "您得了重病，" * 100, "message_long"),
        ("after_care", "感谢您", "您得了感冒，", "diagnosis"),
    ],
)
def test_what_a_message_lacks_is_found(key: str, old: str, new: str, code: str) -> None:
    lines = TEXTS.messages[key]
    assert any(old in line for line in lines)
    changed = tuple(line.replace(old, new) for line in lines)
    found = message_findings(replace(TEXTS, messages={**TEXTS.messages, key: changed}))
    assert code in {each.code for each in found if each.place == key}


def test_unknown_and_missing_messages_are_found_and_broken_files_refused() -> None:
    kept = {key: lines for key, lines in TEXTS.messages.items() if key != "pain_guidance"}
    found = message_findings(replace(TEXTS, messages={**kept, "birthday": ("祝您快乐。",)}))
    assert {(each.code, each.place) for each in found} == {
        ("message_missing", "pain_guidance"),
        ("message_unknown", "birthday"),
    }
    for broken in ("[]", "{", '{"schema": 2}', '{"schema": 1, "version": "1", "messages": {}}'):
        with pytest.raises(WrongInput):
            load(broken)
