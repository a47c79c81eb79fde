"""Follow-up items: who is to be asked what, and the attempts made for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from ari_app.core.errors import Conflict, WrongInput
from ari_app.core.relations import RelativeRole
from ari_app.core.vocabulary import IdentityFactor
from ari_app.store.identity import IdentityDigestMatcher
from ari_app.store.past_answers import PastAnswers, answers_before
from ari_app.store.patients import MINOR_UNTIL, PatientDraft, ensure_encounter, ensure_patient
from ari_app.store.phone_index import phone_index
from ari_app.store.questionnaires import QuestionnaireDraft, freeze_version
from ari_app.store.relatives import relations_of
from ari_app.store.unit_of_work import Row, UnitOfWork


@dataclass(frozen=True, slots=True)
class FollowUpDraft:
    """One patient to be asked one questionnaire.

    `external_id` (the webhook's taskId) makes it idempotent: the same id adds an attempt to the same contact.
    None: a new contact with an id of its own. `appointment_at` is the visit that a reminder is about.
    """

    organization_id: UUID
    patient: PatientDraft
    questionnaire: QuestionnaireDraft
    external_id: str | None = None
    encounter_external_id: str | None = None
    plan_day: str | None = None
    appointment_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallTarget:
    """All that is needed to place an attempt and to build its script. The id digits are not among it.

    `minor_until` is the day on which the patient comes of age, None for one not known to be a minor; `relatives`
    may answer for him, `guardians` for a minor, the first recorded first. `past` is what he answered in other
    calls. `language` is a BCP 47 tag in small letters, None for Mandarin. `channel_id` is the channel on which he
    called himself, None when he is to be dialed. `thresholds` are those of the alert rules that are set for him.
    """

    attempt_id: UUID
    organization_id: UUID
    organization_name: str
    time_zone: str
    contact_id: UUID
    contact_external_id: str
    plan_day: str | None
    attempt_number: int
    patient_id: UUID
    patient_external_id: str
    encounter_external_id: str | None
    patient_name: str = field(repr=False)
    phone: str = field(repr=False)
    identity: IdentityDigestMatcher = field(repr=False)
    questionnaire_code: str
    questionnaire_version: str
    definition: Mapping[str, object] = field(repr=False)
    thresholds: Mapping[str, float]
    minor_until: date | None = field(repr=False)
    relatives: frozenset[str]
    guardians: tuple[str, ...]
    past: PastAnswers
    birth_year: int | None
    language: str | None
    appointment_at: datetime | None
    channel_id: str | None = None


async def open_attempt(uow: UnitOfWork, draft: FollowUpDraft, at: datetime) -> UUID:
    """Store patient, visit, questionnaire version, contact and a scheduled attempt; the attempt's id.

    Raises Conflict when the contact has an attempt that is not ended, or belongs to another patient.
    """
    patient_id = await ensure_patient(uow, draft.organization_id, draft.patient)
    contact_id = await ensure_contact(uow, draft, patient_id, at)
    attempt_id = uow.new_id()
    await uow.run(
        "attempts.insert",
        id=attempt_id,
        organization_id=draft.organization_id,
        contact_id=contact_id,
        phone_encrypted=uow.cipher.seal(draft.patient.phone, "attempts.phone_encrypted", attempt_id),
        phone_index=phone_index(uow, draft.patient.phone),
        due_at=at,
    )
    return attempt_id


async def ensure_contact(uow: UnitOfWork, draft: FollowUpDraft, patient_id: UUID, at: datetime) -> UUID:
    """The follow-up of this external id, made due `at` when there is none; its id.

    Raises Conflict when it belongs to another patient.
    """
    if draft.external_id is not None:
        known = await uow.one(
            "contacts.lock_by_external_id",
            organization_id=draft.organization_id,
            external_id=draft.external_id,
        )
        if known is not None and known["patient_id"] != patient_id:
            raise Conflict(f"follow-up {draft.external_id} belongs to another patient")
        if known is not None:
            return UUID(str(known["id"]))
    return await _insert_contact(uow, draft, patient_id, at)


async def _insert_contact(uow: UnitOfWork, draft: FollowUpDraft, patient_id: UUID, at: datetime) -> UUID:
    version_id = await freeze_version(uow, draft.organization_id, draft.questionnaire, at)
    encounter_id = None
    if draft.encounter_external_id is not None:
        encounter_id = await ensure_encounter(
            uow, draft.organization_id, patient_id, draft.encounter_external_id
        )
    contact_id = uow.new_id()
    await uow.run(
        "contacts.insert",
        id=contact_id,
        organization_id=draft.organization_id,
        external_id=draft.external_id or f"task_{contact_id.hex}",
        patient_id=patient_id,
        encounter_id=encounter_id,
        questionnaire_version_id=version_id,
        plan_day=draft.plan_day,
        appointment_at=draft.appointment_at,
        due_at=at,
    )
    return contact_id


async def read_target(uow: UnitOfWork, attempt_id: UUID) -> CallTarget:
    """Whom the attempt is meant for. Raises WrongInput for an unknown attempt."""
    row = await uow.one("contacts.read_target", attempt_id=attempt_id)
    if row is None:
        raise WrongInput(f"there is no attempt {attempt_id}")
    cipher, patient_id = uow.cipher, row["patient_id"]
    minor_until = cipher.open_optional(row["minor_until_encrypted"], MINOR_UNTIL, patient_id)
    relations = await relations_of(uow, patient_id)
    return CallTarget(
        attempt_id=attempt_id,
        organization_id=row["organization_id"],
        organization_name=row["organization_name"],
        time_zone=row["time_zone"],
        contact_id=row["contact_id"],
        contact_external_id=row["contact_external_id"],
        plan_day=row["plan_day"],
        attempt_number=row["number"],
        patient_id=patient_id,
        patient_external_id=row["patient_external_id"],
        encounter_external_id=row["encounter_external_id"],
        patient_name=cipher.open(row["name_encrypted"], "patients.name_encrypted", patient_id),
        phone=cipher.open(row["phone_encrypted"], "attempts.phone_encrypted", attempt_id),
        identity=IdentityDigestMatcher(cipher, patient_id, _digests(row)),
        questionnaire_code=row["questionnaire_code"],
        questionnaire_version=row["questionnaire_version"],
        definition=row["definition"],
        thresholds=row["thresholds"],
        minor_until=None if minor_until is None else date.fromisoformat(minor_until),
        relatives=frozenset(relations[RelativeRole.MAY_ANSWER]),
        guardians=relations[RelativeRole.GUARDIAN],
        past=await answers_before(uow, patient_id, attempt_id),
        birth_year=row["birth_year"],
        language=row["language"],
        appointment_at=row["appointment_at"],
        channel_id=row["channel_id"],
    )


def _digests(row: Row) -> dict[IdentityFactor, bytes]:
    stored = {
        IdentityFactor.ID_TAIL: row["id_tail_digest"],
        IdentityFactor.BIRTH_MD: row["birth_md_digest"],
    }
    return {factor: digest for factor, digest in stored.items() if digest is not None}
