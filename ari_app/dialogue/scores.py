"""Totals of scales, as soon as every item of one has an answer."""

from __future__ import annotations

from ari_app.dialogue.turn import Turn


def score(turn: Turn) -> None:
    """Store every total and band that the answers allow and that is new."""
