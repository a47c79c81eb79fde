"""A simulated patient's scenario: who he is and what he says to which question."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import Flag, IdentityFactor
from ari_app.dialogue.script import Patient

_TAG = re.compile(
    r"<(silence|hangup|bargein|answered|pre|dtmf|lowconf:([0-9.]+)|suspected:(emergency|self_harm))>"
)
_PRE_CODES = frozenset({"<pre>", "pre"})
_SURE = 0.95
_RELATIONS = {
    "母亲": "mother",
    "妈妈": "mother",
    "父亲": "father",
    "爸爸": "father",
    "配偶": "spouse",
    "爱人": "spouse",
    "妻子": "spouse",
    "丈夫": "spouse",
    "老伴": "spouse",
    "儿子": "son",
    "女儿": "daughter",
    "女婿": "son_in_law",
    "儿媳": "daughter_in_law",
    "老公": "spouse",
    "老婆": "spouse",
    "闺女": "daughter",
    "儿媳妇": "daughter_in_law",
    "兄弟姐妹": "sibling",
    "哥哥": "sibling",
    "弟弟": "sibling",
    "姐姐": "sibling",
    "妹妹": "sibling",
    "孙子": "grandchild",
    "孙女": "grandchild",
    "外孙": "grandchild",
    "外孙女": "grandchild",
    "奶奶": "grandmother",
    "外婆": "grandmother",
    "姥姥": "grandmother",
    "爷爷": "grandfather",
    "外公": "grandfather",
    "姥爷": "grandfather",
    "护工": "caregiver",
    "保姆": "caregiver",
    "陪护": "caregiver",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing the patient does when asked."""

    text: str
    confidence: float = _SURE
    is_silence: bool = False
    is_hangup: bool = False
    is_keyed: bool = False
    barges_in: bool = False
    is_after_answer: bool = False
    suspected: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One line of a scenario file."""

    id: object
    questionnaire: str
    now: datetime
    patient: Patient
    identity: Mapping[IdentityFactor, str]
    agents: int
    appointment: datetime
    early: tuple[Saying, ...]
    sayings: Mapping[str, tuple[Saying, ...]] = field(default_factory=dict)
    called_in: bool = False

    def matches(self, factor: IdentityFactor, value: str) -> bool:
        """Whether an identity answer is this patient's."""
        return bool(value) and self.identity.get(factor) == value


def parse(line: str) -> Scenario:
    """Read one line. Raises WrongInput saying what is wrong with it."""
    try:
        data = json.loads(line)
        person = data["patient"]
        turns = [(str(each["q"]), str(each["say"])) for each in data.get("turns", [])]
        return Scenario(
            id=data.get("id"),
            questionnaire=str(data["questionnaireId"]),
            now=_moment(str(data["now"])),
            patient=_patient(person, data.get("history") or []),
            identity={
                IdentityFactor.ID_TAIL: str(person.get("id_tail") or "").upper(),
                IdentityFactor.BIRTH_MD: str(person.get("birth_md") or ""),
            },
            agents=int(data.get("agents", 1)),
            appointment=_appointment(data.get("appointment"), _moment(str(data["now"]))),
            early=tuple(parse_saying(say) for code, say in turns if _is_early(code, say)),
            sayings=_queues(turns),
            called_in=data.get("direction") == "inbound",
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongInput(f"the scenario cannot be read: {type(error).__name__}: {error}") from error


def parse_saying(say: str) -> Saying:
    """Read the tags before an utterance."""
    rest, tags, confidence = say, set[str](), _SURE
    suspected: tuple[Flag, ...] = ()
    while match := _TAG.match(rest):
        rest = rest[match.end() :]
        tags.add(match.group(1).partition(":")[0])
        if match.group(2):
            confidence = float(match.group(2))
        if match.group(3):
            suspected = (Flag(match.group(3)),)
    return Saying(
        text=rest.strip(),
        confidence=confidence,
        is_silence="silence" in tags or not (rest.strip() or "hangup" in tags),
        is_hangup="hangup" in tags,
        is_keyed="dtmf" in tags,
        barges_in="bargein" in tags,
        is_after_answer="answered" in tags,
        suspected=suspected,
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("now needs an offset")
    return moment


def _appointment(text: object, now: datetime) -> datetime:
    """What a reminder is about; a week from now at nine where the scenario does not say."""
    if text is not None:
        return datetime.fromisoformat(str(text))
    return (now + timedelta(days=7)).replace(hour=9, minute=0, second=0, microsecond=0)


def _is_early(code: str, say: str) -> bool:
    return code in _PRE_CODES or say.startswith(("<pre>", "<answered>"))


def _queues(turns: list[tuple[str, str]]) -> Mapping[str, tuple[Saying, ...]]:
    queues: dict[str, tuple[Saying, ...]] = {}
    for code, say in turns:
        if not _is_early(code, say):
            queues[code] = (*queues.get(code, ()), parse_saying(say))
    return queues


def _patient(person: Mapping[str, Any], history: list[Mapping[str, Any]]) -> Patient:
    proxies = person.get("authorized_proxy") or []
    proxies = [proxies] if isinstance(proxies, Mapping) else proxies
    guardian = person.get("guardian") or {}
    age = person.get("age")
    return Patient(
        name=str(person.get("name") or ""),
        age=int(age) if age is not None else None,
        relatives_allowed=frozenset(_relation(each["relation"]) for each in proxies),
        guardian_relation=_relation(guardian["relation"]) if guardian.get("relation") else None,
        history=_history(history),
        last_answers={
            code: value
            for entry in sorted(history, key=_day)
            for code, value in entry.items()
            if code != "day" and value is not None
        },
    )


def _relation(word: str) -> str:
    return _RELATIONS.get(word, word)


def _history(entries: list[Mapping[str, Any]]) -> Mapping[str, tuple[float, ...]]:
    series: dict[str, tuple[float, ...]] = {}
    for entry in sorted(entries, key=_day):
        for code, value in entry.items():
            if code != "day" and isinstance(value, int | float) and not isinstance(value, bool):
                series[code] = (*series.get(code, ()), float(value))
    return series


def _day(entry: Mapping[str, Any]) -> int:
    number = re.search(r"-?\d+", str(entry.get("day", "")).replace("T+", ""))
    return int(number.group()) if number else 0
