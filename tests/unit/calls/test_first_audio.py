"""The first words after the answer: a machine is told at once, everything goes on to the call."""

from __future__ import annotations

from ari_app.calls.first_audio import WATCHED_SECONDS, FirstAudio
from ari_app.calls.signals import MachineAnswered, Overheard, Signal, Spoke
from ari_app.core.vocabulary import Disposition
from ari_app.speech.port import Transcript

MAILBOX = "您拨打的用户无法接听请在嘀声后留言"


def spoke(text: str, at: float) -> Spoke:
    return Spoke(at - 1, at - 0.5, at, Transcript(text, text, 0.9, final=True))


def told(*signals: Signal, since: float = 100.0) -> list[Signal]:
    posted: list[Signal] = []
    first = FirstAudio(posted.append)
    first.begin(since)
    for signal in signals:
        first.pass_on(signal)
    return posted


def test_unfinished_words_are_enough_and_once_is_enough() -> None:
    overheard, final = Overheard(102.0, MAILBOX), spoke(MAILBOX, 104.0)
    machine = MachineAnswered(102.0, Disposition.VOICEMAIL, MAILBOX, "嘀声后留言")
    assert told(overheard, final) == [machine, overheard, final]


def test_a_phrase_in_two_utterances_is_put_together() -> None:
    parts = spoke("您拨打的用户", 102.0), spoke("已关机", 103.5)
    found = [each for each in told(*parts) if isinstance(each, MachineAnswered)]
    assert [each.kind for each in found] == [Disposition.POWER_OFF]


def test_an_assistant_that_pauses_is_told_from_all_of_it() -> None:
    parts = ["好", "是机主的智能助理", "基础现在不方便接电话", "请问您有什么事我帮您转达"]
    found = told(*(spoke(text, 102.0 + at) for at, text in enumerate(parts)))
    assert [each.kind for each in found if isinstance(each, MachineAnswered)] == [Disposition.CALL_ASSISTANT]


def test_a_person_and_a_patient_later_on_are_no_machine() -> None:
    said = [spoke("喂请留言是什么意思啊", 102.0), spoke(MAILBOX, 101.0 + WATCHED_SECONDS)]
    assert told(*said) == said


def test_before_the_answer_nothing_is_looked_at() -> None:
    posted: list[Signal] = []
    overheard = Overheard(102.0, MAILBOX)
    FirstAudio(posted.append).pass_on(overheard)
    assert posted == [overheard]
