"""Whole calls of q_postop_v1 on a real line: by voice, by key pad, and without a recording."""

from __future__ import annotations

import asyncio
import wave
from pathlib import Path

import numpy as np
import pytest

from ari_app.calls.ears import TOO_SOON_SECONDS
from ari_app.core.vocabulary import Disposition
from ari_app.dialogue.events import Span
from ari_app.dialogue.question import LONG_PATIENCE_SECONDS
from ari_app.lab.g711 import SAMPLE_RATE, Pcm
from ari_app.lab.telephone_line import dbfs, to_signal
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.store.stored_result import StoredResult
from tests.support.calls import USUAL, USUAL_KEYS, Placed, Ward, open_ward
from tests.support.far_end import LINE_NOISE, is_loud, marked_voice
from tests.support.telephone_audio import amplitude_at

pytestmark = pytest.mark.realtime

LOWEST_MARKER_HERTZ, MARKER_STEP_HERTZ = 2_500, 90
TOLERANCE_MS = 150
LATE_MS = 60
PHONES = ("13800000000", "13800000001", "13800000002")
TOLERANCE_DB = 2.0
AROUND_MS = 500
MARKERS = {code: LOWEST_MARKER_HERTZ + number * MARKER_STEP_HERTZ for number, code in enumerate(USUAL)}
VALUES = {
    "pain_vas": 3,
    "temp": 36.8,
    "wound": "dry",
    "diet": "normal",
    "bowel": "normal",
    "med_adherence": 100,
    "abnormal": "no",
}


