"""The bench of noise suppression measures what it says: character errors with and without, by the real recognizer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ari_app.core.vocabulary import QType
from ari_app.dialogue.commands import Expectation
from ari_app.speech.engine import Engine, EngineName
from ari_app.speech.engine_choice import choose_engine, load_engine
from tests.bench import noise_suppression
from tests.bench.noise_suppression import SENTENCES, Case, character_errors, hear_one, webrtc
from tests.bench.speech_accuracy import hear
from tests.contract.speech_processes import MODELS, kokoro
from tests.unit.speech.telephone import telephone

SAID = SENTENCES[1:3]
SNR_DB = 5.0


@pytest.mark.req("M06-005")
@pytest.mark.parametrize(
    ("said", "heard", "wrong"),
    [
        ("伤口有点痒", "伤口有点痒", 0),
        ("伤口有点痒", "", 5),
        ("伤口有点痒", "伤口点痒", 1),
        ("伤口有点痒", "伤口有点点痒", 1),
        ("伤口有点痒", "伤够有点养", 2),
        ("伤口，有点痒。", "伤口有点痒", 0),
        ("痒", "今天天气好", 5),
    ],
)
def test_errors_are_the_fewest_edits_of_the_characters(said: str, heard: str, wrong: int) -> None:
    count = sum("\u4e00" <= one <= "\u9fff" for one in said)
    assert character_errors(said, heard) == (wrong, count)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine(choose_engine(MODELS, EngineName.WHISPER), 1)


async def lines(snr_db: float | None) -> list[bytes]:
    """The sentences on the telephone line, as the bench lays them out."""
    async with kokoro() as voice:
        said = [await voice.synthesize(text, voice="zf_xiaoxiao", speed=1.0) for text in SAID]
    return [
        telephone(pcm, seed=seed, snr_db=snr_db, margin_s=noise_suppression.WARM_S)
        for seed, pcm in enumerate(said)
    ]


def counted(engine: Engine, heard: list[bytes], suppress: noise_suppression.Suppressor) -> Counter[str]:
    count: Counter[str] = Counter()
    for text, line in zip(SAID, heard, strict=True):
        hear_one(engine, Case(text, None), suppress, line, count)
    return count


def silence(pcm: bytes) -> bytes:
    """A suppressor that takes the voice too."""
    return bytes(len(pcm))


@pytest.mark.req("M06-005")
async def test_the_share_of_wrong_characters_is_measured_with_and_without(engine: Engine) -> None:
    characters = sum(character_errors(text, text)[1] for text in SAID)
    quiet, noisy = await lines(None), await lines(SNR_DB)
    without, with_it = counted(engine, noisy, lambda pcm: pcm), counted(engine, noisy, webrtc)
    at_best, at_worst = counted(engine, quiet, lambda pcm: pcm), counted(engine, noisy, silence)
    for count in (without, with_it, at_best, at_worst):
        assert count["characters"] == characters
    shares = {
        name: count["characters_wrong"] / characters
        for name, count in {"quiet": at_best, "noise": without, "webrtc": with_it, "taken": at_worst}.items()
    }
    print(shares)
    # noise costs characters, and a suppressor that leaves nothing costs all: the measure tells each from the other
    assert shares["quiet"] < shares["noise"] <= 1.5
    assert shares["taken"] == 1.0
    assert with_it["suppressing_ms"] > 0
    assert webrtc(noisy[0]) != noisy[0]
    # what it counts is what the recognizer says of that very line
    cut = int((noise_suppression.WARM_S - noise_suppression.KEPT_S) * 16_000) * 2
    expectation = Expectation("open", QType.OPEN_TEXT, "请您说一下是什么情况。")
    wrong = sum(
        character_errors(text, hear(engine, line[cut : len(line) - cut], expectation).text)[0]
        for text, line in zip(SAID, noisy, strict=True)
    )
    assert wrong == without["characters_wrong"]


@pytest.mark.req("M06-005")
async def test_the_bench_itself_gives_every_treatment_its_figures(tmp_path: Path) -> None:
    given = noise_suppression.arguments().parse_args(
        ["--models", str(MODELS), "--cache", str(tmp_path), "--voices", "zf_xiaoxiao", "--snr", "10"]
        + ["--noise", "pink", "--every", "0", "--sentences", "1"]
    )
    measured = await noise_suppression.measure(given)
    results = measured["results"]
    assert isinstance(results, dict)
    assert results.keys() == {f"pink 10 dB {name}" for name in noise_suppression.TREATMENTS}
    size = character_errors(SENTENCES[0], SENTENCES[0])[1]
    for counts in results.values():
        assert counts["characters"] == size
        assert 0 <= counts["characters_wrong"] <= 2 * size
