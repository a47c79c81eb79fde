"""Campaigns made, started, paused, released and stopped, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from ari_app.alerting.adjusting import Thresholds
from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import CampaignState, DialOrder
from ari_app.core.errors import Conflict, WrongInput
from ari_app.integrations.campaign_request import CampaignRequest
from ari_app.policy.release import ReleaseStage
from ari_app.policy.template import Template
from ari_app.store import campaign_list, campaign_templates, campaigns
from ari_app.store.campaigns import CampaignDraft
from ari_app.store.patients import ensure_organization, known_organization
from ari_app.store.pool import Store
from ari_app.store.questionnaires import QuestionnaireDraft, freeze_version
from ari_app.store.unit_of_work import Row, UnitOfWork
from ari_app.wiring import campaign_thresholds, instruments, published

# the organization of no row
NOBODY = UUID(int=0)

_STEPS = {
    CampaignState.DRAFT: (CampaignState.RUNNING, CampaignState.STOPPED),
    CampaignState.RUNNING: (CampaignState.PAUSED, CampaignState.STOPPED),
    CampaignState.PAUSED: (CampaignState.RUNNING, CampaignState.STOPPED),
    CampaignState.FINISHED: (CampaignState.RUNNING, CampaignState.STOPPED),
    CampaignState.STOPPED: (),
}


@dataclass(frozen=True, slots=True)
class Campaign:
    """A stored campaign."""

    id: UUID
    organization_id: UUID
    row: Row

    @property
    def state(self) -> CampaignState:
        """Where it stands."""
        return CampaignState(self.row["state"])


async def create(store: Store, hospital: HospitalSettings, request: CampaignRequest, at: datetime) -> None:
    """Store a campaign as a draft, without its list. Raises WrongInput, and Conflict for a name that is taken."""
    async with store.unit_of_work() as uow:
        organization = await organization_of(uow, hospital)
        if await campaign_list.find(uow, organization, request.name) is not None:
            raise Conflict(
                f"there is a campaign {request.name} already",
                mend="choose another name, or add a list to it with ari-app campaign import",
            )
        templates = [each.template for each in request.templates]
        asked = await _asked(uow, hospital, request.questionnaire_id, request.thresholds, templates)
        versions = {code: await freeze_version(uow, organization, draft, at) for code, draft in asked.items()}
        if request.webhook is not None:
            webhook = request.webhook
            secret = webhook.secret.get_secret_value()
            await campaign_list.put_endpoint(
                uow, organization, request.name, webhook.url, secret, webhook.events
            )
        campaign = await campaigns.create(
            uow, organization, _draft(request, hospital, versions[request.questionnaire_id])
        )
        found = [(each, versions.get(each.questionnaire or "")) for each in templates]
        await campaign_templates.put(uow, organization, campaign, found)


async def _asked(
    uow: UnitOfWork,
    hospital: HospitalSettings,
    own: str,
    thresholds: Thresholds,
    templates: Sequence[Template],
) -> dict[str, QuestionnaireDraft]:
    """The newest versions of all questionnaires, by code.

    Raises WrongInput for one that there is not, and for thresholds that are not safe or do not suit them.
    """
    codes = {own} | {each.questionnaire for each in templates if each.questionnaire is not None}
    asked = {code: await published.find(uow, hospital.organization, code) for code in sorted(codes)}
    questionnaires = {code: published.questionnaire_of(draft) for code, draft in asked.items()}
    campaign_thresholds.check(thresholds, [each.thresholds for each in templates], questionnaires)
    return asked


def _draft(request: CampaignRequest, hospital: HospitalSettings, version: UUID) -> CampaignDraft:
    schedule, dialer = request.schedule, request.dialer
    return CampaignDraft(
        name=request.name,
        time_zone=schedule.timezone or hospital.time_zone,
        concurrency=dialer.concurrency,
        mode=dialer.mode,
        priority=request.priority,
        calls_per_second=dialer.calls_per_second,
        max_attempts=schedule.max_attempts,
        retry_hours=schedule.retry_hours,
        other_day_part=schedule.other_day_part,
        windows=None if schedule.window is None else ",".join(schedule.window),
        caller_ids=request.caller_ids,
        questionnaire_version_id=version,
        release=request.release.model_dump(mode="json"),
        selection=request.selection.model_dump(by_alias=True, mode="json", exclude_defaults=True),
        needs_people=dialer.needs_people,
        dial_order=dialer.dial_order,
        thresholds=request.thresholds,
        endpoint=None if request.webhook is None else request.name,
    )


async def organization_of(uow: UnitOfWork, hospital: HospitalSettings) -> UUID:
    """The hospital's own row, made or brought up to date: for what writes."""
    return await ensure_organization(uow, hospital.organization, hospital.name, hospital.time_zone)


