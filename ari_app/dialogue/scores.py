"""Totals of scales, as soon as every item of one has an answer."""

from __future__ import annotations

from ari_app.dialogue.facts import ScoreComputed
from ari_app.dialogue.settled import settled_values
from ari_app.dialogue.state import Scored
from ari_app.dialogue.turn import Turn
from ari_app.questionnaire.scoring import scores


def score(turn: Turn) -> None:
    """Store every total that the answers allow and that is new, with the band it falls in."""
    scales = turn.script.questionnaire.scores
    if not scales:
        return
    found = scores(turn.script.questionnaire, settled_values(turn.state))
    computed = tuple(Scored(code, value) for code, value in found.items())
    if computed == turn.state.scores:
        return
    known = {each.code: each.value for each in turn.state.scores}
    turn.change(scores=computed)
    for scale in scales:
        total, band = found.get(scale.code), found.get(scale.band_code)
        if isinstance(total, int | float) and known.get(scale.code) != total:
            turn.establish(ScoreComputed(turn.at, scale.code, total, band if isinstance(band, str) else None))
