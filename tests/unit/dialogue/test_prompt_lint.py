"""All of the shipped wording passes, and each fault is found with its mend."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ari_app.calls.stall import APOLOGY, FILLER
from ari_app.dialogue.commands import Pace
from ari_app.dialogue.prompt_book import all_sentences
from ari_app.dialogue.prompt_lint import script_findings
from ari_app.dialogue.prompt_text import Knowledge, Manner, Prompt, PromptTexts
from ari_app.dialogue.script import Patient
from ari_app.questionnaire.spoken_checks import BADLY_SPOKEN, spoken_findings
from ari_app.wiring.instruments import names, prompts, script_to_render


def with_prompt(key: str, **changes: Any) -> PromptTexts:
    wording = prompts()
    changed = replace(wording.prompts[key], **changes)
    return replace(wording, prompts={**wording.prompts, key: changed})


def codes(wording: PromptTexts) -> list[tuple[str, str]]:
    return [(each.code, each.place) for each in script_findings(wording, prompts().prompts)]


@pytest.mark.req("M01-005", "M06-013")
def test_what_is_shipped_passes() -> None:
    assert script_findings(prompts(), prompts().prompts) == []
    for text in (*FILLER, *APOLOGY):
        assert spoken_findings("stall", text) == []


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("age", [40, 80])
def test_no_sentence_of_any_call_holds_what_a_voice_reads_wrongly(name: str, age: int) -> None:
    script = script_to_render(name, "仁和医院", "李秀英")
    script = replace(script, patient=Patient("李秀英", age=age))
    assert [each for each in all_sentences(script) if BADLY_SPOKEN.search(each)] == []


@pytest.mark.req("M06-013", "M15-014")
@pytest.mark.parametrize(
    ("key", "changes", "code"),
    [
        ("reask.sorry", {"sentences": ("抱歉，你说什么？",)}, "impolite"),
        ("reask.sorry", {"variants": (("请您告知一下。",),)}, "written_word"),
        ("reask.sorry", {"variants": (("抱歉，我没有听清。",),)}, "same_variant"),
        ("reask.sorry", {"variants": (("甲。",), ("乙。",), ("丙。",), ("丁。",))}, "too_many_variants"),
        ("reask.sorry", {"variants": ((),)}, "no_words"),
        ("reask.exact", {"sentences": ("请您说一个数（整数）。",)}, "not_speakable"),
        ("reask.exact", {"sentences": ("请您看VAS说一个数。",)}, "not_speakable"),
        ("reask.exact", {"sentences": ("请您说一个数",)}, "unfinished"),
        ("reask.exact", {"sentences": ("{doctor}请您说一个数。",)}, "placeholder"),
        ("reask.whole", {"sentences": ("疼不疼呢？", "发烧吗？")}, "double_question"),
        ("reask.whole", {"sentences": ("疼吗，烧吗？",)}, "double_question"),
        ("control.offtopic", {"sentences": ("我都听到了，我记下了，我会说的，请您放心。",)}, "several_ideas"),
        ("control.offtopic", {"sentences": ("我听到了；请您放心。",)}, "several_ideas"),
        (
            "control.offtopic",
            {"sentences": ("谢谢您告诉我这件事情我们还是先把刚才的那一个问题说完了再说别的事情吧。",)},
            "long_sentence",
        ),
        ("advice.mood", {"sentences": ("您得了心病。",)}, "diagnosis"),
        ("verify.again", {"sentences": ("请说您的银行卡。",)}, "secret"),
        ("emergency.alone", {"sentences": ("请拨打一二零。",), "manner": Manner()}, "misread_number"),
        ("emergency.ask", {"protected": False}, "notice_unprotected"),
        ("self_harm.ask", {"protected": False}, "notice_unprotected"),
        ("data_consent.proxy", {"protected": False}, "notice_unprotected"),
        ("consent.ask@elder", {"protected": False}, "notice_unprotected"),
        ("consent.ask@elder", {"sentences": ("通话会录音，可以吗？",)}, "notice_incomplete"),
        ("verify.ask", {"variants": (("请说身份证后四位，或者出生月日。",),)}, "variants_unused"),
        ("consent.keys", {"manner": Manner(pace=Pace.SLOW)}, "manner_unused"),
        ("advice.fever", {"manner": Manner(pause_ms=900)}, "pause_length"),
        ("advice.fever", {"manner": Manner(stress=("明天",))}, "stress_unused"),
        ("advice.fever", {"manner": Manner(stress=("",))}, "stress_unused"),
    ],
)
def test_each_fault_is_found(key: str, changes: dict[str, Any], code: str) -> None:
    found = script_findings(with_prompt(key, **changes), prompts().prompts)
    assert (code, key) in [(each.code, each.place) for each in found]
    assert all(each.place == key and each.mend for each in found)


def test_what_is_missing_is_found_before_a_call_needs_it() -> None:
    wording = prompts()
    kept = {key: each for key, each in wording.prompts.items() if key != "closing.dnc"}
    assert codes(replace(wording, prompts=kept)) == [("prompt_missing", "closing.dnc")]
    assert codes(replace(wording, purposes={})) == [("purpose_missing", "purposes")]


def test_purposes_values_and_replies_are_read_too() -> None:
    wording = prompts()
    reply = Knowledge("bath", (("洗澡",),), ("拆线后2天再洗。",), "外科", clinical=True)
    assert codes(replace(wording, knowledge=(reply,))) == [("not_speakable", "knowledge.bath")]
    assert codes(replace(wording, purposes={**wording.purposes, "q_x": "患者的情况"})) == [
        ("written_word", "purposes.q_x")
    ]
    assert codes(replace(wording, values={"wound": {"red": "伤口红肿(轻)"}})) == [
        ("not_speakable", "values.wound.red")
    ]


def test_an_own_prompt_is_read_like_the_shipped_ones() -> None:
    wording = prompts()
    own = {**wording.prompts, "advice.own": Prompt(("请务必就诊。",))}
    assert {code for code, _ in codes(replace(wording, prompts=own))} == {"written_word"}
