"""Who lives behind which number, drawn by the seed: the number itself says how its patient meets a call."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ari_app.core.dialing_vocabulary import NumberList
from ari_app.core.vocabulary import Disposition
from ari_app.lab.sip_phone import Answering

NAME = "王芳"
ID_TAIL = "4417"
SONG = "song"
ANNOUNCED = (
    Disposition.VACANT, Disposition.POWER_OFF, Disposition.UNREACHABLE, Disposition.BUSY, Disposition.SUSPENDED,
    Disposition.NO_ANSWER, Disposition.INVALID, Disposition.BARRED, Disposition.REJECTED, Disposition.NETWORK,
    Disposition.TRUNK_ERROR,
)  # fmt: skip
"""What carriers announce before the answer, and what then becomes of the call."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of meeting a call. `digits` stand in the number's fourth and fifth place; `share` is its weight.

    `talks`: by voice, by keys, or not at all; `leaves` draws after which of his answers he hangs up. `says` are the
    labels of which one sounds before the answer, or after it where a machine (`is_machine`) picks up.
    """

    digits: str
    share: int
    answering: Answering
    talks: str = "no"
    leaves: bool = False
    second_number: bool = False
    says: tuple[str, ...] = ()
    is_machine: bool = False


KINDS: Mapping[str, Kind] = {
    "answers": Kind("00", 38, Answering(after_seconds=0.2), talks="voice"),
    "keys": Kind("01", 14, Answering(after_seconds=0.2), talks="keys"),
    "late": Kind("02", 7, Answering(after_seconds=4.0), talks="keys"),
    "leaves": Kind("03", 10, Answering(after_seconds=0.2), talks="keys", leaves=True),
    "silent": Kind("04", 2, Answering(after_seconds=0.2)),
    "busy": Kind("05", 10, Answering(reject=486, reason="Busy Here")),
    "declines": Kind("06", 5, Answering(after_seconds=0.5, reject=603, reason="Decline")),
    "rings_on": Kind("07", 5, Answering(ring_for_ever=True)),
    "dead": Kind("08", 3, Answering(dead=True)),
    "vacant": Kind("09", 6, Answering(reject=404, reason="Not Found"), second_number=True),
    "announced": Kind("10", 17, Answering(ring_for_ever=True), says=ANNOUNCED),
    "announced_480": Kind("11", 6, Answering(reject=480, reason="Temporarily Unavailable"), says=ANNOUNCED),
    "song": Kind("12", 3, Answering(after_seconds=0.3), talks="keys", says=(SONG,)),
    "advertised": Kind("13", 4, Answering(after_seconds=0.3), talks="keys", says=("ringback",)),
    "waited_for": Kind(
        "14", 2, Answering(after_seconds=1.5), talks="keys", says=("busy_waits", "forwarding")
    ),
    "mailbox": Kind("15", 4, Answering(after_seconds=1.0), says=("voicemail",), is_machine=True),
    "assistant": Kind("16", 3, Answering(after_seconds=1.0), says=("call_assistant",), is_machine=True),
}
_OF_DIGITS = {kind.digits: name for name, kind in KINDS.items()}
_TOLD = frozenset({*ANNOUNCED, Disposition.VOICEMAIL, Disposition.CALL_ASSISTANT})
_MEET_DIGITS = slice(3, 5)
"""Of a mobile number such as 139 KK NNNNNN."""


def kind_of(number: str) -> Kind:
    """How the patient behind a number meets a call."""
    return KINDS[_OF_DIGITS[number[_MEET_DIGITS]]]


def said_to(number: str) -> tuple[str, int] | None:
    """The label of what a caller of that number hears of no person, and which of its wordings."""
    says, own = kind_of(number).says, int(number[_MEET_DIGITS.stop :])
    return (says[own % len(says)], own // len(says)) if says else None


def announced_to(number: str) -> Disposition | None:
    """What a call to that number is told to be: by the carrier before the answer, or by the machine after it."""
    said = said_to(number)
    return Disposition(said[0]) if said is not None and said[0] in _TOLD else None


@dataclass(frozen=True, slots=True)
class Terms:
    """The campaigns of a run: lines at once in all and of each, and windows in the hospital's own time."""

    at_once: int
    campaigns: Mapping[str, CampaignTerms]
    trunks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CampaignTerms:
    """One campaign."""

    questionnaire: str
    concurrency: int
    window: str | None = None


@dataclass
class Town:
    """The lists of the campaigns, and the numbers that stand on a list before anybody is called."""

    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    listed: dict[str, NumberList] = field(default_factory=dict)


def terms(at_once: int, now: datetime) -> Terms:
    """The whole day is open; one campaign closes and one opens while the run goes on. `now` is local time."""
    return Terms(
        at_once=at_once,
        campaigns={
            "everybody": CampaignTerms("q_pain_nrs_v1", max(1, at_once * 4 // 5)),
            "closing": CampaignTerms("q_phq2_v1", max(1, at_once // 4), window_around(now, -120, 2)),
            "opening": CampaignTerms("q_pain_nrs_v1", max(1, at_once // 5), window_around(now, 2, 240)),
        },
        trunks={"main": max(1, at_once * 3 // 5), "side": max(1, at_once // 2)},
    )


def window_around(now: datetime, from_minutes: int, to_minutes: int) -> str:
    """From so many minutes after the present minute to so many, within the day."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    minute = int((now - midnight) / timedelta(minutes=1))
    start, end = max(0, minute + from_minutes), min(24 * 60, minute + to_minutes)
    if start >= end:
        start, end = 0, 1
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def draw(seed: int, patients: int, now: datetime) -> Town:
    """The town of a seed. Rules are met by those who must not be dialed, and by those whose time comes or goes."""
    chance = random.Random(f"town {seed}")
    town = Town(rows={name: [] for name in ("everybody", "closing", "opening")})
    names = [name for name, kind in KINDS.items() for _ in range(kind.share)]
    shared: str | None = None
    for number in range(patients):
        kind = KINDS[chance.choice(names)]
        phone = f"139{kind.digits}{number:06}"
        if shared is not None and chance.random() < 0.03:
            phone, shared = shared, None
        elif kind is KINDS["answers"]:
            shared = phone
        row: dict[str, object] = {
            "patientId": f"chaos-{number}", "name": NAME, "phone": phone, "idTail": ID_TAIL,
        }  # fmt: skip
        if kind.second_number:
            row["secondPhone"] = f"139{KINDS['keys'].digits}{900_000 + number}"
        _bend(chance, row, now, town)
        home = chance.choices(("everybody", "closing", "opening"), (8, 1, 1))[0]
        also = [name for name in town.rows if name != home and chance.random() < 0.06]
        for name in (home, *also):
            town.rows[name].append(row)
    return town


def _bend(chance: random.Random, row: dict[str, object], now: datetime, town: Town) -> None:
    """One in six meets a rule of governance."""
    match chance.randrange(36):
        case 0:
            row["windows"] = window_around(now, -240, -3)
        case 1:
            row["windows"] = window_around(now, -60, 1 + chance.randrange(3))
        case 2:
            row["windows"] = window_around(now, 1 + chance.randrange(3), 120)
        case 3 | 4:
            kinds = (NumberList.DO_NOT_CALL, NumberList.BLACK, NumberList.COMPLAINT)
            town.listed[str(row["phone"])] = chance.choice(kinds)
        case 5:
            row["priority"] = str(chance.choice((1, 9)))
