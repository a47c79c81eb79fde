"""What was said, brought into one form whatever spacing and punctuation the recognizer used."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from ari_app.language.dialect import standard
from ari_app.language.phrases import Phrases

_IN_NUMBER = re.compile(r"(?<=[0-9])\s*[.:/](?=[0-9])|(?<=[0-9])%")
_MARKS = {".": "\ue000", ":": "\ue001", "/": "\ue002", "%": "\ue003"}
_UNMARK = str.maketrans({mark: char for char, mark in _MARKS.items()})
_KEPT_SEPARATOR = re.compile(r"[^0-9a-z\u3400-\u9fff〇\ue000-\ue003]+")
_VARIANTS = str.maketrans({"壹": "一", "贰": "二", "叁": "三", "妳": "你", "兩": "两", "點": "点"})
_LONG_NOISE = re.compile(r"([^0-9零〇一二三四五六七八九幺洞])\1{4,}|([零〇一二三四五六七八九幺洞])\2{11,}")
_FILLERS = Phrases(
    "嗯", "呃", "额", "啊", "哦", "噢", "喔", "唉", "哎", "哎呀", "诶", "欸", "嘛", "呢", "吧", "呀", "哈", "啦",
    "那个", "这个[嘛]", "就是说", "我想想", "我想一下", "怎么说呢", "喂", "您好", "你好", "谢谢[<你>]", "哟",
)  # fmt: skip


@dataclass(frozen=True)
class Spoken:
    """`raw` as heard; `text` with all meaningless separators gone; `gaps` where a separator stood in `text`.

    When every character was set apart the separators say nothing and `gaps` is empty. Between two runs of
    ASCII digits a single space stays in `text`.
    """

    raw: str
    text: str
    gaps: frozenset[int]

    @cached_property
    def bare(self) -> str:
        """`text` without fillers, greetings and closing particles."""
        return _FILLERS.stripped(self.text)


def _flatten(text: str) -> tuple[str, frozenset[int]]:
    parts = [part for part in _KEPT_SEPARATOR.split(text) if part]
    out = ""
    gaps: set[int] = set()
    for part in parts:
        if out:
            gaps.add(len(out))
            if out[-1].isdigit() and part[0].isdigit():
                out += " "
        out += part
    spaced_out = len(parts) > 1 and all(len(part) == 1 or part.isascii() for part in parts)
    return out, frozenset() if spaced_out else frozenset(gaps)


def read(utterance: str) -> Spoken:
    """Normalize an utterance: full-width forms, case, separators between Han characters, dialect words."""
    text = unicodedata.normalize("NFKC", utterance).lower().translate(_VARIANTS)
    text = _IN_NUMBER.sub(lambda found: _MARKS[found.group().strip()], text)
    flat, gaps = _flatten(text)
    return Spoken(
        utterance, standard(_LONG_NOISE.sub(lambda found: found.group()[:4], flat).translate(_UNMARK)), gaps
    )
