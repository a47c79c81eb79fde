"""One run: start everything, import the lists, let it be dialed while the nemesis strikes, wait for the end, judge."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from ari_app.calls.notice_words import NoticeWords
from ari_app.calls.stall import STALL_SENTENCES
from ari_app.config.loading import load_settings
from ari_app.config.settings import Settings
from ari_app.dialogue.prompt_book import all_sentences
from ari_app.integrations.campaign_request import read_campaign
from ari_app.lab.g711 import Pcm
from ari_app.lab.patient_script import DEFAULT_VOICE
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.question_cue import QuestionCues
from ari_app.speech.prompt_cache import PromptCache
from ari_app.store.lines import TrunkTerms
from ari_app.store.pool import Store
from ari_app.store.results import read_call_of_attempt
from ari_app.wiring import campaign_intake, campaigns, instruments
from ari_app.wiring.dialing_terms import PolicyChange, change_policy, list_number, put_trunk
from ari_app.wiring.node import open_store, synthetic_voice
from ari_app.wiring.system import SystemIds
from tests.dialing_chaos import audit, carrier, prompt_code, recognizer
from tests.dialing_chaos.farm import Farm
from tests.dialing_chaos.leavings import left_over
from tests.dialing_chaos.nemesis import Nemesis, Struck
from tests.dialing_chaos.nodes import HOSPITAL, Nodes
from tests.dialing_chaos.town import NAME, Terms, Town, draw, kind_of, terms

ZONE = ZoneInfo("Asia/Shanghai")
SAYS = "可以"
PASSES = 4
QUEUE_EMPTY_SECONDS = 3.0
LONGEST_PASS_SECONDS = 900.0
LONGEST_BROKEN_PASS_SECONDS = 120.0
_POLL_SECONDS = 0.5
_STATE = """
    SELECT (SELECT count(*) FROM attempts WHERE state <> 'ended') AS live,
           (SELECT count(*) FROM attempts WHERE dialing_at IS NOT NULL) AS dialed,
           (SELECT count(*) FROM attempts_to_settle) AS to_settle,
           (SELECT count(*) FROM contacts k JOIN campaigns g ON g.id = k.campaign_id
            WHERE k.status = 'open' AND k.open_attempt_id IS NULL AND k.due_at <= clock_timestamp()
              AND g.state = 'running' AND g.waits_for IS NULL) AS due"""
_HOURS_PASS = """
    UPDATE contacts SET due_at = clock_timestamp()
    WHERE status = 'open' AND open_attempt_id IS NULL AND due_at > clock_timestamp()"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run. Without `nemesis` nothing breaks."""

    seed: int
    calls: int
    at_once: int
    workers: int
    faults: tuple[str, ...]
    broken: str | None = None
    passes: int = PASSES


@dataclass
class Evidence:
    """All that the judge looks at."""

    plan: Plan
    terms: Terms
    town: Town
    farm: Farm
    struck: list[Struck] = field(default_factory=list)
    record: audit.Record = field(default_factory=audit.Record)
    final: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    left_over: list[str] = field(default_factory=list)
    lives: dict[str, list[tuple[float, float | None]]] = field(default_factory=dict)
    exits: dict[str, int] = field(default_factory=dict)
    began_at: float = 0.0
    ended_at: float = 0.0
    hung: bool = False
    said: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    """Speaker, code and words of each turn of the calls that a machine took, by attempt."""

    def number_of(self, attempt: Mapping[str, object]) -> str:
        """The number that an attempt dialed."""
        row = self._rows[str(attempt["external_id"])]
        return str(row["secondPhone" if attempt["number_kind"] == "second" else "phone"])

    @cached_property
    def recorded(self) -> frozenset[str]:
        """Attempts whose recording has begun: a span counts from its beginning."""
        return frozenset(str(row["attempt_id"]) for row in self.final["recorded"])

    @cached_property
    def _rows(self) -> dict[str, dict[str, object]]:
        return {str(row["patientId"]): row for rows in self.town.rows.values() for row in rows}


