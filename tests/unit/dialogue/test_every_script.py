"""What every shipped questionnaire does when a patient says nothing, nonsense, asks for a person or hangs up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ari_app.core.vocabulary import AnswerStatus, Disposition, FollowUpAction, MissingReason, QType
from ari_app.dialogue.commands import HangUp, Transfer
from ari_app.dialogue.events import Event, Heard, HungUp, NoInput, Span, TransferEnded
from ari_app.dialogue.facts import ActionRequested, AnswerMissing, AnswerRecorded
from ari_app.dialogue.script import Script
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import Step
from ari_app.wiring.instruments import names, questionnaire
from tests.unit.dialogue.talking import AT, FRONT, facts_of, heard, listened, make_script, play, said

NONSENSE = "啊吧啊吧"
every = pytest.mark.parametrize("name", names())


def script_of(name: str, *, agents: bool = False) -> Script:
    return replace(make_script(agents_available=agents), questionnaire=questionnaire(name))


def played(name: str, *events: Event | str, agents: bool = False) -> list[Step]:
    """The front part and then these events at the first item."""
    return play(script_of(name, agents=agents), *FRONT, *events)


@pytest.mark.req("M07-019", "M05-011", "M06-018")
@every
def test_silence_is_asked_into_twice_and_then_ends_the_call(name: str) -> None:
    steps = played(name, NoInput(AT), NoInput(AT), NoInput(AT))
    first = questionnaire(name).items[0]
    again = steps[-3:-1]
    assert [listened(step) for step in again] == [first.link_id] * 2
    assert all("按" in said(step) for step in again)
    assert steps[-1].state.disposition is Disposition.NO_INPUT
    assert said(steps[-1]).endswith("再见。")
    assert isinstance(steps[-1].commands[-1], HangUp)


@pytest.mark.req("M07-019")
@every
def test_what_is_not_understood_is_asked_again_and_then_left_for_a_person(name: str) -> None:
    steps = played(name, *[heard(NONSENSE)] * 3)
    first = questionnaire(name).items[0]
    assert [listened(step) for step in steps[-3:-1]] == [first.link_id] * 2
    (gap,) = [
        fact for fact in steps[-1].facts if isinstance(fact, AnswerMissing) and fact.link_id == first.link_id
    ]
    assert gap.reason in {MissingReason.LOW_CONFIDENCE, MissingReason.DONT_KNOW}
    assert FollowUpAction.REVIEW_QUEUE in {
        f.action for f in steps[-1].facts if isinstance(f, ActionRequested)
    }
    assert listened(steps[-1]) != first.link_id


@pytest.mark.req("M07-019")
@every
def test_who_asks_for_a_person_is_handed_over_or_called_back(name: str) -> None:
    steps = played(name, "我要人工", agents=True)
    assert isinstance(steps[-1].commands[-1], Transfer)
    nobody = played(name, "我要人工", TransferEnded(AT, "no_agent"), agents=True)
    assert nobody[-1].state.disposition is Disposition.CALLBACK_SCHEDULED
    assert FollowUpAction.CALLBACK_TASK in {fact.action for fact in facts_of(nobody, ActionRequested)}


@pytest.mark.req("M07-019")
@every
def test_who_hangs_up_leaves_the_rest_as_such(name: str) -> None:
    steps = played(name, HungUp(AT))
    gaps = [fact for fact in facts_of(steps, AnswerMissing) if isinstance(fact, AnswerMissing)]
    assert steps[-1].state.disposition is Disposition.PARTIAL
    assert gaps and {gap.reason for gap in gaps} == {MissingReason.HANGUP}


@pytest.mark.req("M05-013", "M06-024")
def test_after_three_unsure_turns_a_person_is_offered_and_taken() -> None:
    steps = played("q_postop_v1", *[heard("八分", 0.3)] * 3, "我要人工", agents=True)
    assert "转人工" in said(steps[-2])
    assert steps[-1].state.stage is Stage.TRANSFER
    assert isinstance(steps[-1].commands[-1], Transfer)


@pytest.mark.req("M08-004", "M07-015")
@pytest.mark.parametrize("out", ["零分", "十一分"])
def test_a_satisfaction_score_lies_between_one_and_ten(out: str) -> None:
    items = questionnaire("q_satisfaction_v1").items
    at = [item.link_id for item in items].index("sat_overall")
    assert items[at].qtype is QType.RATING_1_10
    steps = played("q_satisfaction_v1", *["九分"] * at, out, "十分")
    assert "一分" in items[0].text and "十分" in items[0].text
    assert listened(steps[-2]) == "sat_overall"
    assert not any(isinstance(fact, AnswerRecorded) for fact in steps[-2].facts)
    (answer,) = [fact for fact in steps[-1].facts if isinstance(fact, AnswerRecorded)]
    assert (answer.link_id, answer.value) == ("sat_overall", 10)


@pytest.mark.req("M07-017")
def test_what_should_improve_is_kept_in_the_patients_words_with_their_stretch() -> None:
    words, span = "等的时间太长，收费也贵", Span(70_000, 74_200)
    front = ("九分",) * 6 + ("愿意", "九分")
    steps = played("q_satisfaction_v1", *front, Heard(AT, words, words, 0.9, span))
    (answer,) = [fact for fact in steps[-1].facts if isinstance(fact, AnswerRecorded)]
    assert isinstance(answer.value, dict)
    assert (answer.link_id, answer.value["text"], answer.span) == ("improve", words, span)
    assert answer.value["themes"] == ["waiting", "cost"]
    assert answer.status is AnswerStatus.ACCEPTED
