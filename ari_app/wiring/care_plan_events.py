"""An event of a patient into follow-ups: planned, moved or canceled in one transaction, the same however often told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.integrations.plan_event import PlanEventRequest
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.care_plan import CarePlan, plans_for
from ari_app.policy.care_planning import MissedPoint, PlannedContact, Schedule, plan
from ari_app.policy.replanning import Changes, replan
from ari_app.policy.windows import DailyWindows
from ari_app.store import campaign_list, campaigns, intake, plan_events
from ari_app.store.calling_policy import read_policy
from ari_app.store.campaigns import CampaignDraft
from ari_app.store.plan_events import Place, ToldEvent
from ari_app.store.pool import Store
from ari_app.store.questionnaires import freeze_version
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.wiring import care_plans, published
from ari_app.wiring.campaigns import organization_of
from ari_app.wiring.listed_rows import listed_of

# a plan reaches no further than this after its event
LONGEST_PLAN = timedelta(days=400)
COUNTED = timedelta(days=8)
PLAN_CONCURRENCY = 30


@dataclass(frozen=True, slots=True)
class Told:
    """What a told event changed, by external ids."""

    added: tuple[str, ...]
    moved: tuple[str, ...]
    canceled: tuple[str, ...]
    missed: tuple[str, ...]


NOTHING = Told((), (), (), ())


async def tell(
    store: Store,
    hospital: HospitalSettings,
    request: PlanEventRequest,
    at: datetime,
    plans: Sequence[CarePlan] | None = None,
) -> Told:
    """Store the event and plan the patient's follow-ups anew; without `plans` the shipped ones hold.

    Raises WrongInput, and Conflict for an event or visit that is another patient's; then nothing is stored.
    """
    plans = care_plans.shipped() if plans is None else plans
    async with store.unit_of_work() as uow:
        organization = await organization_of(uow, hospital)
        rules = (await read_policy(uow, organization, care_plans.calendar())).rules
        row = request.row(rules.zone)
        patient, encounter = await intake.put_one(
            uow, organization, listed_of(row, request.event_id, at, rules.zone, at)
        )
        await plan_events.put_event(
            uow, organization, patient, encounter, request.event, is_withdrawn=request.withdrawn, at=at
        )
        year = at.astimezone(rules.zone).year
        events = await plan_events.events_of(uow, patient, at - LONGEST_PLAN, year)
        touched = await plan_events.touches_of(uow, patient, at - COUNTED)
        names = [campaign_name(each.id) for each in plans]
        wanted = row.windows or await plan_events.windows_of(uow, patient, names)
        windows = None if wanted is None else DailyWindows.parse(wanted)
        schedule = _schedule(plans, events, rules, at, touched, windows)
        known = await plan_events.existing(uow, patient, names)
        changes = replan(known, schedule)
        await plan_events.cancel(uow, patient, changes.cancel)
        await _Writing(uow, hospital, organization, patient, plans, events, at).write(changes)
        if wanted is not None:
            await plan_events.set_windows(uow, patient, names, wanted)
    return Told(
        tuple(each.external_id for each in changes.add),
        tuple(each.external_id for each in changes.move),
        changes.cancel,
        tuple(each.external_id for each in changes.missed),
    )


def campaign_name(plan_id: str) -> str:
    """The campaign in which the follow-ups of a plan are dialed."""
    return f"plan {plan_id}"


def _schedule(
    plans: Sequence[CarePlan],
    events: Sequence[ToldEvent],
    rules: CallingRules,
    at: datetime,
    touched: Sequence[datetime],
    windows: DailyWindows | None,
) -> Schedule:
    """Each visit has the plans that fit it; all of them share the patient's caps."""
    by_visit: dict[UUID | None, list[ToldEvent]] = {}
    for each in events:
        by_visit.setdefault(each.encounter_id, []).append(each)
    contacts, missed = list[PlannedContact](), list[MissedPoint]()
    for of_visit in by_visit.values():
        fitting = plans_for(plans, of_visit[-1].visit, rules.zone)
        taken = [*touched, *(each.due_at for each in contacts if not each.urgent)]
        made = plan(
            [each.event for each in of_visit], fitting, rules, at, patient_windows=windows, touched=taken
        )
        contacts += made.contacts
        missed += made.missed
    return Schedule(tuple(contacts), tuple(missed))


class _Writing:
    """Stores what a plan changed; campaigns and questionnaire versions are made when they are first needed."""

    def __init__(
        self,
        uow: UnitOfWork,
        hospital: HospitalSettings,
        organization: UUID,
        patient: UUID,
        plans: Sequence[CarePlan],
        events: Sequence[ToldEvent],
        at: datetime,
    ) -> None:
        self._uow, self._hospital, self._organization = uow, hospital, organization
        self._patient, self._at = patient, at
        self._plans = {each.id: each for each in plans}
        self._visits = {each.event.id: each.encounter_id for each in events}
        self._campaigns: dict[str, UUID] = {}
        self._versions: dict[str, UUID] = {}

    async def write(self, changes: Changes) -> None:
        """Added, moved, and missed."""
        for planned in (*changes.add, *changes.move):
            await plan_events.put_contact(self._uow, await self._place(planned), planned)
        for missed in changes.missed:
            await plan_events.put_missed(self._uow, await self._place(missed), missed, self._at)

    async def _place(self, each: PlannedContact | MissedPoint) -> Place:
        event_id = each.external_id.removeprefix(f"{each.plan_id}:").removesuffix(f":{each.plan_day}")
        return Place(
            self._organization,
            self._patient,
            self._visits.get(event_id),
            await self._campaign(each.plan_id),
            await self._version(each.questionnaire),
            self._plans[each.plan_id].thresholds_at(each.plan_day),
        )

    async def _campaign(self, plan_id: str) -> UUID:
        if plan_id not in self._campaigns:
            name = campaign_name(plan_id)
            known = await campaign_list.id_of(self._uow, self._organization, name)
            self._campaigns[plan_id] = known or await self._make(plan_id)
        return self._campaigns[plan_id]

    async def _make(self, plan_id: str) -> UUID:
        care_plan = self._plans[plan_id]
        draft = CampaignDraft(
            name=campaign_name(plan_id),
            time_zone=self._hospital.time_zone,
            concurrency=PLAN_CONCURRENCY,
            max_attempts=care_plan.max_attempts,
            retry_hours=care_plan.retry_hours,
        )
        campaign = await campaigns.create(self._uow, self._organization, draft)
        await campaigns.set_state(self._uow, self._organization, campaign, CampaignState.RUNNING, self._at)
        return campaign

    async def _version(self, questionnaire: str) -> UUID:
        if questionnaire not in self._versions:
            asked = await published.find(self._uow, self._hospital.organization, questionnaire)
            self._versions[questionnaire] = await freeze_version(
                self._uow, self._organization, asked, self._at
            )
        return self._versions[questionnaire]
