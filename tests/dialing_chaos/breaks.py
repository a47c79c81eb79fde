"""Rules that a run breaks on purpose: the judge must see each of them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ari_app.calls import first_audio
from ari_app.calls.legs import Legs
from ari_app.core.vocabulary import Disposition
from ari_app.dialer import claiming, settling
from ari_app.dialer.dialer import Dialer
from ari_app.dialogue.facts import AnswerRecorded
from ari_app.language.announcement import Announcement
from ari_app.policy import governance
from ari_app.policy.redial import redial
from ari_app.store import calls, claims, fact_rows, redials
from ari_app.store.queries import load_queries
from ari_app.wiring import placing

SLOW_CLAIM_SECONDS = 0.3
LATE_SECONDS = 7.0
_LATE_CALLS = 0.2
_chance = random.Random(1)


@dataclass(frozen=True, slots=True)
class Break:
    """`what` is broken, and which of the judge's promises shows it (a part of its words).

    `faults` are those without which nothing of it would be seen; none: any will do.
    """

    what: str
    shows_in: str
    apply: Callable[[], None]
    faults: tuple[str, ...] = ()


def _no_caps() -> None:
    put(governance, "_capped", lambda *_: None)


def _no_lists() -> None:
    put(governance, "_listed", lambda _: None)
    _rewrite("attempts.mark_dialing", "n.kind IN", "false AND n.kind IN")


def _no_windows() -> None:
    put(governance, "_closed", lambda candidate, rules, now: now + governance.DIAL_WITHIN)
    put(claiming._Claim, "_closed", lambda self, campaign: None)


def _two_at_once() -> None:
    _rewrite("claims.talking", "WHERE a.organization_id", "WHERE false AND a.organization_id")


def _no_dial_before() -> None:
    """Some calls are prepared slowly, and nobody looks at the time any more."""
    as_ever = placing.slow_sounds

    async def slowly(*words: Any) -> dict[str, bytes]:
        if _chance.random() < _LATE_CALLS:
            await asyncio.sleep(LATE_SECONDS)
        return await as_ever(*words)

    async def confirm(self: Dialer, claimed: Any) -> None:
        return None

    put(placing, "slow_sounds", slowly)
    put(Dialer, "confirm", confirm)
    _rewrite("attempts.mark_dialing", "dial_before >=", "dial_before - interval '1 day' <")


def _no_lock() -> None:
    """Neither the lock of the claims nor the rows of the trunks part two claims; each takes its time."""
    as_ever = claims.read_load

    async def slowly(*words: Any) -> claims.Load:
        load = await as_ever(*words)
        await asyncio.sleep(SLOW_CLAIM_SECONDS)
        return load

    put(claims, "read_load", slowly)
    _rewrite("claims.lock", "pg_advisory_xact_lock", "abs")
    _rewrite("lines.trunks", "FOR UPDATE", "")


def _no_count() -> None:
    as_ever = claims.read_load

    async def empty(*words: Any) -> claims.Load:
        return replace(await as_ever(*words), total=0, by_campaign={}, by_trunk={})

    put(claims, "read_load", empty)


def _redial_unknown() -> None:
    """What became of the attempt is not asked."""

    def decide(one: redials.EndedOfCampaign, rules: Any) -> Any:
        return redial(one.ended, one.plan, rules)

    put(settling, "decide_redial", decide)


def _ring_twice() -> None:
    as_ever = Legs._create_patient

    async def twice(self: Legs, endpoint: str) -> None:
        await as_ever(self, endpoint)
        if _chance.random() < _LATE_CALLS:
            await self._client.channels.originate(endpoint, app=self._app, timeout=3)

    put(Legs, "_create_patient", twice)


def _lose_answers() -> None:
    as_ever = fact_rows.write_fact

    async def some(step: Any, fact: Any, position: int) -> None:
        if not isinstance(fact, AnswerRecorded):
            await as_ever(step, fact, position)

    put(calls, "write_fact", some)


def _decide_nothing() -> None:
    """A contact is freed after its attempt, and nobody writes down what follows."""

    async def forget(uow: Any, decided: Any, at: Any) -> None:
        await redials.release(uow, [one for one, _ in decided])

    put(redials, "record", forget)


def _leave_channels() -> None:
    async def nothing(self: Legs) -> None:
        return None

    put(Legs, "tear_down", nothing)
    put(Legs, "tear_down_all", nothing)


def _take_people_for_machines() -> None:
    """Whatever is said first after the answer is taken for a mailbox."""
    put(first_audio, "announcement_in", lambda text: Announcement(Disposition.VOICEMAIL, text, waits=False))


def put(owner: object, name: str, value: object) -> None:
    """Replace a function, a method or a class that is there. Raises ValueError when it is not."""
    if not hasattr(owner, name):
        raise ValueError(f"there is no {name} to be broken")
    setattr(owner, name, value)


def _rewrite(name: str, old: str, new: str) -> None:
    """Change the text of a named query."""
    queries = load_queries()
    query = queries[name]
    if old not in query.text:
        raise ValueError(f"{name} does not hold {old!r}")
    queries[name] = replace(query, text=query.text.replace(old, new))


BREAKS: Mapping[str, Break] = {
    "caps": Break("no cap on touches", "windows, caps and lists", _no_caps),
    "lists": Break("do-not-call, complaint and black lists ignored", "windows, caps and lists", _no_lists),
    "windows": Break("no calling windows", "windows, caps and lists", _no_windows),
    "two-at-once": Break(
        "a patient in a call is called by another follow-up", "windows, caps and lists", _two_at_once
    ),
    "dial-before": Break("dialed after its time", "windows, caps and lists", _no_dial_before),
    "lock": Break("claims do not wait for each other", "concurrency", _no_lock),
    "count": Break("lines in use are not counted", "concurrency", _no_count),
    "redial-unknown": Break(
        "an unknown outcome is redialed", "funnel", _redial_unknown, ("kill", "stop_asterisk")
    ),
    "ring-twice": Break("some phones are rung by two channels", "rings at most once", _ring_twice),
    "answers": Break("answers are not stored", "answer", _lose_answers),
    "redials": Break("what follows an attempt is not decided", "funnel", _decide_nothing),
    "people": Break(
        "who answers is taken for a mailbox", "no person for a machine", _take_people_for_machines
    ),
    "channels": Break("channels are left behind", "outlives", _leave_channels),
}
