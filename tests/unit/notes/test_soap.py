"""The SOAP note: from the answers only, each sentence with its source."""

from __future__ import annotations

from ari_app.core.vocabulary import AlertCode, MissingReason, QType
from ari_app.notes.soap import Finding, write_soap
from ari_app.notes.wording import ACTION_WORDS, ALERT_WORDS, GAP_WORDS

PAIN = Finding("pain_vas", QType.NRS, {}, 8, for_review=False, missing=None)
TEMP = Finding("temp", QType.TEMPERATURE, {}, 37.2, for_review=False, missing=None)
WOUND = Finding("wound", QType.CHOICE, {"dry": "干燥愈合良好"}, "dry", for_review=False, missing=None)
DIET = Finding("diet", QType.CHOICE, {}, None, for_review=False, missing=MissingReason.REFUSE_QUESTION)
DOUBT = Finding("bowel", QType.CHOICE, {"normal": "正常"}, "normal", for_review=True, missing=None)


def test_answers_stand_where_they_belong_and_name_their_item() -> None:
    note = write_soap((PAIN, TEMP, WOUND), (), ())
    texts = {sentence.text: (sentence.section, sentence.sources) for sentence in note.sentences}
    assert texts["疼痛评分：8分"] == ("S", ("pain_vas",))
    assert texts["患者自测体温：37.2℃"] == ("O", ("temp",))
    assert texts["伤口：干燥愈合良好"] == ("S", ("wound",))
    assert [sentence.section for sentence in note.sentences] == ["S", "S", "O", "A", "P"]


def test_alerts_are_the_key_findings() -> None:
    note = write_soap((PAIN,), ((AlertCode.PAIN_HIGH, "pain_vas"),), ("advice_seek_care", "callback_task"))
    assert note.key_findings == ("疼痛控制欠佳",)
    assert note.next_action == "医护回电"
    assert [each.sources for each in note.sentences if each.section == "A"] == [("pain_vas",)]


def test_a_gap_and_a_doubt_are_named_as_such() -> None:
    note = write_soap((DIET, DOUBT), (), ("review_queue:bowel",))
    texts = [sentence.text for sentence in note.sentences]
    assert "进食：不愿回答" in texts
    assert "排便：正常（待人工核对）" in texts
    assert note.next_action == "人工核对答案"


def test_nothing_to_do_is_said() -> None:
    note = write_soap((WOUND,), (), ())
    assert note.next_action == "按随访计划继续"
    assert note.key_findings == ()


def test_no_note_word_claims_to_know_what_a_patient_has() -> None:
    words = [*ALERT_WORDS.values(), *ACTION_WORDS.values(), *GAP_WORDS.values()]
    assert [each for each in words if "诊断" in each or "确诊" in each or "患有" in each] == []
    assert set(ALERT_WORDS) == set(AlertCode)
    assert set(GAP_WORDS) == set(MissingReason)


def test_a_suspicion_that_was_not_settled_sends_a_nurse_to_the_recording() -> None:
    actions = ("review_queue:suspected_emergency", "human_review")
    note = write_soap((WOUND,), (), actions)
    assert note.next_action == "可能说过危急情况，未能确认，请听录音"
    assert note.next_action in [sentence.text for sentence in note.sentences]
    assert write_soap((WOUND,), (), (*actions, "callback_task")).next_action == "医护回电"
