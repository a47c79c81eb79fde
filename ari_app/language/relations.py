"""How the one who speaks is related to the patient."""

from __future__ import annotations

import re

from ari_app.language.phrases import Lexicon
from ari_app.language.spoken import read
from ari_app.language.words_person import HE_IS_MY, I_AM_HIS, RELATIVES

_I_AM_HIS = Lexicon(I_AM_HIS)
_HE_IS_MY = Lexicon(HE_IS_MY)
_BARE = re.compile(f"[是大小二老]*(?:{'|'.join(RELATIVES)})")
_TITLE = "(?:师傅|老师|阿姨|大姐|大哥|大爷|叔|先生|女士|总|工|头)?"


def relation_in(text: str) -> str | None:
    """How the speaker is related to the patient, when it is said."""
    who = _I_AM_HIS.first(text)
    if who is None:
        who = _HE_IS_MY.first(text)
    return None if who is None else str(who)


def bare_relation(text: str) -> str | None:
    """The relation that is all of `text`, as one answers who asks for it: 女儿, 大女儿啊."""
    bare = read(text).bare
    return relation_in(f"我是她{bare}") if _BARE.fullmatch(bare) else None


def named(text: str, name: str | None, put: str) -> str:
    """`text` with `put` where the patient is named: in full, by the given name, or as 老张."""
    if not name:
        return text
    text = text.replace(name, put)
    if len(name) > 2 and name[1:] in text:
        text = text.replace(name[1:], put)
    return re.sub(f"(?<!我是)(?<!我叫)[老小]{re.escape(name[0])}{_TITLE}(?!家)", put, text)
