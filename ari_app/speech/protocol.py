"""The words of the vosk-server websocket protocol, and ours on top of it.

vosk-server: `{"config": {"sample_rate": N}}`, binary 16-bit mono PCM, `{"eof" : 1}`, `{"reset" : 1}` go in;
`{"partial": …}` and `{"text": …, "result": [{"conf", "start", "end", "word"}]}` come out. The two ends are
compared there as exact strings, blanks included, so they are constants here.

Ours: `config.expectation` tells what the open question wants and turns the reply to every piece of audio off;
`{"hypothesis": 1}` asks for the text so far, `config.deadline_ms` bounds every decode, `config.background` gives
every other utterance precedence (`busy` unless a decoder is free); errors are
`{"error": "busy"|"deadline"|"too_long"|"bad_request"|"engine_failed", "message": …}`. Both results then also
carry `raw_text`, `confidence`, `start_ms`, `end_ms`, `alternatives` and `others`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ari_app.core.errors import WrongInput
from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.speech.port import Transcript, Word
from ari_app.speech.vosk_results import words_of

EOF = '{"eof" : 1}'
HYPOTHESIS = '{"hypothesis" : 1}'
SAMPLE_RATES = (8000, 16_000)
DEFAULT_DEADLINE_MS = 4000
PLAIN_DEADLINE_MS = 30_000
"""For clients that cannot name one: they come from a server that has none."""
MAX_DEADLINE_MS = 60_000
MOST_HOT_WORDS = 200


@dataclass(frozen=True, slots=True)
class StreamConfig:
    """How a connection wants to be heard. `extended` connections get no reply to plain audio."""

    sample_rate: int = 16_000
    extended: bool = False
    expectation: Expectation | None = None
    deadline_ms: int = PLAIN_DEADLINE_MS
    background: bool = False


def parse_message(text: str) -> dict[str, object]:
    """A text message as an object; raises WrongInput when it is none."""
    try:
        message = json.loads(text)
    except ValueError as error:
        raise WrongInput("a message is not JSON") from error
    if not isinstance(message, dict):
        raise WrongInput("a message is not a JSON object")
    return message


def parse_config(given: object) -> StreamConfig:
    """Read the `config` of a connection; keys that are not ours are vosk-server's and ignored."""
    if not isinstance(given, Mapping):
        raise WrongInput("config is not an object")
    rate = given.get("sample_rate", 16_000)
    if rate not in SAMPLE_RATES:
        raise WrongInput(f"sample_rate {rate} is not served", mend="8000 or 16000")
    extended = "expectation" in given
    deadline = given.get("deadline_ms", DEFAULT_DEADLINE_MS if extended else PLAIN_DEADLINE_MS)
    if not isinstance(deadline, int | float) or not 0 < deadline <= MAX_DEADLINE_MS:
        raise WrongInput("deadline_ms is out of range", mend=f"1 to {MAX_DEADLINE_MS}")
    expected = given.get("expectation")
    return StreamConfig(
        sample_rate=int(rate),
        extended=extended,
        expectation=None if expected is None else _expectation(expected),
        deadline_ms=int(deadline),
        background=given.get("background") is True,
    )


def config_message(
    sample_rate: int, expectation: Expectation | None, deadline_ms: int, *, background: bool = False
) -> str:
    """The first message of an extended connection."""
    wanted: dict[str, object] | None = None
    if expectation is not None:
        wanted = {
            "code": expectation.code,
            "qtype": expectation.qtype.value,
            "question": expectation.question,
            "phrases": list(expectation.phrases),
            "options": dict(expectation.options),
            "hot_words": list(expectation.hot_words),
            "read_back": expectation.read_back,
        }
    config = {"sample_rate": sample_rate, "words": True, "deadline_ms": deadline_ms, "expectation": wanted}
    if background:
        config["background"] = True
    return json.dumps({"config": config}, ensure_ascii=False)


def plain_config_message(sample_rate: int) -> str:
    """The first message to a vosk-server."""
    return json.dumps({"config": {"sample_rate": sample_rate, "words": True}})


def _expectation(given: object) -> Expectation:
    if not isinstance(given, Mapping):
        raise WrongInput("expectation is not an object")
    try:
        known = QType(str(given.get("qtype")))
    except ValueError as error:
        raise WrongInput(f"unknown qtype {given.get('qtype')}") from error
    options = given.get("options", {})
    phrases = given.get("phrases", [])
    hot_words = given.get("hot_words", [])
    if not isinstance(options, Mapping) or not isinstance(phrases, list) or not isinstance(hot_words, list):
        raise WrongInput("expectation has wrong options, phrases or hot words")
    return Expectation(
        code=str(given.get("code", "")),
        qtype=known,
        question=str(given.get("question", "")),
        phrases=tuple(str(phrase) for phrase in phrases),
        options=tuple((str(code), str(text)) for code, text in options.items()),
        hot_words=tuple(str(word) for word in hot_words[:MOST_HOT_WORDS]),
        read_back=given.get("read_back") is True,
    )


def result_fields(transcript: Transcript) -> dict[str, object]:
    """A transcript as the fields of a reply; without words of its own the utterance stands as one."""
    whole = Word(transcript.text, transcript.start_ms, transcript.end_ms, transcript.confidence)
    words = transcript.words or ((whole,) if transcript.text else ())
    return {
        "result": [_word_fields(word) for word in words],
        "raw_text": transcript.raw_text,
        "confidence": round(transcript.confidence, 4),
        "start_ms": transcript.start_ms,
        "end_ms": transcript.end_ms,
        "alternatives": list(transcript.alternatives),
        "others": list(transcript.others),
    }


def transcript_of(reply: Mapping[str, object], text: str, *, final: bool) -> Transcript:
    """Read a reply of this server."""
    return Transcript(
        text=text,
        raw_text=str(reply.get("raw_text", text)),
        confidence=min(1.0, max(0.0, _number(reply.get("confidence")))),
        final=final,
        start_ms=round(_number(reply.get("start_ms"))),
        end_ms=round(_number(reply.get("end_ms"))),
        alternatives=tuple(str(one) for one in _list(reply.get("alternatives"))),
        others=tuple(str(one) for one in _list(reply.get("others"))),
        words=words_of({"result": reply.get("result")}),
    )


def _word_fields(word: Word) -> dict[str, object]:
    return {
        "conf": round(word.confidence, 4),
        "start": word.start_ms / 1000,
        "end": word.end_ms / 1000,
        "word": word.text,
    }


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
