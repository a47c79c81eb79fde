"""The SBAR note: what is the matter first, from the same answers as the SOAP note."""

from __future__ import annotations

from ari_app.core.vocabulary import AlertCode, Priority, QType
from ari_app.notes.sbar import write_sbar
from ari_app.notes.sentences import SPOKEN, Finding, Score
from ari_app.notes.soap import write_soap

PAIN = Finding("pain_vas", QType.NRS, {}, 8, for_review=False, missing=None)
WOUND = Finding("wound", QType.CHOICE, {"dry": "干燥愈合良好"}, "dry", for_review=False, missing=None)
SCORE = Score("phq9_total", 12, "moderate", ("phq1", "phq2"))


def test_what_raised_the_alert_is_the_situation_and_the_rest_the_background() -> None:
    note = write_sbar(
        (PAIN, WOUND), ((AlertCode.PAIN_HIGH, "pain_vas"),), ("callback_task",), risk=Priority.P1
    )
    assert [(each.section, each.text) for each in note.sentences] == [
        ("S", "疼痛评分：8分"),
        ("B", "伤口：干燥愈合良好"),
        ("A", "疼痛控制欠佳"),
        ("A", "风险等级P1，十分钟内处理"),
        ("R", "医护回电"),
    ]
    assert note.key_findings == ("疼痛控制欠佳",)
    assert note.next_action == "医护回电"


def test_an_alert_that_was_only_spoken_names_the_transcript() -> None:
    note = write_sbar((WOUND,), ((AlertCode.EMERGENCY, None),), ("advice_120",), risk=Priority.P1)
    assert note.sentences[0].section == "S"
    assert note.sentences[0].sources == SPOKEN
    assert all(sentence.sources for sentence in note.sentences)


def test_without_an_alert_nothing_is_urgent() -> None:
    note = write_sbar((WOUND,), (), ())
    assert {sentence.section for sentence in note.sentences} == {"S", "B", "A", "R"}
    assert note.key_findings == ()
    assert "未见预警，无需紧急处理" in [sentence.text for sentence in note.sentences]


def test_a_score_stands_with_its_band_and_its_items_in_both_notes() -> None:
    alerts = ((AlertCode.PHQ9_GE10, "phq9_total"),)
    for note in (write_soap((), alerts, (), (SCORE,)), write_sbar((), alerts, (), (SCORE,), Priority.P2)):
        (sentence,) = [each for each in note.sentences if "PHQ-9" in each.text]
        assert sentence.text == "PHQ-9总分：12分，中度（筛查提示）"
        assert sentence.sources == ("phq1", "phq2")
