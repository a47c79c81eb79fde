"""What a patient may do with the links of a message: made when it is sent, redeemed once, for one thing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from ari_app.core.dialing_vocabulary import ContactStatus, NumberList, PatientMessage
from ari_app.core.errors import WrongInput
from ari_app.policy.calling_rules import CallingRules, next_allowed
from ari_app.store import number_lists
from ari_app.store.audit import AuditEntry, record
from ari_app.store.campaigns import stored_windows
from ari_app.store.unit_of_work import Row, UnitOfWork

VALID_FOR = timedelta(days=14)
FARTHEST = timedelta(days=30)
TOKEN_BYTES = 24
LONGEST_TOKEN = 64
_PHONE = "attempts.phone_encrypted"


class LinkVerb(StrEnum):
    """What a link does."""

    RESCHEDULE = "reschedule"
    DO_NOT_DISTURB = "do_not_disturb"
    CALL_BACK = "call_back"


_VERBS = {
    PatientMessage.MISSED_CALL.value: tuple(LinkVerb),
    PatientMessage.OPT_OUT.value: (LinkVerb.DO_NOT_DISTURB,),
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message after an attempt: where to, and the token of each link. Nothing else is in it."""

    phone: str = field(repr=False)
    tokens: dict[LinkVerb, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Link:
    """What a page may show of a link."""

    organization_id: UUID
    hospital: str
    time_zone: str
    verb: LinkVerb
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class _Redeemed:
    organization_id: UUID
    patient_id: UUID
    contact_id: UUID
    attempt_id: UUID


async def may_remind(uow: UnitOfWork, attempt_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those attempts whose patient may get a message: not when he or the number is on a list, or has died."""
    rows = await uow.all("message_links.of_attempts", attempt_ids=list(attempt_ids))
    return frozenset(row["id"] for row in rows if _may_be_sent(row))


async def make_reminder(uow: UnitOfWork, attempt_id: UUID, at: datetime) -> Reminder | None:
    """The message that `redials` asks for after an attempt, with fresh links; None when it is not to be sent.

    A follow-up that is over leaves only the link that asks not to be disturbed. Made at each try to send it: the
    tokens are nowhere kept.
    """
    row = await uow.one("message_links.of_attempts", attempt_ids=[attempt_id])
    if row is None or not _may_be_sent(row):
        return None
    is_open = row["status"] == ContactStatus.OPEN.value
    verbs = [verb for verb in _VERBS.get(row["message"], ()) if is_open or verb is LinkVerb.DO_NOT_DISTURB]
    if not verbs:
        return None
    tokens = {verb: await _make(uow, verb, attempt_id, row, at) for verb in verbs}
    return Reminder(uow.cipher.open(row["phone_encrypted"], _PHONE, attempt_id), tokens)


async def look(uow: UnitOfWork, token: str, at: datetime) -> Link:
    """What the link does, without doing it. Raises WrongInput for one that is not valid."""
    row = await uow.one("message_links.read", token_digest=_digest(token))
    if row is None or row["redeemed_at"] is not None or row["expires_at"] <= at:
        raise _not_valid()
    return Link(
        row["organization_id"],
        row["organization_name"],
        row["time_zone"],
        LinkVerb(row["verb"]),
        row["expires_at"],
    )


async def do_not_disturb(uow: UnitOfWork, token: str, at: datetime) -> None:
    """The number and the person are not called any more, from this moment on. Raises WrongInput."""
    link = await _redeem(uow, LinkVerb.DO_NOT_DISTURB, token, at)
    await number_lists.add_of_attempt(
        uow,
        link.organization_id,
        NumberList.DO_NOT_CALL,
        link.attempt_id,
        link.patient_id,
        "asked_by_link",
        "message",
        at,
    )


async def reschedule(
    uow: UnitOfWork, token: str, when: datetime, rules: CallingRules, at: datetime
) -> datetime:
    """Move the follow-up's call to the first allowed moment from `when` (aware) on; that moment in UTC.

    Raises WrongInput, and leaves the link as it was, for a time that cannot be.
    """
    link = await _redeem(uow, LinkVerb.RESCHEDULE, token, at)
    if not at < when <= at + FARTHEST:
        raise WrongInput(
            "that time is over, or too far away", mend="choose one in the next 30 days", code="bad_time"
        )
    return await _move(uow, link, when, rules, exempt=False, at=at)


async def call_back(uow: UnitOfWork, token: str, rules: CallingRules, at: datetime) -> datetime:
    """The patient asks to be called now; when he will be, in UTC. Raises WrongInput."""
    link = await _redeem(uow, LinkVerb.CALL_BACK, token, at)
    return await _move(uow, link, at, rules, exempt=True, at=at)


async def _make(uow: UnitOfWork, verb: LinkVerb, attempt_id: UUID, row: Row, at: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await uow.run(
        "message_links.insert",
        id=uow.new_id(),
        organization_id=row["organization_id"],
        token_digest=_digest(token),
        verb=verb.value,
        patient_id=row["patient_id"],
        contact_id=row["contact_id"],
        attempt_id=attempt_id,
        made_at=at,
        expires_at=at + VALID_FOR,
    )
    return token


async def _redeem(uow: UnitOfWork, verb: LinkVerb, token: str, at: datetime) -> _Redeemed:
    """Use the link up, in this transaction. Raises WrongInput, the same for every reason."""
    row = await uow.one("message_links.redeem", token_digest=_digest(token), verb=verb.value, at=at)
    if row is None:
        raise _not_valid()
    link = _Redeemed(**dict(row))
    entry = AuditEntry(
        link.organization_id, "patient", f"{verb.value}_by_link", "contacts", str(link.contact_id), at
    )
    await record(uow, entry)
    return link


async def _move(
    uow: UnitOfWork, link: _Redeemed, when: datetime, rules: CallingRules, *, exempt: bool, at: datetime
) -> datetime:
    row = await uow.one("message_links.lock_open_contact", contact_id=link.contact_id)
    if row is None:
        raise WrongInput("this follow-up is over", code="nothing_open")
    live = await uow.one("message_links.scheduled_attempt", contact_id=link.contact_id)
    if (live is not None and live["state"] != "scheduled") or (live is None and row["open_attempt_id"]):
        raise WrongInput(
            "the patient is being called", mend="try again in a few minutes", code="being_called"
        )
    moment = next_allowed(
        when,
        rules,
        stored_windows(row["campaign_windows"], row["ahead"]),
        stored_windows(row["windows"], row["ahead"]),
        exempt=exempt,
    )
    if moment is None or (row["not_after"] is not None and moment > row["not_after"]):
        raise WrongInput("nobody can be called then", mend="choose an earlier time", code="bad_time")
    await uow.run("message_links.move_contact", contact_id=link.contact_id, due_at=moment, requested=True)
    if live is not None:
        await uow.run("message_links.move_attempt", id=live["id"], due_at=moment)
    elif row["campaign_id"] is None:
        await _schedule(uow, link, moment)
    return moment


async def _schedule(uow: UnitOfWork, link: _Redeemed, due_at: datetime) -> None:
    """Outside a campaign an attempt of its own makes the call."""
    row = await uow.one("message_links.of_attempts", attempt_ids=[link.attempt_id])
    assert row is not None
    attempt_id, phone = uow.new_id(), uow.cipher.open(row["phone_encrypted"], _PHONE, link.attempt_id)
    await uow.run(
        "attempts.insert",
        id=attempt_id,
        organization_id=link.organization_id,
        contact_id=link.contact_id,
        phone_encrypted=uow.cipher.seal(phone, _PHONE, attempt_id),
        phone_index=row["phone_index"],
        due_at=due_at,
    )


def _may_be_sent(row: Row) -> bool:
    return not (row["is_listed"] or row["is_deceased"])


def _digest(token: str) -> bytes:
    """A random token needs no key and no salt."""
    return hashlib.sha256(token[:LONGEST_TOKEN].encode()).digest()


def _not_valid() -> WrongInput:
    return WrongInput(
        "this link is not valid: unknown, used or expired",
        mend="call the hospital, or wait for the next message",
        code="link_not_valid",
    )
