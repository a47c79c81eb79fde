"""What a voice is known by, and what a prompt cache needs of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from ari_app.speech.port import Voice

Gender = Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that can be chosen: the name used in settings, and how to tell it to a person."""

    name: str
    gender: Gender
    label: str


class PromptVoice(Voice, Protocol):
    """A voice whose audio can be kept: equal fingerprints mean equal audio for equal arguments."""

    def fingerprint(self, text: str) -> str | None:
        """Engine and model version (or the recording) that would speak `text`; None: it cannot."""
        ...

    async def close(self) -> None:
        """Let go of processes and files; safe to call twice."""
        ...


# From the makers' published voices; the names carry language (z), gender and given name.
KOKORO_VOICES: tuple[VoiceInfo, ...] = (
    VoiceInfo("zf_xiaobei", "female", "小贝"),
    VoiceInfo("zf_xiaoni", "female", "小妮"),
    VoiceInfo("zf_xiaoxiao", "female", "小晓"),
    VoiceInfo("zf_xiaoyi", "female", "小艺"),
    VoiceInfo("zm_yunjian", "male", "云健"),
    VoiceInfo("zm_yunxi", "male", "云希"),
    VoiceInfo("zm_yunxia", "male", "云夏"),
    VoiceInfo("zm_yunyang", "male", "云扬"),
)

# Of last resort: robotic, and hard to follow over the telephone.
ESPEAK_VOICES: tuple[VoiceInfo, ...] = (
    VoiceInfo("espeak_female", "female", "eSpeak NG"),
    VoiceInfo("espeak_male", "male", "eSpeak NG"),
)
