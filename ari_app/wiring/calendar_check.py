"""Whether the public holidays of the days that are dialed next are known to the hospital's calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ari_app.config.settings import HospitalSettings
from ari_app.core.errors import WrongInput
from ari_app.policy.calling_rules import SEARCHED_DAYS, CallingRules
from ari_app.questionnaire.findings import Finding
from ari_app.store.calling_policy import read_policy
from ari_app.store.patients import known_organization
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import UnitOfWork
from ari_app.wiring import care_plans


async def unknown_holidays(store: Store, hospital: HospitalSettings, at: datetime) -> tuple[Finding, ...]:
    """One for each year that the next calls may fall into and whose holidays are not known; what is then assumed.

    One too for rules that somebody broke by hand: by these nothing at all is dialed.
    """
    async with store.unit_of_work() as uow:
        try:
            rules = await _rules(uow, hospital)
        except WrongInput as error:
            message = f"the rules for calling cannot be read, so that nothing is dialed: {error.message}"
            return (Finding("policy_not_read", "", message, "set them anew with ari-app policy set"),)
    today = at.astimezone(rules.zone).date()
    return rules.calendar.findings(today, today + timedelta(days=SEARCHED_DAYS))


async def _rules(uow: UnitOfWork, hospital: HospitalSettings) -> CallingRules:
    """Those that are stored; the usual ones for a hospital of which nothing is stored yet."""
    organization_id = await known_organization(uow, hospital.organization)
    if organization_id is None:
        return CallingRules(ZoneInfo(hospital.time_zone), calendar=care_plans.calendar())
    return (await read_policy(uow, organization_id, care_plans.calendar())).rules
