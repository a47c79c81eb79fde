"""What calls have promised patients in writing, with the text that each is to get."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from ari_app.config.settings import HospitalSettings
from ari_app.dialogue.script import families_of
from ari_app.notes.messages import Addressed, compose
from ari_app.store.audit import AuditEntry, record
from ari_app.store.messages import PromisedMessage, promised_messages
from ari_app.store.patients import ensure_organization
from ari_app.store.pool import Store
from ari_app.wiring import instruments

Json = dict[str, object]


def text_of(message: PromisedMessage, phone: str | None) -> str:
    """What the patient reads; `phone` is where patients reach the center."""
    planned = message.appointment_at
    to = Addressed(
        hospital=message.hospital,
        families=families_of(message.questionnaire),
        appointment=None if planned is None else planned.astimezone(ZoneInfo(message.time_zone)),
        moved_to=message.moved_to,
        is_cancelled=message.is_cancelled,
        phone=phone,
    )
    return compose(instruments.messages(), message.template, to)


async def promised(
    store: Store, hospital: HospitalSettings, since: datetime, until: datetime, actor: str
) -> list[Json]:
    """The messages of the period, the oldest first; the audit keeps who read them."""
    async with store.unit_of_work() as uow:
        organization = await ensure_organization(
            uow, hospital.organization, hospital.name, hospital.time_zone
        )
        found = await promised_messages(uow, organization, since, until)
        details: Json = {"since": since.isoformat(), "until": until.isoformat()}
        subject = str(organization)
        await record(
            uow, AuditEntry(organization, actor, "read_messages", "organizations", subject, until, details)
        )
    return [
        {
            "id": str(each.id),
            "taskId": each.task_id,
            "patientId": each.patient_id,
            "template": each.template.value,
            "textVersion": instruments.messages().version,
            "text": text_of(each, hospital.phone),
            "requestedAt": each.requested_at.isoformat(),
            "state": each.state,
        }
        for each in found
    ]
