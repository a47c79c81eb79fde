"""Calls whose Asterisk or database breaks under them."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from ari_app.calls import conversation
from ari_app.calls.conversation import FILLER_AFTER_SECONDS
from ari_app.core.vocabulary import Disposition
from ari_app.lab.sip_phone import Answering, SipPhone
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.provision.postgres_instance import PostgresInstance
from tests.support.calls import USUAL, open_ward
from tests.support.far_end import is_loud

pytestmark = pytest.mark.realtime

FROZEN_SECONDS = 2.0


class Broken(dict[str, str]):
    """A bug in a part that the call uses."""

    def get(self, key: str, default: object = None) -> NoReturn:
        raise RuntimeError("a bug")


@contextmanager
def frozen(postgres: PostgresInstance) -> Iterator[None]:
    """The whole database server stands still: nothing is lost, nothing answers."""
    server = int((postgres.data_dir / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
    os.kill(server, signal.SIGSTOP)
    children = [int(pid) for pid in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    for child in children:
        os.kill(child, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in (server, *children):
            os.kill(pid, signal.SIGCONT)


async def test_a_slow_database_is_bridged_with_a_filler(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, postgres: PostgresInstance
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        await patient.listen()
        with frozen(postgres):
            await patient.speak()
            await patient.hears_within(FROZEN_SECONDS)
        await patient.listen()
        await patient.speak()
        await patient.listen()
        await patient.call.hang_up()
        await placed.ended()
        result = await placed.result()
    assert ward.recognizer.heard == ["consent", "person", "verify"]
    assert [check.matched for check in result.identity_checks] == [True, True]
    assert FILLER_AFTER_SECONDS < FROZEN_SECONDS


async def test_a_database_that_is_slow_at_the_goodbye_costs_no_danger_told_in_it(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, postgres: PostgresInstance
) -> None:
    texts = USUAL | {"consent": "不可以", "": "我胸口疼喘不上气"}
    async with open_ward(asterisk, database, tmp_path, texts=texts) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        await patient.hears_within(5)
        with frozen(postgres):
            # the goodbye ends meanwhile, and how it sounded cannot be noted
            for _ in range(3):
                await patient.speak()
        assert await placed.ended() is Disposition.REFUSED
        result = await placed.result()
    assert [alert.code for alert in result.alerts] == ["EMERGENCY"]


async def test_a_database_that_stays_away_ends_the_call_with_a_goodbye_and_loses_no_answer(
    asterisk: AsteriskInstance,
    database: str,
    tmp_path: Path,
    postgres: PostgresInstance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(conversation, "APOLOGY_AFTER_SECONDS", 1.0)
    monkeypatch.setattr(conversation, "GIVE_UP_AFTER_SECONDS", 1.5)
    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.listen()
        with frozen(postgres):
            await patient.speak()
            spoken = time.monotonic()
            async with asyncio.timeout(15):
                await patient.call.ended.wait()
            last = max(at for at, pcm in patient.call.heard() if is_loud(pcm))
        assert patient.call.end_reason == "bye_received"
        assert last > spoken + conversation.GIVE_UP_AFTER_SECONDS + 0.3
        assert await placed.ended() is Disposition.INTERRUPTED
        result = await placed.result()
    assert [consent.kind for consent in result.consents] == ["recording"]


async def test_a_database_that_stays_away_never_parts_a_patient_from_the_nurse(
    asterisk: AsteriskInstance,
    database: str,
    tmp_path: Path,
    postgres: PostgresInstance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(conversation, "APOLOGY_AFTER_SECONDS", 1.0)
    monkeypatch.setattr(conversation, "GIVE_UP_AFTER_SECONDS", 1.5)
    texts = USUAL | {"person": "我要人工"}
    ringing = Answering(after_seconds=1.5)
    async with (
        open_ward(asterisk, database, tmp_path, texts=texts, agent=True) as ward,
        SipPhone.open(port=asterisk.agent_port, answering=lambda *_: ringing) as desk,
    ):
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt(2)
        nurse = await desk.next_call()
        await asyncio.sleep(0.7)
        with frozen(postgres):
            async with asyncio.timeout(5):
                await nurse.acknowledged.wait()
            await asyncio.sleep(4.0)
            assert not nurse.ended.is_set()
            assert not patient.call.ended.is_set()
        await asyncio.sleep(6.0)
        assert not patient.call.ended.is_set()
        await nurse.hang_up()
        assert await placed.ended() is Disposition.TRANSFERRED
        result = await placed.result()
    assert "transfer_human" in [each.action for each in result.actions]


async def test_a_robot_that_hears_nothing_any_more_ends_the_call(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        await patient.listen()
        ward.recognizer.texts = Broken()
        await patient.speak()
        assert await placed.ended(5) is Disposition.INTERRUPTED
        assert patient.call.end_reason == "bye_received"


async def test_an_asterisk_that_dies_ends_the_call_as_interrupted_and_rings_nobody_again(
    fresh_asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(fresh_asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        await patient.listen()
        assert fresh_asterisk.pid is not None
        os.kill(fresh_asterisk.pid, signal.SIGKILL)
        await asyncio.to_thread(fresh_asterisk.restart)
        assert await placed.ended() is Disposition.INTERRUPTED
        await asyncio.sleep(0.5)
        assert len(ward.phone.calls) == 1
        patient.call.close()
        result = await placed.result()
    assert result.attempt_state == "ended"
    assert [consent.kind for consent in result.consents] == ["recording"]
