"""Which module is which stage."""

from __future__ import annotations

from collections.abc import Mapping

from ari_app.dialogue.stages import (
    calls_wish,
    closing,
    consent,
    crisis,
    data_consent,
    handover,
    items,
    later,
    person,
    quiet,
    suspicion,
    verify,
)
from ari_app.dialogue.state import Stage
from ari_app.dialogue.turn import StageRules

STAGES: Mapping[Stage, StageRules] = {
    Stage.RINGING: quiet,
    Stage.CONSENT: consent,
    Stage.PERSON: person,
    Stage.HANDOVER: handover,
    Stage.VERIFY: verify,
    Stage.DATA_CONSENT: data_consent,
    Stage.ITEMS: items,
    Stage.CLOSING: closing,
    Stage.LATER: later,
    Stage.CALLS_WISH: calls_wish,
    Stage.SUSPICION: suspicion,
    Stage.CRISIS: crisis,
    Stage.TRANSFER: quiet,
    Stage.OVER: quiet,
}
