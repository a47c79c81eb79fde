"""Test calls (拨测): whom they may call, over what, and what they found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ari_app.core.errors import WrongInput
from ari_app.policy.line_test import LineFault, LineMeasure, Probe
from ari_app.store.phone_index import phone_indexes
from ari_app.store.unit_of_work import UnitOfWork

_NUMBER = "line_tests.number_encrypted"


@dataclass(frozen=True, slots=True)
class TrunkToTest:
    """The trunk that is to be tried, used or not. `numbers` of ours may be shown over it; `has_pool`: there are any."""

    id: UUID
    dial: str
    numbers: tuple[str, ...]
    has_pool: bool


@dataclass(frozen=True, slots=True)
class LineTest:
    """One test call as it is stored; `phone` is E.164."""

    id: UUID
    organization_id: UUID
    trunk_id: UUID
    phone: str = field(repr=False)
    probe: Probe
    caller_id: str | None
    measure: LineMeasure
    faults: tuple[LineFault, ...]
    began_at: datetime
    ended_at: datetime


async def check_number(uow: UnitOfWork, organization_id: UUID, phone: str) -> None:
    """Raises WrongInput for a number of a patient or relative, or one that must not be called."""
    indexes = phone_indexes(uow, phone)
    row = await uow.one("line_tests.whose_number", organization_id=organization_id, phone_indexes=indexes)
    assert row is not None
    if row["people"]:
        raise WrongInput(
            "this number belongs to a patient or a relative", mend="a test call goes to a probe of yours"
        )
    if row["entries"]:
        raise WrongInput("this number must not be called", mend="ari-app number show tells why")


async def trunk(uow: UnitOfWork, organization_id: UUID, code: str) -> TrunkToTest:
    """The trunk of this name. Raises WrongInput when there is none."""
    row = await uow.one("line_tests.trunk", organization_id=organization_id, code=code)
    if row is None:
        raise WrongInput(f"there is no trunk {code}", mend="ari-app line list shows those that there are")
    return TrunkToTest(row["id"], row["dial"], tuple(row["numbers"]), row["has_pool"])


async def record(uow: UnitOfWork, test: LineTest) -> None:
    """Store it, for good."""
    found = test.measure
    await uow.run(
        "line_tests.insert",
        id=test.id,
        organization_id=test.organization_id,
        trunk_id=test.trunk_id,
        number_encrypted=uow.cipher.seal(test.phone, _NUMBER, test.id),
        expected=test.probe.value,
        caller_id_sent=test.caller_id,
        caller_id_seen=found.keyed,
        ring_ms=found.ring_ms,
        answer_ms=found.answer_ms,
        heard_dbfs=found.heard_dbfs,
        tone_dbfs=found.tone_dbfs,
        round_trip_ms=found.round_trip_ms,
        hangup_cause=found.cause,
        tech_cause=None if found.tech_cause is None else str(found.tech_cause),
        cause_text=found.cause_text,
        faults=[fault.value for fault in test.faults],
        began_at=test.began_at,
        ended_at=test.ended_at,
    )
