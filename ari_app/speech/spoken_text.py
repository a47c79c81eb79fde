"""A prompt's text, cut into stretches to speak and the pauses between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ari_app.core.errors import WrongInput

_PAUSE = re.compile(r"<pause:(\d{1,5})>")
_MARKUP = re.compile(r"<[^>]*>?")
_HOTLINE = re.compile(r"(?<!\d)(?:110|119|120|12\d{3})(?!\d)")
_DIGITS = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
# How Mandarin speakers name the letters; only capitals, since a lower-case word is no Mandarin.
_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "诶 必 西 弟 衣 艾弗 记 诶吃 爱 杰 开 艾勒 艾姆 恩 欧 批 扣 阿 艾斯 替 优 微 达不溜 艾克斯 歪 贼".split(),
        strict=True,
    )
)
_FOREIGN = re.compile("[a-zÀ-ɏ]")
_LETTER = re.compile("[A-Z]")
MAX_PAUSE_MS = 5000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text to speak in one breath, then a silence of `pause_ms` (0 after the last)."""

    text: str
    pause_ms: int


def stretches(text: str) -> tuple[Stretch, ...]:
    """Split `text` at its `<pause:MS>` marks; emergency numbers and hotlines become
    single digits, capital letters their names.

    Raises WrongInput for any other mark, a pause above five seconds, or when nothing is left to speak.
    """
    parts = _PAUSE.split(text)
    found: list[Stretch] = []
    for index in range(0, len(parts), 2):
        spoken = _HOTLINE.sub(_single_digits, parts[index]).strip()
        spoken = _LETTER.sub(lambda letter: _LETTERS[letter.group()], spoken)
        if _MARKUP.search(spoken):
            raise WrongInput("a prompt holds an unknown mark", mend="only <pause:MS> is known")
        pause = int(parts[index + 1]) if index + 1 < len(parts) else 0
        if _FOREIGN.search(spoken):
            raise WrongInput("a prompt holds foreign letters", mend="write it in Han characters")
        if pause > MAX_PAUSE_MS:
            raise WrongInput(f"a pause of {pause} ms is too long", mend=f"at most {MAX_PAUSE_MS} ms")
        if spoken or pause:
            found.append(Stretch(spoken, pause))
    if not any(stretch.text for stretch in found):
        raise WrongInput("a prompt has no text to speak")
    return tuple(found)


def _single_digits(match: re.Match[str]) -> str:
    return "".join(_DIGITS[digit] for digit in match.group())
