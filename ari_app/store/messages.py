"""Messages that calls promise to patients: kept with the step that promises them, sent later from the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.vocabulary import MessageTemplate
from ari_app.store.outbox import MESSAGES
from ari_app.store.references import CallRef
from ari_app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PromisedMessage:
    """A message and what its text is made of. `state` is the outbox's; times are UTC.

    `moved_to` is the time that the patient asked for in the call (`YYYY-MM-DDTHH:MM`, `YYYY-MM-DD part` or a day).
    """

    id: UUID
    template: MessageTemplate
    patient_id: str
    task_id: str
    questionnaire: str
    hospital: str
    time_zone: str
    appointment_at: datetime | None
    moved_to: str | None
    is_cancelled: bool
    requested_at: datetime
    state: str


async def add_promised_message(
    uow: UnitOfWork, call: CallRef, template: MessageTemplate, at: datetime
) -> None:
    """The message and its place in the outbox, in the same transaction; once for a call and template."""
    message_id = uow.new_id()
    made = await uow.run(
        "messages.insert",
        id=message_id,
        organization_id=call.organization_id,
        call_id=call.call_id,
        patient_id=call.patient_id,
        template=template.value,
        at=at,
    )
    if made:
        await uow.run(
            "messages.add_to_outbox",
            id=uow.new_id(),
            organization_id=call.organization_id,
            endpoint=MESSAGES,
            attempt_id=call.attempt_id,
            call_id=call.call_id,
            message_id=message_id,
            idempotency_key=f"message.requested:{call.call_id}:{template.value}",
            at=at,
        )


async def promised_messages(
    uow: UnitOfWork, organization_id: UUID, since: datetime, until: datetime
) -> list[PromisedMessage]:
    """What was promised in the period, the oldest first."""
    rows = await uow.all("messages.promised", organization_id=organization_id, since=since, until=until)
    return [
        PromisedMessage(
            id=row["id"],
            template=MessageTemplate(row["template"]),
            patient_id=row["patient_external_id"],
            task_id=row["task_id"],
            questionnaire=row["questionnaire"],
            hospital=row["hospital"],
            time_zone=row["time_zone"],
            appointment_at=row["appointment_at"],
            moved_to=row["moved_to"],
            is_cancelled=row["is_cancelled"],
            requested_at=row["requested_at"],
            state=row["state"],
        )
        for row in rows
    ]