@pytest.mark.req("M15-003")
@pytest.mark.timeout(240)
async def test_spoken_answers_are_stored_with_the_sound_of_each(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    calls = list[tuple[float, StoredResult]]()
    async with open_ward(asterisk, database, tmp_path) as ward:
        for phone in PHONES:
            calls.append(await spoken_call(ward, phone))
            if calls[-1][0] <= LATE_MS:
                break
    _, result = min(calls, key=lambda call: call[0])
    heard = patient_side(tmp_path / "recordings" / str(result.recording_path))
    spans = spans_of(result)
    assert [loudest_marker(cut(heard, span)) for span in spans.values()] == list(USUAL)
    errors = {code: errors_ms(span, sounding(heard, span)) for code, span in spans.items()}
    assert {code: pair for code, pair in errors.items() if max(map(abs, pair)) > TOLERANCE_MS} == {}
    assert_line_is_as_the_phone_sent_it(result)


async def test_the_key_pad_finishes_a_call_that_the_recognizer_left(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        ward.recognizer.fails = True
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt()
        for keys in USUAL_KEYS:
            await patient.listen()
            # these prompts are far shorter than real ones, and keys right after a question changed do not count
            await asyncio.sleep(TOO_SOON_SECONDS / 2)
            await patient.press(keys)
        assert await placed.ended(30) is Disposition.COMPLETED
        result = await placed.result()
    stored = {answer.link_id: answer.value for answer in result.answers}
    assert stored == VALUES | {"pain_vas": 5, "temp": 36.9, "med_adherence": 90}
    assert {answer.source for answer in result.answers} == {"keypad"}
    starts = [span.start_ms for span in spans_of(result).values()]
    assert starts == sorted(starts)


async def test_a_late_key_ends_the_wait_for_an_answer(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt(2)
        await patient.listen()
        # the next prompt, of two seconds, sounds when the wait for this answer would have been over
        await asyncio.sleep(LONG_PATIENCE_SECONDS - 2.8)
        await patient.press("4417")
        await patient.listen()
        await patient.call.hang_up()
        await placed.ended()
        result = await placed.result()
    said = [(turn.code, turn.completed) for turn in result.turns if turn.speaker == "robot"]
    assert said[-1] == ("data_consent", True)
    assert "reask.silence" not in dict(said)


async def test_a_refused_recording_leaves_its_proof_and_no_sound(
    asterisk: AsteriskInstance, database: str, tmp_path: Path
) -> None:
    texts = USUAL | {"consent": "可以聊但是不要录音"}
    async with open_ward(asterisk, database, tmp_path, texts=texts) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.speaks_after_prompt(2)
        await patient.listen()
        assert await recordings_of(ward, placed) == []
        await patient.call.hang_up()
        await placed.ended()
        result = await placed.result()
        assert await recordings_of(ward, placed) == []
    assert result.recording_path is None
    assert result.recording_destroyed_at is not None
    assert [(each.kind, each.granted) for each in result.consents] == [("recording", False)]
    assert not list((tmp_path / "recordings").glob("*"))
    assert not list(asterisk.recording_dir.glob(f"{placed.attempt}*"))


async def recordings_of(ward: Ward, placed: Placed) -> list[str]:
    """What Asterisk has stored of a call."""
    stored = await ward.node.client.recordings.listStored()
    return [each["name"] for each in stored if each["name"].startswith(str(placed.attempt))]


def assert_line_is_as_the_phone_sent_it(result: StoredResult) -> None:
    """Level, noise and their distance are those of the phone, which clips nothing and gives no echo."""
    voice, noise = dbfs(to_signal(marked_voice(LOWEST_MARKER_HERTZ))), dbfs(np.full(1, LINE_NOISE / 32_768))
    found = result.audio_quality
    assert found is not None
    print(found)
    assert found.speech_dbfs == pytest.approx(voice, abs=TOLERANCE_DB)
    assert found.noise_dbfs == pytest.approx(noise, abs=TOLERANCE_DB)
    assert found.snr_db == pytest.approx(voice - noise, abs=TOLERANCE_DB)
    assert (found.clipped_share, found.missing_frames) == (0, 0)
    assert found.echo_return_db is None or found.echo_return_db < -40


async def spoken_call(ward: Ward, phone: str) -> tuple[float, StoredResult]:
    """A whole call by voice: by how many ms its packets were late at worst, and what is stored.

    A stall of this process, which is phone and worker in one, or of Asterisk shifts sounds in the recording: after
    packets 209 ms late, all later ones lay 150 to 200 ms later. So it is the calmest call of a few that is measured.
    """
    ward.recognizer.heard.clear()
    placed = await ward.place(phone)
    patient = await ward.answered()
    for hertz in MARKERS.values():
        await patient.listen()
        await patient.speak(hertz)
    assert await placed.ended() is Disposition.COMPLETED
    result = await placed.result()
    assert ward.recognizer.heard == list(USUAL)
    assert {answer.link_id: answer.value for answer in result.answers} == VALUES
    assert result.audio_quality is not None
    late = max(patient.call.worst_lateness * 1000, result.audio_quality.worst_delay_ms)
    print(f"{phone}: {late:.0f} ms late")
    return late, result


def spans_of(result: StoredResult) -> dict[str, Span]:
    """Where each question's answer lies in the recording."""
    found = {turn.code: turn.span for turn in result.turns if turn.speaker == "patient"}
    found |= {answer.link_id: answer.span for answer in result.answers}
    recording, health = result.consents
    assert (recording.span, health.span) == (found["consent"], found["data_consent"])
    return {code: span for code, span in found.items() if span is not None}


def patient_side(path: Path) -> Pcm:
    """The left channel of a stereo recording."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, SAMPLE_RATE)
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return samples[::2]


def cut(heard: Pcm, span: Span) -> Pcm:
    """The stretch of a span."""
    return heard[span.start_ms * SAMPLE_RATE // 1000 : span.end_ms * SAMPLE_RATE // 1000]


def errors_ms(span: Span, sounding_ms: tuple[int, int]) -> tuple[int, int]:
    """How much too late a span begins and ends."""
    return span.start_ms - sounding_ms[0], span.end_ms - sounding_ms[1]


def sounding(heard: Pcm, span: Span) -> tuple[int, int]:
    """From when to when (ms) the patient's voice really sounds, where a span says that it does."""
    begin, end = max(0, span.start_ms - AROUND_MS) // 20, (span.end_ms + AROUND_MS) // 20
    step = SAMPLE_RATE // 50
    loud = [at * 20 for at in range(begin, end) if is_loud(heard[at * step : (at + 1) * step])]
    return loud[0], loud[-1] + 20


def loudest_marker(pcm: Pcm) -> str:
    """The code whose tone is strongest in it."""
    return max(MARKERS, key=lambda code: amplitude_at(pcm, MARKERS[code]))


@pytest.mark.parametrize("heard", [1, 2], ids=["speaking", "silent"])
async def test_half_an_answer_agrees_to_nothing(
    asterisk: AsteriskInstance, database: str, tmp_path: Path, heard: int
) -> None:
    """好 … 什么事: when the first half is understood, the patient says the second, or has just said it."""
    async with open_ward(asterisk, database, tmp_path, texts={"consent": "好"}) as ward:
        placed = await ward.place()
        patient = await ward.answered()
        await patient.listen()
        ward.recognizer.may_tell.clear()
        async with asyncio.timeout(20):
            await patient.speak()
            await ward.recognizer.reached(heard=1)
            ward.recognizer.texts["consent"] = "什么事"
            going_on = asyncio.create_task(patient.speak())
            await ward.recognizer.reached(opened=2, heard=heard)
            ward.recognizer.may_tell.set()
            await going_on
        await patient.listen()
        await patient.call.hang_up()
        await placed.ended()
        result = await placed.result()
    assert [turn.text for turn in result.turns if turn.speaker == "patient"][-1] == "好，什么事"
    asked = [turn.code for turn in result.turns if turn.speaker == "robot" and turn.code in USUAL]
    assert asked in (["consent", "person", "consent"], ["consent", "consent"])
