"""`python -m tests.bench.early_media`: what is made of early media and of first words, as a confusion matrix (JSON).

Every clip of early_media_clips.py goes, frame by frame, through the part that listens in a call, with the real
recognizer behind it; the processor time of gate and recognizer is counted against the time that the call dials.
`--only tuned` leaves the held-out voices and wordings alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from ari_app.calls.early_media import EarlyMedia
from ari_app.calls.signals import Announced
from ari_app.core.vocabulary import Disposition, Intent
from ari_app.dialogue.commands import Expectation
from ari_app.dialogue.machine import first_words
from ari_app.language.announcement import announcement_in, speaks_as_person
from ari_app.media.port import FRAME_BYTES, SAMPLE_RATE, AudioIn
from ari_app.media.vad import VoiceActivity
from ari_app.speech.engine import Engine, EngineName
from ari_app.speech.engine_choice import choose_engine, load_engine
from ari_app.speech.port import Transcript
from tests.bench.early_media_clips import Clip, sound_clips, spoken_clips
from tests.fakes.fake_media import FakeMedia

# how long a call goes on dialing when nothing is announced
RING_SECONDS = 45.0
CARRIER = frozenset(each.value for each in Disposition) - {"voicemail", "call_assistant"}


@dataclass(frozen=True, slots=True)
class Heard:
    """What was made of a clip: the class, whether the call would end, the words, and what it took (seconds)."""

    found: str
    ends: bool
    words: str
    audio_seconds: float
    gate_seconds: float
    recognizer_seconds: float
    decided_after: float | None


class Direct:
    """The recognizer in this process; `seconds` of processor time are counted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.seconds = 0.0

    async def open(self, expectation: Expectation | None) -> DirectStream:
        """Begin an utterance."""
        return DirectStream(self, self._engine)


class DirectStream:
    """One utterance."""

    def __init__(self, owner: Direct, engine: Engine) -> None:
        self._owner = owner
        self._listening = engine.listen(SAMPLE_RATE, None, whole=True)

    async def feed(self, pcm: bytes) -> None:
        """Add audio."""
        self._listening.add(pcm)

    async def hypothesis(self) -> Transcript | None:
        """Not asked for."""
        return None

    async def finish(self) -> Transcript:
        """Decode."""
        began = time.process_time()
        try:
            return self._listening.end()
        finally:
            self._owner.seconds += time.process_time() - began

    async def close(self) -> None:
        """Nothing is held."""


async def hear_early(clip: Clip, engine: Engine, detector: VoiceActivity) -> Heard:
    """Play the clip before the answer."""
    media, recognizer = FakeMedia(), Direct(engine)
    told: list[tuple[float, Announced]] = []
    position = 0.0
    detector.reset()
    early = EarlyMedia(
        media,
        recognizer,
        detector,
        lambda signal: told.append((position, signal)),
        lambda: position + recognizer.seconds,
    )
    await early.begin()
    gate = 0.0
    quiet = bytes(2 * FRAME_BYTES * 50)
    for start in range(0, len(clip.pcm + quiet) - FRAME_BYTES, FRAME_BYTES):
        position += 0.02
        began = time.process_time()
        early.hear(AudioIn((clip.pcm + quiet)[start : start + FRAME_BYTES], position))
        gate += time.process_time() - began
        if early.is_recognizing:
            await asyncio.sleep(0)
            await early.recognized()
    line = early.told()
    await early.close()
    await media.close()
    last = told[-1][1] if told else None
    found = last.kind.value if last else _sound(line.ringback, line.tone)
    decided = told[-1][0] + recognizer.seconds if told else None
    return Heard(
        found,
        bool(last and last.is_final),
        line.words or "",
        position,
        gate,
        recognizer.seconds,
        decided,
    )


def _sound(ringback: str | None, tone: str | None) -> str:
    if ringback in ("music", "advert"):
        return "ringback"
    return f"{tone}_tone" if tone else "nothing"


async def hear_answer(clip: Clip, engine: Engine) -> Heard:
    """Take the clip for the first words after the answer, as ears and dialogue do."""
    recognizer = Direct(engine)
    stream = await recognizer.open(None)
    await stream.feed(clip.pcm)
    transcript = await stream.finish()
    text = transcript.raw_text or transcript.text
    announced = announcement_in(text)
    if announced is not None and announced.is_final:
        found = announced.kind.value
    elif speaks_as_person(text):
        found = "person"
    else:
        meaning = first_words(text)
        kinds = {Intent.VOICEMAIL: "voicemail", Intent.CALL_ASSISTANT: "call_assistant"}
        is_carrier = meaning.intent is Intent.ANNOUNCEMENT
        found = str(meaning.value) if is_carrier else kinds.get(meaning.intent, "person")
    seconds = len(clip.pcm) / 2 / SAMPLE_RATE
    return Heard(found, found != "person", text, seconds, 0.0, recognizer.seconds, None)


