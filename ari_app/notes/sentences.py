"""The sentences that notes are made of, from the answers alone; every one names what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ari_app.core.vocabulary import AlertCode, FollowUpAction, MissingReason, QType
from ari_app.notes.wording import (
    ACTION_WORDS,
    ALERT_WORDS,
    BAND_WORDS,
    DETAIL_WORDS,
    GAP_WORDS,
    ITEM_NAMES,
    SCORE_NAMES,
)

_MEASURED = frozenset({QType.TEMPERATURE, QType.BLOOD_PRESSURE, QType.GLUCOSE})
_YES_NO = {"yes": "有", "no": "无"}
_WANTED = {"yes": "是", "no": "否"}
# the one thing that a nurse does next, the most pressing first
_NEXT_ACTIONS = (
    FollowUpAction.TRANSFER_HUMAN,
    FollowUpAction.CALLBACK_TASK,
    FollowUpAction.NURSING_TICKET,
    FollowUpAction.PSYCH_REFERRAL,
    FollowUpAction.HUMAN_REVIEW,
    FollowUpAction.HUMAN_TASK,
    FollowUpAction.FOLLOWUP_TASK,
    FollowUpAction.REVIEW_QUEUE,
    FollowUpAction.COMPLAINT_TICKET,
    FollowUpAction.SATISFACTION_TICKET,
)
# a nurse speaks with the patient anyway
_BY_PHONE = frozenset({FollowUpAction.TRANSFER_HUMAN, FollowUpAction.CALLBACK_TASK})
SPOKEN = ("transcript",)
"""The source of a sentence that rests on something said beside the questions."""
_ROUTINE = "按随访计划继续"
_ACTIONS = {action.value: action for action in FollowUpAction}


@dataclass(frozen=True, slots=True)
class Finding:
    """One item as it stands at the end: a value, or a reason for having none."""

    link_id: str
    qtype: QType
    options: Mapping[str, str]
    value: object
    for_review: bool
    missing: MissingReason | None


@dataclass(frozen=True, slots=True)
class Score:
    """A total, its band and the items it sums."""

    code: str
    total: float
    band: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, its section (S, O, A or P; S, B, A or R) and its source items."""

    section: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """The whole note."""

    sentences: tuple[Sentence, ...]
    key_findings: tuple[str, ...]
    next_action: str


def reported(finding: Finding) -> Sentence:
    """What was answered to an item, or why nothing was."""
    name = ITEM_NAMES.get(finding.link_id, finding.link_id)
    section = "O" if finding.qtype in _MEASURED else "S"
    if finding.missing is not None and not finding.for_review:
        return Sentence(section, f"{name}：{GAP_WORDS[finding.missing]}", (finding.link_id,))
    words = _value_words(finding)
    doubt = "（待人工核对）" if finding.for_review else ""
    source = "患者自测" if section == "O" else ""
    return Sentence(section, f"{source}{name}：{words}{doubt}", (finding.link_id,))


def _value_words(finding: Finding) -> str:
    value = finding.value
    match finding.qtype, value:
        case QType.TEMPERATURE, int() | float():
            return f"{value:.1f}℃"
        case QType.NRS | QType.RATING_1_10, int():
            return f"{value}分"
        case QType.ADHERENCE_PCT, int() | float():
            return f"{value:g}%"
        case QType.COUNT_WEEK, int():
            return f"每周{value}次"
        case QType.GLUCOSE, int() | float():
            return f"{value:g}mmol/L"
        case QType.BLOOD_PRESSURE, {"sys": upper, "dia": lower}:
            return f"{upper}/{lower}mmHg"
        case QType.YES_NO, str():
            words = _WANTED if finding.link_id.startswith("wants_") else _YES_NO
            return words.get(value, value)
        case QType.CHOICE, str():
            return finding.options.get(value, value)
        case QType.CHOICES, list():
            return "、".join(finding.options.get(code, code) for code in value)
        case QType.OPEN_TEXT, {"text": str(text)}:
            return text
        case _:
            return str(value)


def scored(score: Score) -> Sentence:
    """A total with its band; a hint of a screening, not a finding of a clinician."""
    name = SCORE_NAMES.get(score.code, score.code)
    band = f"，{BAND_WORDS.get(score.band, score.band)}" if score.band else ""
    return Sentence("O", f"{name}：{score.total:g}分{band}（筛查提示）", score.items or (score.code,))


def assessed(code: AlertCode, link_id: str | None) -> Sentence:
    """What an alert says; one that no item raised rests on what was said in the call."""
    return Sentence("A", ALERT_WORDS[code], SPOKEN if link_id is None else (link_id,))


def planned(actions: tuple[str, ...], sources: tuple[str, ...]) -> tuple[Sentence, ...]:
    """What was asked for, in the order asked."""
    words = dict.fromkeys(text for text in map(_words, actions) if text)
    if not words:
        return (Sentence("P", _ROUTINE, sources),)
    return tuple(Sentence("P", text, sources) for text in words)


def next_action(actions: tuple[str, ...]) -> str:
    """The one thing that is done next."""
    named = {_action(action) for action in actions}
    suspected = next((DETAIL_WORDS[action] for action in actions if action in DETAIL_WORDS), None)
    if suspected is not None and not named & _BY_PHONE:
        return suspected
    return next((ACTION_WORDS[action] for action in _NEXT_ACTIONS if action in named), _ROUTINE)


def _words(name: str) -> str | None:
    action = _action(name)
    return DETAIL_WORDS.get(name) or (ACTION_WORDS.get(action) if action is not None else None)


def _action(name: str) -> FollowUpAction | None:
    return _ACTIONS.get(name.partition(":")[0])


def settled(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The items with a value; the call itself where there is none."""
    return tuple(finding.link_id for finding in findings if finding.missing is None) or SPOKEN
