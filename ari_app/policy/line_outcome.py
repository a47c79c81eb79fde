"""What became of a call that nobody answered: the carrier's phrase, the causes, the trunk's own habits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Disposition

# Q.850 cause numbers, as Asterisk derives them from the SIP answer or a Reason header tells them
_BY_CAUSE: Mapping[int, Disposition] = {
    1: Disposition.VACANT,
    3: Disposition.NETWORK,
    17: Disposition.BUSY,
    18: Disposition.UNREACHABLE,
    20: Disposition.UNREACHABLE,
    21: Disposition.REJECTED,
    22: Disposition.VACANT,
    27: Disposition.NETWORK,
    28: Disposition.INVALID,
    31: Disposition.UNREACHABLE,
    34: Disposition.NETWORK,
    38: Disposition.NETWORK,
    41: Disposition.NETWORK,
    42: Disposition.NETWORK,
    54: Disposition.BARRED,
    58: Disposition.TRUNK_ERROR,
    102: Disposition.NETWORK,
}

# SIP answers that say more than the cause they are folded into
_BY_TECH_CAUSE: Mapping[int, Disposition] = {
    401: Disposition.TRUNK_ERROR,
    403: Disposition.BARRED,
    404: Disposition.VACANT,
    407: Disposition.TRUNK_ERROR,
    410: Disposition.VACANT,
    484: Disposition.INVALID,
    486: Disposition.BUSY,
    488: Disposition.TRUNK_ERROR,
    600: Disposition.BUSY,
    603: Disposition.REJECTED,
    604: Disposition.VACANT,
    606: Disposition.TRUNK_ERROR,
    607: Disposition.REJECTED,
}

# What Asterisk makes of a SIP answer that carries no Q.850 cause (ast_sip_hangup_sip2cause); all others: 127 or 34
_DERIVED: Mapping[int, int] = {
    302: 23, 401: 21, 403: 21, 404: 1, 405: 127, 407: 21, 408: 18, 409: 41, 410: 22, 420: 3, 480: 19, 481: 127,
    482: 127, 483: 19, 484: 28, 485: 1, 486: 17, 487: 127, 488: 58, 491: 127, 493: 127, 500: 38, 501: 29, 502: 27,
    503: 34, 504: 102, 600: 17, 603: 21, 604: 1, 606: 58,
}  # fmt: skip

_NO_ANSWER_CAUSE = 19
_TIMEOUT_TECH_CAUSE = 408

Tone = Literal["ring", "busy", "congestion"]
_BY_TONE: Mapping[Tone, Disposition] = {"busy": Disposition.BUSY, "congestion": Disposition.NETWORK}


class DecidedBy(StrEnum):
    """Which signal decided what became of a call."""

    PHRASE = "phrase"
    Q850 = "q850"
    SIP = "sip"
    TRUNK_MAPPING = "trunk_mapping"
    OUR_TIMEOUT = "our_timeout"
    TONE = "tone"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class LineSignals:
    """Everything that the line told of a call that was not answered, raw.

    `phrase` was announced in full; `cause` is the Q.850 number, `tech_cause` the last SIP status (older PBXs give
    none); `saw_ringing`: the network said that it rings, or sent sound; `our_timeout`: we stopped it after our own
    ring limit; `tone`: the last of the carrier's tones that was heard.
    """

    cause: int | None
    tech_cause: int | None
    saw_ringing: bool
    our_timeout: bool
    phrase: Disposition | None = None
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The disposition, and the signal that it rests on."""

    disposition: Disposition
    decided_by: DecidedBy


@dataclass(frozen=True, slots=True)
class CauseMapping:
    """What one trunk's codes mean, where its carrier uses them otherwise: found by test calls, kept with the trunk."""

    by_sip: Mapping[int, Disposition] = field(default_factory=dict)
    by_q850: Mapping[int, Disposition] = field(default_factory=dict)

    @classmethod
    def parse(cls, table: Mapping[str, object]) -> CauseMapping:
        """From JSON such as {"sip:480": "power_off", "q850:20": "suspended"}. Raises WrongInput, telling the entry."""
        found: dict[str, dict[int, Disposition]] = {"sip": {}, "q850": {}}
        for key, value in table.items():
            kind, _, number = key.partition(":")
            if kind not in found or not number.isascii() or not number.isdigit():
                raise WrongInput(f"the cause {key!r} is not sip:STATUS or q850:CAUSE")
            try:
                found[kind][int(number)] = Disposition(str(value))
            except ValueError:
                raise WrongInput(f"the cause {key} is mapped to {value!r}, which is no disposition") from None
        return cls(found["sip"], found["q850"])


