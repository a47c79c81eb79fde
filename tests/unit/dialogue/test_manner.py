"""How prompts are spoken: other words for what is said again, pauses, weight, pace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ari_app.core.errors import WrongInput
from ari_app.dialogue.commands import USUAL_PAUSE_MS, Delivery, Pace, Say
from ari_app.dialogue.engine import advance, start
from ari_app.dialogue.events import Answered, HeardPartial, NoInput
from ari_app.dialogue.prompt_book import (
    SLOW_PAUSE_MS,
    STRESS_PAUSE_MS,
    all_sentences,
    delivery,
    prompt,
    slow_sentences,
    wording,
)
from ari_app.dialogue.prompt_text import Manner, Prompt, load
from ari_app.dialogue.script import Patient
from ari_app.dialogue.turn import Step
from tests.unit.dialogue.talking import AT, FRONT, make_script, play, said

THREE = Prompt(("甲。",), variants=(("乙。",), ("丙。",)))
USUAL, SLOW = Pace.USUAL, Pace.SLOW


def says(step: Step) -> list[Say]:
    return [each for each in step.commands if isinstance(each, Say)]


def test_the_first_time_it_is_the_usual_wording_then_the_others_in_turn() -> None:
    for session in ("a", "b", "c", "d"):
        told = [wording(THREE, "reask.sorry", session, times) for times in range(7)]
        assert told[0] == told[3] == told[6] == ("甲。",)
        assert set(told[:3]) == {("甲。",), ("乙。",), ("丙。",)}
        assert all(one != two for one, two in zip(told, told[1:], strict=False))
    seconds = {wording(THREE, "reask.sorry", str(number), 1) for number in range(20)}
    assert seconds == {("乙。",), ("丙。",)}


def test_a_call_does_not_say_the_same_words_twice_in_a_row() -> None:
    steps = play(make_script(), *FRONT, "绿豆", "绿豆")
    first, second = (says(step)[0].sentences for step in steps[-2:])
    script = make_script()
    words = prompt(script, "reask.sorry").wordings
    assert first == words[0] and second in words[1:]
    assert {*first, *second} <= all_sentences(script)


def test_the_same_call_is_told_the_same_again() -> None:
    script = make_script()
    for session in ("one", "two"):
        told = []
        for _ in range(2):
            state = start(script, session, AT)
            texts = []
            for event in (Answered(AT), NoInput(AT), NoInput(AT)):
                step = advance(script, state, event)
                state = step.state
                texts.append(said(step))
            told.append(texts)
        assert told[0] == told[1]


@pytest.mark.parametrize(
    ("manner", "pace", "wanted"),
    [
        (Manner(), USUAL, ()),
        (Manner(), SLOW, (Delivery(SLOW_PAUSE_MS, SLOW),) * 2),
        (Manner(pause_ms=300), USUAL, (Delivery(300, USUAL),) * 2),
        (Manner(pause_ms=390), SLOW, (Delivery(390, SLOW),) * 2),
        (Manner(pace=SLOW), USUAL, (Delivery(SLOW_PAUSE_MS, SLOW),) * 2),
        (
            Manner(stress=("幺二零",)),
            USUAL,
            (Delivery(USUAL_PAUSE_MS, USUAL), Delivery(STRESS_PAUSE_MS, SLOW)),
        ),
        (
            Manner(stress=("幺二零",)),
            SLOW,
            (Delivery(SLOW_PAUSE_MS, SLOW), Delivery(STRESS_PAUSE_MS, SLOW)),
        ),
    ],
)
def test_delivery(manner: Manner, pace: Pace, wanted: tuple[Delivery, ...]) -> None:
    assert delivery(("请听好。", "请拨打幺二零。"), manner, pace) == wanted


@pytest.mark.req("M06-027")
@pytest.mark.req("M06-025")
def test_the_notice_of_the_recording_and_the_emergency_number_bear_weight() -> None:
    greeting = says(play(make_script())[0])[0]
    paces = [how.pace for text, how in greeting.spoken if "录音" in text]
    assert paces == [SLOW]
    assert [how.pace for text, how in greeting.spoken if "录音" not in text] == [USUAL, USUAL]
    danger = says(play(make_script(), *FRONT, HeardPartial(AT, "我胸口疼得喘不上气"))[-1])
    weighty = [text for say in danger for text, how in say.spoken if how.pace is SLOW]
    assert weighty and all("幺二零" in text for text in weighty)
    assert not any(say.interruptible for say in danger)


def test_all_that_is_urgent_and_slow_is_expected_before_dialing() -> None:
    script = make_script()
    expected = slow_sentences(script)
    assert expected <= all_sentences(script)
    for key in script.prompts.prompts:
        if "@" in key:
            continue
        found = prompt(script, key)
        assert {each for each in found.sentences if found.manner.is_slow(each)} <= expected, key
        assert not found.protected or set(found.sentences) <= expected, key
    assert slow_sentences(make_script(patient=Patient("李秀英", age=80))) >= {"对吗？", "您说的是"}


@pytest.mark.req("M06-032")
def test_an_elder_hears_every_sentence_slowly() -> None:
    steps = play(make_script(patient=Patient("李秀英", age=80)), *FRONT, "三分")
    spoken = [how for step in steps for say in says(step) for _, how in say.spoken]
    assert {how.pace for how in spoken} == {SLOW}
    assert min(how.pause_ms for how in spoken) >= SLOW_PAUSE_MS


def test_who_asks_for_it_hears_the_rest_slowly() -> None:
    steps = play(make_script(), *FRONT, "你说慢一点", "三分")
    assert {how.pace for say in says(steps[-1]) for _, how in say.spoken} == {SLOW}


def test_who_asks_for_it_at_a_notice_hears_the_notice_slowly() -> None:
    script = make_script()
    notice = says(play(script, "你说慢一点")[-1])[-1]
    assert not notice.interruptible
    assert {how.pace for _, how in notice.spoken} == {SLOW}
    assert set(notice.sentences) <= slow_sentences(script)


def test_a_prompt_of_our_own_pace_is_spoken_at_it() -> None:
    script = make_script()
    slow = replace(script.prompts.prompts["person.ask"], manner=Manner(pause_ms=400, pace=SLOW))
    changed = replace(
        script, prompts=replace(script.prompts, prompts={**script.prompts.prompts, "person.ask": slow})
    )
    asked = says(play(changed, "可以")[-1])[-1]
    assert asked.delivery == (Delivery(400, SLOW),)
    assert "请问您是李秀英本人吗？" in slow_sentences(changed)


@pytest.mark.parametrize(
    "prompt_json",
    [
        '{"say": "您好。"}',
        '{"say": ["您好。"], "variant": []}',
        '{"say": ["您好。"], "pace": "fast"}',
        '{"say": [1]}',
    ],
)
def test_a_prompt_that_cannot_be_read_is_refused(prompt_json: str) -> None:
    text = f'{{"schema": 1, "version": "1", "purposes": {{}}, "values": {{}}, "prompts": {{"a": {prompt_json}}}}}'
    with pytest.raises(WrongInput):
        load(text)


def test_every_family_has_a_purpose_of_its_own() -> None:
    purposes = make_script().prompts.purposes
    families = ("q_postop_t1", "q_postop_t7", "q_postop_t30", "q_phq2", "q_gad2", "q_pain_nrs")
    assert [name for name in families if name not in purposes] == []
