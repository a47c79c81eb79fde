"""The script of a call: the questionnaire that was frozen for it, the patient, and the variants that he is given."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ari_app.dialogue.script import Script
from ari_app.questionnaire import loading
from ari_app.questionnaire.orders import order_for
from ari_app.store.calls import StoredSession, Variants
from ari_app.store.contacts import CallTarget
from ari_app.wiring import instruments
from ari_app.wiring.node import Node
from ari_app.wiring.patient_facts import patient_of
from ari_app.wiring.wordings import ONE_WORDING, Wordings


def script_for(node: Node, target: CallTarget, session: StoredSession | None = None) -> Script:
    """The call's script. With `session`, a call that is under way, its variants stay as they are stored."""
    settings = node.settings
    return script_of(
        target,
        node.clock.now(),
        agents_available=settings.call.agent is not None,
        phone=settings.hospital.phone,
        hot_words=settings.speech.hot_words_of(target.questionnaire_code),
        wordings=node.wordings,
        session=session,
    )


def script_of(
    target: CallTarget,
    now: datetime,
    *,
    agents_available: bool,
    phone: str | None = None,
    hot_words: tuple[str, ...] = (),
    wordings: Wordings = ONE_WORDING,
    session: StoredSession | None = None,
) -> Script:
    """The script of a call that is held at `now`. Raises WrongInput for a definition that cannot be read."""
    zone = ZoneInfo(target.time_zone)
    questionnaire = loading.load(json.dumps(target.definition, ensure_ascii=False))
    if session is None:
        wording = wordings.variant_of(target.patient_id)
        order = order_for(questionnaire, str(target.patient_id))
    else:
        wording, order = session.wording_variant, session.order_variant
    script = instruments.build_script(
        questionnaire,
        hospital=target.organization_name,
        patient=patient_of(target, now.astimezone(zone).date()),
        identity=target.identity,
        zone=zone,
        agents_available=agents_available,
        appointment=None if target.appointment_at is None else target.appointment_at.astimezone(zone),
        phone=phone,
        wording=wordings.of(wording),
        variants=(wording, order),
        thresholds=target.thresholds,
    )
    return replace(script, hot_words=hot_words, called_in=target.channel_id is not None)


def variants_of(script: Script) -> Variants:
    """What is stored of the wording and the order of a call."""
    versions = script.versions
    items = tuple(item.link_id for item in script.questionnaire.items)
    return Variants(versions.prompts, versions.wording, versions.order, items)
