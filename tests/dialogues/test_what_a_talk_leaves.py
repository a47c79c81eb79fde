"""Over all golden talks: nothing that had to be asked is left open, and the summary says what the alerts say."""

from __future__ import annotations

from pathlib import Path

import pytest

from ari_app.core.vocabulary import AnswerStatus, Disposition
from ari_app.dialogue.facts import AlertRaised, AnswerMissing, AnswerRecorded, NoteWritten, ScoreComputed
from ari_app.lab.text_simulation import Talk
from ari_app.notes.wording import ACTION_WORDS, DETAIL_WORDS
from ari_app.questionnaire.flow import is_enabled
from ari_app.questionnaire.scoring import scores
from tests.dialogues.test_talks import played, talks

ROUTINE = "按随访计划继续"


def notes_of(talk: Talk) -> list[NoteWritten]:
    return [fact for step in talk.steps for fact in step.facts if isinstance(fact, NoteWritten)]


@pytest.mark.req("M18-005")
@talks
def test_of_a_completed_call_every_required_item_has_an_answer_or_a_reason(path: Path) -> None:
    _, result, talk, script = played(path)
    if result["disposition"] != Disposition.COMPLETED:
        return
    facts = [fact for step in talk.steps for fact in step.facts]
    settled = {fact.link_id for fact in facts if isinstance(fact, AnswerRecorded | AnswerMissing)}
    due = {
        item.link_id
        for item in script.questionnaire.items
        if item.required and is_enabled(script.questionnaire, item, result["answers"], talk.state.flags)
    }
    assert due - settled == set()
    assert due <= {*result["asked"], *result["missing"]}


@pytest.mark.req("M09-015", "M09-016", "M09-017")
@talks
def test_the_summary_lists_what_is_abnormal_its_risk_and_a_next_step(path: Path) -> None:
    _, _, talk, _ = played(path)
    facts = [fact for step in talk.steps for fact in step.facts]
    for at, note in enumerate(facts):
        if isinstance(note, NoteWritten):
            levels = [fact.priority for fact in facts[:at] if isinstance(fact, AlertRaised)]
            assert note.next_action in {*ACTION_WORDS.values(), *DETAIL_WORDS.values(), ROUTINE}
            assert bool(note.key_findings) == bool(levels)
            assert note.risk_level == min(levels, default="none")


@pytest.mark.req("M08-017")
@talks
def test_the_totals_are_those_that_the_answers_give_again(path: Path) -> None:
    _, _, talk, script = played(path)
    facts = [fact for step in talk.steps for fact in step.facts]
    counted = {
        fact.link_id: fact.value
        for fact in facts
        if isinstance(fact, AnswerRecorded) and fact.status is not AnswerStatus.FOR_REVIEW
    }
    totals = {fact.code: fact.value for fact in facts if isinstance(fact, ScoreComputed)}
    if totals:
        again = scores(script.questionnaire, counted)
        assert totals == {code: again[code] for code in totals}


def test_most_talks_have_a_summary_and_many_are_completed() -> None:
    whole = [played(path) for path in sorted(Path(__file__).parent.glob("*.yaml"))]
    assert sum(bool(notes_of(talk)) for _, _, talk, _ in whole) > 60
    assert sum(result["disposition"] == "completed" for _, result, _, _ in whole) > 60
    assert {score.code for _, _, _, script in whole for score in script.questionnaire.scores} <= {
        fact.code
        for _, _, talk, _ in whole
        for step in talk.steps
        for fact in step.facts
        if isinstance(fact, ScoreComputed)
    } | {"pain_total"}
