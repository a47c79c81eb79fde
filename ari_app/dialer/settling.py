"""What follows an ended attempt: decided once, by whichever worker comes to it first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from ari_app.core.dialing_vocabulary import ContactStatus, NumberList, Suppression, WorkKind
from ari_app.core.errors import AppError, Unavailable
from ari_app.core.vocabulary import Disposition
from ari_app.dialer.asked_time import asked_moment
from ari_app.policy.breaker import BreakerRule, Failure
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.holidays import HolidayCalendar
from ari_app.policy.redial import Redial, redial
from ari_app.store import claims, deaths, lines, number_lists, redials
from ari_app.store.calling_policy import read_policy
from ari_app.store.pool import Store
from ari_app.store.redials import EndedOfCampaign
from ari_app.store.unit_of_work import UnitOfWork

_log = structlog.get_logger()

BATCH = 100
PUT_ASIDE = timedelta(minutes=10)
_CALLS_TOO_OFTEN = frozenset({NumberList.DO_NOT_CALL, NumberList.COMPLAINT})


@dataclass(frozen=True, slots=True)
class _Terms:
    """By what is decided, and when."""

    at: datetime
    rule: BreakerRule
    calendar: HolidayCalendar | None


async def settle(
    store: Store,
    organization_id: UUID,
    at: datetime,
    at_most: int = BATCH,
    *,
    calendar: HolidayCalendar | None = None,
    rule: BreakerRule | None = None,
) -> int:
    """Settle up to `at_most` ended attempts, some in each transaction; how many there were.

    A batch costs as many waits for the database as one attempt does. One that fails is settled again attempt by
    attempt, so that one that cannot be settled keeps no other waiting. Raises Unavailable.
    """
    done, terms = 0, _Terms(at, rule or BreakerRule(), calendar)
    while done < at_most:
        size = min(BATCH, at_most - done)
        found = await _settle_batch(store, organization_id, terms, size)
        done += found
        if found < size:
            break
    return done


async def _settle_batch(store: Store, organization_id: UUID, terms: _Terms, size: int) -> int:
    found: list[UUID] = []
    try:
        async with store.unit_of_work() as uow:
            # a policy that somebody broke by hand is no fault of the attempts: they stay where they are
            rules = (await read_policy(uow, organization_id, terms.calendar)).rules
            found = await redials.take(uow, organization_id, terms.at, size)
            if found:
                await _settle_all(uow, found, rules, terms)
    except Exception as error:
        if isinstance(error, Unavailable) or not found:
            raise
        _log.exception("batch_not_settled", attempts=len(found))
        await _settle_singly(store, found, rules, terms)
    return len(found)


async def _settle_singly(
    store: Store, attempt_ids: Sequence[UUID], rules: CallingRules, terms: _Terms
) -> None:
    for attempt_id in attempt_ids:
        try:
            async with store.unit_of_work() as uow:
                if await redials.take_this(uow, attempt_id):
                    await _settle_all(uow, [attempt_id], rules, terms)
        except Unavailable:
            raise
        except Exception:
            _log.exception("attempt_not_settled", attempt_id=str(attempt_id))
            async with store.unit_of_work() as uow:
                await redials.put_aside(uow, attempt_id, terms.at + PUT_ASIDE)


async def _settle_all(
    uow: UnitOfWork, attempt_ids: Sequence[UUID], rules: CallingRules, terms: _Terms
) -> None:
    """All of them in this transaction; those of a campaign that somebody broke by hand are put aside."""
    await redials.lock_contacts(uow, attempt_ids)
    ended = await redials.read(uow, attempt_ids)
    unsettled: dict[UUID, AppError] = {**ended.broken}
    decided: list[tuple[EndedOfCampaign, Redial]] = []
    for one in ended.found:
        if one.was_dialed:
            try:
                decided.append((one, decide_redial(one, replace(rules, zone=one.zone))))
            except AppError as error:
                unsettled[one.attempt_id] = error
    await redials.forget(uow, ended.gone)
    await redials.release(uow, [one for one in ended.found if not one.was_dialed])
    await _put_aside(uow, unsettled, terms.at)
    await _follow_up(uow, decided, terms)


async def _put_aside(uow: UnitOfWork, unsettled: Mapping[UUID, AppError], at: datetime) -> None:
    for attempt_id, error in unsettled.items():
        _log.error("attempt_not_settled", attempt_id=str(attempt_id), code=error.code, reason=error.message)
        await redials.put_aside(uow, attempt_id, at + PUT_ASIDE)


async def _follow_up(uow: UnitOfWork, decided: redials.Decided, terms: _Terms) -> None:
    if not decided:
        return
    await redials.record(uow, decided, terms.at)
    await redials.uncount(uow, [one.attempt_id for one, decision in decided if decision.trunk_alarm])
    for one, decision in decided:
        await note_consequences(uow, one, decision, terms.at)
    await _tell_breakers(uow, decided, terms.rule)


async def note_consequences(uow: UnitOfWork, one: EndedOfCampaign, decision: Redial, at: datetime) -> None:
    """Lists, cancellations and work for a person, besides the follow-up itself."""
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
        await deaths.note(uow, one.organization_id, one.patient_id, at)


async def _tell_breakers(uow: UnitOfWork, decided: redials.Decided, rule: BreakerRule) -> None:
    """Trunks are locked after everything else that is."""
    telling = [(one, decision) for one, decision in decided if _tells_of_trunk(one)]
    used = {one.trunk_id for one, _ in telling if one.trunk_id is not None}
    if not used:
        return
    for trunk_id, before in (await lines.read_breakers(uow, used)).items():
        after = before
        for one, decision in telling:
            if one.trunk_id == trunk_id and decision.trunk_alarm:
                after = after.failed(Failure(one.ended.ended_at, one.cause), rule)
            elif one.trunk_id == trunk_id:
                after = after.succeeded()
        if after != before:
            await lines.set_breaker(uow, trunk_id, after)


def _tells_of_trunk(one: EndedOfCampaign) -> bool:
    """A fault of one host tells nothing of a trunk over which others dial."""
    return not one.is_unknown and one.ended.disposition is not Disposition.FAILED