def report(pairs: list[tuple[Clip, Heard]]) -> dict[str, object]:
    """The matrix by part, what went wrong, and the processor's share."""
    matrix: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for clip, heard in pairs:
        matrix[clip.part][clip.label][heard.found] += 1
        matrix["all"][clip.label][heard.found] += 1
    early = [heard for clip, heard in pairs if clip.phase == "early"]
    shares = [_share(heard) for heard in early]
    return {
        "clips": len(pairs),
        "right": {part: _right(rows) for part, rows in matrix.items()},
        "matrix": {label: dict(row) for label, row in matrix["all"].items()},
        "wrongly_ended": [clip.name for clip, heard in pairs if _is_wrong_end(clip, heard)],
        "wrong": [
            {"clip": clip.name, "part": clip.part, "said": clip.said, "heard": heard.words, "as": heard.found}
            for clip, heard in pairs
            if heard.found != clip.label
        ],
        "core_share": {
            "gate": round(sum(each.gate_seconds for each in early) / sum(e.audio_seconds for e in early), 4),
            "worst_in_clip": round(max(shares), 3),
            "mean_in_clip": round(sum(shares) / len(shares), 3),
        },
        "decided_seconds": _decided(early),
    }


def _share(heard: Heard) -> float:
    return (heard.gate_seconds + heard.recognizer_seconds) / max(heard.audio_seconds, 1.0)


def _right(rows: dict[str, Counter[str]]) -> str:
    right = sum(row[label] for label, row in rows.items())
    return f"{right}/{sum(row.total() for row in rows.values())}"


def _is_wrong_end(clip: Clip, heard: Heard) -> bool:
    """A person, a ring-back or a call that still waits, taken for the end of the call."""
    goes_on = clip.label in ("person", "ringback", "forwarding", "nothing") or clip.ends is False
    return heard.ends and (goes_on or clip.label.endswith("_tone"))


def _decided(early: list[Heard]) -> dict[str, float]:
    times = sorted(each.decided_after for each in early if each.decided_after is not None)
    return {"median": round(times[len(times) // 2], 2), "p95": round(times[len(times) * 95 // 100], 2)}


async def dial_on(clips: list[Clip], engine: Engine, detector: VoiceActivity) -> dict[str, float]:
    """The share of a core of a call that rings for its whole ring time: on music, and on an endless advertisement."""
    found = {}
    for name, chosen in (
        ("music", [clip for clip in clips if clip.name.startswith("music")][0]),
        ("adverts", _endless(clips, "ringback")),
        ("ring_tone", [clip for clip in clips if clip.label == "ring_tone"][0]),
    ):
        whole = int(RING_SECONDS * SAMPLE_RATE) * 2
        pcm = (chosen.pcm * (whole // len(chosen.pcm) + 1))[:whole]
        heard = await hear_early(Clip(name, "ringback", "early", "sound", "", None, pcm), engine, detector)
        found[name] = round(_share(heard), 3)
    return found


def _endless(clips: list[Clip], label: str) -> Clip:
    spoken = b"".join(clip.pcm for clip in clips if clip.label == label and clip.part != "sound")
    return Clip("adverts", label, "early", "sound", "", None, spoken)


async def measure(models: Path, cache: Path, engine: Engine, only: str | None) -> dict[str, object]:
    """Make the clips, hear them all, report."""
    spoken = await spoken_clips(models, cache)
    clips = [*spoken, *sound_clips([clip for clip in spoken if clip.phase == "early"])]
    wanted = [clip for clip in clips if only is None or clip.part in (only, "sound")]
    detector = VoiceActivity()
    pairs = []
    for clip in wanted:
        is_early = clip.phase == "early"
        heard = await hear_early(clip, engine, detector) if is_early else await hear_answer(clip, engine)
        pairs.append((clip, heard))
    return report(pairs) | {"core_share_of_45_s": await dial_on(clips, engine, detector)}


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure what is made of early media and first words.")
    parser.add_argument("--models", type=Path, default=Path(".runtime/models"))
    parser.add_argument("--engine", type=EngineName, choices=list(EngineName), default=EngineName.WHISPER)
    parser.add_argument("--cache", type=Path, default=Path(".runtime/bench/early-media"))
    parser.add_argument("--only", choices=["tuned"])
    given = parser.parse_args()
    engine = load_engine(choose_engine(given.models, given.engine), 1)
    result = asyncio.run(measure(given.models, given.cache, engine, given.only))
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
