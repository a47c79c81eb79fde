"""Stored conversations read again by the present parser and rules. Nothing is changed: every transaction only reads."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from ari_app.alerting.adjusting import adjusted
from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.questionnaire import loading
from ari_app.questionnaire.questionnaire import Questionnaire
from ari_app.store.past_answers import answers_before
from ari_app.store.pool import Store
from ari_app.store.results import read_call
from ari_app.store.transcripts import EndedCall, definition_of, ended_calls
from ari_app.wiring import instruments
from ari_app.wiring.reread import Reader
from ari_app.wiring.reread_alerts import AlertChange, AlertReader
from ari_app.wiring.reread_changes import Reading


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the hospital, both included; `until` None is open. `questionnaire` narrows it to one code."""

    since: date
    until: date | None = None
    questionnaire: str | None = None


@dataclass(frozen=True, slots=True)
class RereadCall:
    """One conversation, what it was held under, and what is read otherwise now.

    `reading` is None when its questionnaire version cannot be read any more.
    """

    call_id: UUID
    attempt_id: UUID
    started_at: datetime
    questionnaire: str
    questionnaire_version: str
    parser_version: str
    rules_version: str | None
    reading: Reading | None
    alerts: tuple[AlertChange, ...] = ()

    @property
    def has_findings(self) -> bool:
        """Whether anything is read otherwise."""
        return self.reading is None or bool(self.reading.answers or self.reading.signs or self.alerts)


def period(since: str, until: str | None, questionnaire: str | None) -> Period:
    """The period that was typed. Raises WrongInput that says which day is wrong."""
    first, last = _day("--since", since), None if until is None else _day("--until", until)
    if last is not None and last < first:
        raise WrongInput(f"--until {last} is before --since {first}", mend="give the earlier day as --since")
    return Period(first, last, questionnaire)


def _day(option: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise WrongInput(f"{option} must be a day such as 2026-03-01, not {text!r}")
    return day


async def reparse(store: Store, hospital: HospitalSettings, asked: Period) -> AsyncIterator[RereadCall]:
    """Every conversation of the period that is over, read again, the oldest first.

    Each call is a transaction of its own, so that a long report holds nothing up. Raises WrongInput for an unknown
    questionnaire.
    """
    zone = ZoneInfo(hospital.time_zone)
    until = None if asked.until is None else _midnight(asked.until + timedelta(days=1), zone)
    async with store.reading() as uow:
        ended = await ended_calls(
            uow, hospital.organization, _midnight(asked.since, zone), until, asked.questionnaire
        )
    questionnaires: dict[UUID, Questionnaire | None] = {}
    for call in ended:
        version = call.questionnaire_version_id
        if version not in questionnaires:
            questionnaires[version] = await _questionnaire(store, version)
        yield await _reread(store, call, questionnaires[version], zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


async def _questionnaire(store: Store, version_id: UUID) -> Questionnaire | None:
    async with store.reading() as uow:
        definition = await definition_of(uow, version_id)
    try:
        return loading.load(json.dumps(dict(definition), ensure_ascii=False))
    except WrongInput:
        return None


async def _reread(
    store: Store, call: EndedCall, questionnaire: Questionnaire | None, zone: ZoneInfo
) -> RereadCall:
    async with store.reading() as uow:
        result = await read_call(uow, call.call_id)
        past = await answers_before(uow, call.patient_id, call.attempt_id, call.started_at)
    reading: Reading | None = None
    alerts: tuple[AlertChange, ...] = ()
    if questionnaire is not None:
        planned = None if call.appointment_at is None else call.appointment_at.astimezone(zone)
        reader = Reader(result, questionnaire, zone, past.latest, planned)
        reading = reader.read()
        rules = adjusted(instruments.rules(), call.thresholds)
        alerts = AlertReader(result, questionnaire, rules, past.numbers).read(reader, reading)
    return RereadCall(
        call_id=call.call_id,
        attempt_id=call.attempt_id,
        started_at=call.started_at,
        questionnaire=result.questionnaire_code,
        questionnaire_version=result.questionnaire_version,
        parser_version=result.engine_version,
        rules_version=result.rules_version,
        reading=reading,
        alerts=alerts,
    )
