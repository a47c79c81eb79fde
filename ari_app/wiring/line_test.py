"""A test call (拨测) over one trunk: allowed or refused, carried, judged and stored."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import aiohttp

from ari_app.ari.client import Client, connect
from ari_app.ari.inspection import look_at_media
from ari_app.calls.probe_call import ProbeCall, ProbePlan
from ari_app.config.settings import HospitalSettings, Settings
from ari_app.core.clock import Clock
from ari_app.core.errors import WrongInput
from ari_app.core.ids import IdSource
from ari_app.core.phone import PhoneNumber
from ari_app.media.link import MediaSource
from ari_app.policy.line_test import Probe, faults_of
from ari_app.store import line_tests
from ari_app.store.line_tests import LineTest, TrunkToTest
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.wiring.campaigns import known_organization_of
from ari_app.wiring.media_source import open_media_source


@dataclass(frozen=True, slots=True)
class LineTestRequest:
    """Try the trunk `code` with a call to `number`, showing `caller_id` (None: one of the pool, or the settings')."""

    code: str
    number: str
    caller_id: str | None = None
    probe: Probe = Probe.ECHO


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a test call may do."""

    organization_id: UUID
    trunk: TrunkToTest
    phone: PhoneNumber
    caller_id: str


async def try_line(
    settings: Settings, store: Store, clock: Clock, ids: IdSource, request: LineTestRequest
) -> LineTest:
    """Carry the call and store what it found. Raises WrongInput for a number of a patient, and AppError."""
    async with store.unit_of_work() as uow:
        allowed = await allow(uow, settings.hospital, settings.asterisk.caller_id, request)
    async with _asterisk(settings, ids) as (client, media):
        began_at, test_id = clock.now(), ids.new()
        plan = ProbePlan(
            id=test_id,
            endpoint=allowed.trunk.dial.format(number=allowed.phone.national),
            caller_id=allowed.caller_id,
            ring_seconds=settings.call.ring_seconds,
        )
        measure = await ProbeCall(plan, client, clock, media.new_link()).run()
    sent = allowed.caller_id or None
    found = LineTest(
        id=test_id,
        organization_id=allowed.organization_id,
        trunk_id=allowed.trunk.id,
        phone=allowed.phone.e164,
        probe=request.probe,
        caller_id=sent,
        measure=measure,
        faults=faults_of(measure, request.probe, sent),
        began_at=began_at,
        ended_at=clock.now(),
    )
    async with store.unit_of_work() as uow:
        await line_tests.record(uow, found)
    return found


async def allow(
    uow: UnitOfWork, hospital: HospitalSettings, usual_number: str, request: LineTestRequest
) -> Allowed:
    """What the test may do; `usual_number` is shown when the pool has none.

    Raises WrongInput for a number of a patient, an unknown trunk, and a number that is not the hospital's.
    """
    phone = PhoneNumber.parse(request.number)
    organization = await known_organization_of(uow, hospital)
    await line_tests.check_number(uow, organization, phone.e164)
    trunk = await line_tests.trunk(uow, organization, request.code)
    return Allowed(organization, trunk, phone, _caller_id(usual_number, trunk, request.caller_id))


def _caller_id(usual_number: str, trunk: TrunkToTest, wished: str | None) -> str:
    if wished is None:
        return trunk.numbers[0] if trunk.numbers else usual_number
    number = PhoneNumber.parse(wished).national
    if trunk.has_pool and number not in trunk.numbers:
        raise WrongInput(
            "that is no number of the hospital's which this trunk carries",
            mend="register it with ari-app line caller-id",
        )
    return number


@asynccontextmanager
async def _asterisk(settings: Settings, ids: IdSource) -> AsyncIterator[tuple[Client, MediaSource]]:
    """A connection of its own, beside the worker's."""
    asterisk = settings.asterisk
    async with (
        aiohttp.ClientSession() as session,
        connect(
            asterisk.url,
            asterisk.user,
            asterisk.password.get_secret_value(),
            app=f"{settings.worker.id}-line-test-{os.getpid()}",
            jitter=random.random,
            deadline=asterisk.request_seconds,
        ) as client,
    ):
        _, choice = await look_at_media(client.asterisk, asterisk.media)
        async with open_media_source(asterisk, choice, session, ids) as media:
            yield client, media
