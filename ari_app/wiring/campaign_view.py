"""A stored campaign in the form in which campaigns are asked for; without its list and the webhook's secret."""

from __future__ import annotations

from ari_app.config.settings import HospitalSettings
from ari_app.store import campaign_templates, campaigns
from ari_app.store.campaign_templates import StoredTemplate
from ari_app.store.pool import Store
from ari_app.store.unit_of_work import Row
from ari_app.wiring.campaigns import find

Shown = dict[str, object]


async def view(store: Store, hospital: HospitalSettings, name: str) -> Shown:
    """The campaign of that name as JSON. Raises WrongInput."""
    async with store.unit_of_work() as uow:
        found = await find(uow, hospital, name)
        templates = await campaign_templates.read(uow, found.id)
    row = found.row
    return {
        "name": row["name"],
        "state": row["state"],
        "questionnaireId": row["questionnaire_code"],
        "questionnaireVersion": row["questionnaire_version"],
        "schedule": _schedule(row),
        "dialer": _dialer(row),
        "priority": row["priority"],
        "release": _release(row),
        "selection": row["selection"],
        "thresholds": row["thresholds"],
        "templates": [_template(each) for each in templates],
        "webhook": _webhook(row),
    }


def _schedule(row: Row) -> Shown:
    return {
        "timezone": row["time_zone"],
        "window": None if row["windows"] is None else row["windows"].split(","),
        "maxAttempts": row["max_attempts"],
        "retryHours": list(row["retry_hours"]),
        "otherDayPart": row["other_day_part"],
    }


def _dialer(row: Row) -> Shown:
    return {
        "type": row["mode"],
        "concurrency": row["concurrency"],
        "callsPerSecond": row["calls_per_second"],
        "needsPeople": row["needs_people"],
        "dialOrder": row["dial_order"],
        "callerIdPool": list(row["caller_ids"]),
    }


def _release(row: Row) -> Shown:
    release = campaigns.release_of(row["release"])
    return {
        "stage": release.stage.value,
        "perDay": release.per_day,
        "departments": sorted(release.departments),
    }


def _template(stored: StoredTemplate) -> Shown:
    each = stored.template
    return {
        "departments": list(each.departments),
        "diagnoses": list(each.diagnoses),
        "procedures": list(each.procedures),
        "planDays": list(each.plan_days),
        "questionnaireId": each.questionnaire,
        "thresholds": dict(each.thresholds),
    }


def _webhook(row: Row) -> Shown | None:
    if row["webhook_url"] is None:
        return None
    return {"url": row["webhook_url"], "events": list(row["webhook_events"])}
