"""The claim's own writes: under one lock per organization, attempts are made, put off or given up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ari_app.core.dialing_vocabulary import ContactStatus, NumberKind, Suppression, WorkKind
from ari_app.core.vocabulary import Disposition
from ari_app.policy.answer_score import Try
from ari_app.policy.work_due import work_due
from ari_app.store.candidates import DueContact
from ari_app.store.phone_index import phone_index
from ari_app.store.references import Lease
from ari_app.store.unit_of_work import UnitOfWork

_PHONE = "attempts.phone_encrypted"


@dataclass(frozen=True, slots=True)
class Load:
    """What is under way at this moment, in all and by campaign, trunk and worker; and the recent claims' times.

    `recent` are campaign, trunk and time of each.
    """

    total: int
    by_campaign: Mapping[UUID | None, int]
    by_trunk: Mapping[UUID | None, int]
    by_worker: Mapping[str, int]
    recent: tuple[tuple[UUID | None, UUID | None, datetime], ...]


@dataclass(frozen=True, slots=True)
class AttemptDraft:
    """An attempt that the claim makes: which number of the contact, over which line, until when.

    `agent_id` is who talks with the patient; None: the robot.
    """

    contact: DueContact
    number: NumberKind
    campaign_id: UUID
    mode: str
    trunk_id: UUID | None
    caller_id: str | None
    dial_before: datetime
    agent_id: UUID | None = None


async def lock(uow: UnitOfWork, organization_id: UUID) -> None:
    """Wait for the one lock under which an organization claims; held until the transaction ends."""
    await uow.one("claims.lock", organization_id=organization_id)


async def read_load(uow: UnitOfWork, organization_id: UUID, at: datetime, recent_since: datetime) -> Load:
    """Attempts under way whose lease holds `at`; those of a worker that is lost take no line any more."""
    total: int = 0
    campaigns, trunks, workers = Counter[UUID | None](), Counter[UUID | None](), Counter[str]()
    for row in await uow.all("claims.load", organization_id=organization_id, at=at):
        total += row["live"]
        campaigns[row["campaign_id"]] += row["live"]
        trunks[row["trunk_id"]] += row["live"]
        workers[row["worker"]] += row["live"]
    recent = await uow.all("claims.recent", organization_id=organization_id, since=recent_since)
    times = tuple((row["campaign_id"], row["trunk_id"], row["claimed_at"]) for row in recent)
    return Load(total, campaigns, trunks, workers, times)


async def read_history(
    uow: UnitOfWork, patient_ids: Collection[UUID], since: datetime
) -> dict[UUID, list[Try]]:
    """The patients' dialed attempts since then, of every follow-up."""
    found = defaultdict[UUID, list[Try]](list)
    for row in await uow.all("claims.history", patient_ids=list(patient_ids), since=since):
        found[row["patient_id"]].append(Try(row["dialing_at"], Disposition(row["disposition"])))
    return found


async def make_attempt(
    uow: UnitOfWork,
    organization_id: UUID,
    draft: AttemptDraft,
    worker: str,
    at: datetime,
    lease_expires_at: datetime,
) -> Lease:
    """Store a claimed attempt; the database itself enters it into the ledger and holds the contact."""
    attempt_id, phone = uow.new_id(), draft.contact.phones[draft.number]
    await uow.run(
        "claims.insert_attempt",
        id=attempt_id,
        organization_id=organization_id,
        contact_id=draft.contact.id,
        number=draft.contact.next_number,
        caller_id=draft.caller_id,
        phone_encrypted=uow.cipher.seal(phone, _PHONE, attempt_id),
        phone_index=phone_index(uow, phone),
        worker=worker,
        lease_expires_at=lease_expires_at,
        due_at=draft.contact.candidate.due_at,
        at=at,
        campaign_id=draft.campaign_id,
        trunk_id=draft.trunk_id,
        mode=draft.mode,
        agent_id=draft.agent_id,
        number_kind=draft.number.value,
        dial_before=draft.dial_before,
    )
    return Lease(attempt_id, organization_id, worker, 1)


async def confirm(uow: UnitOfWork, lease: Lease, number: NumberKind, dial_before: datetime) -> bool:
    """The attempt may be dialed until then. False when it is not ours any more, or another number is to be dialed."""
    changed = await uow.run(
        "claims.confirm",
        id=lease.attempt_id,
        lease_epoch=lease.epoch,
        number_kind=number.value,
        dial_before=dial_before,
    )
    return changed == 1


async def put_off(
    uow: UnitOfWork,
    organization_id: UUID,
    contact_id: UUID,
    reason: Suppression,
    until: datetime,
    at: datetime,
) -> None:
    """A contact is looked at again at `until`; why is stored when it changed."""
    await uow.run("claims.put_off", id=contact_id, due_at=until)
    await suppress(uow, organization_id, contact_id, reason, until, at)


async def close(
    uow: UnitOfWork, organization_id: UUID, contact_id: UUID, reason: Suppression, at: datetime
) -> None:
    """A contact is not dialed any more."""
    status = ContactStatus.EXHAUSTED if reason is Suppression.ATTEMPTS_USED_UP else ContactStatus.SUPPRESSED
    await uow.run("claims.close", id=contact_id, status=status.value)
    await suppress(uow, organization_id, contact_id, reason, None, at)


async def suppress(
    uow: UnitOfWork,
    organization_id: UUID,
    contact_id: UUID,
    reason: Suppression,
    until: datetime | None,
    at: datetime,
) -> None:
    """Keep why a contact is not dialed, until `until` (None: for good); the same again is kept once."""
    await uow.run(
        "claims.insert_suppression",
        organization_id=organization_id,
        contact_id=contact_id,
        reason=reason.value,
        until=until,
        at=at,
    )


async def add_work(
    uow: UnitOfWork,
    organization_id: UUID,
    kind: WorkKind,
    patient_id: UUID,
    at: datetime,
    *,
    contact_id: UUID | None = None,
    attempt_id: UUID | None = None,
    reason: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Give a person something to do, once per contact and kind while it is open; by `due_at`, else by its kind."""
    await uow.run(
        "claims.insert_work_item",
        id=uow.new_id(),
        organization_id=organization_id,
        kind=kind.value,
        patient_id=patient_id,
        contact_id=contact_id,
        attempt_id=attempt_id,
        reason=reason,
        due_at=due_at or work_due(kind, at),
        at=at,
    )
