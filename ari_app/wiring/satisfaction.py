"""The report of satisfaction by department, out of the store."""

from __future__ import annotations

from datetime import datetime, timedelta

from ari_app.config.settings import HospitalSettings
from ari_app.language.anonymous import anonymous
from ari_app.policy.satisfaction import Department, Opinion, departments
from ari_app.store import satisfaction
from ari_app.store.audit import AuditEntry, record
from ari_app.store.pool import Store
from ari_app.store.satisfaction import GivenAnswer
from ari_app.wiring.campaigns import organization_of


async def read_satisfaction(
    store: Store,
    hospital: HospitalSettings,
    at: datetime,
    days: int,
    questionnaire: str,
    quotes: int,
    actor: str,
) -> tuple[Department, ...]:
    """Of the last `days` days and one questionnaire (its code); the audit keeps who read it."""
    since = at - timedelta(days=days)
    async with store.unit_of_work() as uow:
        organization = await organization_of(uow, hospital)
        entry = AuditEntry(
            organization, actor, "satisfaction_read", "organizations", str(organization), at, {"days": days}
        )
        await record(uow, entry)
    async with store.reading() as uow:
        given = await satisfaction.answers(uow, organization, questionnaire, since, at)
        complaints = await satisfaction.complaints(uow, organization, since, at)
    return departments(map(_opinion, given), complaints, quotes)


def _opinion(answer: GivenAnswer) -> Opinion:
    value, call = answer.value, str(answer.call_id)
    if not isinstance(value, dict):
        return Opinion(answer.department, call, answer.link_id, value)
    themes = value.get("themes")
    named = tuple(map(str, themes)) if isinstance(themes, list) else ()
    words = anonymous(str(value.get("text", "")), answer.name)
    return Opinion(answer.department, call, answer.link_id, themes=named, words=words)
