"""Rows of a list into a campaign: checked one by one, stored many at once, and every one accounted for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from ari_app.config.settings import HospitalSettings
from ari_app.core.dialing_vocabulary import CampaignState
from ari_app.core.errors import WrongInput
from ari_app.integrations.campaign_request import chosen_of
from ari_app.integrations.contact_row import ContactRow, RowFault, read_row
from ari_app.policy.selection import Selection, Visit, age_on
from ari_app.policy.template import choose, thresholds_for
from ari_app.store import campaign_templates, intake
from ari_app.store.campaign_templates import StoredTemplate
from ari_app.store.listed import Asked, ListedContact, Taken, Target
from ari_app.store.pool import Store
from ari_app.wiring import campaigns
from ari_app.wiring.campaigns import Campaign
from ari_app.wiring.listed_rows import listed_of

BATCH = 500
_PLAN_DAY = re.compile(r"T\+(\d{1,3})")

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row, and why; without patient data."""

    number: int
    outcome: str
    reason: str = ""


@dataclass
class IntakeReport:
    """What became of a list. `rows` are those that were refused or passed over, and those that want attention."""

    added: int = 0
    corrected: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    passed_over: int = 0
    rows: list[RowReport] = field(default_factory=list)

    def note(self, number: int, outcome: str, reason: str) -> None:
        """Count one that does not go in."""
        self.rows.append(RowReport(number, outcome, reason))
        if outcome == "refused":
            self.refused += 1
        elif outcome == "passed over":
            self.passed_over += 1

    def count(self, taken: Taken) -> None:
        """Count a batch that was stored."""
        self.added += len(taken.added)
        self.corrected += len(taken.corrected)
        self.changed += len(taken.changed)
        self.unchanged += len(taken.unchanged)
        for number, reason in taken.refused:
            self.note(number, "refused", reason)
        for number in taken.corrected:
            self.note(number, "corrected", "due at another time than was listed before")
        for number in taken.dialed:
            self.note(number, "attention", "a call was placed already: when it is due stays as it was")
        for number, names in taken.emptied:
            told = ", ".join(name.replace("_", " ") for name in names)
            self.note(number, "emptied", f"given without a value, so no longer known of the patient: {told}")


@dataclass(frozen=True, slots=True)
class _List:
    campaign: Campaign
    target: Target
    zone: ZoneInfo
    chosen: Selection
    templates: Sequence[StoredTemplate]
    at: datetime


async def take_rows(
    store: Store,
    hospital: HospitalSettings,
    name: str,
    rows: Iterable[tuple[int, Fields]],
    at: datetime,
    progress: Callable[[int], None] | None = None,
) -> IntakeReport:
    """Put the rows (with their numbers) into the campaign; the same list again changes nothing.

    Each batch is one transaction; `progress` is told how many rows are done. Raises WrongInput for a campaign that
    is unknown or stopped.
    """
    async with store.unit_of_work() as uow:
        found = await campaigns.find(uow, hospital, name)
        templates = await campaign_templates.read(uow, found.id)
    into = _list_into(found, templates, at)
    report, seen = IntakeReport(), dict[str, int]()
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        listed = list(_checked(into, batch, report, seen))
        if listed:
            async with store.unit_of_work() as uow:
                report.count(await intake.take(uow, into.target, listed, at))
        if progress is not None:
            progress(len(batch))
    report.rows.sort(key=lambda row: row.number)
    return report


def _list_into(campaign: Campaign, templates: Sequence[StoredTemplate], at: datetime) -> _List:
    if campaign.state is CampaignState.STOPPED:
        raise WrongInput("the campaign is stopped", mend="make a new one")
    row = campaign.row
    if row["questionnaire_id"] is None:
        raise WrongInput("the campaign asks no questionnaire")
    asked = Asked(row["questionnaire_id"], row["questionnaire_version_id"])
    target = Target(campaign.organization_id, campaign.id, asked)
    return _List(campaign, target, ZoneInfo(row["time_zone"]), chosen_of(row["selection"]), templates, at)


def _checked(
    into: _List, batch: Iterable[tuple[int, Fields]], report: IntakeReport, seen: dict[str, int]
) -> Iterator[ListedContact]:
    for number, fields in batch:
        try:
            row = read_row(fields, number, into.zone)
        except RowFault as fault:
            report.note(number, "refused", str(fault))
            continue
        contact = _contact(into, row)
        # the same person under two patient ids is one call too
        keys = (contact.external_id, f"{row.phone} {row.name} {row.plan_day}")
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            report.note(number, "passed over", f"the same follow-up as row {first}")
        elif not into.chosen.fits(_visit(into, row), into.zone):
            report.note(number, "passed over", "does not fit the campaign's selection")
        else:
            seen.update(dict.fromkeys(keys, number))
            if not row.can_be_identified:
                report.note(
                    number, "attention", "neither idTail nor birthday: unless known, the call cannot identify"
                )
            yield contact


def _visit(into: _List, row: ContactRow) -> Visit:
    today = into.at.astimezone(into.zone).date()
    return Visit(
        diagnoses=row.diagnoses,
        procedures=row.procedures,
        department=row.department,
        discharged_at=row.discharged_at,
        age=None if row.born_on is None else age_on(row.born_on, today),
    )


def _contact(into: _List, row: ContactRow) -> ListedContact:
    parts = (into.campaign.row["name"], row.patient_id, row.encounter_id, row.plan_day)
    external_id = ":".join(part for part in parts if part)
    listed = listed_of(row, external_id, _due_at(into, row), into.zone, into.at)
    templates, visit = [each.template for each in into.templates], _visit(into, row)
    fitting = choose(templates, visit, row.plan_day)
    return replace(
        listed,
        asked=None if fitting is None else into.templates[fitting].asked,
        thresholds=thresholds_for(templates, into.campaign.row["thresholds"], visit, row.plan_day),
    )


def _due_at(into: _List, row: ContactRow) -> datetime | None:
    """When it is said; else T+n after the discharge; None when the row tells neither."""
    if row.due_at is not None:
        return row.due_at.astimezone(UTC)
    day = _PLAN_DAY.fullmatch(row.plan_day or "")
    if day is not None and row.discharged_at is not None:
        local = row.discharged_at.astimezone(into.zone).date() + timedelta(days=int(day[1]))
        return datetime.combine(local, time(), into.zone).astimezone(UTC)
    return None
