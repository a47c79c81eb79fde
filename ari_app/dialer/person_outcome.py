"""What follows a call in which a nurse talked, once she has said how it went."""

from __future__ import annotations

from dataclasses import replace

from ari_app.core.vocabulary import Disposition
from ari_app.dialer.settling import decide_redial
from ari_app.policy.calling_rules import CallingRules
from ari_app.policy.redial import Redial
from ari_app.store.redials import EndedOfCampaign


def decide(
    one: EndedOfCampaign, disposition: Disposition, asked_for: str | None, rules: CallingRules
) -> tuple[EndedOfCampaign, Redial]:
    """The attempt as the nurse tells of it, and what follows by the redial table.

    `asked_for` is the local time that the patient named. Raises AppError where nothing can follow.
    """
    told = replace(one, asked_for=asked_for, ended=replace(one.ended, disposition=disposition))
    return told, decide_redial(told, replace(rules, zone=one.zone))
