"""The greeting, the identity check and both consents are complete, and the check sees when they are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ari_app.dialogue.prompt_checks import front_findings
from ari_app.dialogue.prompt_text import Prompt, PromptTexts
from ari_app.wiring.instruments import prompts


def _changed(key: str, old: str, new: str) -> PromptTexts:
    wording = prompts()
    prompt = wording.prompts[key]
    assert any(old in sentence for sentence in prompt.sentences)
    changed = Prompt(tuple(each.replace(old, new) for each in prompt.sentences), prompt.protected)
    return replace(wording, prompts={**wording.prompts, key: changed})


def test_the_shipped_wording_is_complete() -> None:
    assert front_findings(prompts()) == []


@pytest.mark.req("M15-001", "M18-003")
@pytest.mark.req("M06-013", "M07-001")
@pytest.mark.parametrize(
    ("key", "old", "new", "code"),
    [
        ("consent.ask", "{hospital}", "医院", "notice_incomplete"),
        ("consent.ask", "人工智能助手", "小李", "notice_incomplete"),
        ("consent.ask", "三分钟", "一会儿", "notice_incomplete"),
        ("consent.ask", "录音", "保留", "notice_incomplete"),
        ("consent.ask", "可以吗？", "谢谢。", "notice_incomplete"),
        ("consent.ask", "健康回访", "手术后的回访", "clinical_too_early"),
        ("verify.ask", "核对一下身份", "确认您出院的事", "clinical_too_early"),
        ("person.ask", "{name}", "您", "notice_incomplete"),
        ("data_consent.ask", "{purpose}", "情况", "notice_incomplete"),
        ("data_consent.ask", "只用于", "会给", "notice_incomplete"),
        ("data_consent.ask", "保存", "处理", "notice_incomplete"),
        ("data_consent.ask", "停下来", "说话", "notice_incomplete"),
        ("consent.ask", "用来", "为了", "notice_incomplete"),
        ("data_consent.ask@elder", "保存", "处理", "notice_incomplete"),
        ("data_consent.ask@q_satisfaction", "只用来", "会给", "notice_incomplete"),
        ("data_consent.proxy", "只用于", "会给", "notice_incomplete"),
        ("data_consent.proxy", "保存", "处理", "notice_incomplete"),
    ],
)
def test_what_is_lacking_or_too_early_is_found(key: str, old: str, new: str, code: str) -> None:
    found = front_findings(_changed(key, old, new))
    assert [(finding.code, finding.place) for finding in found] == [(code, key)]


def test_a_notice_that_can_be_talked_over_and_a_prompt_that_is_not_there() -> None:
    wording = prompts()
    open_notice = replace(wording.prompts["consent.ask"], protected=False)
    kept = {key: each for key, each in wording.prompts.items() if key != "verify.ask"}
    found = front_findings(replace(wording, prompts={**kept, "consent.ask": open_notice}))
    assert {(each.code, each.place) for each in found} == {
        ("notice_unprotected", "consent.ask"),
        ("prompt_missing", "verify.ask"),
    }
