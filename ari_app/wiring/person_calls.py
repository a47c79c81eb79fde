"""Calls in which a nurse talks with the patient: from the claimed attempt to its outcome in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import structlog

from ari_app.calls.journal import Ending, Journal, state_data
from ari_app.calls.person_call import PersonCall
from ari_app.calls.person_plan import PersonPlan
from ari_app.calls.person_words import PersonWords
from ari_app.core.dialing_vocabulary import CampaignMode
from ari_app.core.errors import Unavailable
from ari_app.core.phone import PhoneNumber
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.port import Claimed
from ari_app.dialogue.engine import start
from ari_app.store import agents, calls, consents, contacts
from ari_app.store.agents import Agent
from ari_app.store.attempts import LiveAttempt, NotDialed
from ari_app.store.contacts import CallTarget
from ari_app.store.references import CallRef, Lease
from ari_app.wiring.call_script import script_for
from ari_app.wiring.node import Node
from ari_app.wiring.parser_version import parser_version
from ari_app.wiring.placing import SOON, Confirm

_log = structlog.get_logger()


async def agent_of(node: Node, attempt: UUID) -> Agent | None:
    """The nurse for whom the attempt was claimed; None when the robot talks."""
    async with node.store.unit_of_work() as uow:
        return await agents.of_attempt(uow, attempt)


async def carry(
    node: Node,
    held: Lease,
    agent: Agent,
    claimed: Claimed | None,
    left: LiveAttempt | None,
    confirm: Confirm,
) -> Disposition:
    """Carry such a call to its end. `left` is one that a lost process of this worker had begun: it is taken up.

    Raises NotDialed for one that may not be dialed any more, also one that was only claimed by a lost process.
    """
    if left is not None and left.call_id is not None:
        return await _take_up(node, held, agent, left, left.call_id)
    if claimed is None:
        raise NotDialed("the process that had claimed it for an agent is gone")
    async with node.store.unit_of_work() as uow:
        target = await contacts.read_target(uow, held.attempt_id)
        records = await consents.may_be_recorded(uow, target.patient_id)
    words = PersonWords(target.organization_name)
    sounds = await _render(node, words)
    call = await _store_call(node, held, target)

    async def look_again() -> None:
        if agent.mode is CampaignMode.PREVIEW or node.clock.now() + SOON > claimed.dial_before:
            await confirm(claimed)

    plan = replace(_plan(node, target, agent, words, sounds, claimed), records=records)
    return await _run(node, plan, held, call, look_again)


async def _take_up(node: Node, held: Lease, agent: Agent, left: LiveAttempt, call_id: UUID) -> Disposition:
    async with node.store.unit_of_work() as uow:
        target = await contacts.read_target(uow, held.attempt_id)
        session = await calls.load_session(uow, call_id)
        records = await consents.may_be_recorded(uow, target.patient_id)
    began = session.recording_started_at
    ago = None if began is None else (node.clock.now() - began).total_seconds()
    plan = PersonPlan(
        attempt=held.attempt_id,
        endpoint="",
        caller_id="",
        ring_seconds=0.0,
        longest_seconds=node.settings.call.longest_seconds,
        agent=agent.endpoint,
        agent_ring_seconds=0.0,
        recordings=node.settings.call.recordings,
        words=PersonWords(target.organization_name),
        sounds={},
        generation=held.epoch,
        take_up=True,
        recording_started_at=None if ago is None else node.clock.monotonic() - ago,
        answered_is_noted=left.answered_at is not None,
        records=records,
        transcribes_talk=node.settings.call.transcribe_talks,
    )
    return await _run(node, plan, held, session.call, _nothing)


def _plan(
    node: Node,
    target: CallTarget,
    agent: Agent,
    words: PersonWords,
    sounds: dict[str, bytes],
    claimed: Claimed,
) -> PersonPlan:
    settings, number = node.settings, PhoneNumber(target.phone).national
    return PersonPlan(
        attempt=target.attempt_id,
        endpoint=(claimed.dial or settings.asterisk.dial).format(number=number),
        caller_id=claimed.caller_id or settings.asterisk.caller_id,
        ring_seconds=settings.call.ring_seconds,
        longest_seconds=settings.call.longest_seconds,
        agent=agent.endpoint,
        agent_ring_seconds=settings.call.agent_ring_seconds,
        recordings=settings.call.recordings,
        words=words,
        sounds=sounds,
        agent_first=agent.mode is CampaignMode.PREVIEW,
        transcribes_talk=settings.call.transcribe_talks,
    )


async def _render(node: Node, words: PersonWords) -> dict[str, bytes]:
    await node.prompts.ensure(words.every, None)
    return await asyncio.to_thread(lambda: {text: node.prompts.load(text) for text in words.every})


async def _store_call(node: Node, held: Lease, target: CallTarget) -> CallRef:
    """The row that keeps the recording; its dialogue never takes a step."""
    script = script_for(node, target)
    state = start(script, str(held.attempt_id), node.clock.now(), None)
    async with node.store.unit_of_work() as uow:
        return await calls.start(
            uow,
            held,
            target,
            state=state_data(state),
            stage=state.stage.value,
            open_item=None,
            engine_version=parser_version(),
            rules_version=script.versions.rules,
        )


async def _nothing() -> None:
    """A call that lives is not dialed."""


async def _run(
    node: Node, plan: PersonPlan, held: Lease, call: CallRef, look_again: Callable[[], Awaitable[None]]
) -> Disposition:
    caller_id, file = node.settings.asterisk.caller_id, f"{held.attempt_id}.wav"
    journal = Journal(node.store, held, call, node.clock, caller_id, file)
    person_call = PersonCall(plan, node.client, journal, node.clock, node.media.new_link(), look_again)
    try:
        try:
            ending: Ending = await person_call.run()
        finally:
            if person_call.missed:
                await _note_missed(node, held)
        await journal.ended(ending, None)
    finally:
        await journal.close()
    return ending.disposition


async def _note_missed(node: Node, held: Lease) -> None:
    """The nurse's phone rang and nobody took it: she is away until she says otherwise."""
    try:
        async with node.store.unit_of_work() as uow:
            await agents.note_missed(uow, held.attempt_id, node.clock.now())
    except Unavailable as error:
        _log.warning("missed_agent_not_noted", attempt_id=str(held.attempt_id), reason=error.message)
