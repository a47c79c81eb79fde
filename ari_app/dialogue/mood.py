"""The mood that a patient's words show, so that one word of sympathy can answer it."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.language.phrases import Lexicon

# A mood counts only when it is said of now and not denied: 不担心, 不烦 are no moods.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "pain": (
        "疼得(厉害|要命|睡不着|受不了)",
        "(疼|痛)死",
        "(?<!不)难受",
        "受不了",
        "(?<!不)(<很>)(疼|痛)$",
        "疼得夜里",
    ),
    "worried": (
        "(?<!不)(?<!没)(?<!别)(担心|害怕|着急|发愁|心慌|焦虑|紧张)",
        "(?<!不)(?<!没)(?<!别)怕(复发|感染|不好|出事|有事)",
    ),
    "low": (
        "(?<!不)(?<!没)(?<!别)(难过|孤单|伤心|想哭|委屈)",
        "心情(<不>好|(<很>)?(差|低落))",
        "没(<很>)?(盼头|意思)",
    ),
    "angry": (
        "(?<!不)(?<!没)(?<!别)生气",
        "气死",
        "烦死",
        "(<很>)(?<!不)烦",
        "没人(管|理)",
        "太(过分|不像话)",
    ),
    "glad": ("(?<!不)谢谢", "好多了", "恢复得(<很>)?(好|不错)"),
}
MOODS = tuple(_WORDS)
"""The moods, the gravest first."""
_MOODS: Lexicon[str] = Lexicon(_WORDS)


def mood_in(text: str) -> str | None:
    """The mood in what was said, None where there is none; the one named first in the table wins."""
    return _MOODS.first("".join(text.split()))
