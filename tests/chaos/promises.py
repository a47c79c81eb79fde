"""What every call is promised when something breaks under it, and whether it was kept."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ari_app.ari.client import rest_session
from ari_app.ari.recording import Recordings
from ari_app.core.errors import WrongInput
from ari_app.lab.patient_report import PatientReport
from ari_app.lab.rtp import Frame
from ari_app.lab.telephone_line import is_voiced
from ari_app.store.results import read_call_of_attempt
from ari_app.store.stored_result import StoredResult
from tests.chaos.bed import DESK_HERTZ, PATIENT_HERTZ, Bed, attempt_of
from tests.chaos.line import Line
from tests.chaos.stroke import Struck
from tests.soak import leftovers
from tests.soak.spans import span_errors
from tests.support.telephone_audio import amplitude_at, joined

CLEAN_WITHIN_SECONDS = 10.0
LONGEST_SILENCE_SECONDS = 15.0
"""How long a patient may hear nobody, beyond the time that the part stayed broken."""
RECORDING_WITHIN_SECONDS = 1.5
SPANS_WITHIN_MS = 300
_LOST_WITH_ASTERISK_SECONDS = 3.0
_LEAST_TONE = 1_000.0
_LAST_FRAMES = 1_500
_HONEST = frozenset({"interrupted", "callback_scheduled"})
_AS_MEANT = {"goodbye": frozenset({"dnc"}), "nurse": frozenset({"transferred"})}
_GOODBYE = "再见。"
_FAREWELL = "非常抱歉，系统出了点问题，今天先到这里。"

GOES_ON = {
    "worker": ("greeting", "question", "commit", "answer"),
    "postgres-3": ("ringing", "greeting", "question", "commit", "answer"),
    "recognizer": ("ringing", "greeting", "question", "commit", "answer"),
    "ari-5": ("ringing", "greeting", "question", "commit", "answer"),
    "ari-40": (),
    "postgres-30": (),
    "asterisk": (),
}
"""Where the conversation must go on; elsewhere it may also end honestly. A goodbye and a nurse keep their outcome."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One call that met one fault in one phase. Seconds count from the strike; None where they say nothing.

    `silent_seconds` is the longest that the patient heard nobody from then on, his own words left out;
    `back_seconds` until somebody was heard again after the mend; `ended_seconds` until the call ended.
    """

    fault: str
    phase: str
    number: str
    disposition: str | None
    went_on: bool
    end_reason: str | None
    heard_after: tuple[str, ...]
    silent_seconds: float | None
    mended_seconds: float
    back_seconds: float | None
    ended_seconds: float | None
    span_errors_ms: tuple[tuple[int, int], ...]
    broken: tuple[str, ...]
    notes: tuple[str, ...]


async def judge(bed: Bed, struck: Struck) -> list[Cell]:
    """Every call of one stroke."""
    left = await _left_over(bed, struck)
    worker = [] if bed.worker.poll() is None else [f"the worker ended with {bed.worker.returncode}"]
    return [await _judge_line(bed, struck, line, [*left, *worker]) for line in struck.lines]


async def _judge_line(bed: Bed, struck: Struck, line: Line, left: Sequence[str]) -> Cell:
    result = await _result(bed, line)
    report = line.report or PatientReport(line.phase.name, line.number, "")
    after = tuple(turn for turn in report.turns if _moment(line, turn.heard_to_ms) > struck.struck_at)
    went_on = any(turn.kind in ("question", "confirmation") for turn in after)
    heard_after = [turn.heard_text for turn in after] + [await _last_words(bed, line, report)]
    silences = _silences(line, report, struck)
    spans = _spans(bed, line, report, result)
    broken = [
        *left,
        *_ended_honestly(struck, line, result, heard_after, went_on),
        *_rang_once(bed, line),
        *_kept_answers(report, result),
        *_asked_nothing_twice(line, report, struck),
        *_recording(bed, struck, line, result),
        *(f"a span lies {each} ms off" for each in spans if max(map(abs, each)) > SPANS_WITHIN_MS),
        *_nobody_was_left(struck, silences),
        *(_heard_nurse(bed, struck, line) if line.phase.name == "nurse" else ()),
    ]
    return Cell(
        fault=struck.fault.name,
        phase=line.phase.name,
        number=line.number,
        disposition=result.disposition if result else None,
        went_on=went_on,
        end_reason=line.call.end_reason if line.calls else None,
        heard_after=tuple(filter(None, heard_after)),
        silent_seconds=None if not silences else round(max(end - begin for begin, end in silences), 2),
        mended_seconds=round(struck.mended_at - struck.struck_at, 2),
        back_seconds=_back(line, struck),
        ended_seconds=_ended(line, struck),
        span_errors_ms=tuple(spans),
        broken=tuple(broken),
        notes=struck.notes,
    )


async def _last_words(bed: Bed, line: Line, report: PatientReport) -> str:
    """What was heard after the last turn that the patient could react to: the call ended right behind it."""
    if not line.calls or line.call.answered_at is None:
        return ""
    since = _moment(line, max((turn.heard_to_ms for turn in report.turns), default=0))
    frames = line.call.heard_since(since + 0.1)[-_LAST_FRAMES:]
    return "".join(await bed.ear(joined(frames)))


async def _result(bed: Bed, line: Line) -> StoredResult | None:
    async with bed.store() as store, store.unit_of_work() as uow:
        try:
            return await read_call_of_attempt(uow, attempt_of(line))
        except WrongInput:
            return None


async def _left_over(bed: Bed, struck: Struck) -> list[str]:
    """Channels, bridges, recordings and live attempts that are still there after a while."""
    left: list[str] = []
    for _ in range(int(CLEAN_WITHIN_SECONDS * 2)):
        async with bed.store() as store:
            left = await leftovers.in_asterisk(bed.rig) + await leftovers.in_database(
                store, bed.settings.worker.id
            )
        left += await _left_recordings(bed, struck.lines)
        if not left:
            return []
        await asyncio.sleep(0.5)
    return [f"left over: {each}" for each in left]


async def _left_recordings(bed: Bed, lines: Sequence[Line]) -> list[str]:
    asterisk = bed.rig.asterisk
    async with rest_session(asterisk.ari_url, asterisk.ari_user, asterisk.ari_password) as (_, rest):
        names = [str(each["name"]) for each in await Recordings(rest).listStored()]
    return [f"recording {name}" for name in names if any(str(line.attempt) in name for line in lines)]


def _ended_honestly(
    struck: Struck, line: Line, result: StoredResult | None, heard_after: Sequence[str], went_on: bool
) -> list[str]:
    if result is None or result.attempt_state != "ended" or result.disposition is None:
        return ["it has no end"]
    phase, ending = line.phase.name, result.disposition
    if result.call_status not in ("ended", "failed"):
        return [f"its call is {result.call_status}"]
    if meant := _AS_MEANT.get(phase):
        return [] if ending in meant else [f"it ended as {ending} instead of {' or '.join(sorted(meant))}"]
    hung_up_himself = line.calls and line.call.end_reason == "bye_sent"
    if ending == "partial" and went_on and hung_up_himself:
        return []
    if phase in GOES_ON[struck.fault.name]:
        return [f"it did not go on, and ended as {ending}"]
    if ending not in _HONEST:
        return [f"it ended as {ending}"]
    spoke = any(_FAREWELL in text or text.endswith(_GOODBYE) for text in heard_after)
    can_speak = struck.fault.name.startswith("postgres") and line.call.answered.is_set()
    return [] if spoke or not can_speak else ["it ended without a goodbye"]


def _rang_once(bed: Bed, line: Line) -> list[str]:
    rings = len(line.calls)
    return [] if rings == 1 else [f"it rang {rings} times"]


def _kept_answers(report: PatientReport, result: StoredResult | None) -> list[str]:
    """Every answer after which the patient heard something else asked is stored."""
    if result is None:
        return []
    stored = {answer.link_id for answer in result.answers}
    stored |= {"consent" if each.kind == "recording" else "data_consent" for each in result.consents}
    stored |= {"person" if each.factor == "name" else "verify" for each in result.identity_checks}
    asked = [turn.code for turn in report.turns if turn.kind == "question" and turn.code]
    stored |= {gap.link_id for gap in result.missing if asked.count(gap.link_id) > 1}
    passed = list(dict.fromkeys(asked))[:-1]
    return [f"the answer to {code} is lost" for code in passed if code not in stored]


def _asked_nothing_twice(line: Line, report: PatientReport, struck: Struck) -> list[str]:
    """After the strike nothing is asked that the call had left behind before it."""
    before = [each for each in _asked(line, report) if each[1] <= struck.struck_at]
    passed = {code for code, _ in before} - {code for code, _ in before[-1:]}
    return [
        f"{code} was asked again"
        for code in dict.fromkeys(code for code, at in _asked(line, report) if at > struck.struck_at)
        if code in passed
    ]


def _asked(line: Line, report: PatientReport) -> list[tuple[str, float]]:
    return [
        (turn.code, _moment(line, turn.heard_to_ms))
        for turn in report.turns
        if turn.kind == "question" and turn.code
    ]


def _recording(bed: Bed, struck: Struck, line: Line, result: StoredResult | None) -> list[str]:
    """Both sides from the robot's first word, or earlier, to the end.

    What Asterisk had not written when it died is nobody's to keep.
    """
    if result is None or not line.calls or (answered := line.call.answered_at) is None:
        return []
    ended = line.call.ended_at or struck.mended_at
    slack = RECORDING_WITHIN_SECONDS
    if struck.fault.name == "asterisk":
        ended, slack = struck.struck_at, _LOST_WITH_ASTERISK_SECONDS
    began = next((at for at, pcm in line.call.heard_since(answered) if is_voiced(pcm)), ended)
    if ended - began < 2 * slack:
        return []
    path = bed.rig.recordings / f"{line.attempt}.wav"
    if result.recording_path != path.name or not path.exists():
        return ["the recording is lost"]
    seconds = _length(path)
    if ended - began - slack < seconds < ended - answered + slack:
        return []
    return [f"the recording has {seconds:.1f} s, the call had {ended - began:.1f} s"]


def _length(path: Path) -> float:
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate() if file.getnchannels() == 2 else 0.0


def _spans(bed: Bed, line: Line, report: PatientReport, result: StoredResult | None) -> list[tuple[int, int]]:
    if result is None or result.recording_path is None:
        return []
    if not (bed.rig.recordings / result.recording_path).exists():
        return []
    return span_errors(result, report, bed.sounds, bed.rig.recordings)


def _silences(line: Line, report: PatientReport, struck: Struck) -> list[tuple[float, float]]:
    """Stretches from the strike on (or the answer) in which the patient neither heard nor said a word."""
    if not line.calls or line.call.answered_at is None:
        return []
    begin = max(struck.struck_at, line.call.answered_at)
    end = line.call.ended_at or struck.mended_at
    heard = [(at, at + 0.02) for at, pcm in line.call.heard_since(begin) if is_voiced(pcm)]
    said = [
        (_moment(line, turn.said_from_ms), _moment(line, turn.said_to_ms))
        for turn in report.turns
        if turn.said_from_ms is not None and turn.said_to_ms is not None
    ]
    found, last = [], begin
    for start, until in sorted([*heard, *said, (end, end)]):
        if start > last + 0.1 and start <= end:
            found.append((last, start))
        last = max(last, until)
    return found


def _nobody_was_left(struck: Struck, silences: Sequence[tuple[float, float]]) -> list[str]:
    bound = struck.mended_at - struck.struck_at + LONGEST_SILENCE_SECONDS
    if struck.fault.name == "asterisk":
        return []  # the line itself is dead
    return [
        f"the patient heard nobody for {end - begin:.1f} s" for begin, end in silences if end - begin > bound
    ]


def _heard_nurse(bed: Bed, struck: Struck, line: Line) -> list[str]:
    """Patient and nurse hear each other until the nurse hangs up; then nobody is left on a silent line."""
    if struck.fault.name == "asterisk":
        return []
    both = []
    begin, end = struck.mended_at + 1.0, struck.nurses_left_at - 0.5
    if amplitude_at(joined(_between(line.call.heard_since(begin), end)), DESK_HERTZ) < _LEAST_TONE:
        both.append("the patient did not hear the nurse")
    nurse = bed.desk.calls[-1]
    if amplitude_at(joined(_between(nurse.heard_since(begin), end)), PATIENT_HERTZ) < _LEAST_TONE:
        both.append("the nurse did not hear the patient")
    if line.call.end_reason != "bye_received":
        both.append("the patient was left on the line when the nurse had gone")
    return both


def _between(frames: Sequence[Frame], end: float) -> list[Frame]:
    return [frame for frame in frames if frame[0] < end]


def _moment(line: Line, milliseconds: int | None) -> float:
    zero = line.call.answered_at or line.call.invited_at
    return zero + (milliseconds or 0) / 1000


def _back(line: Line, struck: Struck) -> float | None:
    """When somebody was heard (again) after what was broken had been mended, counted from the strike."""
    heard = (
        (at for at, pcm in line.call.heard_since(struck.mended_at) if is_voiced(pcm)) if line.calls else ()
    )
    first = next(iter(heard), None)
    return None if first is None else round(first - struck.struck_at, 2)


def _ended(line: Line, struck: Struck) -> float | None:
    ended = line.call.ended_at if line.calls else None
    return None if ended is None else round(ended - struck.struck_at, 2)
