"""Dangers that may have been told: too unsure for an alarm, sure enough for one question.

A recognizer that is asked for the likeliest texts of an utterance writes the danger in one of them more often than in
the first, and a danger phrase may fit the sound nearly as well as what was heard. Neither is what was heard
(docs/decisions/0016-a-suspected-danger-is-asked-for.md).
"""

from __future__ import annotations

from collections.abc import Iterable

from ari_app.core.vocabulary import Flag, Intent, QType
from ari_app.language.danger import dangers_in, gravest

_OF_INTENT = {Intent.SELF_HARM: Flag.SELF_HARM, Intent.EMERGENCY: Flag.EMERGENCY}


def suspected_in(others: Iterable[str]) -> tuple[Flag, ...]:
    """`self_harm` or `emergency` where what may have been said tells of it, the first that does; else nothing."""
    for text in others:
        grave = gravest(dangers_in(text, QType.GLOBAL))
        if grave is not None:
            return (_OF_INTENT[grave],)
    return ()
