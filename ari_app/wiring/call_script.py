"""The script of a call, from what is stored of its follow-up."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ari_app.dialogue.script import Script
from ari_app.questionnaire import loading
from ari_app.store.contacts import CallTarget
from ari_app.wiring import instruments
from ari_app.wiring.node import Node
from ari_app.wiring.patient_facts import patient_of


def script_for(node: Node, target: CallTarget) -> Script:
    """The call's script, from the questionnaire version that was frozen for it."""
    settings = node.settings
    return script_of(
        target,
        node.clock.now(),
        agents_available=settings.call.agent is not None,
        phone=settings.hospital.phone,
        hot_words=settings.speech.hot_words_of(target.questionnaire_code),
    )


def script_of(
    target: CallTarget,
    now: datetime,
    *,
    agents_available: bool,
    phone: str | None = None,
    hot_words: tuple[str, ...] = (),
) -> Script:
    """The script of a call that is held at `now`. Raises WrongInput for a definition that cannot be read."""
    zone = ZoneInfo(target.time_zone)
    script = instruments.build_script(
        loading.load(json.dumps(target.definition, ensure_ascii=False)),
        hospital=target.organization_name,
        patient=patient_of(target, now.astimezone(zone).date()),
        identity=target.identity,
        zone=zone,
        agents_available=agents_available,
        appointment=None if target.appointment_at is None else target.appointment_at.astimezone(zone),
        phone=phone,
        thresholds=target.thresholds,
    )
    return replace(script, hot_words=hot_words, called_in=target.channel_id is not None)
