"""Whole conversations with a scripted patient, through the real engine into the real store; no phone, no voice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ari_app.calls.journal import state_data
from ari_app.lab.scenario import Scenario, parse
from ari_app.lab.text_simulation import Talk
from ari_app.store import attempts, calls, contacts
from ari_app.store.contacts import CallTarget
from ari_app.store.patients import PatientDraft, ensure_organization
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft
from ari_app.store.references import CallRef, Lease
from ari_app.wiring.call_script import script_of, variants_of
from ari_app.wiring.parser_version import parser_version
from ari_app.wiring.wordings import ONE_WORDING, Wordings
from tests.support.stored_calls import NOW, QUESTIONNAIRE, patient

USUAL = {
    "consent": "可以",
    "person": "我是",
    "verify": "四四一七",
    "data_consent": "可以",
    "pain_vas": "三分",
    "wants_callback": "不用了",
    "temp": "三十六度八",
    "wound": "挺干的",
    "diet": "正常",
    "bowel": "正常",
    "med_adherence": "都吃了",
    "abnormal": "没有",
}


@dataclass(frozen=True, slots=True)
class PlayedCall:
    """A call that is over and stored, and how the conversation went."""

    attempt_id: UUID
    call_id: UUID
    talk: Talk

    @property
    def alerts(self) -> dict[str, str]:
        """The priorities by code that the call raised."""
        return {each.code.value: each.priority.value for each in self.talk.state.raised}


async def play(
    store: Store,
    sayings: Mapping[str, str | tuple[str, ...]],
    *,
    task: str = "task_1",
    at: datetime = NOW,
    person: PatientDraft | None = None,
    questionnaire: QuestionnaireDraft = QUESTIONNAIRE,
    appointment_at: datetime | None = None,
    wordings: Wordings = ONE_WORDING,
) -> PlayedCall:
    """Hold a call at `at` in which the patient says `sayings` besides the usual, and store it."""
    lease, target = await _claim(store, person or patient(), task, at, questionnaire, appointment_at)
    script = script_of(target, at, agents_available=True, wordings=wordings)
    talk = Talk(script, _scenario(str(lease.attempt_id), at, {**USUAL, **sayings}))
    begun = talk.state
    talk.run()
    async with store.unit_of_work() as uow:
        call = await calls.start(
            uow, lease, target, state=state_data(begun), stage=begun.stage.value, open_item=None,
            engine_version=parser_version(), rules_version=script.versions.rules,
            variants=variants_of(script),
        )  # fmt: skip
        await attempts.mark_dialing(uow, lease, at, None)
        await attempts.mark_ringing(uow, lease, at)
        await attempts.mark_answered(uow, lease, at)
    await _commit(store, call, talk, at)
    disposition = talk.state.disposition
    assert disposition is not None
    async with store.unit_of_work() as uow:
        await attempts.mark_ended(uow, lease, at + timedelta(minutes=3), disposition)
    return PlayedCall(lease.attempt_id, call.call_id, talk)


async def _claim(
    store: Store,
    person: PatientDraft,
    task: str,
    at: datetime,
    questionnaire: QuestionnaireDraft,
    appointment_at: datetime | None,
) -> tuple[Lease, CallTarget]:
    async with store.unit_of_work() as uow:
        organization = await ensure_organization(uow, "hospital", "仁和医院", "Asia/Shanghai")
        draft = contacts.FollowUpDraft(
            organization, person, questionnaire, external_id=task, appointment_at=appointment_at
        )
        attempt = await contacts.open_attempt(uow, draft, at)
        lease = await attempts.claim(uow, attempt, "worker-1", at, at + timedelta(minutes=5))
        return lease, await contacts.read_target(uow, attempt)


async def _commit(store: Store, call: CallRef, talk: Talk, at: datetime) -> None:
    turn = 0
    for step in talk.steps:
        if step.state.turn == turn:
            continue
        async with store.unit_of_work() as uow:
            turn = await calls.commit_step(
                uow, call, expected_turn=turn, state=state_data(step.state), stage=step.state.stage.value,
                open_item=step.state.open_code, facts=step.facts, at=at,
            )  # fmt: skip


def _scenario(name: str, at: datetime, sayings: Mapping[str, str | tuple[str, ...]]) -> Scenario:
    turns = [
        {"q": code, "say": one}
        for code, said in sayings.items()
        for one in ((said,) if isinstance(said, str) else said)
    ]
    line = {"id": name, "questionnaireId": "-", "now": at.isoformat(), "patient": {}, "turns": turns}
    return parse(json.dumps(line))
