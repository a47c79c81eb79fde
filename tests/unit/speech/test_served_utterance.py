"""An utterance on its way through an engine: in order, by one thread at a time, and nothing of it is lost."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ari_app.dialogue.commands import Expectation
from ari_app.speech.decode_pool import Busy, DecodePool, Late
from ari_app.speech.engine import EngineFailed
from ari_app.speech.port import Transcript
from ari_app.speech.protocol import StreamConfig, config_message, parse_config
from ari_app.speech.served_utterance import ServedUtterance


class Echo:
    """An engine whose text is the audio; adding or answering can be made slow, or fail."""

    name = "echo"

    def __init__(self, *, hears_as_it_comes: bool, seconds: float = 0.0) -> None:
        self.hears_as_it_comes = hears_as_it_comes
        self.seconds = seconds
        self.fails = False
        self.second_look_seconds = 0.0
        self.at_once = 0
        self.most_at_once = 0
        self._lock = threading.Lock()

    def listen(self, sample_rate: int, expectation: Expectation | None, *, whole: bool) -> EchoListening:
        return EchoListening(self)

    def others(self) -> tuple[str, ...]:
        """What a second look finds."""
        time.sleep(self.second_look_seconds)
        return ("another",)

    def work(self) -> None:
        """Take the time it takes, and note how many threads do so at once."""
        if self.fails:
            raise EngineFailed("the echo is told to fail")
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(self.seconds)
        with self._lock:
            self.at_once -= 1


class EchoListening:
    def __init__(self, engine: Echo) -> None:
        self._engine = engine
        self._heard = b""

    def add(self, pcm: bytes) -> Transcript | None:
        if self._engine.hears_as_it_comes:
            self._engine.work()
        self._heard += pcm
        return None

    def so_far(self) -> Transcript:
        self._engine.work()
        return Transcript(self._heard.decode(), "", 1.0, final=False)

    def end(self) -> Transcript:
        return self.so_far()

    def other_hearings(self) -> tuple[str, ...]:
        return self._engine.others()


@pytest.fixture
def pool() -> Iterator[DecodePool]:
    made = DecodePool(2, 2)
    yield made
    made.close()


def config(deadline_ms: int = 2000) -> StreamConfig:
    return StreamConfig(sample_rate=8000, extended=True, deadline_ms=deadline_ms)


@pytest.mark.parametrize("as_it_comes", [True, False])
async def test_audio_is_heard_in_order_and_whole(pool: DecodePool, as_it_comes: bool) -> None:
    utterance = ServedUtterance(Echo(hears_as_it_comes=as_it_comes), pool, config())
    for piece in (b"ab", b"cd"):
        utterance.put(piece)
    assert (await utterance.so_far()).text == "abcd"
    utterance.put(b"ef")
    assert (await utterance.end()).text == "abcdef"
    await utterance.close()


@pytest.mark.parametrize("as_it_comes", [True, False])
async def test_an_answer_that_was_refused_or_late_loses_no_audio(pool: DecodePool, as_it_comes: bool) -> None:
    engine = Echo(hears_as_it_comes=as_it_comes)
    utterance = ServedUtterance(engine, pool, config(200))
    others = [asyncio.create_task(pool.go_on(lambda: time.sleep(0.4), 5)) for _ in range(4)]
    await asyncio.sleep(0.05)
    utterance.put(b"abcd")
    with pytest.raises(Late if as_it_comes else Busy):
        await utterance.so_far()
    await asyncio.gather(*others)
    assert (await utterance.end()).text == "abcd"
    await utterance.close()


async def test_a_hypothesis_waits_for_one_other_piece_of_work_but_not_for_more(pool: DecodePool) -> None:
    utterance = ServedUtterance(Echo(hears_as_it_comes=False), pool, config())
    utterance.put(b"ab")
    others = [asyncio.create_task(pool.go_on(lambda: time.sleep(0.3), 5)) for _ in range(3)]
    await asyncio.sleep(0.05)
    assert (await utterance.so_far()).text == "ab"
    others += [asyncio.create_task(pool.go_on(lambda: time.sleep(0.3), 5)) for _ in range(4)]
    await asyncio.sleep(0.05)
    with pytest.raises(Busy):
        await utterance.so_far()
    await asyncio.gather(*others)
    await utterance.close()


async def test_one_thread_works_on_an_utterance_even_after_a_missed_deadline(pool: DecodePool) -> None:
    engine = Echo(hears_as_it_comes=True, seconds=0.15)
    utterance = ServedUtterance(engine, pool, config(200))
    utterance.put(b"ab")
    with pytest.raises(Late):
        await utterance.so_far()
    utterance.put(b"cd")
    with pytest.raises(Late):
        await utterance.so_far()
    await asyncio.sleep(0.5)
    assert (await utterance.end()).text == "abcd"
    assert engine.most_at_once == 1
    await utterance.close()


async def test_who_is_behind_begins_no_utterance_and_goes_on_with_others(
    pool: DecodePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ari_app.speech.served_utterance.MOST_BEHIND_SECONDS", 0.05)
    engine = Echo(hears_as_it_comes=True)
    early, late = (ServedUtterance(engine, pool, config()) for _ in range(2))
    early.put(b"ab")
    assert (await early.so_far()).text == "ab"
    others = [asyncio.create_task(pool.go_on(lambda: time.sleep(0.3), 5)) for _ in range(3)]
    await asyncio.sleep(0.1)
    assert pool.behind_s > 0.05
    late.put(b"xy")
    early.put(b"cd")
    with pytest.raises(Busy):
        await late.end()
    assert (await early.end()).text == "abcd"
    await asyncio.gather(*others)
    assert pool.behind_s == 0
    for utterance in (early, late):
        await utterance.close()


async def test_an_engine_that_fails_is_told_when_the_text_is_asked_for(pool: DecodePool) -> None:
    engine = Echo(hears_as_it_comes=True)
    engine.fails = True
    utterance = ServedUtterance(engine, pool, config())
    utterance.put(b"ab")
    utterance.put(b"cd")
    with pytest.raises(EngineFailed):
        await utterance.end()
    await utterance.close()


@pytest.mark.parametrize("as_it_comes", [True, False])
async def test_one_in_the_background_is_heard_only_while_a_thread_is_free(
    pool: DecodePool, as_it_comes: bool
) -> None:
    engine, behind_all = Echo(hears_as_it_comes=as_it_comes), replace(config(), background=True)
    one_free = [asyncio.create_task(pool.go_on(lambda: time.sleep(0.3), 5))]
    await asyncio.sleep(0.05)
    utterance = ServedUtterance(engine, pool, behind_all)
    utterance.put(b"ab")
    assert (await utterance.end()).text == "ab"
    none_free = [asyncio.create_task(pool.go_on(lambda: time.sleep(0.3), 5)) for _ in range(2)]
    await asyncio.sleep(0.05)
    refused, living = ServedUtterance(engine, pool, behind_all), ServedUtterance(engine, pool, config())
    for each in (refused, living):
        each.put(b"cd")
    with pytest.raises(Busy):
        await refused.end()
    assert (await living.end()).text == "cd"
    await asyncio.gather(*one_free, *none_free)
    for each in (utterance, refused, living):
        await each.close()


def test_that_it_is_in_the_background_travels_to_the_recognizer() -> None:
    for background in (True, False):
        sent = json.loads(config_message(16_000, None, 4000, background=background))["config"]
        assert parse_config(sent).background is background


async def test_a_second_look_comes_with_the_final_text_alone(pool: DecodePool) -> None:
    utterance = ServedUtterance(Echo(hears_as_it_comes=False), pool, config())
    utterance.put(b"ab")
    assert (await utterance.so_far()).others == ()
    assert (await utterance.end()).others == ("another",)
    await utterance.close()


async def test_nothing_is_looked_at_twice_where_no_thread_is_free(pool: DecodePool) -> None:
    utterance = ServedUtterance(Echo(hears_as_it_comes=False, seconds=0.2), pool, config())
    utterance.put(b"ab")
    ending = asyncio.create_task(utterance.end())
    await asyncio.sleep(0.05)
    busy = [asyncio.create_task(pool.go_on(lambda: time.sleep(0.5), 5)) for _ in range(2)]
    heard = await ending
    assert (heard.text, heard.others) == ("ab", ())
    await asyncio.gather(*busy)
    await utterance.close()


async def test_a_second_look_that_takes_long_costs_nothing_but_itself(
    pool: DecodePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ari_app.speech.served_utterance.SECOND_LOOK_SECONDS", 0.2)
    engine = Echo(hears_as_it_comes=False)
    engine.second_look_seconds = 0.6
    utterance = ServedUtterance(engine, pool, config())
    utterance.put(b"ab")
    began = time.monotonic()
    heard = await utterance.end()
    assert (heard.text, heard.others) == ("ab", ())
    assert time.monotonic() - began < 0.5
    await utterance.close()


async def test_a_machine_that_was_slow_at_first_does_not_look_again(
    pool: DecodePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ari_app.speech.served_utterance.MOST_FIRST_SECONDS", 0.1)
    utterance = ServedUtterance(Echo(hears_as_it_comes=False, seconds=0.2), pool, config())
    utterance.put(b"ab")
    assert (await utterance.end()).others == ()
    await utterance.close()
