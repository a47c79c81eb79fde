"""A danger told in two syllables and nothing else: 救命, 抽搐. Everyday words (对的) are heard as such at times."""

from __future__ import annotations

from ari_app.core.vocabulary import Intent, QType
from ari_app.language.danger import dangers_in, gravest
from ari_app.language.spoken import read

_SYLLABLES = 2


def tells_danger(text: str) -> Intent | None:
    """`emergency` or `self_harm` where `text` alone calls for it."""
    return gravest(dangers_in(read(text).text, QType.GLOBAL))


def is_lone_cry(text: str) -> bool:
    """Whether `text` is an emergency of two syllables and no more. A wish to die is never taken for so little."""
    return len(read(text).bare) <= _SYLLABLES and tells_danger(text) is Intent.EMERGENCY
