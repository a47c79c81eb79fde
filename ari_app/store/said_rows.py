"""The transcript as rows: what the robot said, how much of it was heard, what the patient said."""

from __future__ import annotations

from typing import assert_never

from ari_app.dialogue.facts import PatientSaid, PromptHeard, RobotSaid
from ari_app.store.step import Step, span_columns

Said = RobotSaid | PromptHeard | PatientSaid


async def write_said(step: Step, fact: Said, position: int) -> None:
    """Store one of them; `position` is its place among the facts of the step."""
    match fact:
        case RobotSaid():
            await _robot_said(step, fact, position)
        case PromptHeard():
            await _prompt_heard(step, fact)
        case PatientSaid():
            await _patient_said(step, fact, position)
        case _:
            assert_never(fact)


async def _robot_said(step: Step, fact: RobotSaid, position: int) -> None:
    row_id = step.uow.new_id()
    await step.uow.run(
        "facts.insert_turn",
        id=row_id,
        turn=step.turn,
        position=position,
        speaker="robot",
        code=fact.code,
        command_id=fact.command_id,
        text_encrypted=step.uow.cipher.seal(fact.text, "turns.text_encrypted", row_id),
        raw_text_encrypted=None,
        confidence=None,
        input_source=None,
        intent=None,
        flags=[],
        said_at=fact.at,
        **span_columns(None),
        **step.keys,
    )


async def _prompt_heard(step: Step, fact: PromptHeard) -> None:
    await step.uow.run(
        "facts.mark_prompt_heard",
        call_id=step.call.call_id,
        command_id=fact.command_id,
        heard_ms=fact.heard_ms,
        was_completed=fact.completed,
        **span_columns(fact.span),
    )


async def _patient_said(step: Step, fact: PatientSaid, position: int) -> None:
    row_id = step.uow.new_id()
    cipher = step.uow.cipher
    await step.uow.run(
        "facts.insert_turn",
        id=row_id,
        turn=step.turn,
        position=position,
        speaker="patient",
        code=fact.code,
        command_id=None,
        text_encrypted=cipher.seal(fact.text, "turns.text_encrypted", row_id),
        raw_text_encrypted=cipher.seal(fact.raw_text, "turns.raw_text_encrypted", row_id),
        confidence=fact.confidence,
        input_source=fact.source.value,
        intent=fact.intent,
        flags=list(fact.flags),
        said_at=fact.at,
        **span_columns(fact.span),
        **step.keys,
    )
