"""The net by sound: how much the syllables that were heard sound like self-harm or an emergency.

On a telephone a recognizer hears one syllable in six as another and writes many of the rest in wrong characters
(雄口这儿腾得厉害): the nets that read characters then find nothing. This one is a linear model over coarse syllables,
learned from the same sentences after they went through such a line (docs/decisions/0011-a-danger-net-by-sound.md).
It is for what was heard, not for what was written.
"""

from __future__ import annotations

from ari_app.core.vocabulary import Flag
from ari_app.language import danger_sound_weights_emergency, danger_sound_weights_self_harm
from ari_app.language.danger_sense import Weights
from ari_app.language.sound_grams import rows_of, sounds_of
from ari_app.language.stories import of_nobody_else, of_today

WEIGHTS = {
    Flag.SELF_HARM: Weights.unpacked(
        danger_sound_weights_self_harm.GRAMS,
        danger_sound_weights_self_harm.BIAS,
        danger_sound_weights_self_harm.THRESHOLD,
    ),
    Flag.EMERGENCY: Weights.unpacked(
        danger_sound_weights_emergency.GRAMS,
        danger_sound_weights_emergency.BIAS,
        danger_sound_weights_emergency.THRESHOLD,
    ),
}
# A sign that is told amid other things is looked for in stretches of this many syllables too.
WINDOW, STEP = 28, 7
_SHORTEST = 4


def sounds_like(heard: str) -> tuple[Flag, ...]:
    """`self_harm` or `emergency` where a recognizer's words sound like it; the stronger alone, or nothing.

    What is plainly a figure of speech, an old story, one of others, or denied, is left out first.
    """
    if flag := _strongest(heard):
        longing = flag is Flag.SELF_HARM
        flag = _strongest(of_nobody_else(of_today(heard, longing=longing), longing=longing))
    return (flag,) if flag else ()


def _strongest(heard: str) -> Flag | None:
    sounds = sounds_of(heard)
    if len(sounds) < _SHORTEST:
        return None
    stretches = [rows_of(each) for each in _stretches(sounds)]
    above = {
        flag: max(map(weights.score, stretches)) - weights.threshold for flag, weights in WEIGHTS.items()
    }
    flag = max(above, key=lambda each: above[each])
    return flag if above[flag] >= 0 else None


def _stretches(sounds: tuple[str, ...]) -> list[tuple[str, ...]]:
    if len(sounds) <= WINDOW:
        return [sounds]
    return [sounds, *(sounds[at : at + WINDOW] for at in range(0, len(sounds) - WINDOW + STEP, STEP))]