async def run(plan: Plan, nodes: Nodes, tell: Callable[[str], None]) -> Evidence:
    """Let it all happen; what was seen."""
    now = datetime.now(ZONE)
    scripts = [instruments.script_to_render(name, HOSPITAL, NAME) for name in ("q_pain_nrs_v1", "q_phq2_v1")]
    sentences = frozenset[str]().union(*(all_sentences(script) for script in scripts)) | STALL_SENTENCES
    sentences |= NoticeWords(HOSPITAL, None, has_desk=False).every
    recorded = nodes.folder / "recorded"
    numbered = await asyncio.to_thread(prompt_code.record, recorded, sentences)
    voice = recognizer.mark(await _voice(nodes.runtime))
    cues = [QuestionCues(script) for script in scripts]
    farm = Farm(plan.seed, numbered, cues, voice, await carrier.record(nodes.runtime))
    found = Evidence(plan, terms(plan.at_once, now), draw(plan.seed, _patients(plan), now), farm)
    await asyncio.to_thread(nodes.start, recorded)
    settings = load_settings(nodes.nodes[0].settings, {})
    async with AsyncExitStack() as stack:
        ports = [node.asterisk.trunk_port for node in nodes.nodes]
        await stack.enter_async_context(farm.open(ports))
        connection = await asyncpg.connect(nodes.dsn)
        await audit.install(connection)
        await connection.close()
        store = await open_store(settings, SystemIds())
        await _prepare(store, settings, found)
        await store.close()
        tell("starting the workers")
        await asyncio.gather(*(asyncio.to_thread(node.start) for node in nodes.nodes))
        found.began_at = time.time()
        await _dial(plan, nodes, settings, found, tell)
        found.ended_at = time.time()
        await _look(nodes, settings, found)
    return found


def _patients(plan: Plan) -> int:
    return max(6, round(plan.calls * 1.05))


async def _voice(runtime: Path) -> Pcm:
    voice = synthetic_voice(DEFAULT_VOICE, runtime / "models")
    try:
        files = await PromptCache(runtime / "prompts", voice, name=DEFAULT_VOICE, speed=1.0).ensure([SAYS])
    finally:
        await voice.close()
    return telephone_sounds(files, LineQuality())[SAYS]


async def _prepare(store: Store, settings: Settings, found: Evidence) -> None:
    """The hospital's rules, its lines, the numbers that must not be called, and the campaigns, started."""
    hospital, at = settings.hospital, datetime.now(UTC)
    whole_day = PolicyChange(
        windows=("00:00-24:00",), quiet=(), weekends=True, holidays="all", concurrency=found.terms.at_once
    )
    await change_policy(store, hospital, whole_day, at)
    for code, lines in found.terms.trunks.items():
        trunk = TrunkTerms(code, "PJSIP/{number}@followup-trunk", lines, None, 5, enabled=True)
        await put_trunk(store, hospital, trunk)
    for number, kind in found.town.listed.items():
        await list_number(store, hospital, kind, number, "asked_by_letter", at)
    for name, campaign in found.terms.campaigns.items():
        request: dict[str, object] = {
            "name": name,
            "questionnaireId": campaign.questionnaire,
            "schedule": {"maxAttempts": 3, "retryHours": [0, 24, 72]}
            | ({} if campaign.window is None else {"window": [campaign.window]}),
            "dialer": {"type": "ai", "concurrency": campaign.concurrency},
        }
        await campaigns.create(store, hospital, read_campaign(json.dumps(request)), at)
        rows = found.town.rows[name]
        taken = await campaign_intake.take_rows(store, hospital, name, enumerate(rows, 1), at)
        found.taken[name] = taken.added
        await campaigns.start(store, hospital, name, at)


async def _dial(
    plan: Plan, nodes: Nodes, settings: Settings, found: Evidence, tell: Callable[[str], None]
) -> None:
    numbers = sorted({str(row["phone"]) for rows in found.town.rows.values() for row in rows})
    nemesis = Nemesis(plan.seed, nodes, found.farm, plan.faults, settings, numbers, tell)
    striking = asyncio.create_task(nemesis.run(), name="nemesis")
    longest = LONGEST_PASS_SECONDS if plan.broken is None else LONGEST_BROKEN_PASS_SECONDS
    try:
        for number in range(plan.passes):
            dialed = await _until_quiet(nodes, striking, longest)
            tell(f"pass {number + 1}: {dialed} calls dialed")
            if dialed is None:
                found.hung = True
                break
            if (dialed >= plan.calls and plan.broken is None) or number + 1 == plan.passes:
                break
            await _with(nodes, _HOURS_PASS)
        await nemesis.end()
        found.hung = found.hung or await _until_quiet(nodes, None, longest) is None
    finally:
        striking.cancel()
        await asyncio.gather(striking, return_exceptions=True)
        found.struck = nemesis.struck


