"""Examinations and wards that Mandarin calls by Latin letters (CT, B超, ICU), found by the sound of the letters.

A recognizer that writes Han characters alone makes 做了细地 of 做了CT. By sound alone that may be anything: what is
found here is a question to the audio, not an answer. The limits: docs/figures/speech.md.
"""

from __future__ import annotations

import re

from ari_app.language.syllables import distance, syllables

LATIN_TERMS = {
    "CT": ("西提",),
    "B超": ("必超",),
    "ICU": ("爱西优",),
    "MRI": ("爱姆阿爱", "爱姆爱"),
    "X光": ("爱克斯光",),
}
"""Each as it is written, and how its letters are read in Mandarin."""

FARTHEST = 0.25
# what is done with an examination, and with a ward: 拍了X光, 再做一次MRI, 住过ICU; 孩子在西堤上学 is neither
_DONE = re.compile("(?:做|拍|照|查|个|次|了|过)[^，。]?$")
_BEEN_IN = re.compile("(?:住|进|转|出|在|去|到|了|过)[^，。]?$")
_WARDS = frozenset({"ICU"})
_MOST = 6


def terms_heard(text: str) -> dict[str, float]:
    """What `text` would be with a term for a part that sounds like it: each, and how far it is; the nearest first."""
    heard = syllables(text)
    if len(heard) != len(text):
        return {}
    found: dict[str, float] = {}
    for term, readings in LATIN_TERMS.items():
        led_by = _BEEN_IN if term in _WARDS else _DONE
        for wanted in map(syllables, readings):
            for start in range(len(heard) - len(wanted) + 1):
                end = start + len(wanted)
                far = distance(heard[start:end], wanted)
                if far <= FARTHEST and led_by.search(text[:start]):
                    whole = text[:start] + term + text[end:]
                    found[whole] = min(far, found.get(whole, far))
    return dict(sorted(found.items(), key=lambda one: one[1])[:_MOST])
