"""Rendered prompts on disk, so that nothing is synthesized while a patient waits."""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path

import structlog

from ari_app.core.errors import Damaged, Unavailable
from ari_app.speech.audio import read_wav, write_wav
from ari_app.speech.slow_speech import slower
from ari_app.speech.voices import PromptVoice

_log = structlog.get_logger()

Progress = Callable[[int, int], None]

# changes when slow speech is made in another way, so that old files are not taken for it
_SLOW_SUFFIX = ".slow1.wav"

# the sentences of five long questionnaires; all calls of a process share what they say
KEPT_BYTES = 128 * 1024 * 1024


class PromptCache:
    """Sentences as 16 kHz WAV files in `folder`, one per (voice engine and version, voice, speed, text).

    Several processes may share the folder: files appear whole or not at all.
    """

    def __init__(
        self, folder: Path, voice: PromptVoice, *, name: str, speed: float, parallel: int = 2
    ) -> None:
        """`name` and `speed` choose how `voice` speaks; up to `parallel` sentences are rendered at once."""
        self._folder = folder
        self._voice = voice
        self._name = name
        self._speed = speed
        self._parallel = parallel
        self._paths: dict[str, Path] = {}
        self._kept = _Kept(KEPT_BYTES)
        self._under_way: dict[str, asyncio.Event] = {}

    def path(self, sentence: str) -> Path:
        """Where this sentence's file is or would be; raises Unavailable when no voice can speak it."""
        known = self._paths.get(sentence)
        if known is None:
            mark = self._voice.fingerprint(sentence)
            if mark is None:
                raise Unavailable("no voice can speak this sentence")
            key = "\n".join((mark, self._name, f"{self._speed:.3f}", sentence))
            known = self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.wav"
            self._paths[sentence] = known
        return known

    async def ensure(self, sentences: Iterable[str], progress: Progress | None = None) -> dict[str, Path]:
        """Render what is missing or damaged, each sentence once for all who wait for it; gives every sentence's file.

        `progress` is told (done, all) after each rendered sentence, and once (0, all) before the first.
        Raises what the voice raises, after the sentences under way have ended.
        """
        wanted = dict.fromkeys(sentences)
        missing = await asyncio.to_thread(lambda: [one for one in wanted if not self._whole(one)])
        await asyncio.to_thread(self._folder.mkdir, parents=True, exist_ok=True)
        if progress and missing:
            progress(0, len(missing))
        # The longest first, so that no long one is left alone at the end.
        queue = sorted(missing, key=len)
        done = 0

        async def render() -> None:
            nonlocal done
            while queue:
                await self._render_once(queue.pop())
                done += 1
                if progress:
                    progress(done, len(missing))

        try:
            async with asyncio.TaskGroup() as group:
                for number in range(min(self._parallel, len(missing))):
                    group.create_task(render(), name=f"render-{number}")
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        return {sentence: self.path(sentence) for sentence in wanted}

    def load(self, sentence: str) -> bytes:
        """A rendered sentence as 16-bit mono 16 kHz: one small file is read at most, nothing is synthesized.

        Raises Unavailable when it was not rendered, Damaged when the file is not whole.
        """
        path = self.path(sentence)
        try:
            return self._kept.read(path)
        except FileNotFoundError as error:
            raise Unavailable("a prompt was not rendered before the call", code="prompt_missing") from error

    def slow_path(self, sentence: str) -> Path:
        """Where the slow form of this sentence is or would be; raises Unavailable like `path`."""
        return self.path(sentence).with_suffix(_SLOW_SUFFIX)

    def load_slow(self, sentence: str) -> bytes:
        """A rendered sentence as it is said slowly, in the form of `load`; made and kept when it is first wanted.

        Stretching takes about 10 ms a second of audio: call it in a thread. Raises what `load` raises.
        """
        path = self.slow_path(sentence)
        try:
            return self._kept.read(path)
        except FileNotFoundError:
            pass
        except Damaged as error:
            _log.warning("prompt_damaged", file=path.name, reason=error.message)
        pcm = slower(self.load(sentence))
        _write_whole(path, write_wav(pcm))
        return pcm

    def _whole(self, sentence: str) -> bool:
        path = self.path(sentence)
        try:
            self._kept.read(path)
        except FileNotFoundError:
            return False
        except Damaged as error:
            _log.warning("prompt_damaged", file=path.name, reason=error.message)
            return False
        return True

    async def _render_once(self, sentence: str) -> None:
        """Calls that begin together lack the same sentences: another may render this one, or have done so since."""
        while (under_way := self._under_way.get(sentence)) is not None:
            await under_way.wait()
        done = self._under_way[sentence] = asyncio.Event()
        try:
            if not await asyncio.to_thread(self._whole, sentence):
                await self._render(sentence)
        finally:
            del self._under_way[sentence]
            done.set()

    async def _render(self, sentence: str) -> None:
        pcm = await self._voice.synthesize(sentence, voice=self._name, speed=self._speed)
        await asyncio.to_thread(_write_whole, self.path(sentence), write_wav(pcm))


class _Kept:
    """Sentences that were read, the longest unused forgotten first; a file that has changed is read anew."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._found: OrderedDict[Path, tuple[tuple[int, int, int], bytes]] = OrderedDict()

    def read(self, path: Path) -> bytes:
        """Raises FileNotFoundError, and Damaged when the file is not whole."""
        stat = path.stat()
        mark = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        with self._lock:
            found = self._found.get(path)
            if found is not None and found[0] == mark:
                self._found.move_to_end(path)
                return found[1]
        pcm = read_wav(path.read_bytes(), path.name)
        self._keep(path, mark, pcm)
        return pcm

    def _keep(self, path: Path, mark: tuple[int, int, int], pcm: bytes) -> None:
        with self._lock:
            before = self._found.pop(path, None)
            self._bytes += len(pcm) - (0 if before is None else len(before[1]))
            self._found[path] = (mark, pcm)
            while self._bytes > self._most and len(self._found) > 1:
                _, (_, forgotten) = self._found.popitem(last=False)
                self._bytes -= len(forgotten)


def _write_whole(path: Path, data: bytes) -> None:
    half = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    with half.open("wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    half.replace(path)
