"""A patient's consents, however they were given: said or keyed in calls, ticked on web pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address
from uuid import UUID

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import ConsentKind, ConsentSource
from ari_app.dialogue.events import Span
from ari_app.store.unit_of_work import Row, UnitOfWork

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class WebConsent:
    """A box that the patient ticked, or left empty, on a page: from which device, and which text he was shown."""

    patient_id: str
    kind: ConsentKind
    granted: bool
    text_version: str
    ip: Address = field(repr=False)
    user_agent: str = field(repr=False)
    given_at: datetime


@dataclass(frozen=True, slots=True)
class PatientConsent:
    """A consent with its trace: of a call its stretch of the recording, of a page the device."""

    kind: ConsentKind
    granted: bool
    text_version: str
    source: ConsentSource
    given_at: datetime
    taken_back_at: datetime | None
    call_id: UUID | None
    audio: str | None
    span: Span | None
    ip: Address | None = field(repr=False)
    user_agent: str | None = field(repr=False)


async def put_web_consent(uow: UnitOfWork, organization_id: UUID, consent: WebConsent) -> UUID:
    """Store it; its id. Raises WrongInput for an unknown patient."""
    row_id = uow.new_id()
    made = await uow.run(
        "consents.insert_web",
        id=row_id,
        organization_id=organization_id,
        patient=consent.patient_id,
        kind=consent.kind.value,
        granted=consent.granted,
        text_version=consent.text_version,
        ip=consent.ip,
        user_agent=consent.user_agent,
        given_at=consent.given_at,
    )
    if made != 1:
        raise _unknown(consent.patient_id)
    return row_id


async def must_know(uow: UnitOfWork, organization_id: UUID, patient_id: str) -> None:
    """Raises WrongInput when there is no patient of that external id."""
    if await uow.one("consents.patient", organization_id=organization_id, patient=patient_id) is None:
        raise _unknown(patient_id)


async def may_be_recorded(uow: UnitOfWork, patient_id: UUID) -> bool:
    """Whether the patient's last word about recordings, in a call or on a page, is not a no."""
    row = await uow.one("consents.last_on_recording", patient_id=patient_id)
    return row is None or bool(row["stands"])


async def of_patient(uow: UnitOfWork, organization_id: UUID, patient_id: str) -> list[PatientConsent]:
    """All that the patient of this external id agreed to or refused, the oldest first."""
    rows = await uow.all("consents.of_patient", organization_id=organization_id, patient=patient_id)
    return [_read(row) for row in rows]


def _unknown(patient_id: str) -> WrongInput:
    return WrongInput(f"there is no patient {patient_id}", mend="give the hospital's id of the patient")


def _read(row: Row) -> PatientConsent:
    start = row["span_start_ms"]
    return PatientConsent(
        kind=ConsentKind(row["kind"]),
        granted=row["granted"],
        text_version=row["text_version"],
        source=ConsentSource(row["input_source"]),
        given_at=row["given_at"],
        taken_back_at=row["taken_back_at"],
        call_id=row["call_id"],
        audio=row["audio"],
        span=None if start is None else Span(start, row["span_end_ms"]),
        ip=row["ip"],
        user_agent=row["user_agent"],
    )