async def _until_quiet(nodes: Nodes, striking: asyncio.Task[None] | None, longest: float) -> int | None:
    """Wait until nothing is due, live or to settle for a while; how many were dialed. None when that never came."""
    quiet_since: float | None = None
    end = time.monotonic() + longest
    while time.monotonic() < end:
        if striking is not None and striking.done():
            striking.result()
        state = await _with(nodes, _STATE)
        if state is None or state["live"] or state["due"] or state["to_settle"]:
            quiet_since = None
        elif quiet_since is None:
            quiet_since = time.monotonic()
        elif time.monotonic() - quiet_since > QUEUE_EMPTY_SECONDS:
            return int(state["dialed"])
        await asyncio.sleep(_POLL_SECONDS)
    return None


async def _with(nodes: Nodes, query: str) -> asyncpg.Record | None:
    """One row; None while the database is away."""
    try:
        async with asyncio.timeout(10):
            connection = await asyncpg.connect(nodes.dsn, timeout=5)
            try:
                return await connection.fetchrow(query)
            finally:
                await connection.close(timeout=2)
    except (
        OSError,
        TimeoutError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
    ):
        return None


async def _look(nodes: Nodes, settings: Settings, found: Evidence) -> None:
    """What is left, then everybody goes home, then the rows."""
    found.left_over = await left_over(nodes)
    for node in nodes.nodes:
        found.exits[node.name] = await asyncio.to_thread(node.stop)
        found.lives[node.name] = node.lives
    connection = await asyncpg.connect(nodes.dsn)
    try:
        found.record = await audit.read(connection)
        for name, query in _FINAL.items():
            found.final[name] = [dict(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()
    store = await open_store(settings, SystemIds())
    try:
        for attempt in found.final["attempts"]:
            if kind_of(found.number_of(attempt)).is_machine and attempt["answered_at"] is not None:
                async with store.unit_of_work() as uow:
                    talk = await read_call_of_attempt(uow, UUID(str(attempt["id"])))
                found.said[str(attempt["id"])] = [
                    (turn.speaker, turn.code, turn.raw_text or turn.text) for turn in talk.turns
                ]
    finally:
        await store.close()


_FINAL = {
    "attempts": """
        SELECT a.*, p.external_id,
               (SELECT min(at) FROM judge.log WHERE rel = 'attempts' AND op = 'INSERT'
                AND row ->> 'id' = a.id::text) AS made_at
        FROM attempts a JOIN contacts k ON k.id = a.contact_id JOIN patients p ON p.id = k.patient_id""",
    "contacts": """
        SELECT k.id, k.status, k.campaign_id, g.name AS campaign, k.open_attempt_id, k.due_at, p.external_id
        FROM contacts k JOIN patients p ON p.id = k.patient_id LEFT JOIN campaigns g ON g.id = k.campaign_id""",
    "redials": "SELECT * FROM redials",
    "recorded": "SELECT attempt_id FROM calls WHERE recording_started_at IS NOT NULL",
    "trunks": "SELECT id, code FROM trunks",
    "campaigns": "SELECT id, name, state, waits_for FROM campaigns",
    "stored": """
        SELECT c.attempt_id, 'consent' AS code, span_start_ms FROM consents s JOIN calls c ON c.id = s.call_id
        WHERE s.kind = 'recording'
        UNION ALL SELECT c.attempt_id, 'data_consent', span_start_ms FROM consents s JOIN calls c ON c.id = s.call_id
        WHERE s.kind = 'health_questions'
        UNION ALL SELECT c.attempt_id, CASE factor WHEN 'name' THEN 'person' ELSE 'verify' END, span_start_ms
        FROM identity_checks s JOIN calls c ON c.id = s.call_id
        UNION ALL SELECT c.attempt_id, link_id, span_start_ms FROM answers s JOIN calls c ON c.id = s.call_id""",
    "heard": "SELECT attempt_id, announced, decided_by, recognizing_seconds FROM line_evidence",
    "missing": "SELECT c.attempt_id, link_id, times_asked FROM missing_answers m JOIN calls c ON c.id = m.call_id",
}
