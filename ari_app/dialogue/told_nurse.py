"""What a patient tells a nurse: the same signs are looked for as in what he tells the robot, and nothing is done."""

from __future__ import annotations

from datetime import datetime

from ari_app.core.vocabulary import Flag, QType
from ari_app.dialogue.events import Heard
from ari_app.dialogue.hearing import flags_with_route, second_net
from ari_app.language.parser import understand
from ari_app.language.understanding import Context


def signs_told(heard: Heard, local_now: datetime) -> tuple[Flag, ...]:
    """The signs in it, by every net. `local_now` is the hospital's time, in which a patient means his days."""
    context = Context(now=local_now)
    flags = flags_with_route(understand(QType.GLOBAL, "", heard.text, context))
    return (*flags, *second_net(heard, context, flags))
