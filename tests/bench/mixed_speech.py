"""What is heard of English words amid Mandarin: `python -m tests.bench.mixed_speech`.

Sentences as patients say them, with a medicine's or an examination's English name in the same Mandarin voice (its
sounds are given to the model), over a telephone line: by the recognizer as it is shipped, which writes Han characters
alone, and with its letters let through. One JSON object is printed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

from ari_app.speech import audio, whisper_engine
from ari_app.speech.audio import to_samples
from ari_app.speech.kokoro_engine import PEAK_DBFS, RMS_DBFS, KokoroEngine
from ari_app.speech.whisper_engine import WhisperEngine
from tests.bench.noise_suppression import character_errors
from tests.unit.speech.telephone import telephone

# the sounds in the symbols of Kokoro's vocabulary: I as in eye, A as in day
SOUNDS: Mapping[str, str] = {
    "aspirin": "ˈæspɹɪn",
    "CT": "sˌitˈi",
    "MRI": "ˌɛmˌɑɹˈI",
    "ICU": "ˌIsˌijˈu",
    "metformin": "mɛtfˈɔɹmɪn",
    "insulin": "ˈɪnsələn",
    "Plavix": "plˈævɪks",
    "warfarin": "wˈɔɹfəɹɪn",
    "vitamin": "vˈItəmɪn",
    "B": "bˈi",
    "X": "ˈɛks",
    "PET": "pˈɛt",
}
SENTENCES = (
    "我现在在吃|aspirin|，一天一片", "昨天去做了|CT|", "医生说还要再做一次|MRI|", "我之前在|ICU|住了三天",
    "|metformin|早晚各吃一次", "|insulin|打完了，还要不要接着打", "我吃的是进口的|Plavix|", "|warfarin|停了两天了",
    "医生让我补一点|vitamin|", "下个礼拜要去做|B|超", "|X|光的片子拿到了", "|PET|的结果还没出来",
)  # fmt: skip
NOTHING = re.compile(r"(?!)")
NOT_WRITTEN = re.compile(r"[^\u4e00-\u9fff〇A-Za-z]")


class MixedVoice(KokoroEngine):
    """Speaks what stands between bars by the sounds of SOUNDS."""

    def say(self, text: str, voice: str) -> bytes:
        """16-bit mono 16 kHz audio of a sentence with marked words, in one breath."""
        spoken = self._speak(text, self._styles[voice], 1.0)
        return audio.to_pcm(audio.level(spoken, RMS_DBFS, PEAK_DBFS))

    def phones(self, text: str) -> str:
        """The phone string of a sentence with marked words."""
        parts = text.split("|")
        return " ".join(
            SOUNDS[part] if place % 2 else super(MixedVoice, self).phones(part.replace("，", ""))
            for place, part in enumerate(parts)
            if part
        )


def measure(given: argparse.Namespace) -> dict[str, object]:
    """Every sentence by every voice, heard both ways."""
    voice = MixedVoice(given.models / "kokoro", 1)
    lines = [
        (text, telephone(voice.say(text, name), seed=seed))
        for name in given.voices
        for seed, text in enumerate(SENTENCES)
    ]
    shipped = heard_by(WhisperEngine(given.models / "whisper-base", parallel=1), lines)
    with (
        mock.patch.object(whisper_engine, "_NOT_MANDARIN", NOTHING),
        mock.patch.object(whisper_engine, "_NOT_HAN", NOT_WRITTEN),
    ):
        open_ = heard_by(WhisperEngine(given.models / "whisper-base", parallel=1), lines)
    return {
        "voices": given.voices,
        "sentences": len(lines),
        "as shipped": shipped,
        "letters let through": open_,
    }


def heard_by(engine: WhisperEngine, lines: list[tuple[str, bytes]]) -> dict[str, object]:
    """How many words and how much of the Mandarin around them survive."""
    survived = wrong = characters = 0
    texts = []
    for text, pcm in lines:
        (word,) = text.split("|")[1::2]
        said = re.sub(r"[^\u4e00-\u9fff]", "", "".join(text.split("|")[::2]))
        heard = engine.decode(to_samples(pcm)).text
        survived += word.lower() in heard.lower()
        off, of = character_errors(said, re.sub(r"[A-Za-z]", "", heard))
        wrong, characters = wrong + off, characters + of
        texts.append([text, heard])
    share = round(wrong / characters, 3)
    return {"english_words": survived, "mandarin_errors": share, "characters": characters, "texts": texts}


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure English words amid Mandarin.")
    parser.add_argument("--models", type=Path, default=Path(".runtime/models"))
    parser.add_argument("--voices", nargs="+", default=["zf_xiaoxiao", "zm_yunxia"])
    print(json.dumps(measure(parser.parse_args()), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