async def known_organization_of(uow: UnitOfWork, hospital: HospitalSettings) -> UUID:
    """The hospital's own row as it is stored: for what reads. Nothing is found for a hospital without one."""
    return await known_organization(uow, hospital.organization) or NOBODY


async def find(uow: UnitOfWork, hospital: HospitalSettings, name: str) -> Campaign:
    """The campaign of that name. Raises WrongInput."""
    organization = await known_organization_of(uow, hospital)
    row = await campaign_list.find(uow, organization, name)
    if row is None:
        raise WrongInput(f"there is no campaign {name}", mend="ari-app campaign list shows them all")
    return Campaign(row["id"], organization, row)


async def start(store: Store, hospital: HospitalSettings, name: str, at: datetime) -> None:
    """Freeze what is asked and said, and dial. Raises WrongInput for numbers that are not the hospital's."""
    async with store.unit_of_work() as uow:
        campaign = await find(uow, hospital, name)
        if campaign.state is CampaignState.DRAFT:
            await _refuse_foreign_numbers(uow, campaign)
            await _freeze(uow, hospital, campaign, at)
        await _step(uow, campaign, CampaignState.RUNNING, at)


async def _refuse_foreign_numbers(uow: UnitOfWork, campaign: Campaign) -> None:
    unknown = await campaign_list.foreign_numbers(uow, campaign.organization_id, campaign.row["caller_ids"])
    if unknown:
        raise WrongInput(
            f"the hospital does not own the number {', '.join(unknown)}",
            mend="register it with ari-app line caller-id, or correct callerIdPool",
        )


async def _freeze(uow: UnitOfWork, hospital: HospitalSettings, campaign: Campaign, at: datetime) -> None:
    """The newest versions from now on; follow-ups that were listed before ask them too."""
    own = campaign.row["questionnaire_code"]
    templates = [each.template for each in await campaign_templates.read(uow, campaign.id)]
    asked = await _asked(uow, hospital, own, campaign.row["thresholds"], templates)
    for code, draft in asked.items():
        version = await freeze_version(uow, campaign.organization_id, draft, at)
        if code == own:
            await campaign_list.freeze(uow, campaign.id, version, instruments.prompts().version)
        await campaign_templates.freeze(uow, campaign.id, version)


async def set_state(
    store: Store, hospital: HospitalSettings, name: str, state: CampaignState, at: datetime
) -> None:
    """Pause, resume or stop. Raises WrongInput for a step that is none."""
    async with store.unit_of_work() as uow:
        await _step(uow, await find(uow, hospital, name), state, at)


async def set_dialing(
    store: Store,
    hospital: HospitalSettings,
    name: str,
    *,
    needs_people: bool | None = None,
    dial_order: DialOrder | None = None,
) -> tuple[bool, DialOrder]:
    """Change what is not None, from the next claim on; both as they are then. Raises WrongInput."""
    async with store.unit_of_work() as uow:
        campaign = await find(uow, hospital, name)
        if campaign.state is CampaignState.STOPPED:
            raise WrongInput("a stopped campaign stays as it is", mend="make a new one")
        return await campaigns.set_dialing(uow, campaign.id, needs_people=needs_people, dial_order=dial_order)


async def _step(uow: UnitOfWork, campaign: Campaign, state: CampaignState, at: datetime) -> None:
    if campaign.state is state:
        return
    if state not in _STEPS[campaign.state]:
        raise WrongInput(
            f"a campaign that is {campaign.state.value} cannot become {state.value}",
            mend="a stopped campaign stays stopped; make a new one",
        )
    await campaigns.set_state(uow, campaign.organization_id, campaign.id, state, at)


async def advance_release(store: Store, hospital: HospitalSettings, name: str, at: datetime) -> ReleaseStage:
    """Go on to the next stage of the grey release; the stage now. Raises WrongInput when all are released."""
    async with store.unit_of_work() as uow:
        campaign = await find(uow, hospital, name)
        release = campaigns.release_of(campaign.row["release"])
        advanced = replace(release, stage=release.advanced())
        await campaign_list.set_release(uow, campaign.id, advanced, at)
    return advanced.stage


async def listed(store: Store, hospital: HospitalSettings, ended_since: datetime) -> list[Row]:
    """The campaigns that go on or ended after that, with their counts."""
    async with store.unit_of_work() as uow:
        return await campaign_list.listed(uow, await known_organization_of(uow, hospital), ended_since)
