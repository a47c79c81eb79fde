"""Strings of digits as they are spoken: 幺幺二艾克斯, 两个四一七."""

from __future__ import annotations

import re
import unicodedata

from ari_app.language.numerals import DIGITS
from ari_app.language.phrases import Phrases

SPOKEN_DIGITS = "".join(DIGITS) + "0-9０-９"
LETTER_X = Phrases("[大小写]*(艾克斯|爱克斯|埃克斯|阿克斯|艾克思|爱可斯|x)", "叉", "打叉")
REPEATED = re.compile(
    r"([一两二三四俩仨1-4])个?((?<=个)[零〇一二三四五六七八九幺两洞0-9]|(?<=[俩仨])[零〇一二三四五六七八九幺两洞0-9])"
)


def id_characters(text: str) -> str:
    """The digits and X of `text` in writing: 幺幺二艾克斯 is 112X, 两个四 is 44."""
    text = "".join(unicodedata.normalize("NFKC", text).lower().split())
    text = LETTER_X.pattern.sub("x", text)
    text = REPEATED.sub(lambda m: str(DIGITS.get(m[2], m[2])) * int(DIGITS.get(m[1], m[1])), text)
    return "".join(_written(char) for char in text)


def _written(char: str) -> str:
    if char in DIGITS:
        return str(DIGITS[char])
    if char == "x":
        return "X"
    return char if char in "0123456789" else ""
