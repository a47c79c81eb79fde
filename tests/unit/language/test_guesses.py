"""A digit guessed by its sound is so unsure that a dialogue reads it back before it is stored."""

from __future__ import annotations

import pytest

from ari_app.core.vocabulary import Action, QType
from ari_app.language.parser import understand
from ari_app.language.understanding import Context

READ_BACK_BELOW = 0.6


@pytest.mark.parametrize(
    ("qtype", "said", "guessed"),
    [
        (QType.GLUCOSE, "流点八", True),
        (QType.GLUCOSE, "武点六", True),
        (QType.GLUCOSE, "六点八", False),
        (QType.NRS, "酒分", True),
        (QType.NRS, "气分", True),
        (QType.NRS, "七分", False),
        (QType.TEMPERATURE, "三十流度二", True),
        (QType.TEMPERATURE, "三十六度二", False),
    ],
)
def test_a_guessed_digit_is_unsure(qtype: QType, said: str, guessed: bool) -> None:
    meant = understand(qtype, "", said, Context())
    assert meant.action is Action.ACCEPT
    assert (meant.confidence < READ_BACK_BELOW) is guessed
