"""A follow-up of a made-up patient in the store, as far along as a test needs it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from ari_app.policy.audio_quality import AudioQuality
from ari_app.store import attempts, calls, contacts
from ari_app.store.patients import PatientDraft, ensure_organization
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft
from ari_app.store.references import CallRef, Lease
from ari_app.wiring import instruments

NOW = datetime(2026, 3, 10, 2, 20, tzinfo=UTC)
NAME = "李秀英"
PHONE = "+8613800000002"
QUESTIONNAIRE = QuestionnaireDraft(
    code="q_postop_v1",
    title="术后随访",
    version="1.0.0",
    definition=json.loads(instruments.source("q_postop_v1")),
)

MEASURED = AudioQuality(
    heard_seconds=120.0,
    speech_seconds=21.5,
    speech_dbfs=-24.25,
    noise_dbfs=-58.0,
    snr_db=33.75,
    clipped_share=0.001,
    echo_return_db=-31.5,
    late_frames=4,
    missing_frames=2,
    late_share=0.001,
    worst_delay_ms=85,
)


def after(seconds: float) -> datetime:
    """`seconds` after the start of the story."""
    return NOW + timedelta(seconds=seconds)


def patient(external_id: str = "p_1", phone: str = PHONE) -> PatientDraft:
    """The patient of the story."""
    return PatientDraft(external_id, NAME, phone, id_tail="4417", birth_md="08-02")


async def scheduled_attempt(
    store: Store, external_id: str | None = "task_1", patient_draft: PatientDraft | None = None
) -> UUID:
    """An attempt that waits to be claimed."""
    async with store.unit_of_work() as uow:
        organization_id = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
        draft = contacts.FollowUpDraft(
            organization_id,
            patient_draft or patient(),
            QUESTIONNAIRE,
            external_id=external_id,
            encounter_external_id="e_1" if patient_draft is None else None,
            plan_day="T+3",
        )
        return await contacts.open_attempt(uow, draft, NOW)


async def claimed_attempt(store: Store, worker: str = "worker-1") -> Lease:
    """An attempt that a worker holds."""
    attempt_id = await scheduled_attempt(store)
    async with store.unit_of_work() as uow:
        return await attempts.claim(uow, attempt_id, worker, NOW, after(30))


async def answered_call(store: Store, worker: str = "worker-1") -> tuple[Lease, CallRef]:
    """A call that was just answered: its dialogue stands at turn 0."""
    lease = await claimed_attempt(store, worker)
    async with store.unit_of_work() as uow:
        target = await contacts.read_target(uow, lease.attempt_id)
        call = await calls.start(
            uow,
            lease,
            target,
            state={"stage": "greeting"},
            stage="greeting",
            open_item=None,
            engine_version="0.1.0",
        )
        await attempts.mark_dialing(uow, lease, after(1), "01060000000")
        await attempts.mark_ringing(uow, lease, after(2))
        await attempts.mark_answered(uow, lease, after(5))
    return lease, call
