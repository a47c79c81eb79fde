"""A year whose public holidays nobody has announced: what is presumed is kept free, and every command says so."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from structlog.testing import capture_logs

from ari_app.cli import campaign, doctor
from ari_app.config.loading import load_settings
from ari_app.config.settings import HospitalSettings
from ari_app.dialer.claim_rules import ClaimRules
from ari_app.dialer.sweeping import Sweeper, SweepRules
from ari_app.store.pool import Store
from ari_app.wiring import care_plans
from ari_app.wiring.calendar_check import unknown_holidays
from ari_app.wiring.dialing_status import look
from ari_app.wiring.dialing_terms import PolicyChange, change_policy
from tests.postgres.test_agent_commands import config
from tests.postgres.test_dialing_status import text_of
from tests.support.dialed_campaigns import MORNING, claim_at, organization_of, running_campaign, worker

__all__ = ["config"]

HOSPITAL = HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai")
DECEMBER = datetime(2026, 12, 21, 2, 20, tzinfo=UTC)
SPRING_FESTIVAL = datetime(2027, 2, 8, 2, 20, tzinfo=UTC)
"""A Monday, 10:20 in Shanghai, the third day of the first lunar month."""
MAKE_UP = datetime(2027, 2, 20, 2, 20, tzinfo=UTC)
"""A Saturday that may well be worked; nobody knows."""
RULES = ClaimRules(lease=timedelta(seconds=30), most_skew=None, calendar=care_plans.calendar())
UNKNOWN = "the public holidays of 2027 are not known"
ANNOUNCED = (
    '{"years": {"2027": {"source": "通知", "holidays": [{"name": "元旦", "from": "2027-01-01"}],'
    ' "workdays": ["2027-02-20"]}}}'
)


class December:
    """The clock of a command that is given in December."""

    def now(self) -> datetime:
        return DECEMBER


@pytest.mark.parametrize(("at", "reason"), [(SPRING_FESTIVAL, "holiday"), (MAKE_UP, "weekend")])
async def test_a_claim_rather_keeps_a_day_free_than_calls_on_a_holiday(
    store: Store, connection: asyncpg.Connection, at: datetime, reason: str
) -> None:
    await running_campaign(store, 1, at=at)
    hold = await worker(store, at=at)
    assert await claim_at(store, hold, at, rules=RULES) == ()
    assert await connection.fetchval("SELECT waits_for FROM campaigns") == reason
    shown = text_of(await look(store, HOSPITAL, at))
    assert UNKNOWN in shown
    assert "春节 02-04 to 02-13" in shown


async def test_a_year_that_the_hospital_adds_with_its_source_is_dialed_by(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, 1, at=MAKE_UP)
    await change_policy(store, HOSPITAL, PolicyChange(calendar=ANNOUNCED), MAKE_UP)
    assert await unknown_holidays(store, HOSPITAL, MAKE_UP) == ()
    assert len(await claim_at(store, await worker(store, at=MAKE_UP), MAKE_UP, rules=RULES)) == 1


async def test_while_all_is_known_nothing_is_said(store: Store) -> None:
    assert await unknown_holidays(store, HOSPITAL, MORNING) == ()
    assert "warning:" not in text_of(await look(store, HOSPITAL, MORNING))


async def test_rules_that_somebody_broke_by_hand_are_told_as_the_reason(
    store: Store, connection: asyncpg.Connection
) -> None:
    await running_campaign(store, 1)
    await connection.execute(
        "INSERT INTO calling_policies (organization_id, windows) SELECT id, 'in the morning' FROM organizations"
    )
    assert "the rules for calling cannot be read, so that nothing is dialed" in text_of(
        await look(store, HOSPITAL, MORNING)
    )


async def test_who_starts_a_campaign_is_told(
    store: Store, config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await running_campaign(store, 1)
    monkeypatch.setattr(campaign, "SystemClock", December)
    await asyncio.to_thread(campaign.start, "回访", config)
    said = capsys.readouterr().out
    assert UNKNOWN in said
    assert "mend: when the State Council has announced them" in said


async def test_the_doctor_warns(store: Store, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SystemClock", December)
    rows = await doctor._postgres(load_settings(config, {}))
    assert [(row.part, row.state) for row in rows] == [("PostgreSQL", "ok"), ("calendar", "warn")]
    assert UNKNOWN in rows[1].text


async def test_the_log_says_it_once_a_day(store: Store) -> None:
    rules = SweepRules(timedelta(seconds=30), timedelta(seconds=50), calendar=care_plans.calendar())
    sweeper = Sweeper(store, await organization_of(store), rules, lambda: 0.0)
    with capture_logs() as logs:
        for hours in (0, 1, 2, 24):
            await sweeper.sweep(DECEMBER + timedelta(hours=hours))
    told = [entry for entry in logs if entry["event"] == "holidays_unknown"]
    assert [entry["year"] for entry in told] == ["2027", "2027"]
