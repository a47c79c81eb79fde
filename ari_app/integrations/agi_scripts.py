"""The FastAGI scripts: who is calling, may this number be called, and: this number was called.

None of them tells a name or anything clinical. What they know comes through ports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ari_app.core.errors import WrongInput
from ari_app.core.phone import PhoneNumber
from ari_app.integrations.fastagi import AgiRequest, AgiScript

ALLOWED = "allowed"
KINDS = ("person", "robot")


@dataclass(frozen=True, slots=True)
class KnownCaller:
    """What is known of a number; `contact_id` is the follow-up that a call from it would go on with."""

    is_known: bool = False
    contact_id: UUID | None = None
    is_being_called: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a number may be called now; `reason` is one word, `until` when it is worth asking again (UTC)."""

    is_allowed: bool
    reason: str
    until: datetime | None = None


class WhoIs(Protocol):
    """Knows numbers."""

    async def who(self, phone: str) -> KnownCaller:
        """What is known of an E.164 number."""
        ...


class MayCall(Protocol):
    """Knows the rules of calling."""

    async def may_call(self, phone: str) -> Verdict:
        """Whether an E.164 number may be called at this moment."""
        ...


class LogTouch(Protocol):
    """Keeps the ledger of contact."""

    async def log(self, phone: str, kind: str, reference: str) -> int:
        """Note a call to an E.164 number; of how many patients it is. The same `reference` counts once."""
        ...


@dataclass(frozen=True, slots=True)
class AgiPorts:
    """What the scripts work with."""

    who: WhoIs
    may_call: MayCall
    log: LogTouch


def scripts_of(ports: AgiPorts) -> dict[str, AgiScript]:
    """The scripts by name, with what a dialplan finds when one fails: nobody is known, nothing is allowed."""

    async def who(request: AgiRequest) -> Mapping[str, str]:
        return await _who(ports.who, request)

    async def may_call(request: AgiRequest) -> Mapping[str, str]:
        return await _may_call(ports.may_call, request)

    async def log(request: AgiRequest) -> Mapping[str, str]:
        return await _log(ports.log, request)

    return {
        "who": AgiScript(who, _caller(KnownCaller())),
        "may-call": AgiScript(may_call, _verdict(Verdict(False, "error"))),
        "log": AgiScript(log, {"FOLLOWUP_LOGGED": "0"}),
    }


async def _who(port: WhoIs, request: AgiRequest) -> Mapping[str, str]:
    """Of the caller, or of the number given as argument. A number that is none, or withheld, is nobody's."""
    number = PhoneNumber.of_caller(_argument(request, 0) or request.caller)
    return _caller(KnownCaller() if number is None else await port.who(number.e164))


async def _may_call(port: MayCall, request: AgiRequest) -> Mapping[str, str]:
    return _verdict(await port.may_call(_number(request)))


async def _log(port: LogTouch, request: AgiRequest) -> Mapping[str, str]:
    kind = _argument(request, 1) or KINDS[0]
    if kind not in KINDS:
        raise WrongInput(f"the second argument is none of {', '.join(KINDS)}")
    patients = await port.log(_number(request), kind, f"agi:{request.channel_id}")
    return {"FOLLOWUP_LOGGED": "1" if patients else "0"}


def _caller(found: KnownCaller) -> Mapping[str, str]:
    return {
        "FOLLOWUP_KNOWN": "1" if found.is_known else "0",
        "FOLLOWUP_CONTACT": "" if found.contact_id is None else str(found.contact_id),
        "FOLLOWUP_BEING_CALLED": "1" if found.is_being_called else "0",
    }


def _verdict(verdict: Verdict) -> Mapping[str, str]:
    return {
        "FOLLOWUP_MAY_CALL": "1" if verdict.is_allowed else "0",
        "FOLLOWUP_REASON": verdict.reason,
        "FOLLOWUP_UNTIL": "" if verdict.until is None else str(int(verdict.until.timestamp())),
    }


def _number(request: AgiRequest) -> str:
    number = PhoneNumber.of_caller(_argument(request, 0))
    if number is None:
        raise WrongInput("the first argument is no telephone number", code="bad_number")
    return number.e164


def _argument(request: AgiRequest, place: int) -> str:
    return request.arguments[place].strip() if len(request.arguments) > place else ""
