"""What nurses write down after calls of their own: how it went, their notes, the answers that they heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import ContactStatus
from ari_app.core.errors import Conflict, WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.language.understanding import Value
from ari_app.policy.redial import Redial
from ari_app.store.references import CallRef
from ari_app.store.stored_result import StoredPersonResult
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.store.values import split_value

_NOTE = "person_results.note_encrypted"
_NAME = "patients.name_encrypted"
# what a settled call leaves behind that a nurse's word may still change
_CHANGEABLE = (ContactStatus.OPEN, ContactStatus.COMPLETED)


@dataclass(frozen=True, slots=True)
class TalkOfAgent:
    """An answered call in which the agent talked; `definition` is the questionnaire that was to be asked.

    `thresholds` are those of the alert rules that are set for the follow-up.
    """

    call: CallRef
    agent_id: UUID
    contact_id: UUID
    definition: Mapping[str, object] = field(repr=False)
    thresholds: Mapping[str, float]
    patient_name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EnteredAnswer:
    """An answer that a nurse heard; `text` is what she wrote."""

    link_id: str
    value: Value = field(repr=False)
    unit: str | None
    text: str = field(repr=False)


async def talk_of(
    uow: UnitOfWork, organization_id: UUID, agent: str, attempt_id: UUID | None = None
) -> TalkOfAgent:
    """The agent's last answered call, or that of the attempt; its follow-up is locked until the transaction ends.

    Raises WrongInput when there is none, Conflict while what follows it is still being decided.
    """
    row = await uow.one(
        "person_results.call_of_agent", organization_id=organization_id, agent=agent, attempt_id=attempt_id
    )
    if row is None:
        raise WrongInput(f"agent {agent} has had no such call that was answered")
    if row["open_attempt_id"] is not None:
        raise Conflict("the follow-up is in a call, or being settled", mend="say it again in a moment")
    return TalkOfAgent(
        call=CallRef(
            row["call_id"], row["organization_id"], row["attempt_id"], row["patient_id"], row["lease_epoch"]
        ),
        agent_id=row["agent_id"],
        contact_id=row["contact_id"],
        definition=row["definition"],
        thresholds=row["thresholds"],
        patient_name=uow.cipher.open(row["name_encrypted"], _NAME, row["patient_id"]),
    )


async def put(
    uow: UnitOfWork,
    talk: TalkOfAgent,
    disposition: Disposition,
    note: str | None,
    redial: Redial,
    at: datetime,
) -> UUID:
    """Write it down, in place of what was written before, and let the follow-up go on by it; the id of the form.

    One that was canceled or called again since stays as it is.
    """
    before = await uow.one("person_results.supersede", attempt_id=talk.call.attempt_id, at=at)
    row_id = uow.new_id()
    await uow.run(
        "person_results.insert",
        id=row_id,
        organization_id=talk.call.organization_id,
        attempt_id=talk.call.attempt_id,
        agent_id=talk.agent_id,
        disposition=disposition.value,
        note_encrypted=uow.cipher.seal_optional(note, _NOTE, row_id),
        status=redial.status.value,
        next_at=redial.next_at,
        at=at,
    )
    changeable = {each.value for each in _CHANGEABLE} | ({before["status"]} if before is not None else set())
    await uow.run(
        "person_results.move_contact",
        contact_id=talk.contact_id,
        attempt_id=talk.call.attempt_id,
        status=redial.status.value,
        next_at=redial.next_at,
        requested=redial.requested,
        use_second=redial.use_second,
        from_statuses=sorted(changeable),
    )
    return row_id


async def put_answer(
    uow: UnitOfWork, talk: TalkOfAgent, answer: EnteredAnswer, agent: str, at: datetime
) -> None:
    """Store an answer, by person; an earlier one of the item is kept as superseded."""
    call_id, row_id, cipher = talk.call.call_id, uow.new_id(), uow.cipher
    for query in ("facts.supersede_answer", "facts.supersede_missing"):
        await uow.run(query, call_id=call_id, link_id=answer.link_id, at=at)
    parts = split_value(answer.value)
    await uow.run(
        "person_results.insert_answer",
        id=row_id,
        call_id=call_id,
        link_id=answer.link_id,
        value=parts.coded,
        free_text_encrypted=cipher.seal_optional(parts.free_text, "answers.free_text_encrypted", row_id),
        unit=answer.unit,
        utterance_encrypted=cipher.seal(answer.text, "answers.utterance_encrypted", row_id),
        recorded_by=agent,
        at=at,
    )


async def of_attempt(uow: UnitOfWork, attempt_id: UUID) -> StoredPersonResult | None:
    """What a nurse wrote down of the attempt, as it stands; None: nothing."""
    row = await uow.one("person_results.of_attempt", attempt_id=attempt_id)
    if row is None:
        return None
    note = uow.cipher.open_optional(row["note_encrypted"], _NOTE, row["id"])
    return StoredPersonResult(row["disposition"], note, row["recorded_by"], row["recorded_at"])
