"""Campaigns: made, filled, started, paused and stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from ari_app.core.dialing_vocabulary import CampaignMode, CampaignState, DialOrder, Suppression
from ari_app.core.errors import WrongInput
from ari_app.policy.redial import RedialPlan
from ari_app.policy.release import Release, ReleaseStage
from ari_app.policy.windows import NEVER, DailyWindows
from ari_app.store.unit_of_work import Row, UnitOfWork

DIALED_MODES = tuple(mode.value for mode in CampaignMode)
"""Modes of which a worker claims; in preview only what an agent has confirmed."""


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """A campaign as it is asked for.

    `windows` are local times in `time_zone`; None: the hospital's. `caller_ids` may be shown, none: any of the
    pool. `calls_per_second` None: no limit of its own. `questionnaire_version_id` None: each contact's own.
    `thresholds` of the alert rules hold for whom no template gives others.
    """

    name: str
    time_zone: str
    concurrency: int = 1
    mode: str = "ai"
    priority: int = 5
    calls_per_second: float | None = None
    max_attempts: int = 3
    other_day_part: bool = False
    retry_hours: tuple[float, ...] = (0, 24, 72)
    windows: str | None = None
    caller_ids: tuple[str, ...] = ()
    questionnaire_version_id: UUID | None = None
    script_version: str | None = None
    release: Mapping[str, object] = field(default_factory=dict)
    selection: Mapping[str, object] = field(default_factory=dict)
    endpoint: str | None = None
    needs_people: bool = False
    dial_order: DialOrder = DialOrder.FIRST_DUE
    thresholds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunningCampaign:
    """A campaign that dials, as the claim needs it. `waits` is the reason stored last and until when it holds.

    `zone` is the hospital's, and `windows` are by its clock, which shows `ahead` minutes more than the campaign's.
    """

    id: UUID
    name: str
    mode: str
    priority: int
    concurrency: int
    calls_per_second: float | None
    max_attempts: int
    windows: DailyWindows | None
    ahead: int
    zone: ZoneInfo
    caller_ids: frozenset[str]
    needs_people: bool
    dial_order: DialOrder
    release: Release
    waits: tuple[str | None, datetime | None]


async def create(uow: UnitOfWork, organization_id: UUID, draft: CampaignDraft) -> UUID:
    """Store a campaign as a draft.

    Raises WrongInput for windows, zone or ladder that cannot be, Conflict for a name that is taken.
    """
    windows = None if draft.windows is None else DailyWindows.parse(draft.windows)
    release_of(draft.release)
    RedialPlan(draft.max_attempts, draft.retry_hours, windows)
    _check_zone(draft.time_zone)
    campaign_id = uow.new_id()
    await uow.run(
        "campaigns.insert",
        id=campaign_id,
        organization_id=organization_id,
        name=draft.name,
        mode=draft.mode,
        priority=draft.priority,
        questionnaire_version_id=draft.questionnaire_version_id,
        script_version=draft.script_version,
        concurrency=draft.concurrency,
        calls_per_second=draft.calls_per_second,
        max_attempts=draft.max_attempts,
        other_day_part=draft.other_day_part,
        retry_hours=list(draft.retry_hours),
        windows=None if windows is None else ",".join(windows.texts()),
        time_zone=draft.time_zone,
        caller_ids=list(draft.caller_ids),
        release=draft.release,
        selection=draft.selection,
        endpoint=draft.endpoint,
        needs_people=draft.needs_people,
        dial_order=draft.dial_order.value,
        thresholds=dict(draft.thresholds),
    )
    return campaign_id


async def set_dialing(
    uow: UnitOfWork, campaign_id: UUID, *, needs_people: bool | None, dial_order: DialOrder | None
) -> tuple[bool, DialOrder]:
    """Change what is not None; both as they are then."""
    order = None if dial_order is None else dial_order.value
    row = await uow.one("campaigns.set_dialing", id=campaign_id, needs_people=needs_people, dial_order=order)
    assert row is not None
    return bool(row["needs_people"]), DialOrder(row["dial_order"])


def stored_windows(text: str | None, ahead: int) -> DailyWindows | None:
    """Windows as they were stored, by the hospital's clock, which shows `ahead` minutes more than the campaign's.

    Those that somebody broke by hand are closed: nothing is dialed by them.
    """
    try:
        return None if text is None else DailyWindows.parse(text).shifted(ahead)
    except WrongInput:
        return NEVER


def release_of(data: Mapping[str, object]) -> Release:
    """How far a campaign is released, of `stage`, `per_day` and `departments`. Raises WrongInput."""
    usual, departments = Release(), data.get("departments", [])
    try:
        stage = ReleaseStage(str(data.get("stage", usual.stage)))
        per_day = int(str(data.get("per_day", usual.per_day)))
    except ValueError:
        raise WrongInput("a release has a stage (trial, departments, all) and a number per_day") from None
    if not isinstance(departments, list):
        raise WrongInput("the departments of a release are a list")
    return Release(stage, per_day, frozenset(map(str, departments)))


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise WrongInput(f"unknown time zone {name!r}", mend="use a name such as Asia/Shanghai") from None


async def set_state(
    uow: UnitOfWork, organization_id: UUID, campaign_id: UUID, state: CampaignState, at: datetime
) -> None:
    """Start, pause, resume or stop. Raises WrongInput for an unknown campaign; the database refuses a wrong step."""
    row = await uow.one(
        "campaigns.set_state", id=campaign_id, organization_id=organization_id, state=state.value, at=at
    )
    if row is None:
        raise WrongInput(f"there is no campaign {campaign_id}")


async def running(
    uow: UnitOfWork, organization_id: UUID, modes: Sequence[str] = DIALED_MODES
) -> list[RunningCampaign]:
    """The campaigns that dial, those of the highest priority first."""
    rows = await uow.all("campaigns.running", organization_id=organization_id, modes=list(modes))
    return [_running(row) for row in rows]


def _running(row: Row) -> RunningCampaign:
    return RunningCampaign(
        id=row["id"],
        name=row["name"],
        mode=row["mode"],
        priority=row["priority"],
        concurrency=row["concurrency"],
        calls_per_second=row["calls_per_second"],
        max_attempts=row["max_attempts"],
        windows=stored_windows(row["windows"], row["ahead"]),
        ahead=row["ahead"],
        zone=ZoneInfo(row["time_zone"]),
        caller_ids=frozenset(row["caller_ids"]),
        needs_people=row["needs_people"],
        dial_order=DialOrder(row["dial_order"]),
        release=release_of(row["release"]),
        waits=(row["waits_for"], row["waits_until"]),
    )


async def set_wait(
    uow: UnitOfWork, campaign_id: UUID, reason: Suppression | None, until: datetime | None
) -> None:
    """Note why a campaign dials nobody; None: it dials."""
    waits_for = None if reason is None else reason.value
    await uow.run("campaigns.set_wait", id=campaign_id, waits_for=waits_for, waits_until=until)


async def cancel_stopped(uow: UnitOfWork, organization_id: UUID, at_most: int) -> int:
    """Cancel open contacts of stopped campaigns, `at_most` at once; how many."""
    return await uow.run("campaigns.cancel_contacts", organization_id=organization_id, at_most=at_most)


async def finish_empty(uow: UnitOfWork, organization_id: UUID, at: datetime) -> list[UUID]:
    """Finish the running campaigns in which nothing is open any more; their ids.

    One that got a contact while it was being finished runs again.
    """
    await uow.run("campaigns.reopen_filled", organization_id=organization_id)
    rows = await uow.all("campaigns.finish", organization_id=organization_id, at=at)
    return [UUID(str(row["id"])) for row in rows]
