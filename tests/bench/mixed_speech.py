"""What is heard of English words amid Mandarin: `python -m tests.bench.mixed_speech`.

Sentences as patients say them, with a medicine's or an examination's English name in the same Mandarin voice (its
sounds are given to the model), over a telephone line: by the recognizer's process as it is shipped, whose model writes
Han characters alone and which puts letters for what sounds like a term that it knows; by the model alone; and with the
model's letters let through. Each gives the words that survive, the character errors of the Mandarin around them, and
the mixed error rate, where a Han character or a Latin word is one unit. Sentences without such a word tell how often
one is written that was not said. One JSON object is printed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from unittest import mock

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.speech import audio, whisper_engine
from ari_app.speech.audio import SAMPLE_RATE, to_samples
from ari_app.speech.hearing import Hearing
from ari_app.speech.kokoro_engine import PEAK_DBFS, RMS_DBFS, KokoroEngine
from ari_app.speech.utterance_engine import UtteranceEngine
from ari_app.speech.whisper_engine import WhisperEngine
from tests.bench.measured_on import described
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
    "Xarelto": "zəɹˈɛltO",
}
SENTENCES = (
    "我现在在吃|aspirin|，一天一片", "昨天去做了|CT|", "医生说还要再做一次|MRI|", "我之前在|ICU|住了三天",
    "|metformin|早晚各吃一次", "|insulin|打完了，还要不要接着打", "我吃的是进口的|Plavix|", "|warfarin|停了两天了",
    "医生让我补一点|vitamin|", "下个礼拜要去做|B|超", "|X|光的片子拿到了", "|PET|的结果还没出来",
    "我吃的是|aspirin|一百毫克", "医生说做个|CT|", "我打|insulin|", "吃了|Xarelto|", "昨天做了|B|超", "住过|ICU|",
    "又做了一次|MRI|", "前天拍了|X|光",
)  # fmt: skip
# with syllables that sound like those of a term
WITHOUT = (
    "我爱看这个电视系列", "医生说西医中医都行", "我比较少出门", "他必须躺着", "墙壁潮湿得很", "我在家吃西梨",
    "晚上看戏剧", "爱喝稀粥", "我必要的时候会去", "洗澡洗了一次", "我闭着眼睛躺着", "心里有点难过", "去做了体检",
    "做了一次洗涤", "我去洗地了", "住在溪底村", "孩子在西堤上学", "他哎哟一声",
)  # fmt: skip
OPEN = Expectation("abnormal", QType.OPEN_TEXT, "您还有什么不舒服吗？")
NOTHING = re.compile(r"(?!)")
UNIT = re.compile(r"[\u4e00-\u9fff〇]|[A-Za-z]+")
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
    """Every sentence by every voice, heard in each way."""
    voice = MixedVoice(given.models / "kokoro", 1)
    texts = SENTENCES[:: given.every]
    lines = [
        (text, telephone(voice.say(text, name), seed=seed))
        for name in given.voices
        for seed, text in enumerate(texts)
    ]
    plain = [
        (text, telephone(voice.say(text, name), seed=seed))
        for name in given.voices
        for seed, text in enumerate(WITHOUT[:: given.every])
    ]
    engine = WhisperEngine(given.models / "whisper-base", parallel=1)
    with (
        mock.patch.object(whisper_engine, "_NOT_MANDARIN", NOTHING),
        mock.patch.object(whisper_engine, "_NOT_HAN", NOT_WRITTEN),
    ):
        lenient = WhisperEngine(given.models / "whisper-base", parallel=1)
        let_through = told(lines, [lenient.decode(to_samples(pcm)).text for _, pcm in lines])
    return {
        "measured_on": described(),
        "voices": given.voices,
        "sentences": len(lines),
        "as shipped": told(lines, [shipped(engine, pcm) for _, pcm in lines]),
        "the model alone": told(lines, [engine.decode(to_samples(pcm)).text for _, pcm in lines]),
        "letters let through": let_through,
        "without": [[text, heard] for text, pcm in plain if has_letters(heard := shipped(engine, pcm))],
        "sentences without": len(plain),
    }


def shipped(engine: WhisperEngine, pcm: bytes) -> str:
    """What the recognizer's process makes of an open answer."""
    listening = UtteranceEngine("whisper", Hearing(engine)).listen(SAMPLE_RATE, OPEN, whole=True)
    listening.add(pcm)
    return listening.end().text


def told(lines: list[tuple[str, bytes]], heard: list[str]) -> dict[str, object]:
    """How many words and how much of the Mandarin around them survive."""
    survived, texts = Counter[str](), []
    wrong = characters = units_wrong = units = 0
    for (text, _), one in zip(lines, heard, strict=True):
        (word,) = text.split("|")[1::2]
        survived[word] += word.lower() in one.lower()
        off, of = character_errors("".join(text.split("|")[::2]), re.sub(r"[A-Za-z]", "", one))
        wrong, characters = wrong + off, characters + of
        off, of = unit_errors(text.replace("|", ""), one)
        units_wrong, units = units_wrong + off, units + of
        texts.append([text, one])
    return {
        "english_words": survived.total(),
        "by_word": dict(survived),
        "mandarin_errors": round(wrong / characters, 3),
        "characters": characters,
        "mixed_errors": round(units_wrong / units, 3),
        "units": units,
        "texts": texts,
    }


def unit_errors(wanted: str, heard: str) -> tuple[int, int]:
    """Edits between two texts, a Han character or a run of letters counting as one, and how many were wanted."""
    said, told_ = (UNIT.findall(one.lower()) for one in (wanted, heard))
    row = list(range(len(told_) + 1))
    for i, one in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(told_, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1], len(said)


def has_letters(text: str) -> bool:
    """Whether a Latin letter stands in it."""
    return re.search("[A-Za-z]", text) is not None


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure English words amid Mandarin.")
    parser.add_argument("--models", type=Path, default=Path(".runtime/models"))
    parser.add_argument("--voices", nargs="+", default=["zf_xiaoxiao", "zm_yunxia"])
    parser.add_argument("--every", type=int, default=1)
    print(json.dumps(measure(parser.parse_args()), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
