"""Words that are a whole answer and as often the beginning of something else: 好 … 什么事, 不 … 我不是他."""

from __future__ import annotations

from ari_app.core.vocabulary import QType
from ari_app.language.phrases import Phrases
from ari_app.language.spoken import read

_BEGINNING = Phrases("(喂|哎|诶|欸|唉|嗯|啊|哦|您好|你好)*(好|对|是|嗯|不|不是|没|没有|我|那|那个)?(啊|呀)?")
_FRONT = frozenset({QType.CONSENT, QType.PERSON_CONFIRM})


def may_be_beginning(text: str) -> bool:
    """Whether more may come after `text`, however whole it sounds."""
    said = read(text).text
    return bool(said) and _BEGINNING.whole(said)


def waits_for_more(qtype: QType, text: str) -> bool:
    """Whether no short pause ends a turn of `text`: a consent or an identity is not taken from half a sentence."""
    return qtype in _FRONT and may_be_beginning(text)
