"""Dangers that may have been told: too unsure for an alarm, sure enough for one question.

A recognizer that is asked for the likeliest six texts of an utterance writes the danger in one of them more often
than in the first; and what sounds like danger in all of them, if only nearly, is worth asking for. The bounds were set
by measurement (docs/figures/danger-recall.md, docs/decisions/0016-a-suspected-danger-is-asked-for.md).
"""

from __future__ import annotations

from ari_app.core.vocabulary import Flag, Intent, QType
from ari_app.language.danger import dangers_in, gravest
from ari_app.language.danger_by_sound import nearness

# how far below the net's own threshold the mean over all hearings may lie; a weight of 20 is one nat
_LEAST_NEAR = {Flag.EMERGENCY: -12.0, Flag.SELF_HARM: -12.0}
_OF_INTENT = {Intent.SELF_HARM: Flag.SELF_HARM, Intent.EMERGENCY: Flag.EMERGENCY}


def suspected_in(heard: str, others: tuple[str, ...]) -> tuple[Flag, ...]:
    """`self_harm` or `emergency` where another hearing tells of it or all sound nearly like it; else nothing."""
    for text in others:
        grave = gravest(dangers_in(text, QType.GLOBAL))
        if grave is not None:
            return (_OF_INTENT[grave],)
    texts = tuple(text for text in (heard, *others) if text)
    if not texts:
        return ()
    near = [nearness(text) for text in texts]
    above = {
        flag: sum(each[flag] for each in near) / len(near) - least for flag, least in _LEAST_NEAR.items()
    }
    flag = max(above, key=lambda each: above[each])
    return (flag,) if above[flag] >= 0 else ()
