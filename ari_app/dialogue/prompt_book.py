"""Wording filled in for one call, and every sentence that the call could say."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Delivery, Pace
from ari_app.dialogue.moment_words import moment_in_words
from ari_app.dialogue.prompt_text import USUAL, Knowledge, Manner, Prompt
from ari_app.dialogue.script import Script
from ari_app.dialogue.spoken_phone import spoken_phone
from ari_app.dialogue.spoken_value import all_spoken_values, spoken_value
from ari_app.language.understanding import Value
from ari_app.questionnaire.questionnaire import Item
from ari_app.questionnaire.spoken_sentences import sentences

SLOW_PAUSE_MS = 320
STRESS_PAUSE_MS = 360
MOST_PAUSE_MS = 400
"""With the silence at the edges of the rendered sentences a longer pause sounds like the patient's turn."""

# wording that only questionnaires with such an item can come to
_ONLY_FOR: Mapping[str, tuple[QType, ...]] = {
    "probe.lower": (QType.BLOOD_PRESSURE,),
    "probe.upper": (QType.BLOOD_PRESSURE,),
    "probe.time": (QType.RESCHEDULE,),
    "appointment.moved": (QType.RESCHEDULE,),
    "appointment.outside": (QType.RESCHEDULE,),
    "closing.cancelled": (QType.RESCHEDULE,),
}


def prompt(script: Script, key: str) -> Prompt:
    """The prompt `key`, in the variant that fits this call, filled in. Raises KeyError for an unknown key."""
    known = script.prompts.prompts
    name = next((each for variant in script.variants if (each := f"{key}@{variant}") in known), key)
    found = known[name]
    variants = tuple(_fill(script, each) for each in found.variants)
    manner = replace(found.manner, stress=_fill(script, found.manner.stress))
    return replace(found, sentences=_fill(script, found.sentences), variants=variants, manner=manner)


def wording(found: Prompt, key: str, session_id: str, times_said: int) -> tuple[str, ...]:
    """Which wording is spoken: at first the usual one, then the others in turn, from another one in each call."""
    others = len(found.variants)
    place = times_said % (others + 1)
    if not place:
        return found.sentences
    return found.variants[(place - 1 + zlib.crc32(f"{session_id}:{key}".encode())) % others]


def delivery(sentences: tuple[str, ...], manner: Manner, pace: Pace) -> tuple[Delivery, ...]:
    """How each sentence is spoken in a call of that pace; empty when there is nothing special about any."""
    if manner == USUAL and pace is Pace.USUAL:
        return ()
    is_slow = Pace.SLOW in (pace, manner.pace)
    pause = max(manner.pause_ms, SLOW_PAUSE_MS) if is_slow else manner.pause_ms
    return tuple(
        Delivery(max(pause, STRESS_PAUSE_MS), Pace.SLOW)
        if manner.stresses(sentence)
        else Delivery(pause, Pace.SLOW if is_slow else Pace.USUAL)
        for sentence in sentences
    )


def reply_from_knowledge(script: Script, text: str, *, clinical: bool) -> tuple[str, ...] | None:
    """The approved reply to a question, None where there is none; never a medical one unless `clinical`."""
    for entry in script.prompts.knowledge:
        if (clinical or not entry.clinical) and _is_about(text, entry):
            return _fill(script, entry.sentences)
    return None


def has_prompt(script: Script, key: str) -> bool:
    """Whether there is wording under `key`."""
    return key in script.prompts.prompts


def item_sentences(script: Script, text: str) -> tuple[str, ...]:
    """An item's text, filled in and cut into sentences."""
    return _fill(script, sentences_of(text))


def sentences_of(text: str) -> tuple[str, ...]:
    """A text cut after each full stop, question mark or exclamation mark: what is synthesized at a time."""
    return sentences(text)


def read_back(script: Script, item: Item, value: Value, lead: str = "confirm.lead") -> tuple[str, ...] | None:
    """The sentences that read a value back and ask for a yes, or None when it is not read back."""
    spoken = spoken_value(item.qtype, value, _spoken_options(script, item))
    if spoken is None:
        return None
    return (*prompt(script, lead).sentences, *spoken, *prompt(script, "confirm.tail").sentences)


def all_sentences(script: Script) -> frozenset[str]:
    """Every sentence that this call could say, so that each is synthesized before dialing."""
    sentences = {sentence for each in _prompts(script) for words in each.wordings for sentence in words}
    for entry in script.prompts.knowledge:
        sentences.update(_fill(script, entry.sentences))
    for item in script.questionnaire.items:
        for text in (item.text, item.reask_text, item.key_text):
            sentences.update(item_sentences(script, text))
        sentences.update(all_spoken_values(item.qtype, _spoken_options(script, item)))
    return frozenset(sentences)


def slow_sentences(script: Script) -> frozenset[str]:
    """What must be there in its slow form before dialing.

    All of it for the elderly; for others what bears weight, and what is protected: a patient who has asked for a
    slow voice hears that slowly too, though nothing waits for it then.
    """
    if script.patient.is_elder:
        return all_sentences(script)
    return frozenset(
        sentence
        for each in _prompts(script)
        for words in each.wordings
        for sentence in words
        if each.protected or each.manner.is_slow(sentence)
    )


def _prompts(script: Script) -> Iterator[Prompt]:
    """Each prompt that this call could come to, in the variant that fits it."""
    asked = {item.qtype for item in script.questionnaire.items}
    for key in script.prompts.prompts:
        if "@" not in key and asked.issuperset(_ONLY_FOR.get(key, ())):
            yield prompt(script, key)


def _spoken_options(script: Script, item: Item) -> Mapping[str, str]:
    return script.prompts.values.get(item.link_id) or item.option_texts


def _is_about(text: str, entry: Knowledge) -> bool:
    words = "".join(text.split())
    return all(any(word in words for word in group) for group in entry.words)


def _fill(script: Script, sentences: tuple[str, ...]) -> tuple[str, ...]:
    if not any("{" in sentence for sentence in sentences):
        return sentences
    purposes = script.prompts.purposes
    words = {
        "hospital": script.hospital,
        "name": script.patient.name,
        "purpose": next(
            (purposes[each] for each in script.variants if each in purposes), purposes["default"]
        ),
        "appointment": moment_in_words(script.appointment) if script.appointment else "时间",
        "reach": f"号码是{spoken_phone(script.phone)}" if script.phone else "回拨这个号码就行",
    }
    return tuple(sentence.format_map(words) if "{" in sentence else sentence for sentence in sentences)
