"""What follows an ended attempt: decided once, by whichever worker comes to it first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from ari_app.core.dialing_vocabulary import ContactStatus, NumberList, Suppression, WorkKind
from ari_app.core.errors import AppError, WrongInput
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.asked_time import asked_moment
from ari_app.policy.breaker import BreakerRule, Failure
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.holidays import HolidayCalendar
from ari_app.policy.redial import Redial, redial
from ari_app.store import claims, lines, number_lists, redials
from ari_app.store.calling_policy import read_policy
from ari_app.store.pool import Store
from ari_app.store.redials import EndedOfCampaign
from ari_app.store.unit_of_work import UnitOfWork

_log = structlog.get_logger()

PUT_ASIDE = timedelta(minutes=10)
_CALLS_TOO_OFTEN = frozenset({NumberList.DO_NOT_CALL, NumberList.COMPLAINT})


async def settle(
    store: Store,
    organization_id: UUID,
    at: datetime,
    at_most: int = 20,
    *,
    calendar: HolidayCalendar | None = None,
    rule: BreakerRule | None = None,
) -> int:
    """Settle up to `at_most` ended attempts, each in a transaction of its own; how many there were."""
    done = 0
    while done < at_most:
        async with store.unit_of_work() as uow:
            found = await redials.take(uow, organization_id, at, 1)
            if not found:
                return done
            policy = await read_policy(uow, organization_id, calendar)
            await _settle_one(uow, found[0], policy.rules, at, rule or BreakerRule())
        done += 1
    return done


async def _settle_one(
    uow: UnitOfWork, attempt_id: UUID, rules: CallingRules, at: datetime, rule: BreakerRule
) -> None:
    try:
        one = await redials.read(uow, attempt_id)
    except WrongInput as error:
        # a campaign that somebody broke by hand keeps no other waiting
        await _put_aside(uow, attempt_id, error, at)
        return
    if one is None:
        await redials.forget(uow, attempt_id)
    elif not one.was_dialed:
        await redials.release(uow, attempt_id, one.contact_id)
    else:
        await _follow_up(uow, one, rules, at, rule)


async def _put_aside(uow: UnitOfWork, attempt_id: UUID, error: AppError, at: datetime) -> None:
    _log.error("attempt_not_settled", attempt_id=str(attempt_id), code=error.code, reason=error.message)
    await redials.put_aside(uow, attempt_id, at + PUT_ASIDE)


async def _follow_up(
    uow: UnitOfWork, one: EndedOfCampaign, rules: CallingRules, at: datetime, rule: BreakerRule
) -> None:
    try:
        decision = decide_redial(one, replace(rules, zone=one.zone))
    except AppError as error:
        await _put_aside(uow, one.attempt_id, error, at)
        return
    await redials.record(uow, one, decision, at)
    if decision.trunk_alarm:
        await redials.uncount(uow, one.attempt_id)
    await _note_on_lists(uow, one, decision, at)
    if decision.work is not None:
        await claims.add_work(
            uow,
            one.organization_id,
            decision.work,
            one.patient_id,
            at,
            contact_id=one.contact_id,
            attempt_id=one.attempt_id,
            reason=None if decision.why is None else decision.why.value,
        )
    await _tell_breaker(uow, one, decision, at, rule)


def decide_redial(one: EndedOfCampaign, rules: CallingRules) -> Redial:
    """What follows. An attempt whose outcome nobody knows is never dialed again on its own: a person looks.

    Where the PBX told that it had never been dialed it was a fault of ours, and the patient knows of nothing.
    """
    ended = replace(one.ended, asked_at=asked_moment(one.asked_for, one.zone))
    if one.is_unknown and one.never_rang:
        ended = replace(ended, disposition=Disposition.FAILED)
    elif one.is_unknown:
        return Redial(
            status=ContactStatus.SUPPRESSED,
            next_at=None,
            why=Suppression.PERSON_TOOK_OVER,
            counts=True,
            work=WorkKind.MISSED_FOLLOW_UP,
        )
    return redial(ended, one.plan, rules)


async def _note_on_lists(uow: UnitOfWork, one: EndedOfCampaign, decision: Redial, at: datetime) -> None:
    if decision.list_number is not None:
        await number_lists.add_of_attempt(
            uow,
            one.organization_id,
            decision.list_number,
            one.attempt_id,
            one.patient_id,
            one.ended.disposition.value,
            "call" if decision.list_number in _CALLS_TOO_OFTEN else "line",
            at,
        )
    if one.ended.disposition is Disposition.DECEASED:
        await number_lists.note_death(uow, one.organization_id, one.patient_id, at)


async def _tell_breaker(
    uow: UnitOfWork, one: EndedOfCampaign, decision: Redial, at: datetime, rule: BreakerRule
) -> None:
    if one.trunk_id is None or one.is_unknown or one.ended.disposition is Disposition.FAILED:
        # a fault of one host tells nothing of a trunk over which others dial
        return
    before = await lines.read_breaker(uow, one.trunk_id)
    if decision.trunk_alarm:
        after = before.failed(Failure(one.ended.ended_at, one.cause), rule)
    else:
        after = before.succeeded()
    if after != before:
        await lines.set_breaker(uow, one.trunk_id, after)
