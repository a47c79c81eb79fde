"""News for outside systems: kept with the change that makes them, delivered later, in order per endpoint.

`endpoints` are told of follow-ups whose campaign has no receiver of its own. One that has tells that receiver alone,
and only the events that it subscribed to (`webhook_endpoints`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.store.references import CallRef
from ari_app.store.unit_of_work import UnitOfWork

DEFAULT_ENDPOINTS = ("webhook",)
"""Who is told of a follow-up whose campaign has no receiver of its own."""
MESSAGES = "messages"
"""Endpoint of what is sent to patients."""
APPOINTMENTS = "appointments"
"""Endpoint of the system that keeps the appointments."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed message: ids only. `tries` counts this one."""

    id: UUID
    organization_id: UUID
    endpoint: str
    kind: str
    attempt_id: UUID
    call_id: UUID | None
    alert_id: UUID | None
    message_id: UUID | None
    idempotency_key: str
    tries: int


async def add_alert_triggered(
    uow: UnitOfWork, call: CallRef, alert_id: UUID, priority: str, at: datetime, endpoints: Sequence[str]
) -> None:
    """`alert.triggered`, told again only when the priority rises."""
    about = _About(call.organization_id, call.attempt_id, call.call_id, alert_id)
    key = f"alert.triggered:{alert_id}:{priority}"
    for endpoint in endpoints:
        await _tell(uow, "alert.triggered", about, at, endpoint, key)


async def add_questionnaire_submitted(
    uow: UnitOfWork, call: CallRef, at: datetime, endpoints: Sequence[str], form: UUID | None = None
) -> None:
    """`questionnaire.submitted`, unless nothing of the questionnaire was asked; once per call.

    `form` is what a nurse wrote with other answers: a call that was told is told once more for each.
    """
    about = _About(call.organization_id, call.attempt_id, call.call_id)
    key = f"questionnaire.submitted:{call.call_id}"
    for endpoint in endpoints:
        is_told = not await _tell(uow, "questionnaire.submitted", about, at, endpoint, key)
        if is_told and form is not None:
            await _tell(uow, "questionnaire.submitted", about, at, endpoint, f"{key}:{form}")


async def add_call_completed(
    uow: UnitOfWork,
    organization_id: UUID,
    attempt_id: UUID,
    call_id: UUID | None,
    at: datetime,
    endpoints: Sequence[str],
) -> None:
    """`call.completed`, once per attempt however often it is asked for."""
    about = _About(organization_id, attempt_id, call_id)
    for endpoint in endpoints:
        await _tell(uow, "call.completed", about, at, endpoint, f"call.completed:{attempt_id}")


@dataclass(frozen=True, slots=True)
class _About:
    """What a message tells of."""

    organization_id: UUID
    attempt_id: UUID
    call_id: UUID | None
    alert_id: UUID | None = None


async def _tell(uow: UnitOfWork, kind: str, about: _About, at: datetime, endpoint: str, key: str) -> bool:
    """Add it for the campaign's own receiver if that wants it, else for `endpoint`; False: told or unwanted."""
    added = await uow.run(
        "outbox.tell",
        id=uow.new_id(),
        organization_id=about.organization_id,
        endpoint=endpoint,
        kind=kind,
        attempt_id=about.attempt_id,
        call_id=about.call_id,
        alert_id=about.alert_id,
        idempotency_key=key,
        due_at=at,
    )
    return added > 0


async def add_appointment_changed(uow: UnitOfWork, call: CallRef, action_id: UUID, at: datetime) -> None:
    """`appointment.changed`: a visit was moved or cancelled in the call; the action tells which and to when."""
    await uow.run(
        "outbox.add",
        id=uow.new_id(),
        organization_id=call.organization_id,
        endpoint=APPOINTMENTS,
        kind="appointment.changed",
        attempt_id=call.attempt_id,
        call_id=call.call_id,
        alert_id=None,
        idempotency_key=f"appointment.changed:{action_id}",
        due_at=at,
    )


async def add_messages_requested(
    uow: UnitOfWork, attempts: Iterable[tuple[UUID, UUID]], at: datetime, endpoint: str = MESSAGES
) -> None:
    """`message.requested` for each (organization, attempt): the patient gets the message that `redials.message`
    names, once per attempt.
    """
    await uow.run_many(
        "outbox.add",
        [
            {
                "id": uow.new_id(),
                "organization_id": organization_id,
                "endpoint": endpoint,
                "kind": "message.requested",
                "attempt_id": attempt_id,
                "call_id": None,
                "alert_id": None,
                "idempotency_key": f"message.requested:{attempt_id}",
                "due_at": at,
            }
            for organization_id, attempt_id in attempts
        ],
    )


async def claim(uow: UnitOfWork, at: datetime, claimed_until: datetime, at_most: int) -> list[Delivery]:
    """The oldest message of each endpoint that is due and free; a later one waits for the earlier."""
    rows = await uow.all("outbox.claim", at=at, claimed_until=claimed_until, at_most=at_most)
    return [Delivery(**dict(row)) for row in rows]


async def mark_delivered(uow: UnitOfWork, delivery_id: UUID, at: datetime) -> None:
    """The receiver took it."""
    await uow.run("outbox.mark_delivered", id=delivery_id, at=at)


async def put_off(uow: UnitOfWork, delivery_id: UUID, due_at: datetime, error: str) -> None:
    """Try again at `due_at`. `error` is one line without patient data."""
    await uow.run("outbox.put_off", id=delivery_id, due_at=due_at, error=error)


async def bury(uow: UnitOfWork, delivery_id: UUID, at: datetime, error: str) -> None:
    """Give it up: it stays as a dead letter and no longer holds up the others."""
    await uow.run("outbox.bury", id=delivery_id, at=at, error=error)