AS_USUAL = CauseMapping()


def outcome_of(signals: LineSignals, mapping: CauseMapping = AS_USUAL) -> Outcome:
    """What became of a call that ended before it was answered.

    In this order: what the carrier said in words; that it was we who gave up; a Q.850 cause of the carrier's own; the
    SIP answer; the cause that the PBX made of it. The trunk's mapping goes before the usual meaning of each. A
    cancel after our own ring limit looks like an answer from the line, so its codes are not read.
    """
    if signals.phrase is not None:
        return Outcome(signals.phrase, DecidedBy.PHRASE)
    if signals.our_timeout:
        is_rung = signals.saw_ringing
        return Outcome(Disposition.NO_ANSWER if is_rung else Disposition.UNREACHABLE, DecidedBy.OUR_TIMEOUT)
    mapped = _mapped(signals, mapping)
    if mapped is not None:
        return Outcome(mapped, DecidedBy.TRUNK_MAPPING)
    return _by_codes(signals)


def line_outcome(
    cause: int | None, tech_cause: int | None, *, saw_ringing: bool, our_timeout: bool
) -> Disposition:
    """The disposition by the codes alone, as `outcome_of` tells it."""
    signals = LineSignals(cause, tech_cause, saw_ringing=saw_ringing, our_timeout=our_timeout)
    return outcome_of(signals).disposition


def _mapped(signals: LineSignals, mapping: CauseMapping) -> Disposition | None:
    by_cause = None if signals.cause is None else mapping.by_q850.get(signals.cause)
    if by_cause is not None and _is_carriers_own(signals):
        return by_cause
    by_status = None if signals.tech_cause is None else mapping.by_sip.get(signals.tech_cause)
    return by_status or by_cause


def _is_carriers_own(signals: LineSignals) -> bool:
    """Whether the cause is more than what the PBX makes of the SIP answer: the carrier sent it in a Reason header."""
    if signals.cause is None or signals.tech_cause is None:
        return signals.cause is not None
    usual = _DERIVED.get(signals.tech_cause, 34 if 500 <= signals.tech_cause < 600 else 127)
    return signals.cause not in (usual, 0)


def _by_codes(signals: LineSignals) -> Outcome:
    cause, tech_cause, is_rung = signals.cause, signals.tech_cause, signals.saw_ringing
    by_cause = None if cause is None else _BY_CAUSE.get(cause)
    if by_cause is not None and tech_cause is not None and _is_carriers_own(signals):
        return Outcome(by_cause, DecidedBy.Q850)
    if tech_cause is not None and tech_cause in _BY_TECH_CAUSE:
        return Outcome(_BY_TECH_CAUSE[tech_cause], DecidedBy.SIP)
    if tech_cause == _TIMEOUT_TECH_CAUSE and not is_rung:
        return Outcome(Disposition.TRUNK_ERROR, DecidedBy.SIP)
    if cause == _NO_ANSWER_CAUSE or tech_cause == _TIMEOUT_TECH_CAUSE:
        by = DecidedBy.Q850 if cause == _NO_ANSWER_CAUSE else DecidedBy.SIP
        return Outcome(Disposition.NO_ANSWER if is_rung else Disposition.UNREACHABLE, by)
    if by_cause is not None:
        return Outcome(by_cause, DecidedBy.Q850)
    if (by_tone := None if signals.tone is None else _BY_TONE.get(signals.tone)) is not None:
        return Outcome(by_tone, DecidedBy.TONE)
    return Outcome(Disposition.NO_ANSWER if is_rung else Disposition.NETWORK, DecidedBy.NOTHING)
