"""Whisper (multilingual, MIT) on CTranslate2: Mandarin speech to text, one utterance at a time.

The encoder window is cut from 30 s to the utterance, but not below 8 s: shorter windows make the base model
repeat itself. Digits and Latin letters are suppressed, since the parser reads Han numerals; no prompt is
given, since the model echoes prompts. Several threads may decode at once: CTranslate2 releases the GIL.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ari_app.core.errors import Damaged
from ari_app.speech.audio import SAMPLE_RATE
from ari_app.speech.model_files import MEND
from ari_app.speech.resample import Samples

MIN_WINDOW_S = 8.0
MAX_WINDOW_S = 30.0
TAIL_S = 0.5
TOKENS_PER_SECOND = 7
MIN_TOKENS = 6
MIN_SCORED_FRAMES = 150
SCORED_TAIL_S = 1.0
LIKELY_TEXTS = 6
_NOT_MANDARIN = re.compile(r"[0-9A-Za-z%$€£.\-\[\]()()《》♪]")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff〇]")
_LOOP = re.compile(r"^(.{4,}?)\1+.*$|(.{2,8}?)\2{2,}|(.)\3{5,}")
_LEAST = 1e-8
# What Whisper makes of noise: captions of its training videos. Never said to a follow-up call.
_INVENTED = re.compile(
    r"字幕|点赞|订阅|打赏|明镜|点点栏目|谢谢观看|谢谢收看|感谢观看|感谢收看|下期再见|优优独播"
)


@dataclass(frozen=True, slots=True)
class Decoding:
    """What the model heard: Han text, how sure it was, and the encoded audio for closed-set scores.

    `avg_logprob` is per token (≤ 0), `no_speech_prob` 0..1; `looped` tells that a repetition was cut.
    """

    text: str
    avg_logprob: float
    no_speech_prob: float
    looped: bool
    encoded: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Look:
    """The likeliest texts of an utterance, at most LIKELY_TEXTS and the likeliest first, and its encoded audio."""

    texts: tuple[str, ...]
    encoded: NDArray[np.float32]


class WhisperEngine:
    """A loaded model. `decode` and `score` may be called from as many threads as `parallel` says."""

    def __init__(self, model_dir: Path, *, parallel: int, threads_each: int = 1) -> None:
        """Load a CTranslate2 Whisper folder; raises Damaged when it cannot be used."""
        import ctranslate2
        import tokenizers
        from faster_whisper.feature_extractor import FeatureExtractor
        from opencc import OpenCC

        try:
            config = json.loads((model_dir / "config.json").read_text("utf-8"))
            self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(model_dir / "tokenizer.json"))
            self._model: Any = ctranslate2.models.Whisper(
                str(model_dir),
                device="cpu",
                compute_type="int8",
                inter_threads=parallel,
                intra_threads=threads_each,
            )
        except Exception as error:  # the tokenizer raises bare Exception
            reason = str(error).splitlines()[0]
            raise Damaged(
                f"the Whisper model in {model_dir} cannot be loaded: {reason}",
                mend=MEND,
                code="model_damaged",
            ) from error
        self._features = FeatureExtractor(feature_size=self._model.n_mels)
        self._simplified = OpenCC("t2s")
        self._start = [self._token(name) for name in ("<|startoftranscript|>", "<|zh|>", "<|transcribe|>")]
        self._start.append(self._token("<|notimestamps|>"))
        self._suppressed = sorted({*self._foreign_tokens(), *config.get("suppress_ids", [])})
        self._silence: NDArray[np.float32] | None = None
        self._silent_scores: dict[str, float] = {}

    def decode(self, samples: Samples) -> Decoding:
        """Hear one utterance of at most 30 s (what comes after is not heard)."""
        encoded = self._encode(samples)
        seconds = min(samples.size / SAMPLE_RATE, MAX_WINDOW_S)
        result = self._model.generate(
            self._view(encoded),
            [self._start],
            beam_size=1,
            # CTranslate2 gives half of max_length to what is generated
            max_length=2 * (MIN_TOKENS + int(seconds * TOKENS_PER_SECOND)),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=self._suppressed,
        )[0]
        said = self._han(result.sequences_ids[0])
        text = "" if _INVENTED.search(said) else _LOOP.sub(_once, said)
        speech = encoded[:, : _frames(samples.size)]
        return Decoding(text, float(result.scores[0]), float(result.no_speech_prob), text != said, speech)

    def look_again(self, samples: Samples) -> Look:
        """Hear one utterance of at most 30 s once more, for what else it may have been."""
        encoded = self._encode(samples)
        seconds = min(samples.size / SAMPLE_RATE, MAX_WINDOW_S)
        result = self._model.generate(
            self._view(encoded),
            [self._start],
            beam_size=LIKELY_TEXTS,
            num_hypotheses=LIKELY_TEXTS,
            max_length=2 * (MIN_TOKENS + int(seconds * TOKENS_PER_SECOND)),
            suppress_tokens=self._suppressed,
        )[0]
        texts = dict.fromkeys(_LOOP.sub(_once, self._han(tokens)) for tokens in result.sequences_ids)
        likely = tuple(text for text in texts if text and not _INVENTED.search(text))
        return Look(likely, encoded[:, : _frames(samples.size)])

    def _han(self, tokens: list[int]) -> str:
        return _NOT_HAN.sub("", self._simplified.convert(self._tokenizer.decode(tokens)))

    def score(self, encoded: NDArray[np.float32], phrases: tuple[str, ...]) -> tuple[float, ...]:
        """Log probability of each phrase given the audio (≤ 0, comparable within one call), in one pass.

        The model does not tell how likely a phrase ends where it does; so the probability that it goes on as
        another of the phrases is taken off one that is the beginning of that other.
        """
        if not phrases:
            return ()
        tokens, steps = self._aligned(encoded, phrases)
        return tuple(
            float(own.sum()) + float(np.log(max(_LEAST, 1.0 - _goes_on(ids, tokens, steps))))
            for ids, own in zip(tokens, steps, strict=True)
        )

    def score_silence(self, phrases: tuple[str, ...]) -> tuple[float, ...]:
        """Log probability of each phrase where nobody speaks: what the model thinks of it before it hears anything.

        Kept per phrase. Two threads that lack the same one both find it, and find the same.
        """
        missing = tuple(phrase for phrase in phrases if phrase not in self._silent_scores)
        if missing:
            if self._silence is None:
                self._silence = self._encode(np.zeros(SAMPLE_RATE, np.float32))[:, : _frames(SAMPLE_RATE)]
            _, steps = self._aligned(self._silence, missing)
            found = {phrase: float(own.sum()) for phrase, own in zip(missing, steps, strict=True)}
            self._silent_scores |= found
        return tuple(self._silent_scores[phrase] for phrase in phrases)

    def _aligned(
        self, encoded: NDArray[np.float32], phrases: tuple[str, ...]
    ) -> tuple[list[list[int]], list[NDArray[np.float64]]]:
        """The tokens of each phrase, and how likely each token is after those before it (log)."""
        tokens = [self._tokenizer.encode(phrase, add_special_tokens=False).ids for phrase in phrases]
        batch = self._view(np.repeat(encoded, len(phrases), axis=0))
        aligned = self._model.align(batch, self._start, tokens, encoded.shape[1] * 2)
        return tokens, [np.log(np.maximum(_LEAST, np.asarray(one.text_token_probs))) for one in aligned]

    def _encode(self, samples: Samples) -> NDArray[np.float32]:
        window = min(max(MIN_WINDOW_S, samples.size / SAMPLE_RATE + TAIL_S), MAX_WINDOW_S)
        padded = np.zeros(int(window * SAMPLE_RATE), np.float32)
        heard = samples[: padded.size]
        padded[: heard.size] = heard
        mel = np.asarray(self._features(padded, padding=0), np.float32)[:, : int(window * 100)]
        encoded = np.array(self._model.encode(self._view(mel[None]), to_cpu=True), np.float32)
        return encoded

    @staticmethod
    def _view(values: NDArray[np.float32]) -> Any:
        import ctranslate2

        return ctranslate2.StorageView.from_array(np.ascontiguousarray(values, np.float32))

    def _token(self, name: str) -> int:
        number = self._tokenizer.token_to_id(name)
        if number is None:
            raise Damaged(f"the Whisper model's tokenizer has no {name}", mend="use a multilingual model")
        return int(number)

    def _foreign_tokens(self) -> list[int]:
        end = self._token("<|endoftext|>")
        return [number for number in range(end) if _NOT_MANDARIN.search(self._tokenizer.decode([number]))]


def _frames(samples: int) -> int:
    """Encoder frames (20 ms) for scoring: the speech and a second of what follows.

    Less of the silence makes the scores of like-sounding phrases fall together; all of it triples the cost.
    """
    return max(MIN_SCORED_FRAMES, int((samples / SAMPLE_RATE + SCORED_TAIL_S) * 50))


def _goes_on(ids: list[int], tokens: list[list[int]], steps: list[NDArray[np.float64]]) -> float:
    """How likely what follows `ids` is the next token of a longer phrase among `tokens`."""
    following = {
        longer[len(ids)]: float(np.exp(step[len(ids)]))
        for longer, step in zip(tokens, steps, strict=True)
        if len(longer) > len(ids) and longer[: len(ids)] == ids
    }
    return sum(following.values())


def _once(match: re.Match[str]) -> str:
    return match.group(1) or match.group(2) or match.group(3)
