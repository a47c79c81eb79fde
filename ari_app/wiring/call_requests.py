"""Single calls that somebody asks for: checked, stored as attempts, and rendered before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from ari_app.config.settings import HospitalSettings
from ari_app.core.phone import PhoneNumber
from ari_app.core.relations import Relation
from ari_app.store import attempts, contacts
from ari_app.store.contacts import FollowUpDraft
from ari_app.store.patients import PatientDraft, ensure_organization
from ari_app.store.pool import Store
from ari_app.store.references import Lease
from ari_app.store.relatives import RelativeDraft
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.wiring import instruments, published
from ari_app.wiring.node import Node
from ari_app.wiring.patient_facts import check_birth_year, check_minor_until
from ari_app.wiring.placing import Progress, lease_time, render


@dataclass(frozen=True, slots=True)
class CallRequest:
    """One follow-up call that somebody asks for now.

    `minor_until` is the day on which a minor comes of age, `language` a BCP 47 tag in small letters. None there, in
    `birth_year`, in `relatives` (who may answer) and in `guardian` leaves what is stored of the patient.
    `appointment` is the visit that a reminder is about, in the hospital's own time.
    """

    phone: PhoneNumber
    questionnaire: str
    name: str
    id_tail: str | None
    birth_md: str | None
    patient_id: str
    encounter_id: str | None
    minor_until: date | None = None
    relatives: tuple[Relation, ...] | None = None
    guardian: Relation | None = None
    birth_year: int | None = None
    language: str | None = None
    appointment: datetime | None = None

    @property
    def patient(self) -> PatientDraft:
        """The patient as the store takes him."""
        relatives, guardian = self.relatives, self.guardian
        return PatientDraft(
            external_id=self.patient_id,
            name=self.name,
            phone=self.phone.e164,
            id_tail=self.id_tail,
            birth_md=self.birth_md,
            minor_until=self.minor_until,
            birth_year=self.birth_year,
            language=self.language,
            relatives=None if relatives is None else tuple(map(RelativeDraft, relatives)),
            guardians=None if guardian is None else (RelativeDraft(guardian),),
        )


async def enqueue(store: Store, hospital: HospitalSettings, request: CallRequest, at: datetime) -> UUID:
    """Store an attempt that is due `at`; its id. Raises WrongInput.

    Wrong are an unknown questionnaire, a minor who would come of age in the past or in more than 18 years, and an
    impossible year of birth.
    """
    _check(hospital, request, at)
    async with store.unit_of_work() as uow:
        return await _open(uow, hospital, request, at)


async def enqueue_held(node: Node, request: CallRequest) -> Lease:
    """Store an attempt that this process holds from the start, so that no other worker takes it. Raises WrongInput."""
    now = node.clock.now()
    _check(node.settings.hospital, request, now)
    async with node.store.unit_of_work() as uow:
        attempt = await _open(uow, node.settings.hospital, request, now)
        return await attempts.claim(uow, attempt, node.settings.worker.id, now, now + lease_time(node))


def _check(hospital: HospitalSettings, request: CallRequest, at: datetime) -> None:
    today = at.astimezone(ZoneInfo(hospital.time_zone)).date()
    if request.minor_until is not None:
        check_minor_until(request.minor_until, today)
    if request.birth_year is not None:
        check_birth_year(request.birth_year, request.minor_until, today)


async def _open(uow: UnitOfWork, hospital: HospitalSettings, request: CallRequest, at: datetime) -> UUID:
    organization = await ensure_organization(uow, hospital.organization, hospital.name, hospital.time_zone)
    draft = FollowUpDraft(
        organization_id=organization,
        patient=request.patient,
        questionnaire=await published.find(uow, hospital.organization, request.questionnaire),
        encounter_external_id=request.encounter_id,
        appointment_at=_appointment(hospital, request),
    )
    return await contacts.open_attempt(uow, draft, at)


def _appointment(hospital: HospitalSettings, request: CallRequest) -> datetime | None:
    moment = request.appointment
    return None if moment is None else moment.replace(tzinfo=ZoneInfo(hospital.time_zone))


async def prepare(node: Node, request: CallRequest, progress: Progress | None) -> None:
    """Render what the call will say, so that a voice that fails is known before anything is stored."""
    hospital = node.settings.hospital
    async with node.store.unit_of_work() as uow:
        asked = await published.find(uow, hospital.organization, request.questionnaire)
    agents = node.settings.call.agent is not None
    script = instruments.script_to_render(
        published.questionnaire_of(asked),
        hospital.name,
        request.name,
        agents_available=agents,
        phone=hospital.phone,
    )
    await render(node, script, progress)
