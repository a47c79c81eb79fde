"""What sounds on a line before the answer, and what a machine says after it: spoken by the real voice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ari_app.lab.g711 import SAMPLE_RATE as LINE_RATE
from ari_app.lab.g711 import Pcm
from ari_app.lab.patient_voice import LineQuality, telephone_sounds
from ari_app.lab.sip_phone import Answering, Headers
from ari_app.media.resample import Resampler
from ari_app.speech.audio import SAMPLE_RATE, to_pcm
from ari_app.speech.kokoro_voice import KokoroVoice
from ari_app.speech.prompt_cache import PromptCache
from tests.bench.early_media_clips import TEXTS, TUNING_VOICES, music, texts
from tests.dialing_chaos.town import SONG, kind_of, said_to

SONGS, SONG_SECONDS = 4, 5.0
_SAYS_MORE = "busy_waits"
"""The label of an announcement of the busy line after which the carrier goes on trying."""


class Carrier:
    """Meets every call of the town. `sounds` are by label, each in several wordings."""

    def __init__(self, sounds: Mapping[str, Sequence[Pcm]]) -> None:
        self._sounds = sounds

    def meet(self, called: str, headers: Headers) -> Answering:
        """For the telephones of the whole town."""
        kind = kind_of(called)
        if (said := said_to(called)) is None:
            return kind.answering
        label, pick = said
        sound = self._sounds[label][pick % len(self._sounds[label])]
        if kind.is_machine:
            return replace(kind.answering, first_words=sound)
        return replace(kind.answering, early_media=sound)


async def record(runtime: Path) -> Carrier:
    """Have everything spoken that is not kept from an earlier run, in the voices of `tests.bench.early_media`."""
    voice = KokoroVoice(runtime / "models" / "kokoro")
    kept = runtime / "bench" / "early-media"
    prompts = [PromptCache(kept, voice, name=name, speed=1.0) for name in TUNING_VOICES]
    sounds = defaultdict[str, list[Pcm]](list)
    try:
        for number, each in enumerate(texts(TEXTS)):
            if each.held_out or each.label == "person":
                continue
            files = await prompts[number % len(prompts)].ensure([each.text])
            label = _SAYS_MORE if each.ends is False else each.label
            sounds[label] += telephone_sounds(files, LineQuality()).values()
    finally:
        await voice.close()
    sounds[SONG] = [_song(number) for number in range(SONGS)]
    return Carrier(sounds)


def _song(number: int) -> Pcm:
    played = to_pcm(music(SONG_SECONDS, np.random.default_rng(number)))
    return np.frombuffer(Resampler(SAMPLE_RATE, LINE_RATE).feed(played), "<i2").astype(np.int16)
