"""From a row that says whom to call to a runner that calls: rendered prompts, session, plan, tools."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from ari_app.calls.journal import Journal, state_data, state_of
from ari_app.calls.observer import CallObserver, NoObserver
from ari_app.calls.plan import CallPlan, CallTools
from ari_app.calls.runner import CallRunner
from ari_app.calls.stall import STALL_SENTENCES
from ari_app.core.phone import PhoneNumber
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.port import Claimed
from ari_app.dialogue.engine import start
from ari_app.dialogue.prompt_book import all_sentences, slow_sentences
from ari_app.dialogue.script import Script
from ari_app.dialogue.state import State
from ari_app.media.echo import WebRtcEcho
from ari_app.store import attempts, calls, claims, contacts
from ari_app.store.contacts import CallTarget
from ari_app.store.references import CallRef, Lease
from ari_app.wiring.call_script import script_for, variants_of
from ari_app.wiring.node import Node
from ari_app.wiring.parser_version import parser_version
from ari_app.wiring.resuming import broken_off

Progress = Callable[[int, int], None]
Confirm = Callable[[Claimed], Awaitable[None]]
# what is left to do before the patient's channel is created takes no longer
SOON = timedelta(seconds=1)


async def carry(
    node: Node,
    attempt: UUID,
    lease: Lease | None = None,
    observer: CallObserver | None = None,
    *,
    claimed: Claimed | None = None,
    confirm: Confirm | None = None,
) -> Disposition:
    """Claim an attempt (unless `lease` shows that it is claimed), and carry its call to the end.

    `claimed` tells over which line, when the dialer chose one; when rendering took long it is told to `confirm`.
    Raises NotDialed when it may not be dialed any more.
    """
    observer = observer or NoObserver()
    held = lease or await claim_one(node, attempt)
    async with node.store.unit_of_work() as uow:
        target = await contacts.read_target(uow, attempt)
    script = script_for(node, target)
    sentences, slow = await render(node, script, None), await slow_sounds(node, script)
    before = await broken_off(node, target)
    state = start(script, str(attempt), node.clock.now(), before.state if before else None)
    async with node.store.unit_of_work() as uow:
        call = await calls.start(
            uow,
            held,
            target,
            state=state_data(state),
            stage=state.stage.value,
            open_item=state.open_code,
            engine_version=parser_version(),
            rules_version=script.versions.rules,
            resumes=before.call_id if before else None,
            variants=variants_of(script),
        )
    if claimed is not None and confirm is not None and node.clock.now() + SOON > claimed.dial_before:
        await confirm(claimed)
    plan = over_line(_plan(node, target, script, state, sentences, slow), target, claimed)
    return await _run(node, plan, held, call, observer, target.language)


def over_line(plan: CallPlan, target: CallTarget, claimed: Claimed | None) -> CallPlan:
    """The plan with the trunk and the number that the dialer chose; where it chose none, the settings hold."""
    if claimed is None:
        return plan
    number = PhoneNumber(target.phone).national
    return replace(
        plan,
        endpoint=plan.endpoint if claimed.dial is None else claimed.dial.format(number=number),
        caller_id=plan.caller_id if claimed.caller_id is None else claimed.caller_id,
        cause_mapping=claimed.cause_mapping,
    )


async def take_up(node: Node, held: Lease, call_id: UUID, *, answered_is_noted: bool) -> Disposition:
    """Go on with a living call of a worker that was lost: same channel, same recording, the open item anew.

    `held` is the lease under which it was adopted; `answered_is_noted` tells that the store knows of the answer.
    """
    async with node.store.unit_of_work() as uow:
        target = await contacts.read_target(uow, held.attempt_id)
        session = await calls.load_session(uow, call_id)
    script = script_for(node, target, session)
    sentences, slow = await render(node, script, None), await slow_sounds(node, script)
    began = session.recording_started_at
    ago = (node.clock.now() - began).total_seconds() if began else None
    plan = replace(
        _plan(node, target, script, state_of(session.state), sentences, slow),
        generation=held.epoch,
        take_up=True,
        recording_started_at=None if ago is None else node.clock.monotonic() - ago,
        recording_refused=session.recording_refused,
        answered_is_noted=answered_is_noted,
    )
    return await _run(node, plan, held, session.call, NoObserver(), target.language)


async def adopt(node: Node, attempt: UUID) -> Lease:
    """Hold an own attempt anew after a restart; the lost process can write no more. Raises Conflict."""
    until = node.clock.now() + lease_time(node)
    async with node.store.unit_of_work() as uow:
        lease = await attempts.adopt(uow, attempt, node.settings.worker.id, until)
        # it may not have been counted any more: that it is again waits for the claim under way
        await claims.lock(uow, lease.organization_id)
    return lease


async def claim_one(node: Node, attempt: UUID) -> Lease:
    """Claim one attempt for this worker. Raises Conflict when it is not to be had."""
    now = node.clock.now()
    async with node.store.unit_of_work() as uow:
        return await attempts.claim(uow, attempt, node.settings.worker.id, now, now + lease_time(node))


def lease_time(node: Node) -> timedelta:
    """How long a claim holds."""
    return timedelta(seconds=node.settings.worker.lease_seconds)


async def render(node: Node, script: Script, progress: Progress | None) -> dict[str, bytes]:
    """Every sentence of the call as audio, rendered before anything is dialed."""
    wanted = all_sentences(script) | STALL_SENTENCES
    await node.prompts.ensure(wanted, progress)
    return await asyncio.to_thread(lambda: {text: node.prompts.load(text) for text in wanted})


async def slow_sounds(node: Node, script: Script) -> dict[str, bytes]:
    """The slow form of what may have to be said slowly without waiting; all of it must be rendered."""
    return await asyncio.to_thread(
        lambda: {text: node.prompts.load_slow(text) for text in slow_sentences(script)}
    )


def _plan(
    node: Node,
    target: CallTarget,
    script: Script,
    state: State,
    sentences: dict[str, bytes],
    slow: dict[str, bytes],
) -> CallPlan:
    settings = node.settings
    number = PhoneNumber(target.phone).national
    return CallPlan(
        attempt=target.attempt_id,
        endpoint=settings.asterisk.dial.format(number=number),
        caller_id=settings.asterisk.caller_id,
        ring_seconds=settings.call.ring_seconds,
        longest_seconds=settings.call.longest_seconds,
        agent=settings.call.agent,
        agent_ring_seconds=settings.call.agent_ring_seconds,
        recordings=settings.call.recordings,
        script=script,
        state=state,
        sentences=sentences,
        slow_sentences=slow,
        caller=target.channel_id,
    )


async def _run(
    node: Node, plan: CallPlan, lease: Lease, call: CallRef, observer: CallObserver, language: str | None
) -> Disposition:
    caller_id = node.settings.asterisk.caller_id
    async with node.detectors.lend() as detector:
        tools = CallTools(
            client=node.client,
            recognizer=node.recognizer.for_language(language),
            journal=Journal(node.store, lease, call, node.clock, caller_id, f"{lease.attempt_id}.wav"),
            observer=observer,
            clock=node.clock,
            new_media_link=node.media.new_link,
            detector=detector,
            echo=WebRtcEcho(),
        )
        return await CallRunner(plan, tools).run()
