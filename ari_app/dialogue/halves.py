"""Answers in two parts: a blood pressure said one number at a time, a day without its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ari_app.core.vocabulary import Action, Intent, QType
from ari_app.dialogue.moment import part_of
from ari_app.dialogue.question import Reply
from ari_app.dialogue.turn import Turn
from ari_app.language.measured_flags import flags_of_value
from ari_app.language.moments import moment_in
from ari_app.language.understanding import Understanding, Value
from ari_app.questionnaire.questionnaire import Item

_LEAST_DIA, _MOST_DIA = 30, 160
_MOST_BARE_DIA = 109
_NAMES_UPPER = ("高压", "收缩压", "上压")


def completed(turn: Turn, item: Item, reply: Reply) -> Reply:
    """The reply together with the part that was said before; as it is when nothing fits together."""
    half = turn.state.half
    if half is None:
        return reply
    whole = _pressure(half, reply) if item.qtype is QType.BLOOD_PRESSURE else _time(turn, half, reply)
    if whole is None:
        return reply
    meaning = Understanding(Action.ACCEPT, Intent.ANSWER, whole, _UNITS.get(item.qtype), reply.meaning.flags)
    flags = tuple(sorted({*meaning.flags, *flags_of_value(item.qtype, meaning)}))
    return replace(reply, meaning=replace(meaning, flags=flags))


def lacking(turn: Turn, item: Item, reply: Reply) -> tuple[Value, str] | None:
    """The part that was said and the prompt that asks for the rest; None when nothing is lacking or said."""
    meaning = reply.meaning
    if item.qtype is QType.BLOOD_PRESSURE and meaning.intent is Intent.PARTIAL:
        if meaning.sys is not None:
            return {"sys": meaning.sys}, "probe.lower"
        if meaning.dia is not None:
            return {"dia": meaning.dia}, "probe.upper"
    if item.qtype is QType.RESCHEDULE and meaning.action is Action.ACCEPT and turn.state.half is None:
        match meaning.value:
            case {"date": str(day)} if part_of(meaning.value) is None:
                return {"date": day}, "probe.time"
            case _:
                pass
    return None


_UNITS = {QType.BLOOD_PRESSURE: "mm[Hg]"}


def _pressure(half: Value, reply: Reply) -> Value:
    meaning = reply.meaning
    if meaning.intent is not Intent.PARTIAL:
        return None
    upper, lower = meaning.sys, meaning.dia
    match half:
        case {"sys": int(said)} if lower is not None:
            upper = said
        case {"sys": int(said)} if upper is not None and not any(name in reply.text for name in _NAMES_UPPER):
            upper, lower = said, upper
            if lower > _MOST_BARE_DIA:
                return None  # as likely a correction of the upper number
        case {"dia": int(said)} if upper is not None:
            lower = said
        case _:
            return None
    if upper is None or lower is None or not _LEAST_DIA <= lower <= _MOST_DIA or upper <= lower:
        return None
    return {"sys": upper, "dia": lower}


def _time(turn: Turn, half: Value, reply: Reply) -> Value:
    """A part or a time that names no day of its own belongs to the day that was said before."""
    if "今" in reply.text or not isinstance(half, dict):
        return None
    day = str(half["date"])
    found = moment_in(reply.text, datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=turn.script.zone))
    match found:
        case {"dt": str(moment)} if moment.startswith(day):
            return found
        case {"date": str(named)} if named == day and part_of(found) is not None:
            return found
        case _:
            return None
